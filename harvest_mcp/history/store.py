"""The history of accounts: takes snapshots, and gives any picture that was kept back as it was.

A snapshot by a token that sees less closes nothing that it could not see: what each pair of eyes saw is kept apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from pydantic import SecretStr

from harvest_mcp.access.account import Account
from harvest_mcp.access.changes import Changes, Moment, Since, Step, changes, since, steps
from harvest_mcp.access.facts import FLAGS, Facts, Slot, facts
from harvest_mcp.access.permissions import EXTRAS, LEVELS
from harvest_mcp.harvest.errors import BadQuestion, HistoryFailed, NoSuchThing
from harvest_mcp.harvest.wire import undisturbed
from harvest_mcp.history import keeping, reading
from harvest_mcp.history.database import PATIENCE, Database
from harvest_mcp.history.difference import differing
from harvest_mcp.history.records import Records, digest, picture, records
from harvest_mcp.history.snapshot import LISTED, Snapshot, found
from harvest_mcp.history.tables import OPEN


@dataclass(frozen=True, slots=True)
class Names:
    """Names of people and of projects, by id."""

    people: Mapping[int, str]
    projects: Mapping[int, str]


class History:
    """Pictures of accounts over time, in one database. A method that takes `account` needs it only among several."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, where: str | SecretStr | Path, *, patience: float = PATIENCE) -> Self:
        """Open the history in a file or at a database's URL; the first snapshot makes it. Raises HistoryFailed."""
        return cls(Database(SecretStr(where) if isinstance(where, str) else where, patience=patience))

    def take(self, account: Account, *, with_rates: bool = False, keep: int | None = None) -> Snapshot:
        """Keep a picture, and of the account's snapshots that tell no more only the last `keep` that equal eyes saw.

        All at once; what was `dropped` the snapshot says. Raises BadQuestion or HistoryFailed.
        """
        if keep is not None and keep < 1:
            raise BadQuestion("Fewer than one snapshot cannot be kept.", "Say how many of the last ones to keep.")
        written = records(account, with_rates=with_rates)
        with self._database.writing() as connection:
            snapshot = keeping.keep(connection, account, written, with_rates=with_rates)
            if keep is not None:
                every = [of.snapshot for of in reading.kept(connection, account.id)]
                snapshot = replace(snapshot, dropped=tuple(sorted(keeping.too_many(every, snapshot, keep=keep))))
                keeping.forget(connection, snapshot.dropped)
        return snapshot

    def drop(self, snapshot: Snapshot) -> None:
        """Forget a snapshot: one that a clock has put at a wrong moment, say. Raises HistoryFailed."""
        with self._database.writing() as connection:
            keeping.forget(connection, [snapshot.id])

    def check(self) -> None:
        """See, before an account is read for it, that a snapshot can be kept. Raises HistoryFailed."""
        self._database.check()

    def snapshots(self, account: int | None = None) -> tuple[Snapshot, ...]:
        """Every snapshot, of one account or of all, in order of time. Raises HistoryFailed."""
        if not self._database.is_there:
            return ()
        with self._database.reading() as connection:
            return tuple(of.snapshot for of in reading.kept(connection, account))

    def snapshot(self, moment: str | date, account: int | None = None, *, starting: bool = False) -> Snapshot:
        """Find the snapshot that shows a moment, which is UTC where it names no zone.

        Raises BadQuestion, NoSuchThing or HistoryFailed.
        """
        every = self.snapshots(account)
        _refuse_several(every)
        return found(every, moment, starting=starting, now=datetime.now(UTC))

    @undisturbed()
    def at(self, moment: str | date | Snapshot, account: int | None = None) -> Account:
        """Give the picture that shows a moment, as it was kept. Raises BadQuestion, NoSuchThing or HistoryFailed."""
        which = moment if isinstance(moment, Snapshot) else self.snapshot(moment, account)
        (written,) = self._whole(which)
        return picture(which.account, which.as_of, written)

    @undisturbed()
    def parts(self, first: Snapshot, last: Snapshot) -> tuple[Account, Account]:
        """Give of two pictures what differs, and what that rests on: their changes are those of the whole pictures.

        Raises NoSuchThing or HistoryFailed.
        """
        before, after = differing(*self._whole(first, last))
        return picture(first.account, first.as_of, before), picture(last.account, last.as_of, after)

    @undisturbed()
    def part(self, snapshot: Snapshot, kinds: Sequence[str] = reading.VIEW) -> Account:
        """Give of a picture what records of these kinds tell; only a whole can be checked against its hash.

        Raises NoSuchThing or HistoryFailed.
        """
        (written,) = self._written(snapshot, kinds=kinds)
        return picture(snapshot.account, snapshot.as_of, written)

    @undisturbed()
    def everybody(self, snapshot: Snapshot) -> Account:
        """Give the picture of a snapshot with all people who were ever kept until then, each as last kept, and no more.

        Raises NoSuchThing or HistoryFailed.
        """
        (view,) = self._written(snapshot, kinds=reading.VIEW)
        with self._database.reading() as connection:
            streams = {of.stream for of in reading.kept(connection, snapshot.account)}
            people = reading.everybody(connection, streams, up_to=snapshot.id)
        return picture(snapshot.account, snapshot.as_of, {**view, **people})

    def between(
        self, before: str | date | Snapshot, after: str | date | Snapshot, account: int | None = None
    ) -> Changes:
        """Compare the pictures of two moments. Raises BadQuestion, NoSuchThing or HistoryFailed."""
        first = before if isinstance(before, Snapshot) else self.snapshot(before, account, starting=True)
        last = after if isinstance(after, Snapshot) else self.snapshot(after, account)
        return changes(*self.parts(first, last))

    def pictures(
        self, person: int, account: int | None = None, *, live: Account | None = None
    ) -> tuple[tuple[Moment, Facts], ...]:
        """What each snapshot states of one person, in order of time, and the live picture last.

        What stays the same from one to the next is made once. Raises BadQuestion or HistoryFailed.
        """
        pictures = (*self._kept_of(person, account), *([(Moment(live.as_of), facts(live))] if live else []))
        return tuple((moment, of.only(person)) for moment, of in pictures)

    def steps(
        self, person: int, account: int | None = None, *, live: Account | None = None
    ) -> tuple[Step[Moment], ...]:
        """Every change of one person's access, with the two moments between which it came.

        Raises BadQuestion or HistoryFailed.
        """
        return tuple(steps(self.pictures(person, account, live=live)))

    def since(self, person: int, fact: Slot | str, account: int | None = None) -> Since[Moment] | None:
        """Since when a fact holds of a person; null: it does not, or is unknown.

        A level, an extra or what stands on a person's own record is meant by its word, all else by its slot. Raises
        BadQuestion, which lists the words, or HistoryFailed.
        """
        slot, wanted = _wanted(person, fact)
        return since(self.pictures(person, account), slot, wanted)

    def names(
        self,
        people: Iterable[int],
        projects: Iterable[int],
        account: int | None = None,
        *,
        up_to: Snapshot | None = None,
    ) -> Names:
        """The last names by which people and projects were kept, up to a snapshot or ever. Raises HistoryFailed."""
        last = up_to.id if up_to else OPEN
        with self._database.reading() as connection:
            streams = {of.stream for of in reading.kept(connection, account)}
            return Names(
                dict(reading.names(connection, streams, people, kinds=("person_name", "user", "teammate"), up_to=last)),
                dict(reading.names(connection, streams, projects, kinds=("project_name", "project"), up_to=last)),
            )

    def _whole(self, *snapshots: Snapshot) -> list[Records]:
        """Read all records of snapshots, and see that they are what was kept. Raises NoSuchThing or HistoryFailed."""
        written = self._written(*snapshots)
        for snapshot, of in zip(snapshots, written, strict=True):
            if digest(of) != snapshot.hash:
                raise HistoryFailed(
                    f"Snapshot {snapshot.id} is not what was kept: its hash differs.",
                    "Something else has changed the history. Put back a copy of it, or ask for another snapshot.",
                )
        return written

    def _written(self, *snapshots: Snapshot, kinds: Sequence[str] = ()) -> list[Records]:
        with self._database.reading() as connection:
            written = reading.records_of(connection, *(of.id for of in snapshots), kinds=kinds)
        for snapshot in snapshots:
            if snapshot.id not in written:
                raise NoSuchThing(f"Snapshot {snapshot.id} is no longer kept.", LISTED)
        return [written[snapshot.id] for snapshot in snapshots]

    def _kept_of(self, person: int, account: int | None) -> Iterator[tuple[Moment, Facts]]:
        if not self._database.is_there:
            return
        with self._database.reading() as connection:
            every = reading.kept(connection, account)
            _refuse_several(of.snapshot for of in every)
            of_person = reading.facts_about(connection, {of.stream for of in every}, person)
        made: dict[tuple[int, ...], Facts] = {}
        for of in every:
            held = [fact for fact in of_person.get(of.stream, ()) if fact.first <= of.snapshot.id < fact.until]
            ids = tuple(fact.id for fact in held)
            if ids not in made:
                made[ids] = facts(picture(of.snapshot.account, of.snapshot.as_of, reading.keyed(held)))
            yield Moment(of.snapshot.as_of, of.snapshot.id), made[ids]


def _refuse_several(snapshots: Iterable[Snapshot]) -> None:
    if len({snapshot.account for snapshot in snapshots}) > 1:
        raise BadQuestion(
            "There are snapshots of several accounts.",
            "Set HARVEST_ACCOUNT_ID to the one that is meant, or name a connected one with --account; "
            "in Python, pass `account`.",
        )


def _wanted(person: int, fact: Slot | str) -> tuple[Slot, str | None]:
    """Which slot is meant, and which value of it; null: any."""
    if isinstance(fact, Slot):
        return fact, None
    if fact in LEVELS:
        return Slot("level", person), fact
    if fact in EXTRAS:
        return Slot("extra", person, fact), None
    for kind in FLAGS:
        if fact == kind:
            return Slot(kind, person), None
    raise BadQuestion(
        "This is no word for what a person holds.",
        f"Say one of {', '.join((*LEVELS, *EXTRAS, *FLAGS))}; or a Slot, of anything else.",
    )

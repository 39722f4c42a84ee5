"""What somebody leaves behind: what is to be handed over or removed before they go, or is still to be if they went.

Whatever counts as another's is somebody active; what a token does not see is told as a gap, and may change the lists.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import EXTRAS
from harvest_mcp.access.screens import ARCHIVE, MARKS_COLUMN, PEOPLE_TAB, PERMISSIONS_TAB
from harvest_mcp.answers import naming
from harvest_mcp.answers.paging import fitting
from harvest_mcp.answers.people import describe, one_line
from harvest_mcp.answers.shapes import Answer, Named, Person, Project, about
from harvest_mcp.answers.text import line
from harvest_mcp.harvest.models import Teammate, User, UserAssignment

LIST_ROOM: Final = 3_000
"""Bytes for each list; what does not fit is counted."""
OTHERS_SHOWN: Final = 5
ALWAYS: Final = frozenset({"projects_to_hand_over", "people_to_hand_over"})
DERIVED: Final = "people_manager"
"""Nobody is given this extra: it comes with the people assigned to somebody."""
OWNER: Final = "Whether they own the account, the API does not say; an owner cannot be archived."
NOT_READ: Final = "Running timers, time that is not yet approved, invoices and estimates are not read here."


class Managed(Project):
    """A project that the person manages, and who else does."""

    others: list[Named] | None = Field(None, description=f"first {OTHERS_SHOWN} other active managers")
    other_count: int | None = None
    perhaps: list[Named] | None = Field(None, description="marked as manager, but not known to hold that level")


class Led(Named):
    """Somebody assigned to the person, and who else manages them."""

    others: list[Named] | None = Field(None, description=f"first {OTHERS_SHOWN} other active people managers")
    other_count: int | None = None


class Leaving(Answer):
    """Everything that somebody's leaving touches."""

    person: Person
    only_administrator: bool | None = Field(None, description="no other active administrator is in sight")
    last_to_hold: list[str] | None = Field(None, description="extras that no other active person holds")
    projects_to_hand_over: list[Managed] = Field(description="active, and nobody else is known to manage them")
    people_to_hand_over: list[Led] = Field(description="active, and no other active person manages them")
    projects_shared: list[Managed] | None = Field(None, description="managed by others too")
    people_shared: list[Led] | None = Field(None, description="managed by others too")
    assigned_to: list[Named] | None = Field(None, description="active projects that they are on")
    managed_by: list[Named] | None = Field(None, description="people managers whom they are assigned to")
    not_shown: dict[str, int] | None = Field(None, description="how many of a list are left out for room")
    where: list[str] = Field(description="where in Harvest this is changed, by an administrator")
    caveats: list[str]

    @override
    def lines(self) -> list[str]:
        """Write what is to be handed over first, then what others keep, then what ends."""
        return [*self._person(), *self._projects(), *self._people(), *self._rest(), *self.caveats, *self.where]

    def _person(self) -> Iterator[str]:
        yield one_line(self.person)
        if self.only_administrator:
            yield "No other active administrator is in sight: make somebody administrator first."
        if self.last_to_hold:
            yield f"No other active person in sight holds: {', '.join(self.last_to_hold)}."

    def _projects(self) -> Iterator[str]:
        yield self._title("Projects that nobody else is known to manage", "projects_to_hand_over")
        yield from map(_project, self.projects_to_hand_over)
        if self.projects_shared:
            yield self._title("Projects that others manage too", "projects_shared")
            yield from map(_project, self.projects_shared)

    def _people(self) -> Iterator[str]:
        yield self._title("People assigned to them whom nobody else manages", "people_to_hand_over")
        yield from (who.words() for who in self.people_to_hand_over)
        if self.people_shared:
            yield self._title("People assigned to them whom others manage too", "people_shared")
            yield from (line((who.words(), _others(who))) for who in self.people_shared)

    def _rest(self) -> Iterator[str]:
        if self.assigned_to:
            yield self._title("Active projects that they are on", "assigned_to")
            yield ", ".join(on.words() for on in self.assigned_to)
        if self.managed_by:
            yield self._title("Assigned to these people managers", "managed_by")
            yield ", ".join(who.words() for who in self.managed_by)

    def _title(self, words: str, member: str) -> str:
        shown: Sequence[Named] = getattr(self, member)
        more = (self.not_shown or {}).get(member, 0)
        return f"{words}: {len(shown) + more:,}{f', of which {more:,} are not shown' if more else ''}."


def leaving(account: Account, who: str) -> Leaving:
    """Find what somebody's leaving touches. Raises Ambiguous or NoSuchThing."""
    user = naming.person(account, who)
    assigned = open_assignments(account, user)
    projects = [_managed(account, user, on) for on in assigned if on.is_project_manager]
    mates = (mate for mate in account.teammates.get(user.id, ()) if account.is_active_person(mate.id))
    people = [_led(account, user, mate) for mate in mates]
    lists: dict[str, Sequence[Named]] = {
        "projects_to_hand_over": [on for on in projects if not on.others],
        "people_to_hand_over": [led for led in people if not led.others],
        "projects_shared": [on for on in projects if on.others],
        "people_shared": [led for led in people if led.others],
        "assigned_to": [Named(id=on.project.id, name=on.project.name) for on in assigned],
        "managed_by": _named(account, account.managers_of_user.get(user.id, ())),
    }
    shown = {member: fitting(rows, LIST_ROOM) for member, rows in lists.items()}
    more = {member: len(rows) - len(shown[member]) for member, rows in lists.items() if len(rows) > len(shown[member])}
    perhaps = naming.perhaps_another(account, who, naming.PEOPLE, user)
    is_administrator = account.standings[user.id].is_administrator
    return Leaving(
        **about(account, "users", "projects", "user_assignments", "teammates"),
        person=describe(account, user, full=True),
        only_administrator=(is_administrator and not _others_holding(account, user, "administrator")) or None,
        last_to_hold=_last_to_hold(account, user) or None,
        **{member: rows if rows or member in ALWAYS else None for member, rows in shown.items()},
        not_shown=more or None,
        where=[screen.words() for screen in (MARKS_COLUMN, PEOPLE_TAB, PERMISSIONS_TAB, ARCHIVE)],
        caveats=[*filter(None, (perhaps, OWNER if is_administrator else "")), NOT_READ],
    )


def open_assignments(account: Account, user: User) -> list[UserAssignment]:
    """A person's active assignments to active projects, whether or not the person is active still."""
    return [
        on
        for on in account.assignments_of_user.get(user.id, ())
        if on.is_active is not False and account.is_active_project(on.project.id)
    ]


def _managed(account: Account, user: User, mark: UserAssignment) -> Managed:
    project = account.projects_by_id.get(mark.project.id)
    client = project.client if project else None
    others = [
        on.user.id
        for on in account.assignments_of_project[mark.project.id]
        if on.is_project_manager and on.user.id != user.id and account.is_effective(on)
    ]
    sure = [other for other in others if _may_manage(account, other)]
    return Managed(
        id=mark.project.id,
        name=mark.project.name,
        client=Named(id=client.id, name=client.name) if client else None,
        code=mark.project.code or None,
        others=_named(account, sure[:OTHERS_SHOWN]) or None,
        other_count=len(sure) or None,
        perhaps=_named(account, [other for other in others if other not in sure][:OTHERS_SHOWN]) or None,
    )


def _may_manage(account: Account, user_id: int) -> bool:
    """Whether somebody marked as project manager is known to be more than a member; a stranger to the token is not."""
    held = account.standings.get(user_id)
    return held is not None and held.level in {"manager", "administrator"}


def _led(account: Account, user: User, mate: Teammate) -> Led:
    managers = account.managers_of_user[mate.id]
    others = [manager for manager in managers if manager != user.id and account.is_active_person(manager)]
    return Led(
        id=mate.id,
        name=mate.name,
        others=_named(account, others[:OTHERS_SHOWN]) or None,
        other_count=len(others) or None,
    )


def _last_to_hold(account: Account, user: User) -> list[str]:
    held = (extra for extra in EXTRAS if extra != DERIVED and account.standings[user.id].holds(extra))
    return [extra for extra in held if not _others_holding(account, user, extra)]


def _others_holding(account: Account, user: User, access: str) -> bool:
    others = (other for other in account.users if other.id != user.id and other.is_active is not False)
    return any(account.standings[other.id].holds(access) for other in others)


def _named(account: Account, people: Iterable[int]) -> list[Named]:
    return [Named(id=of, name=account.name_of_person(of)) for of in people]


def _project(on: Managed) -> str:
    code = f"code {on.code}" if on.code else ""
    return line(word for word in (on.words(), on.of(), code, _others(on)) if word)


def _others(of: Managed | Led) -> str:
    more = (of.other_count or 0) - len(of.others or ())
    others = ", ".join([*(who.words() for who in of.others or ()), *([f"{more:,} more"] if more else [])])
    perhaps = ", ".join(who.words() for who in (of.perhaps if isinstance(of, Managed) else None) or ())
    said = (f"also managed by {others}" if others else "", f"perhaps managed by {perhaps}" if perhaps else "")
    return ", ".join(word for word in said if word)

"""What would have to change so that one person has the same access as another: a step a line, and where to do it.

It changes nothing: the way is through Harvest's own screens, by an administrator.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.access.screens import MARKS_COLUMN, PEOPLE_TAB, PERMISSIONS_TAB, PROJECTS_TAB, Screen
from harvest_mcp.access.standing import UNKNOWN_LEVEL, Standing
from harvest_mcp.answers import naming
from harvest_mcp.answers.leaving import DERIVED, open_assignments
from harvest_mcp.answers.paging import fitting
from harvest_mcp.answers.people import describe, one_line
from harvest_mcp.answers.shapes import Answer, Named, Person, Sentence, Shape, Text, about
from harvest_mcp.answers.text import line
from harvest_mcp.harvest.models import User

Change = Literal[
    "set_profile",
    "set_level",
    "add_extras",
    "remove_extras",
    "assign_to_projects",
    "unassign_from_projects",
    "make_manager_of_projects",
    "unmake_manager_of_projects",
    "assign_people",
    "unassign_people",
    "assign_to_future_projects",
    "unassign_from_future_projects",
]
Effect = Literal["gives", "takes_away", "changes"]
SCREENS: Final = (PERMISSIONS_TAB, PROJECTS_TAB, MARKS_COLUMN, PEOPLE_TAB)
LIST_ROOM: Final = 3_000
"""Bytes for the things of each step; what does not fit is counted."""
SAME: Final = "Harvest states the same access for both."


class Step(Shape):
    """One change: to what, what it does, and in which of Harvest's screens it is made."""

    change: Change
    effect: Effect
    to: list[Text] | None = Field(None, description="level, extras or profile")
    things: list[Named] | None = Field(None, description="projects or people, the first of them")
    count: int | None = Field(None, description="how many projects or people")
    where: str

    def words(self) -> str:
        """Write what is to be changed."""
        more = (self.count or 0) - len(self.things or ())
        named = (*(self.to or ()), *(thing.words() for thing in self.things or ()))
        told = ", ".join([*named, *([f"{more:,} more"] if more else [])])
        change = f"{self.change} ({self.count:,})" if self.count else self.change
        return line((f"{change}: {told}" if told else change, self.effect, self.where))


class Matching(Answer):
    """The steps from one person's access to another's."""

    person: Person
    like: Person
    steps: list[Step]
    where: list[str] | None = Field(None, description="the way to each screen, for an administrator")
    caveats: list[Sentence] | None = None

    @override
    def lines(self) -> list[str]:
        """Write both people, then a step a line."""
        return [
            f"To change: {one_line(self.person)}",
            f"To be like: {one_line(self.like)}",
            *([] if self.steps else [SAME]),
            *(step.words() for step in self.steps),
            *(self.caveats or ()),
            *(self.where or ()),
        ]


@dataclass(frozen=True, slots=True)
class _Pair:
    """The person to change and the one to be like."""

    account: Account
    person: User
    like: User

    @property
    def mine(self) -> Standing:
        return self.account.standings[self.person.id]

    @property
    def theirs(self) -> Standing:
        return self.account.standings[self.like.id]


def matching(account: Account, who: str, like: str) -> Matching:
    """Find the steps that give one person the access of another. Raises Ambiguous or NoSuchThing."""
    pair = _Pair(account, naming.person(account, who), naming.person(account, like))
    named = ((who, pair.person), (like, pair.like))
    perhaps = (naming.perhaps_another(account, wanted, naming.PEOPLE, found) for wanted, found in named)
    steps = [*_stated(pair), *_places(pair), *_people(pair), *_future(pair)]
    used = {step.where for step in steps}
    return Matching(
        **about(account, "users", "projects", "user_assignments", "teammates"),
        person=describe(account, pair.person, full=True),
        like=describe(account, pair.like, full=True),
        steps=steps,
        where=[screen.words() for screen in SCREENS if screen.does in used] or None,
        caveats=[*filter(None, perhaps), *_caveats(pair)] or None,
    )


def _stated(pair: _Pair) -> Iterator[Step]:
    """The profile where there is one; else the level, and the extras, which mean something on a manager only."""
    mine, theirs = pair.mine, pair.theirs
    if theirs.profile is not None:
        if theirs.profile != mine.profile:
            yield _step("set_profile", "changes", PERMISSIONS_TAB, to=[theirs.profile])
        return
    if theirs.level not in {mine.level, UNKNOWN_LEVEL}:
        is_more = theirs.level == "administrator" or mine.level == "member"
        yield _step("set_level", "gives" if is_more else "takes_away", PERMISSIONS_TAB, to=[theirs.level])
    if theirs.level == "manager":
        yield from _both_ways(
            ("add_extras", [extra for extra in theirs.extras if extra not in {DERIVED, *mine.extras}]),
            ("remove_extras", [extra for extra in mine.extras if extra not in {DERIVED, *theirs.extras}]),
        )


def _both_ways(more: tuple[Change, list[str]], less: tuple[Change, list[str]]) -> Iterator[Step]:
    if more[1]:
        yield _step(more[0], "gives", PERMISSIONS_TAB, to=more[1])
    if less[1]:
        yield _step(less[0], "takes_away", PERMISSIONS_TAB, to=less[1])


def _places(pair: _Pair) -> Iterator[Step]:
    """Assignments first, then the marks of project managers; a mark goes with its assignment."""
    mine, theirs = _projects(pair, pair.person), _projects(pair, pair.like)
    yield from _things("assign_to_projects", "gives", PROJECTS_TAB, _beyond(theirs, mine))
    yield from _things("unassign_from_projects", "takes_away", PROJECTS_TAB, _beyond(mine, theirs))
    if not pair.theirs.is_administrator:
        wanted = {} if pair.theirs.level == "member" else _projects(pair, pair.like, managed=True)
        marked = _projects(pair, pair.person, managed=True)
        dropped = [named for named in _beyond(marked, wanted) if named.id in theirs]
        yield from _things("make_manager_of_projects", "gives", MARKS_COLUMN, _beyond(wanted, marked))
        yield from _things("unmake_manager_of_projects", "takes_away", MARKS_COLUMN, dropped)


def _people(pair: _Pair) -> Iterator[Step]:
    if not pair.theirs.is_administrator:
        mine, theirs = _mates(pair, pair.person), _mates(pair, pair.like)
        wanted = [mate for mate in _beyond(theirs, mine) if mate.id != pair.person.id]
        yield from _things("assign_people", "gives", PEOPLE_TAB, wanted)
        yield from _things("unassign_people", "takes_away", PEOPLE_TAB, _beyond(mine, theirs))


def _future(pair: _Pair) -> Iterator[Step]:
    mine, theirs = (user.has_access_to_all_future_projects is True for user in (pair.person, pair.like))
    if theirs and not mine:
        yield _step("assign_to_future_projects", "gives", PROJECTS_TAB)
    if mine and not theirs:
        yield _step("unassign_from_future_projects", "takes_away", PROJECTS_TAB)


def _caveats(pair: _Pair) -> Iterator[str]:
    mine, theirs = pair.mine, pair.theirs
    if pair.like.is_active is False:
        yield "Whom to be like is archived and may do nothing; these are the steps to what they held."
    if pair.person.is_active is False:
        yield "Whom to change is archived: restore them first, and add them to each project anew."
    if theirs.profile is not None or mine.profile is not None:
        yield "What was adjusted for one person alone, beside a profile, the API does not show."
    elif theirs.level == UNKNOWN_LEVEL:
        yield "The level of whom to be like is not known."
    if theirs.unknown:
        yield f"Whom to be like holds access roles that are not documented: {', '.join(theirs.unknown)}."
    if theirs.level == "member" and theirs.extras:
        yield f"Extras of a member mean nothing, and are left out: {', '.join(theirs.extras)}."
    if theirs.level == "member" and _projects(pair, pair.like, managed=True):
        yield "A member marked as project manager is left unmarked: to mark one in Harvest makes them a manager."
    if theirs.is_administrator:
        yield "An administrator reaches everything: manager marks and assigned people would add nothing."
    if pair.person.id in pair.account.mates.get(pair.like.id, ()):
        yield "Whom to change is assigned to whom to be like; nobody is assigned to themselves."


def _projects(pair: _Pair, user: User, *, managed: bool = False) -> Mapping[int, str]:
    """Names of the active projects that a person is on, or that they manage, by id."""
    places = open_assignments(pair.account, user)
    return {on.project.id: on.project.name for on in places if on.is_project_manager or not managed}


def _mates(pair: _Pair, user: User) -> Mapping[int, str]:
    mates = pair.account.teammates.get(user.id, ())
    return {mate.id: mate.name for mate in mates if pair.account.is_active_person(mate.id)}


def _beyond(these: Mapping[int, str], those: Mapping[int, str]) -> list[Named]:
    return [Named(id=of, name=name) for of, name in these.items() if of not in those]


def _things(change: Change, effect: Effect, screen: Screen, things: Sequence[Named]) -> Iterator[Step]:
    if things:
        yield _step(change, effect, screen, things=fitting(things, LIST_ROOM), count=len(things))


def _step(change: Change, effect: Effect, screen: Screen, **what: Any) -> Step:  # noqa: ANN401  (members of a step)
    return Step(change=change, effect=effect, where=screen.does, **what)

"""A second engine, as naive as can be: it loops over everything and knows only what the facts say.

It shares with the product neither its table nor its indexes. A fact is True, False or None (not known).
"""

from collections.abc import Iterable

from harvest_mcp.access.account import Account
from harvest_mcp.access.question import On
from harvest_mcp.harvest.models import User, UserAssignment
from tests.access import documented
from tests.access.documented import ADDS, MODULES, THROUGH_BOTH, THROUGH_PEOPLE, THROUGH_PROJECTS

Fact = bool | None
LEGACY = ("can_create_projects", "can_see_rates", "can_create_invoices")
NARROWED = {"time.track", "expenses.track", "cost_rates.read", "cost_rates.write"}
UNEXPLAINED = {"saved_reports:read:inactive", "saved_reports:write:inactive"}


class Oracle:
    """Answers whether a person may do something to a thing."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.hidden = {part for part, sight in account.sight.items() if not sight.is_whole}

    def answer(self, person: User, permission: str, thing: On) -> str:
        """Say yes, no or unknown."""
        module = MODULES.get(permission)
        if person.is_active is False:
            return "no"
        if module and self.account.company and getattr(self.account.company, module) is False:
            return "no"
        thing = narrowed(permission, thing)
        facts: list[Fact] = []
        for reach in self.reaches(person, permission):
            ways = [self.covers(person, permission, wide, thing) for wide in (reach[0], "A")]
            fact = all_of(ways)  # what is managed, or one's own, is among everything
            facts.append(fact if not reach.endswith("?") or fact is False else None)
        if person.is_active is None:
            facts = [None if fact else fact for fact in facts]
        return {True: "yes", False: "no", None: "unknown"}[any_of(facts)]

    def reaches(self, person: User, permission: str) -> list[str]:
        """Every reach that something they hold gives them, each sure or doubtful."""
        found: list[str] = []
        roles, profile = person.access_roles, plain(person.permissions_profile)
        builtin = next((name for name in documented.PROFILES if plain(name) == profile), None)
        level = self.level(person)
        unknown_roles = [role for role in roles or () if role not in {**documented.LEVELS, **documented.EXTRAS}]
        widest, tells = documented.LEVELS["administrator"][permission], self.claims_tell(person, permission)
        readable = True
        if builtin:
            found.append(documented.PROFILES[builtin].get(permission, ""))
        elif profile:
            readable = tells
        elif level is None:
            readable = tells and roles == ()
        elif roles is None:
            found += self.of_booleans(person, level, permission)
        else:
            found += of_roles(level, roles, permission)
        if not readable:
            found.append(widest + "?")
        if unknown_roles:
            found.append(widest + "?")
        if permission == "project_reports.read" and readable:
            found.append("O")
        found += [documented.CLAIMS.get(claim, {}).get(permission, "") for claim in person.permissions_claims or ()]
        if level == "member" and (builtin == "Member" or not profile):
            found += ["M?" for reach in of_roles("manager", roles or (), permission) if reach[:1] == "M"]
        return [reach for reach in found if reach]

    def claims_tell(self, person: User, permission: str) -> bool:
        """Whether a claim for this existed when theirs were written: one of the profiles', or an administrator's."""
        in_use = set(documented.CLAIMS) - UNEXPLAINED
        if not plain(person.permissions_profile):
            administrators = [user for user in self.account.users if self.level(user) == "administrator"]
            in_use = {claim for user in administrators for claim in user.permissions_claims or ()}
        is_known = any(permission in documented.CLAIMS.get(claim, {}) for claim in in_use)
        return person.permissions_claims is not None and is_known

    def level(self, person: User) -> str | None:
        """The level that a person's words state."""
        profile = plain(person.permissions_profile)
        for level in ("administrator", "manager", "member"):
            if level in (person.access_roles or ()):
                return level
        if profile in {"administrator", "member"}:
            return profile
        if person.access_roles is not None or profile:
            return None
        if person.is_admin is None and person.is_project_manager is None:
            return None
        return "administrator" if person.is_admin else "manager" if person.is_project_manager else "member"

    def of_booleans(self, person: User, level: str, permission: str) -> list[str]:
        """What the booleans of before 2022 give; the three `can_` mean something on managers only."""
        held = [{"administrator": "is_admin", "manager": "is_project_manager", "member": "neither"}[level]]
        if level == "manager":
            held += [boolean for boolean in LEGACY if getattr(person, boolean)]
        return [documented.BOOLEANS[boolean].get(permission, "") for boolean in held]

    def covers(self, person: User, permission: str, reach: str, thing: On) -> Fact:
        """Whether a reach comes to this thing."""
        if reach == "A":
            return self.everything(permission, thing)
        own = self.own(person, permission, thing)
        if reach == "O":
            return own
        ways = [own] if permission in {"time.read", "expenses.read", "project_reports.read"} else []
        if permission in THROUGH_BOTH | THROUGH_PROJECTS:
            ways.append(self.through_projects(person, permission, thing))
        if permission in THROUGH_BOTH | THROUGH_PEOPLE:
            ways.append(self.through_people(person, permission, thing))
        return any_of(ways)

    def everything(self, permission: str, thing: On) -> Fact:
        """Reach everything; where something is added, there must be something active to add it to."""
        if permission not in ADDS or thing == On():
            return True
        if not names_projects(thing):
            return self.is_active_person(thing.person)
        if thing.person is None:
            actives = [self.is_active_project(number) for number in self.projects(thing)]
            return any_of([*actives, *self.unless_whole("projects", when=thing.project is None)])
        places = [on for on in self.account.user_assignments if on.user.id == thing.person and self.within(on, thing)]
        return any_of([*map(self.is_effective, places), *self.dark(thing.person, thing)])

    def through_projects(self, person: User, permission: str, thing: On) -> Fact:
        """Whether they manage a project that is meant, with the person who is meant on it."""
        ways: list[Fact] = []
        for mark in self.account.user_assignments:
            if mark.user.id == person.id and self.within(mark, thing):
                there: list[Fact] = [True]
                if thing.person is not None:
                    there = [
                        self.is_effective(on) if permission in ADDS else True
                        for on in self.account.user_assignments
                        if on.user.id == thing.person and on.project.id == mark.project.id
                    ] + self.unless_whole("user_assignments", when=thing.person != self.account.viewer.id)
                marks = [mark.is_project_manager, mark.is_active, self.is_open(mark.project.id, permission)]
                ways.append(all_of([*marks, any_of(there)]))
        return any_of([*ways, *self.dark(person.id, thing)])

    def through_people(self, person: User, permission: str, thing: On) -> Fact:
        """Whether somebody who is meant is assigned to them, and is on the projects that are meant."""
        ways: list[Fact] = []
        mates = self.account.teammates.get(person.id, ())
        for mate in mates:
            if thing.person not in {None, mate.id}:
                continue
            if not names_projects(thing):
                ways.append(self.is_active_person(mate.id) if permission in ADDS else True)
                continue
            places = [on for on in self.account.user_assignments if on.user.id == mate.id and self.within(on, thing)]
            adds = permission in ADDS
            ways += [self.is_effective(on) if adds else self.is_open(on.project.id, permission) for on in places]
        if mates and names_projects(thing):
            ways += self.unless_whole("user_assignments")
        if thing.project is None and thing.client is not None:
            ways += self.unless_whole("projects")
        return any_of([*ways, *([] if self.knows_mates(person) else [None])])

    def own(self, person: User, permission: str, thing: On) -> Fact:
        """Whether they are who is meant, or are assigned to what is meant."""
        if thing.person not in {None, person.id}:
            return False
        mine = [on for on in self.account.user_assignments if on.user.id == person.id]
        mine = [on for on in mine if self.within(on, thing)]
        dark = self.dark(person.id, thing)
        if permission in {"time.track", "expenses.track"}:
            return any_of([*(all_of([on.is_active, self.is_open(on.project.id, permission)]) for on in mine), *dark])
        if permission == "project_reports.read":
            shown = [all_of([on.is_active, self.is_open(on.project.id, permission), self.is_shared(on)]) for on in mine]
            return any_of([*shown, *dark])
        if not names_projects(thing):
            return True
        if thing.person is None:
            return False
        return any_of([*(self.is_open(on.project.id, permission) for on in mine), *dark])

    def dark(self, person: int, thing: On) -> list[Fact]:
        """What is not known where assignments of this person, or projects of this client, may be out of sight."""
        gaps = self.unless_whole("user_assignments", when=person != self.account.viewer.id)
        return [*gaps, *self.unless_whole("projects", when=thing.project is None and thing.client is not None)]

    def unless_whole(self, part: str, *, when: bool = True) -> list[Fact]:
        """Something unknown, if this part of the account is not whole and that matters."""
        return [None] if when and part in self.hidden else []

    def knows_mates(self, person: User) -> bool:
        """Whether all their teammates are in sight: `people_manager` says whether they have some."""
        if "teammates" not in self.hidden:
            return True
        if "people_manager" in (person.access_roles or ()):
            return person.id == self.account.viewer.id and self.account.sight["teammates"].state == "partial"
        return person.access_roles is not None and not person.permissions_profile and self.level(person) is not None

    def projects(self, thing: On) -> list[int]:
        """The projects that are meant."""
        if thing.project is not None:
            return [thing.project]
        return [of.id for of in self.account.projects if of.client and of.client.id == thing.client]

    def within(self, on: UserAssignment, thing: On) -> bool:
        """Whether an assignment is to a project that is meant."""
        return not names_projects(thing) or on.project.id in self.projects(thing)

    def is_open(self, project: int, permission: str) -> Fact:
        """Whether others than administrators may use a project: archived, nobody adds; the rest is not documented."""
        is_active = self.is_active_project(project)
        return None if is_active is False and permission not in ADDS else is_active

    def is_effective(self, on: UserAssignment) -> Fact:
        """Whether assignment, project and person are active."""
        return all_of([on.is_active, self.is_active_project(on.project.id), self.is_active_person(on.user.id)])

    def is_active_project(self, project: int) -> Fact:
        """Whether a project is active."""
        return next((of.is_active for of in self.account.projects if of.id == project), None)

    def is_active_person(self, person: int | None) -> Fact:
        """Whether a person is active."""
        return next((of.is_active for of in self.account.users if of.id == person), None)

    def is_shared(self, on: UserAssignment) -> Fact:
        """Whether the project shows its report to everybody on it."""
        return next((of.show_budget_to_all for of in self.account.projects if of.id == on.project.id), None)


def narrowed(permission: str, thing: On) -> On:
    """Leave out what makes no difference: people have no projects, projects no people, the account neither."""
    if permission in THROUGH_PEOPLE and thing.person is not None:
        return On(person=thing.person)
    if permission in THROUGH_PROJECTS and names_projects(thing):
        return On(project=thing.project, client=thing.client)
    return thing if permission in THROUGH_BOTH | THROUGH_PROJECTS | THROUGH_PEOPLE | NARROWED else On()


def names_projects(thing: On) -> bool:
    """Whether it is about certain projects."""
    return thing.project is not None or thing.client is not None


def of_roles(level: str, roles: Iterable[str], permission: str) -> list[str]:
    """What a level gives, and each extra on a manager."""
    extras = [documented.EXTRAS.get(role, {}) for role in roles] if level == "manager" else []
    return [cells.get(permission, "") for cells in (documented.LEVELS[level], *extras)]


def plain(profile: str | None) -> str:
    """A profile's name as Harvest looks it up."""
    return " ".join((profile or "").split()).casefold()


def any_of(facts: Iterable[Fact]) -> Fact:
    """Whether one is so."""
    known = list(facts)
    return True if any(known) else None if None in known else False


def all_of(facts: Iterable[Fact]) -> Fact:
    """Whether all are so."""
    known = list(facts)
    return False if False in known else None if None in known else True

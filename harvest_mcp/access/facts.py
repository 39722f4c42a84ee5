"""What one picture of an account states of access: slots, each with its value, no, or unknown.

A slot that no record fills is `no` only where the token would have seen the record: hiding is never leaving.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import LEGACY_EXTRAS
from harvest_mcp.access.question import Fact, both, knows_mates
from harvest_mcp.access.standing import UNKNOWN_LEVEL, Standing
from harvest_mcp.harvest.models import User

Kind = Literal[
    "person",
    "name",
    "email",
    "level",
    "extra",
    "profile",
    "claims",
    "contractor",
    "all_future_projects",
    "saml_exempt",
    "job_role",
    "teammate",
    "project",
    "assigned",
    "manages",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
FLAGS: Final[Mapping[Kind, str]] = {
    "contractor": "is_contractor",
    "all_future_projects": "has_access_to_all_future_projects",
    "saml_exempt": "saml_exempt",
}
ACTIVE: Final = "active"
ARCHIVED: Final = "archived"
INVOICING: Final = "can_create_invoices"
"""The boolean of before 2022 that may stand for either of two extras: it is stated by its own name."""
BOOLEANS: Final[Mapping[str, str]] = {
    **{extra: name for name, extra in LEGACY_EXTRAS.items()},
    **dict.fromkeys(("managed_projects_invoice_drafter", "managed_projects_invoice_manager", INVOICING), INVOICING),
}
"""What a manager surely does not hold where a boolean of before 2022 is false, and that boolean."""

Value: TypeAlias = str | bool
"""A level, a state, a profile; true of what is only held or not; false of what is not there."""


class Slot(NamedTuple):
    """Something that may be stated: of a person (0: of none), and of a project, a teammate, an extra or a job role."""

    kind: Kind
    person: int
    of: int | str = ""


@dataclass(frozen=True)
class Facts:
    """Everything that a picture states."""

    account: Account
    held: Mapping[Slot, Value | None] = field(repr=False)
    """The slots that records fill; null where a record is there and its value is not told."""

    def value(self, slot: Slot) -> Value | None:
        """What the picture says of a slot; null where it does not see enough to say."""
        if slot in self.held:
            return self.held[slot]
        return False if self._knows(slot) else None

    def only(self, person: int) -> "Facts":
        """What of it is about one person."""
        return Facts(self.account, {slot: value for slot, value in self.held.items() if slot.person == person})

    def calling(self, job_roles: Mapping[str, str]) -> "Facts":
        """Give the same with other names for job roles."""
        if not job_roles:
            return self
        return Facts(self.account, {_called(slot, job_roles): value for slot, value in self.held.items()})

    def _knows(self, slot: Slot) -> bool:
        """Whether that nothing fills a slot means that it is empty."""
        account = self.account
        match slot.kind:
            case "project":
                return slot.of not in account.projects_by_id and account.sees("projects").is_whole
            case "assigned" | "manages":
                sight = account.sees("user_assignments")
                return sight.is_whole or (slot.person == account.viewer.id and sight.state == "partial")
        user = account.users_by_id.get(slot.person)
        if slot.kind == "teammate":
            return account.sees("teammates").is_whole or (user is not None and knows_mates(account, user))
        if user is None or (slot.kind == "job_role" and user.roles is None):
            part = account.sees("roles" if slot.kind == "job_role" else "users")
            return part.is_whole or (user is None and account.sees("users").is_whole)
        return _tells(account, user, slot)


def facts(account: Account) -> Facts:
    """Read what a picture states: made once for each picture, which holds it and is not held by it."""
    return Facts(account, account.derive(_held))


def named_alike(pictures: Sequence[Facts]) -> Sequence[Facts]:
    """Call each job role by the last name that one of these has for its id: a new name takes nothing from anybody.

    A picture that lists no job roles knows them as the one before it does.
    """
    last = {of: name for picture in pictures for name, of in picture.account.derive(_job_roles).items()}
    told: list[Facts] = []
    known: Mapping[str, int] = {}
    for picture in pictures:
        known = picture.account.derive(_job_roles) or known
        told.append(picture.calling({name: last[of] for name, of in known.items() if last[of] != name}))
    return told


def _job_roles(account: Account) -> Mapping[str, int]:
    """The id of each job role by its name, where it is the only one of that name."""
    times = Counter(role.name for role in account.roles)
    return {role.name: role.id for role in account.roles if times[role.name] == 1}


def _called(slot: Slot, job_roles: Mapping[str, str]) -> Slot:
    return slot._replace(of=job_roles.get(str(slot.of), slot.of)) if slot.kind == "job_role" else slot


def _held(account: Account) -> Mapping[Slot, Value | None]:
    held: dict[Slot, Value | None] = {}
    for user in account.users:
        _of_user(held, account, user)
    for user_id, names in account.job_roles_of_user.items():
        held.update((Slot("job_role", user_id, name), True) for name in names)
    for manager, mates in account.teammates.items():
        held.update((Slot("teammate", manager, mate.id), True) for mate in mates)
    sees_projects = account.sees("projects").is_whole
    for project in account.projects:
        # A project that only one's own list of assignments tells of has no date, and its state is not told.
        if sees_projects or project.created_at is not None:
            _state(held, Slot("project", 0, project.id), project.is_active)
    for on in account.user_assignments:
        _either(held, Slot("assigned", on.user.id, on.project.id), on.is_active)
        _either(held, Slot("manages", on.user.id, on.project.id), both(on.is_active, on.is_project_manager))
    return held


def _of_user(held: dict[Slot, Value | None], account: Account, user: User) -> None:
    stated = account.standings[user.id]
    _state(held, Slot("person", user.id), user.is_active)
    if user.name:
        held[Slot("name", user.id)] = user.name
    if user.email:
        held[Slot("email", user.id)] = user.email
    if stated.level != UNKNOWN_LEVEL:
        held[Slot("level", user.id)] = stated.level
    for word in (*_extras(stated), *stated.unknown):
        held[Slot("extra", user.id, word)] = True
    if user.permissions_profile:
        held[Slot("profile", user.id)] = user.permissions_profile
    if user.permissions_claims:
        held[Slot("claims", user.id)] = " ".join(sorted(set(user.permissions_claims)))
    for kind, name in FLAGS.items():
        if getattr(user, name):
            held[Slot(kind, user.id)] = True


def _extras(stated: Standing) -> Iterator[str]:
    for extra in stated.extras:
        is_either = stated.generation == "legacy" and BOOLEANS.get(extra) == INVOICING
        yield INVOICING if is_either else extra


def _state(held: dict[Slot, Value | None], slot: Slot, is_active: Fact) -> None:
    if is_active is not None:
        held[slot] = ACTIVE if is_active else ARCHIVED


def _either(held: dict[Slot, Value | None], slot: Slot, fact: Fact) -> None:
    """Note one of several records that may fill a slot."""
    if fact:
        held[slot] = True
    elif fact is None:
        held.setdefault(slot, None)


def _tells(account: Account, user: User, slot: Slot) -> bool:
    """Whether a person's own record tells that a slot is empty."""
    match slot.kind:
        case "person" | "name" | "email" | "level":
            return False  # a person has a state, a name and a level: where there is none, it is not told
        case "extra":
            has_words = user.access_roles is not None
            return slot.of != INVOICING if has_words else _tells_legacy(account.standings[user.id], user, str(slot.of))
        case "claims":
            return user.permissions_claims is not None
        case "profile":
            return user.tells("permissions_profile") or account.sees("users").is_whole
        case "job_role":
            return True
    return getattr(user, FLAGS[slot.kind]) is not None


def _tells_legacy(stated: Standing, user: User, extra: str) -> bool:
    """Whether the booleans of before 2022 say that an extra is not held: they mean something on managers only."""
    if stated.generation != "legacy" or stated.level != "manager" or extra not in BOOLEANS:
        return False
    return getattr(user, BOOLEANS[extra]) is False

"""What a person's words of access come to for one permission: surely, possibly, and why, before any thing is named.

It knows no account: two people of whom Harvest says the same hold the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final, Literal

from harvest_mcp.access.permissions import (
    ARCHIVED_PEOPLE,
    ASSIGNMENTS_API,
    DOCUMENTED_CLAIMS,
    LEGACY_CLIENT,
    LEGACY_EXTRAS,
    LEVELS,
    MANAGER_CLAIMS,
    NEVER_FOR_MANAGERS,
    PROFILE_NOTES,
    PROFILES,
    PROFILES_PAGE,
    REACHES,
    USERS_API,
    Cell,
    Reach,
    Rule,
    Through,
)
from harvest_mcp.access.reasons import Reason
from harvest_mcp.access.standing import Standing

MANAGED: Final[Mapping[Through | None, str]] = {
    "projects": "the projects",
    "people": "the people",
    "both": "the projects and people",
}
BUILT_IN: Final = {" ".join(name.split()).casefold(): name for name in PROFILES}

ARCHIVED: Final = Reason("Is archived, and an archived person may do nothing.", ARCHIVED_PEOPLE)
PERHAPS_ARCHIVED: Final = Reason("Harvest does not tell whether they are archived.", USERS_API)
NO_LEVEL: Final = Reason("Harvest states no access level that is known.", USERS_API)
CUSTOM: Final = Reason("Has a custom profile whose permissions the API does not show.", PROFILES_PAGE)
SHARED: Final = Reason("The project shows its report to everybody on it.", NEVER_FOR_MANAGERS)
MARKED: Final = Reason(
    "Is marked as project manager without the level manager; what that grants is not documented.", ASSIGNMENTS_API
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """All that Harvest says of one person's access."""

    standing: Standing
    claims: tuple[str, ...] | None
    is_active: bool | None

    @property
    def profile(self) -> str | None:
        """The name of the built-in profile that they have."""
        return BUILT_IN.get(" ".join((self.standing.profile or "").split()).casefold())

    @property
    def has_custom_profile(self) -> bool:
        """Whether their profile is none of the built-in ones."""
        return self.standing.profile is not None and self.profile is None

    @property
    def states_no_access_role(self) -> bool:
        """Whether Harvest told their access roles, and there are none."""
        of = self.standing
        return of.generation == "access_roles" and of.level == "unknown" and not of.extras and not of.unknown


@dataclass(frozen=True, slots=True)
class Hold:
    """How far somebody holds a permission: what is sure, what wider reach is possible, and why each."""

    sure: Reach | None = None
    why: tuple[Reason, ...] = ()
    maybe: Reach | None = None
    cause: Reason | None = None
    notes: tuple[str, ...] = ()
    claims_grant: Literal["more", "less"] | None = None
    """Whether the claims disagree with the access roles or the profile, and how."""

    @property
    def is_something(self) -> bool:
        """Whether they hold it at all, or may."""
        return self.sure is not None or self.maybe is not None


@dataclass(frozen=True, slots=True)
class Granted:
    """A cell of the table that speaks for somebody, and what they hold that it stands under."""

    cell: Cell
    held: Reason


@dataclass(frozen=True, slots=True)
class _Conflict:
    """That the claims grant more or less than the rest of what Harvest says, and what shows it."""

    claims_grant: Literal["more", "less"]
    because: str


def hold(rule: Rule, bearer: Bearer, claims_in_use: AbstractSet[str]) -> Hold:
    """Read the table for one person; `claims_in_use` are those that are known to exist in their account."""
    if bearer.is_active is False:
        return Hold(cause=ARCHIVED)
    stated = [] if bearer.has_custom_profile else list(_stated(rule, bearer))
    claimed = list(_claimed(rule, bearer))
    granted = [*stated, *claimed]
    if bearer.standing.generation == "profiles":
        claims_in_use = DOCUMENTED_CLAIMS
    if rule.everyone is not None and not _is_unreadable(rule, bearer, claims_in_use):
        granted.append(Granted(rule.everyone, SHARED))
    sure = _widest(grant for grant in granted if grant.cell.certain)
    maybe = _widest(_possible(rule, bearer, granted, claims_in_use))
    conflict = _conflict(rule, bearer, stated, claimed, claims_in_use)
    found = Hold(
        sure=_reach(sure),
        why=(sure.held, Reason(f"{_lets(rule, sure.cell.reach)} {rule.lets}", sure.cell.source)) if sure else (),
        notes=tuple(_notes(bearer, conflict)),
        claims_grant=conflict.claims_grant if conflict else None,
    )
    if maybe is not None and place(maybe.cell.reach) > place(found.sure):
        found = replace(found, maybe=maybe.cell.reach, cause=maybe.held)
    if bearer.is_active is None:
        widest = found.maybe if place(found.maybe) > place(found.sure) else found.sure
        return Hold(maybe=widest, cause=PERHAPS_ARCHIVED, notes=found.notes)
    return found


def place(reach: Reach | None) -> int:
    """Order reaches from nothing to everything."""
    return -1 if reach is None else REACHES.index(reach)


def stated_reach(rule: Rule, bearer: Bearer) -> Reach | None:
    """How far level and extras, or a built-in profile, surely reach; a custom profile states nothing."""
    stated = () if bearer.has_custom_profile else _stated(rule, bearer)
    return _reach(_widest(grant for grant in stated if grant.cell.certain))


def _stated(rule: Rule, bearer: Bearer) -> Iterator[Granted]:
    """What level and extras, a built-in profile or the booleans of before 2022 grant."""
    of = bearer.standing
    if bearer.profile is not None:
        yield from _granted(rule.profiles.get(bearer.profile), f"Has the profile {bearer.profile}.", PROFILES_PAGE)
    elif of.generation == "legacy":
        yield from _of_booleans(rule, of)
    else:
        yield from _of_access_roles(rule, of)


def _of_access_roles(rule: Rule, of: Standing) -> Iterator[Granted]:
    yield from _granted(rule.access.get(of.level), f"Is {_article(of.level)} {of.level}.", USERS_API)
    if of.level == "manager":
        for extra in of.extras:
            yield from _granted(rule.access.get(extra), f"Is a manager with {extra}.", USERS_API)


def _of_booleans(rule: Rule, of: Standing) -> Iterator[Granted]:
    boolean = {"administrator": "is_admin", "manager": "is_project_manager"}.get(of.level, "neither")
    yield from _granted(rule.legacy.get(boolean), f"Is {_article(of.level)} {of.level} ({boolean}).", LEGACY_CLIENT)
    for name, extra in LEGACY_EXTRAS.items():
        if extra in of.extras:
            yield from _granted(rule.legacy.get(name), f"Is a project manager with {name}.", LEGACY_CLIENT)


def _claimed(rule: Rule, bearer: Bearer) -> Iterator[Granted]:
    for claim in bearer.claims or ():
        yield from _granted(rule.claims.get(claim), f"Has the claim {claim}.", PROFILE_NOTES)


def _granted(cell: Cell | None, because: str, source: str) -> Iterator[Granted]:
    if cell is not None:
        yield Granted(cell, Reason(because, source))


def _is_unreadable(rule: Rule, bearer: Bearer, claims_in_use: AbstractSet[str]) -> bool:
    """Whether nothing that Harvest says of them tells of this permission.

    A claim that is missing proves a no where it was in use when theirs were written and no access role may grant it.
    """
    if not bearer.has_custom_profile and (bearer.profile is not None or bearer.standing.level != "unknown"):
        return False
    readable = bearer.has_custom_profile or bearer.states_no_access_role
    return bearer.claims is None or not readable or claims_in_use.isdisjoint(rule.claims)


def _possible(rule: Rule, bearer: Bearer, granted: list[Granted], claims_in_use: AbstractSet[str]) -> Iterator[Granted]:
    """What may be theirs: uncertain cells, and whatever hides behind words that nobody can read."""
    of = bearer.standing
    widest = Cell(rule.widest, USERS_API)
    if of.unknown:
        yield Granted(widest, Reason(f"Has an access role that nobody knows ({', '.join(of.unknown)}).", USERS_API))
    if _is_unreadable(rule, bearer, claims_in_use):
        yield Granted(widest, CUSTOM if bearer.has_custom_profile else NO_LEVEL)
    for grant in granted:
        if not grant.cell.certain:
            yield Granted(grant.cell, Reason(f"{grant.held.because} {rule.doubt}", grant.cell.source))
    if of.level == "member" and bearer.profile in {None, "Member"} and not bearer.has_custom_profile:
        as_manager = _of_access_roles(rule, replace(of, level="manager"))
        yield from (Granted(grant.cell, MARKED) for grant in as_manager if grant.cell.reach == "managed")


def _widest(granted: Iterator[Granted]) -> Granted | None:
    return max(granted, key=lambda grant: place(grant.cell.reach), default=None)


def _lets(rule: Rule, reach: Reach) -> str:
    """Say for what a reach is good."""
    if reach == "managed":
        return f"That lets them, for {MANAGED.get(rule.through, 'whatever')} that they manage:"
    return "That lets them, for what is their own:" if reach == "own" else "That lets them, everywhere in the account:"


def _reach(grant: Granted | None) -> Reach | None:
    return None if grant is None else grant.cell.reach


def _notes(bearer: Bearer, conflict: _Conflict | None) -> Iterator[str]:
    """What a reader should know besides: what cannot be read, and where Harvest contradicts itself."""
    if bearer.profile is not None:
        yield unread(bearer.profile)
    if bearer.has_custom_profile:
        yield "Access roles do not tell what a custom profile grants; its claims do."
    if conflict is not None:
        yield f"The claims grant {conflict.claims_grant} than {_words(bearer)}: {conflict.because}"


def _conflict(
    rule: Rule, bearer: Bearer, stated: list[Granted], claimed: list[Granted], claims_in_use: AbstractSet[str]
) -> _Conflict | None:
    """Where the claims disagree with what is stated besides; a custom profile states nothing."""
    if bearer.claims is None or bearer.has_custom_profile:
        return None
    by_words = _widest(grant for grant in stated if grant.cell.certain)
    by_claims = _widest(grant for grant in claimed if grant.cell.certain)
    if by_claims is not None and place(by_claims.cell.reach) > place(_reach(by_words)):
        return _Conflict("more", by_claims.held.because)
    if by_words is not None and _is_missed(rule, by_words, by_claims, claims_in_use):
        return _Conflict("less", by_words.held.because)
    return None


def unread(profile: str) -> str:
    """Say what of a built-in profile nobody can read."""
    return f"Individual adjustments of the profile {profile} cannot be read."


def _is_missed(rule: Rule, by_words: Granted, by_claims: Granted | None, claims_in_use: AbstractSet[str]) -> bool:
    """Whether a claim that should be there is not; a plain manager's live claims lack much that managers may do."""
    if by_words.held.because == "Is a manager." and MANAGER_CLAIMS.isdisjoint(rule.claims):
        return False
    known = [cell.reach for claim, cell in rule.claims.items() if claim in claims_in_use and cell.certain]
    expected = min(place(by_words.cell.reach), max(map(place, known), default=-1))
    return expected > place(_reach(by_claims))


def _words(bearer: Bearer) -> str:
    return "the profile" if bearer.profile is not None else "the access roles"


def _article(level: str) -> str:
    return "an" if level == "administrator" else "a"


def lacking(rule: Rule, bearer: Bearer) -> Reason:
    """Say what a person would have to hold for a permission, or for a wider reach of it: the nearest step to a yes."""
    of = bearer.standing
    if bearer.has_custom_profile or bearer.states_no_access_role:
        return Reason(f"None of their claims grants it; {_or(rule.claims)} would.", PROFILE_NOTES)
    if bearer.profile is not None:
        able = [name for name, cell in rule.profiles.items() if cell.certain and cell.reach != "own"]
        return Reason(f"The profile {bearer.profile} does not reach that far; {_or(able)} may.", PROFILE_NOTES)
    cells = rule.legacy if of.generation == "legacy" else rule.access
    able = [name for name, cell in cells.items() if cell.reach != "own" and name not in {*LEVELS, "is_admin"}]
    source = next((cell.source for name, cell in cells.items() if name in (able or ["manager"])), NEVER_FOR_MANAGERS)
    if of.generation == "legacy" and able:
        return Reason(f"Is {_article(of.level)} {of.level}; it takes {_or(able)}.", source)
    if of.level == "member" and (able or "manager" in cells):
        void = [extra for extra in of.extras if extra in able]
        held = f" The extra {_or(void)} is void without that level." if void else ""
        needed = f" with {_or(able)}" if able and "manager" not in cells else ""
        return Reason(f"Is a member; it takes the level manager{needed}.{held}", source)
    if able:
        return Reason(f"Lacks {_or(able)}, the extra permission that lets managers do this.", source)
    return Reason("Only administrators may.", source)


def _or(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last

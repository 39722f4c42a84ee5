"""Everything that somebody was given, one thing a row: what a reviewer keeps or takes away.

`entitlement_id` is the same in every review as long as the thing is there, so that a decision can be kept beside it.
"""

from collections.abc import Iterator
from typing import Final

from harvest_mcp.access.account import Account, Alike
from harvest_mcp.answers.sheet import BETWEEN, Sheet, Value
from harvest_mcp.answers.text import clean
from harvest_mcp.evidence.people import STATUS, called
from harvest_mcp.harvest.models import User, UserAssignment

COLUMNS: Final = (
    "entitlement_id", "user_id", "account_name", "owner", "status", "kind", "what", "id", "client", "since", "note",
)  # fmt: skip
VOID: Final = "void while the level is member"

Entitlement = tuple[str, str, int | None, str, str | None, str]
"""Kind, what, its id, the client, since when, and a note."""


def entitlements(account: Account) -> Sheet:
    """Give a row for each entitlement of each person in sight; archived people come back to life with theirs."""
    return Sheet(COLUMNS, [_row(user, given) for user in account.users for given in _given(account, user)])


def _row(user: User, given: Entitlement) -> list[Value]:
    kind, what, number, client, since, note = given
    mark = f"{kind.replace(' ', '-')}:{user.id}:{number if number is not None else what.replace(' ', '-')}"
    head = [mark, user.id, called(user), clean(user.name), STATUS[user.is_active]]
    return [*head, kind, what, number, client, since, note]


def _given(account: Account, user: User) -> Iterator[Entitlement]:
    held, alike = account.standings[user.id], account.alike_of_user[user.id]
    is_custom = alike.bearer.has_custom_profile
    yield "level", held.level, None, "", None, ""
    for extra in held.extras:
        yield "extra permission", extra, None, "", None, VOID if extra in held.void else ""
    for name in held.unknown:
        yield "unknown access role", clean(name), None, "", None, "what it grants is not documented"
    if held.profile is not None:
        yield "profile", clean(held.profile), None, "", None, _granted(alike) if is_custom else ""
    for claim, permissions in () if is_custom else alike.claims_beyond.items():
        yield (
            "claim",
            clean(claim),
            None,
            "",
            None,
            f"grants more than level, extras or profile do: {', '.join(permissions)}",
        )
    if user.has_access_to_all_future_projects:
        yield "all future projects", "is added to every new project", None, "", None, ""
    if user.saml_exempt:
        yield "SAML exemption", "signs in past SAML", None, "", None, ""
    for on in account.assignments_of_user.get(user.id, ()):
        if on.is_active is not False:
            yield from _on_project(account, on)
    for mate in account.teammates.get(user.id, ()):
        yield "manages person", clean(account.name_of_person(mate.id)), mate.id, "", None, ""


def _granted(custom: Alike) -> str:
    """Say what a custom profile grants: its claims tell, or nothing does."""
    if custom.bearer.claims is None:
        return "what it grants is not told"
    return f"its claims grant: {BETWEEN.join(custom.claims_beyond) or 'nothing that is documented'}"


def _on_project(account: Account, on: UserAssignment) -> Iterator[Entitlement]:
    project = account.projects_by_id.get(on.project.id)
    client = clean(project.client.name or "") if project is not None and project.client is not None else ""
    since = on.created_at.date().isoformat() if on.created_at else None
    note = {False: "archived project", None: "whether the project is active is out of sight"}.get(
        account.project_is_active(on.project.id), ""
    )
    name = clean(account.name_of_project(on.project.id))
    yield "on project", name, on.project.id, client, since, note
    if on.is_project_manager:
        yield "manages project", name, on.project.id, client, since, note

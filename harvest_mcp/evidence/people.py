"""People as compliance tools import them: an account a row, whose it is, what it may, whether it is active."""

from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.claims import claims_beyond
from harvest_mcp.access.holding import Bearer
from harvest_mcp.answers.sheet import BETWEEN, Sheet, Value
from harvest_mcp.answers.text import clean
from harvest_mcp.harvest.models import User

COLUMNS: Final = (
    "account_name", "owner", "role", "status", "user_id", "email", "level", "extra_permissions", "profile",
    "unknown_access_roles", "claims_beyond", "job_roles", "contractor", "all_future_projects", "saml_exempt",
    "projects", "manages_projects", "manages_people", "created",
)  # fmt: skip
STATUS: Final = {True: "active", False: "archived", None: "unknown"}


def users(account: Account) -> Sheet:
    """Give a row for each person in sight, archived people too."""
    return Sheet(COLUMNS, [_row(account, user) for user in account.users])


def called(user: User) -> str:
    """The name of somebody's account: their e-mail, which signs them in."""
    return clean(user.email or f"user {user.id}")


def role_words(of: Bearer) -> str:
    """Write level, extra permissions, profile, what nobody knows and what claims grant beyond these in one cell."""
    held = of.standing
    profile = (f"profile {clean(held.profile)}",) if held.profile else ()
    claims = () if of.has_custom_profile else (f"claim {clean(claim)}" for claim in claims_beyond(of))
    return BETWEEN.join((held.level, *held.extras, *profile, *map(clean, held.unknown), *claims))


def _row(account: Account, user: User) -> list[Value]:
    held, alike = account.standings[user.id], account.alike_of_user[user.id]
    on = [
        assignment
        for assignment in account.assignments_of_user.get(user.id, ())
        if assignment.is_active is not False and account.is_active_project(assignment.project.id)
    ]
    return [
        called(user),
        clean(user.name),
        role_words(alike.bearer),
        STATUS[user.is_active],
        user.id,
        clean(user.email or ""),
        held.level,
        list(held.extras),
        clean(held.profile or ""),
        [clean(name) for name in held.unknown],
        [clean(claim) for claim in alike.claims_beyond],
        [clean(name) for name in account.job_roles_of_user.get(user.id, ())],
        user.is_contractor,
        user.has_access_to_all_future_projects,
        user.saml_exempt,
        len({assignment.project.id for assignment in on}),
        len({assignment.project.id for assignment in on if assignment.is_project_manager}),
        len(account.mates.get(user.id, ())),
        user.created_at.date().isoformat() if user.created_at else None,
    ]

"""The questions on access, asked of the people and things of a made-up account that give the most work."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypedDict

from benchmarks.questions import LARGEST, Question, busiest
from harvest_mcp.access.account import Account
from harvest_mcp.access.holders import AnyPermission
from harvest_mcp.answers.comparison import compare_access
from harvest_mcp.answers.explanation import explain_access
from harvest_mcp.answers.holders import who_can
from harvest_mcp.answers.person import get_user
from harvest_mcp.harvest.models import User, UserAssignment

CHEAP: Final[AnyPermission] = "cost_rates.read"
"""Only administrators may: nothing but levels decides."""
BROAD: Final[AnyPermission] = "time.read"
"""Everybody may, one way or another: assignments, marks and teammates decide."""


class Thing(TypedDict, total=False):
    """What a question is about, by id; nothing means the account."""

    project: str
    person: str
    client: str


def everyone(account: Account) -> dict[str, Question]:
    """Who may, by permission and by thing. The answers grow with the account: of 100 people one is an administrator."""
    things: dict[str, Thing] = {
        "the account": {},
        "a project": {"project": str(_largest(account.assignments_of_project))},
        "a person": {"person": busiest(account)},
        "a client": {"client": str(_largest(account.projects_of_client))},
    }
    return {
        f"who_can, {permission}, {name}": _who_can(permission, on)
        for name, on in things.items()
        for permission in (CHEAP, BROAD, "any")
    }


def largest(account: Account) -> dict[str, Question]:
    """The largest pages of those."""
    project = str(_largest(account.assignments_of_project))
    return {
        "who_can, 200": lambda of: who_can(of, turn=LARGEST),
        f"who_can, {BROAD}, 200": lambda of: who_can(of, permission=BROAD, turn=LARGEST),
        "who_can on a project, 200": lambda of: who_can(of, project=project, turn=LARGEST),
    }


def somebody(account: Account) -> dict[str, Question]:
    """Questions about one person or two, whose answers do not grow with the account."""
    manager, project, archived = _manager(account)
    member = _last(user for user in account.users if account.standings[user.id].level == "member")
    return {
        "explain_access, yes": lambda of: explain_access(of, manager, "time.approve", project=project),
        "explain_access, no": lambda of: explain_access(of, member, "time.approve", project=project),
        "explain_access, unknown": lambda of: explain_access(of, manager, "time.approve", project=archived),
        "explain_access, anywhere": lambda of: explain_access(of, manager, "time.approve"),
        "compare_access, a manager and a member": lambda of: compare_access(of, manager, member),
        "get_user, a manager": lambda of: get_user(of, manager),
        "get_user, a member": lambda of: get_user(of, member),
    }


def check(account: Account) -> None:
    """Raise RuntimeError where what is timed as a yes, a no or an unknown is not one."""
    for name, question in somebody(account).items():
        answer = getattr(question(account), "answer", "")
        if answer and name.partition(", ")[2] not in {answer, "anywhere"}:
            raise RuntimeError(f"{name}: the answer is {answer}.")


def _who_can(permission: AnyPermission, on: Thing) -> Question:
    return lambda account: who_can(account, permission=permission, **on)


def _manager(account: Account) -> tuple[str, str, str]:
    """Give the last manager who is marked on a project that goes on and on one that is archived, and these two."""
    for user in reversed(account.users):
        if account.standings[user.id].level == "manager" and user.is_active:
            marks = account.marks_of_user.get(user.id, ())
            active, archived = (list(_projects(account, marks, is_active=of)) for of in (True, False))
            if active and archived:
                return str(user.id), str(active[0]), str(archived[0])
    raise LookupError("Nobody manages an active and an archived project.")


def _projects(account: Account, marks: Iterable[UserAssignment], *, is_active: bool) -> Iterator[int]:
    return (mark.project.id for mark in marks if account.project_is_active(mark.project.id) is is_active)


def _largest(groups: Mapping[int | None, Sequence[object]] | Mapping[int, Sequence[object]]) -> int | None:
    return max(groups, key=lambda of: len(groups[of]))


def _last(users: Iterable[User]) -> str:
    *_, last = (user for user in users if user.is_active)
    return str(last.id)

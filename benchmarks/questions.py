"""The questions that are asked of an account, and the work of one: find, fill, and write both forms of the answer."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle

from harvest_mcp.access.account import Account
from harvest_mcp.access.review import Policy
from harvest_mcp.answers.comparison import compare_access
from harvest_mcp.answers.connection import verified
from harvest_mcp.answers.explanation import explain_access
from harvest_mcp.answers.holders import who_can
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.people import list_users
from harvest_mcp.answers.person import get_user
from harvest_mcp.answers.projects import list_projects
from harvest_mcp.answers.reviewing import review_access
from harvest_mcp.answers.roles import list_roles
from harvest_mcp.answers.shapes import Answer

Question = Callable[[Account], Answer]

LARGEST = Turn(limit=200)


def default_questions(account: Account) -> dict[str, Question]:
    """Each tool with nothing but what it needs; the person is the one with the most to tell."""
    who, first = busiest(account), str(account.users[0].id)
    return {
        "verify_connection": lambda of: verified(of, sandbox=True),
        "list_users": list_users,
        "get_user": lambda of: get_user(of, who),
        "list_roles": list_roles,
        "list_projects": list_projects,
        "who_can": who_can,
        "explain_access": lambda of: explain_access(of, who, "time.read"),
        "compare_access": lambda of: compare_access(of, first, who),
        "review_access": review_access,
    }


def largest_questions(account: Account) -> dict[str, Question]:
    """The tools that page, with the largest page that can be asked for and the most detail."""
    who = busiest(account)
    return {
        "list_users, 200 in full": lambda of: list_users(of, status="all", detail="full", turn=LARGEST),
        "get_user, 200": lambda of: get_user(of, who, turn=LARGEST),
        "list_roles, 200": lambda of: list_roles(of, turn=LARGEST),
        "list_projects, 200": lambda of: list_projects(of, status="all", turn=LARGEST),
    }


def narrowed_questions(account: Account) -> dict[str, Question]:
    """Questions that look at everything and keep a part."""
    last, project = account.users[-1], account.projects[-1]
    client = account.clients[-1].name if account.clients else ""
    return {
        "list_users by name": lambda of: list_users(of, query=last.name),
        "list_users by access": lambda of: list_users(of, access="manager"),
        "list_users on a project": lambda of: list_users(of, project=str(project.id)),
        "list_users, 200 in full": largest_questions(account)["list_users, 200 in full"],
        "get_user by e-mail": lambda of: get_user(of, last.email or str(last.id)),
        "list_roles, job roles": lambda of: list_roles(of, kind="job"),
        "list_projects of a client": lambda of: list_projects(of, client=client),
    }


def anew() -> Question:
    """A review that is worked out each time: the picture keeps those of a policy, so each time measures by another."""
    days = cycle(range(1, 366))
    return lambda of: review_access(of, policy=Policy(inactive_days=next(days)))


def busiest(account: Account) -> str:
    """The id of the person with the most assignments."""
    return str(max(account.assignments_of_user.items(), key=lambda of: len(of[1]))[0])


def unasked(account: Account) -> Account:
    """The same picture before anybody asked anything: no look-up is built yet."""
    return replace(account)


def forms(answer: Answer) -> Iterator[object]:
    """Write what a tool sends: the text and the structured form."""
    yield answer.text()
    yield answer.structured()


def ask(question: Question, account: Account) -> list[object]:
    """Do all that a tool does for one question, once the account stands."""
    return list(forms(question(account)))


def ask_all(questions: dict[str, Question], account: Account) -> list[list[object]]:
    """Ask one after the other."""
    return [ask(question, account) for question in questions.values()]

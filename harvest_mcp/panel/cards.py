"""What stands beside a table: all about the person, project, role or finding that is selected in it."""

from collections.abc import Sequence
from typing import Any, Final

from harvest_mcp.access.account import Account
from harvest_mcp.answers.comparison import compare_access
from harvest_mcp.answers.grids import comparison, people, person, project, review
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.people import list_users
from harvest_mcp.answers.person import get_user
from harvest_mcp.answers.project import get_project
from harvest_mcp.answers.review import ReviewAnswer
from harvest_mcp.answers.text import clean, count
from harvest_mcp.panel.blocks import Json, blocks, words
from harvest_mcp.panel.faces import reviewed

ALL_ROWS: Final = Turn(limit=None)
NAMED: Final = 20
PAIR: Final = 2
SELECT: Final = {
    "people": "Select a person to see everything that they can do and reach, and why; two, to compare them.",
    "roles": "Select a level, an extra permission or a job role to see who holds it. Job roles grant nothing.",
    "projects": "Select a project to see its team, and who may do what there.",
    "review": "Select a finding to see its cases, why it matters and what to do.",
}


def card(account: Account, of: str, chosen: Sequence[Any]) -> list[Json]:
    """Draw up what is selected in a table. Raises HarvestError."""
    if not chosen:
        return [words("", SELECT[of])]
    if of == "people":
        return _people(account, chosen)
    if len(chosen) > 1:
        return [words(f"{len(chosen):,} selected", "Select one to see it.")]
    (one,) = chosen
    if of == "projects":
        return blocks(project.grids(get_project(account, str(one), turn=ALL_ROWS)))
    if of == "roles":
        return _holders(account, str(one))
    return blocks(review.grids(reviewed(account, str(one))))


def _people(account: Account, chosen: Sequence[int]) -> list[Json]:
    if len(chosen) == 1:
        return blocks(person.grids(get_user(account, str(chosen[0]), turn=ALL_ROWS)))
    if len(chosen) == PAIR:
        return blocks(comparison.grids(compare_access(account, str(chosen[0]), str(chosen[1]))))
    names = [clean(account.name_of_person(of)) for of in chosen[:NAMED]]
    more = len(chosen) - len(names)
    return [words(count(len(chosen), "person", "people"), *names, *([f"and {more:,} more"] if more else []))]


def _holders(account: Account, which: str) -> list[Json]:
    kind, _, name = which.partition(":")
    if kind == "job":
        answer = list_users(account, role=name, status="all", turn=ALL_ROWS)
    else:
        held = [user for user in account.users if account.standings[user.id].holds(name)]
        everybody = list_users(account, status="all", turn=ALL_ROWS)
        ids = {user.id for user in held} | {of.id for of in account.users if of.permissions_profile == name}
        answer = everybody.model_copy(update={"users": [who for who in everybody.users if who.id in ids]})
    title = f"{name}: {count(len(answer.users), 'person', 'people')}"
    return [{**block, "title": title} for block in blocks(people.grids(answer))]


def summary(answer: ReviewAnswer) -> Json:
    """Say of a review as the tool does what its findings do not: the counts, then what was not checked or found."""
    return {"head": answer.counts.words() if answer.counts else "", "lines": [*answer.remarks(), *answer.foot()]}


def changes(account: Account, *, sandbox: bool) -> list[Json]:
    """Draw up what has changed since the last snapshot, or say that there is none. Raises HarvestError."""
    from harvest_mcp.panel.changing import since_the_last  # noqa: PLC0415  (it needs the extra `history`)

    return since_the_last(account, sandbox=sandbox)

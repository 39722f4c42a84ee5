"""Asks the Harvest at argv[1] through python-harvest_apiv2, unchanged; prints what it found, as JSON."""

import json
import sys
from typing import Any

from harvest import Harvest, PersonalAccessToken

API, ACCOUNT, TOKEN = sys.argv[1:]
LISTS = ("users", "projects", "clients", "roles", "user_assignments", "task_assignments")

harvest = Harvest(API, PersonalAccessToken(ACCOUNT, TOKEN))


def main() -> None:
    """Read every list whole, and ask for single things and for lists of one person and of one project."""
    me = harvest.get_currently_authenticated_user()
    rows = {name: whole(name) for name in LISTS}
    project = rows["projects"][0]
    asked_again = {
        "user": (harvest.get_user(me.id), me),
        "project": (harvest.get_project(project.id), project),
        "client": (harvest.get_client(rows["clients"][0].id), rows["clients"][0]),
        "role": (harvest.get_role(rows["roles"][0].id), rows["roles"][0]),
    }
    if different := [name for name, (one, listed) in asked_again.items() if one != listed]:
        sys.exit(f"asked for by its id, another one came: {', '.join(different)}")
    for answer in (
        harvest.my_project_assignments(),
        harvest.project_assignments(me.id),
        harvest.billable_rates(me.id),
        harvest.user_cost_rates(me.id),
        harvest.project_user_assignments(project.id),
        harvest.project_task_assignments(project.id),
        harvest.time_entries(user_id=me.id),
    ):
        if answer.page != 1:
            sys.exit(f"no first page: {answer}")
    counts = {name: len({row.id for row in found}) for name, found in rows.items()}
    print(json.dumps({"me": me.id, "company": harvest.company().name, **counts}))


def whole(name: str) -> list[Any]:
    """Read a list page by page, as users of this library do."""
    rows: list[Any] = []
    page = pages = 1
    while page <= pages:
        answer = getattr(harvest, name)(page=page, per_page=100)
        rows += getattr(answer, name)
        page, pages = page + 1, answer.total_pages
    return rows


if __name__ == "__main__":
    main()

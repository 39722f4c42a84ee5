"""What is better seen than read: levels by job role, and how many each manager leads."""

from collections import Counter
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.answers.text import clean, count
from harvest_mcp.panel.blocks import Json
from harvest_mcp.panel.faces import LEVELS

MOST: Final = 20
"""Rows of a plot; of more, those with the most are drawn and the others counted."""
NONE: Final = "no job role"


def plots(account: Account) -> list[Json]:
    """Give each plot as rows of parts, with the numbers in words: nothing rests on colour."""
    return [plot for plot in (_levels(account), _spans(account)) if plot["rows"]]


def _levels(account: Account) -> Json:
    held: dict[str, Counter[str]] = {}
    for user in account.users:
        if user.is_active is not False:
            for job in account.job_roles_of_user.get(user.id, (NONE,)):
                held.setdefault(clean(job), Counter())[account.standings[user.id].level] += 1
    rows = [
        {
            "name": job,
            "parts": [{"kind": level, "number": of[level]} for level in LEVELS if of[level]],
            "words": ", ".join(f"{of[level]} {level}" for level in LEVELS if of[level]),
        }
        for job, of in sorted(held.items(), key=lambda row: (-row[1].total(), row[0]))
    ]
    return _plot("Access levels by job role", rows)


def _spans(account: Account) -> Json:
    led = {
        manager: sum(account.is_active_person(mate) for mate in mates)
        for manager, mates in account.mates.items()
        if account.is_active_person(manager)
    }
    rows = [
        {
            "name": clean(account.name_of_person(manager)),
            "parts": [{"kind": "manager", "number": number}],
            "words": count(number, "person", "people"),
        }
        for manager, number in sorted(led.items(), key=lambda row: (-row[1], account.name_of_person(row[0])))
        if number
    ]
    return _plot("People assigned to each manager", rows)


def _plot(title: str, rows: list[Json]) -> Json:
    return {"title": title, "rows": rows[:MOST], "more": max(len(rows) - MOST, 0)}

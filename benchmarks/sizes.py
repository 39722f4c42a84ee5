"""How much a model has to read: the tools, and the answers to the questions that are asked most."""

import json
from typing import Any, Final

import anyio

from benchmarks.accounts import HUGE, MIDDLING, Accounts
from benchmarks.figures import Figure, Group, below
from benchmarks.probe import Length, lengths
from benchmarks.questions import default_questions, largest_questions
from benchmarks.sandboxed import asked, example_account
from harvest_mcp.sandbox import Sandbox

READ: Final = ("name", "description", "inputSchema")
READ_MOST, LIST_MOST, DEFAULT_MOST, ANY_MOST = 8_000, 24_000, 8_000, 60_000

Lengths = dict[str, Length]


def sizes(accounts: Accounts) -> Group:
    """Measure the definitions, then the answers at every size of account."""
    example = example_account()
    default: dict[int, Lengths] = {len(example.users): lengths(default_questions(example), example)}
    largest: dict[int, Lengths] = {len(example.users): lengths(largest_questions(example), example)}
    for size in (MIDDLING,) if accounts.quick else (MIDDLING, HUGE):
        probed = accounts.probed(size)
        default[size.people], largest[size.people] = probed.default, probed.largest
    return Group(
        "Bytes that a model reads",
        "UTF-8 bytes; schemas and structured content as compact JSON. Of each answer, its text and its structured "
        "form; of each size of account, the longest answer.",
        (
            *anyio.run(_definitions),
            *_answers("default answers", default, DEFAULT_MOST),
            *_longest("largest pages (limit 200)", largest, ANY_MOST),
        ),
    )


async def _definitions() -> tuple[Figure, ...]:
    async with asked(Sandbox()) as client:
        listed = await client.list_tools()
    tools = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listed.tools]
    read = [{name: tool[name] for name in READ} for tool in tools]
    whole = listed.model_dump(mode="json", by_alias=True, exclude_none=True)
    return (
        below(f"what a model reads of the {len(tools)} tools", _compact(read), READ_MOST),
        below("the whole of `tools/list`", _compact(whole), LIST_MOST),
    )


def _answers(what: str, found: dict[int, Lengths], most: int) -> list[Figure]:
    """A row a tool: both forms at each size; bounded by the longest of them."""
    people = ", ".join(f"{size:,}" for size in found)
    rows = []
    for tool in next(iter(found.values())):
        of_tool = [of[tool] for of in found.values()]
        told = ", ".join(f"{each.text:,} / {each.structured:,}" for each in of_tool)
        longest = max(max(each.text, each.structured) for each in of_tool)
        rows.append(
            Figure(f"{what}, `{tool}`: text / structured at {people} people", told, f"{most:,} B", longest < most)
        )
    return rows


def _longest(what: str, found: dict[int, Lengths], most: int) -> list[Figure]:
    """A row a size: the longest form of any answer."""
    rows = []
    for people, of in found.items():
        size, tool = max((max(each.text, each.structured), tool) for tool, each in of.items())
        rows.append(below(f"{what} at {people:,} people (longest: {tool})", size, most))
    return rows


def _compact(value: Any) -> int:  # noqa: ANN401  (JSON)
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

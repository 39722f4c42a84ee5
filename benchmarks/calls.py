"""What a warm call costs over stdio, beside a server of the same SDK that returns the same bytes from a constant."""

import json
import tempfile
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.accounts import Accounts
from benchmarks.figures import Figure, Group, bounded
from benchmarks.pipes import Era, Pipes, started

MOST: Final = 1.2
OURS: Final = ("-m", "harvest_mcp", "serve", "--sandbox")
ERAS: Final[tuple[Era, ...]] = ("handshake", "modern")


def call(accounts: Accounts) -> Group:
    """Time warm calls in both eras, for one person named in two ways."""
    batches = 6 if accounts.quick else 20
    with tempfile.TemporaryDirectory() as folder:
        figures = [figure for era in ERAS for figure in _figures(era, Path(folder) / "constant.json", batches)]
    return Group(
        "A warm call over stdio",
        "`get_user` on the example company: our server, a process on two pipes, against a server of the same SDK whose "
        "`get_user` gives the same text, structured content and output schema from a constant. Answers are kept with "
        "the picture of the account: asked again and again about one person, and then about each person once.",
        tuple(figures),
    )


def _figures(era: Era, constant: Path, batches: int) -> list[Figure]:
    with started(era, *OURS) as ours:
        tools = ours.ask("tools/list", {})["tools"]
        text, structured = _said(ours, _last_person(ours))
        kept = {"tool": next(of for of in tools if of["name"] == "get_user"), "text": text, "structured": structured}
        constant.write_text(json.dumps(kept), encoding="utf-8")
        with started(era, "-m", "benchmarks.constant", str(constant)) as theirs:
            asked = {"id": str(structured["user"]["id"]), "e-mail": structured["user"]["email"]}
            again = [_figure(f"{era} era, by {how}: ratio", (ours, theirs), who, batches) for how, who in asked.items()]
            return [*again, _once(f"{era} era, each person for the first time: ratio", ours, theirs)]


def _figure(what: str, servers: tuple[Pipes, Pipes], who: str, batches: int) -> Figure:
    if _said(servers[0], who) != _said(servers[1], who):
        raise RuntimeError("The two servers do not say the same.")
    ours, theirs = _in_turns(servers, _call(who), batches)
    return bounded(what, ours, theirs, most=MOST)


def _once(what: str, ours: Pipes, theirs: Pipes) -> Figure:
    """Ask about everybody who has not been asked about yet; the other server says every time what it always says."""
    listed = ours.ask("tools/call", {"name": "list_users", "arguments": {"status": "all", "limit": 200}})
    people = [str(who["id"]) for who in listed["structuredContent"]["users"]]
    taken = [
        [server.batch(server.request("tools/call", _call(who)), 1)[0] for server in (ours, theirs)] for who in people
    ]
    return bounded(what, *(list(of_server) for of_server in zip(*taken, strict=True)), most=MOST)


def _call(who: str) -> dict[str, Any]:
    return {"name": "get_user", "arguments": {"user": who}}


def _said(server: Pipes, who: str) -> tuple[str, dict[str, Any]]:
    result = server.ask("tools/call", _call(who))
    return result["content"][0]["text"], result["structuredContent"]


def _last_person(server: Pipes) -> str:
    """The id of the last person on the first page of a list."""
    listed = server.ask("tools/call", {"name": "list_users", "arguments": {}})
    return str(listed["structuredContent"]["users"][-1]["id"])


def _in_turns(servers: tuple[Pipes, Pipes], params: dict[str, Any], batches: int, times: int = 40) -> list[list[float]]:
    """Ask the servers in batches that take turns, after one that does not count; give the medians of each one's."""
    lines = [server.request("tools/call", params) for server in servers]
    taken: list[list[float]] = [[], []]
    for number in range(batches + 1):
        for server, line, of_server in zip(servers, lines, taken, strict=True):
            batch = server.batch(line, times)
            of_server.extend([median(batch)] if number else ())
    return taken

"""Real answers of Harvest's API, replayed through the transport argument of the real client.

They lie beside the repository, or where HARVEST_RECORDED says; where they are not, tests that need them skip.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from typing_extensions import override

FOLDER: Final = Path(os.environ.get("HARVEST_RECORDED") or Path(__file__).parents[2] / "shared" / "recorded")
NO_PAGE: Final = "2020-08-21_POST_projects-user-assignments_404.json"
"""What Harvest answers where it has no such page: HTML."""
ADMINISTRATOR_2019: Final = "2019-01-25_GET_users-me_200_2.json"
MEMBER_2019: Final = "2019-01-25_GET_users-me_200.json"
"""Two people of the account of 2019; the recorder calls both administrators, their booleans say otherwise."""
LISTS_2019: Final = tuple(
    f"2019-01-25_GET_{of}_200.json" for of in ("users", "projects", "clients", "user-assignments", "task-assignments")
)
PEOPLE_2018: Final = "2018_GET_users_200_3ap.json"
ENTRIES_2019: Final = ("2019-01-25_GET_time-entries_200.json", "2019-01-25_GET_time-entries-page-2_200.json")
"""One list on two pages."""
_OF_THE_RECORDER: Final = {"content-length", "content-encoding", "transfer-encoding"}

needs_recordings: Final = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the recorded answers are not here; HARVEST_RECORDED may name their folder"
)


@dataclass(frozen=True)
class Recording:
    """One answer, and what was asked."""

    name: str
    method: str
    path: str
    viewer: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def route(self) -> tuple[str, str]:
        """The path within the API, and the page."""
        return route(self.path)


def route(url: str) -> tuple[str, str]:
    """The path of an address within the API, and the page that it asks for."""
    parts = urlsplit(url)
    return parts.path, parse_qs(parts.query).get("page", ["1"])[0]


def recording(name: str) -> Recording:
    """Read one recorded answer."""
    told: Any = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    if "request" not in told:
        return Recording(name, "GET", "/v2/users", "administrator", 200, {}, json.dumps(told).encode())
    asked, answer = told["request"], told["response"]
    body = answer["body"] if isinstance(answer["body"], str) else json.dumps(answer["body"])
    headers = {key.lower(): value for key, value in answer["headers"].items() if key.lower() not in _OF_THE_RECORDER}
    return Recording(name, asked["method"], asked["path"], told["viewer"], answer["status"], headers, body.encode())


def recordings() -> list[Recording]:
    """Every recorded answer, in the order of their names; none where the folder is absent."""
    return [recording(path.name) for path in sorted(FOLDER.glob("*.json"))]


class Replay(httpx.AsyncBaseTransport):
    """Answers a GET with what was recorded for its path and page, and anything else with Harvest's HTML page of 404.

    `asked` are the requests, as method and path.
    """

    def __init__(self, *names: str) -> None:
        self.told = {told.route: told for told in map(recording, names)}
        self.asked: list[str] = []

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.raw_path.decode()}")
        told = self.told.get(route(str(request.url))) if request.method == "GET" else None
        told = told or recording(NO_PAGE)
        return httpx.Response(told.status, headers=told.headers, content=told.body, request=request)

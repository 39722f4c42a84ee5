"""A real Chromium for the tests of pages: one for the session, in a thread of its own, and what is asked of every page.

Playwright's synchronous face keeps its loop running in the thread that started it, where no other loop could then run.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

T = TypeVar("T")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Where Chromium is, if it is here."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@pytest.fixture(scope="session")
def in_a_thread() -> Iterator[Callable[..., Any]]:
    """Run a function in the thread that the browser belongs to."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda function, *arguments: thread.submit(function, *arguments).result()


@pytest.fixture(scope="session")
def browser(in_a_thread: Callable[..., Any]) -> Iterator[Browser]:
    """The browser; use it within `in_a_thread` only."""
    path = chromium()
    if path is None:
        pytest.fail("There is no Chromium: `make browser` says how to get one.")

    def start() -> tuple[Any, Browser]:
        playwright = sync_playwright().start()
        return playwright, playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])

    playwright, started = in_a_thread(start)
    yield started
    in_a_thread(started.close)
    in_a_thread(playwright.stop)


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with a page as it stands: rule and place."""
    folder = tmp_path_factory.mktemp("axe")
    npm = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4")
    subprocess.run(npm, check=True, capture_output=True)
    source = (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")

    def found(page: Page) -> list[str]:
        page.evaluate(source)  # not a script of the page, whose policy allows no other
        result = page.evaluate("axe.run()")
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in result["violations"]]

    return found


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: `--pictures FOLDER`, or nowhere that lasts."""
    named = request.config.getoption("--pictures", default=None)
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let screenshots be kept."""
    parser.addoption("--pictures", metavar="FOLDER", help="keep the screenshots here")

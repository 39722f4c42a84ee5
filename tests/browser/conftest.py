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
from playwright.sync_api import Browser, Frame, Page, sync_playwright

from harvest_mcp.sandbox import Sandbox
from tests.browser.driving import Stage
from tests.stage import served

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


@pytest.fixture
def stage(
    browser: Browser, in_a_thread: Callable[..., Any], pictures: Path, tmp_path: Path, live: dict[str, str]
) -> Stage:
    """Everything that a flow needs but the notebook."""
    return Stage(browser, in_a_thread, pictures, tmp_path, live)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Variables of a Harvest on loopback, and of a home without an account."""
    with served(Sandbox()) as credentials:
        yield {
            "HARVEST_API_URL": credentials.api_url,
            "HARVEST_ID_URL": credentials.id_url,
            "XDG_CONFIG_HOME": str(tmp_path_factory.mktemp("config")),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Page | Frame], list[str]]:
    """What axe-core finds wrong with a page as it stands: rule and place."""
    folder = tmp_path_factory.mktemp("axe")
    npm = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "axe-core@4")
    subprocess.run(npm, check=True, capture_output=True)
    source = (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")

    def found(page: Page | Frame) -> list[str]:
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

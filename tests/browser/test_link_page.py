"""The link page in a real browser: typed, clicked and read; with scripts or without, in each look, by keyboard."""

from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import anyio
import pytest
from playwright.sync_api import Browser, Page

from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.connection.connecting import Hosts
from harvest_mcp.connection.link.page import LinkPage
from harvest_mcp.sandbox import Sandbox
from tests.harvest.stand_ins import answer, listening
from tests.stage import ADMINISTRATOR, MEMBER, served

pytestmark = pytest.mark.browser
Run = Callable[..., Any]
Axe = Callable[[Page], list[str]]

LOOKS: dict[str, dict[str, Any]] = {
    "light-wide": {"color_scheme": "light", "viewport": {"width": 1100, "height": 900}},
    "dark-wide": {"color_scheme": "dark", "viewport": {"width": 1100, "height": 900}},
    "light-narrow": {"color_scheme": "light", "viewport": {"width": 340, "height": 740}},
    "dark-narrow": {"color_scheme": "dark", "viewport": {"width": 340, "height": 740}},
    "high-contrast": {"forced_colors": "active", "viewport": {"width": 1100, "height": 900}},
}


SEVERAL = b"""{"user": {"id": 1}, "accounts": [
  {"id": 1000001, "name": "Tamberlane & Osk", "product": "harvest"},
  {"id": 1000002, "name": "Northgale Architects and their remarkably long-winded subsidiary", "product": "harvest"}
]}"""


class Opened:
    """A link page that a thread keeps open, and what came of it."""

    def __init__(self) -> None:
        self.url = ""
        self.ready = Event()
        self.account: ConnectedAccount | None = None


@contextmanager
def opened(folder: Path, *, several: bool = False) -> Iterator[Opened]:
    """The page on the sandbox's hosts, or where a token opens several accounts; tokens go into files."""
    page = Opened()

    async def keep_open(hosts: Hosts) -> None:
        async with AsyncExitStack() as stack:
            if several:
                port = await stack.enter_async_context(
                    listening(answer(200, SEVERAL, "Content-Type: application/json"))
                )
                hosts = replace(hosts, id_url=f"http://127.0.0.1:{port}/api/v2")
            link = await stack.enter_async_context(LinkPage(Accounts(folder), hosts, minutes=1, kept_in="file"))
            page.url = link.url
            page.ready.set()
            page.account = await link.finished()

    with served(Sandbox()) as credentials:
        thread = Thread(target=anyio.run, args=(keep_open, Hosts(credentials.api_url, credentials.id_url)))
        thread.start()
        assert page.ready.wait(10)
        yield page
        thread.join(20)
        assert not thread.is_alive()


@contextmanager
def seen(browser: Browser, url: str, **look: Any) -> Iterator[Page]:  # noqa: ANN401  (the browser's own options)
    """The page in a window; no request leaves for another host, and the console stays clean."""
    context = browser.new_context(**look)
    asked: list[str] = []
    told: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    try:
        page.goto(url)
        yield page
    finally:
        context.close()
    assert told == []
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:"))] == []


def test_connecting_by_typing_and_clicking(browser: Browser, in_a_thread: Run, tmp_path: Path) -> None:
    """Documented: masked with a show button; a wrong token is told beside the field; a right one connects."""

    def person(url: str) -> None:
        with seen(browser, url) as page:
            token = page.get_by_label("API token")
            assert token.get_attribute("type") == "password"
            token.fill("wrong")
            page.get_by_role("button", name="Show").click()
            assert token.get_attribute("type") == "text"
            page.get_by_role("button", name="Continue").click()
            page.get_by_role("alert").wait_for()
            assert "Harvest does not accept this token." in page.get_by_role("alert").inner_text()
            assert token.input_value() == ""
            assert token.evaluate("field => field === document.activeElement")
            assert page.title().startswith("Not connected:")
            token.fill(ADMINISTRATOR)
            page.get_by_role("button", name="Continue").click()
            page.get_by_role("heading", name="Connected").wait_for()
            assert "Ingrid Solheim" in page.inner_text("main")
            assert ADMINISTRATOR not in page.content()
            kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
            assert kept == '[{},{},""]'

    with opened(tmp_path) as link:
        in_a_thread(person, link.url)
    assert link.account is not None
    assert link.account.level == "administrator"


def test_without_scripts(browser: Browser, in_a_thread: Run, tmp_path: Path) -> None:
    """Documented: it works without JavaScript; then there is no button that could not do anything."""

    def person(url: str) -> None:
        with seen(browser, url, java_script_enabled=False) as page:
            assert page.get_by_role("button", name="Show").count() == 0
            page.get_by_label("API token").fill(MEMBER)
            page.get_by_role("button", name="Continue").click()
            page.get_by_role("heading", name="Connected").wait_for()

    with opened(tmp_path) as link:
        in_a_thread(person, link.url)
    assert link.account is not None


def test_by_keyboard_alone(browser: Browser, in_a_thread: Run, tmp_path: Path) -> None:
    """Documented: with a keyboard; the focus is in the field at once, and Enter sends the form."""

    def person(url: str) -> None:
        with seen(browser, url) as page:
            page.keyboard.type(MEMBER)
            reached = []
            for _ in range(4):
                page.keyboard.press("Tab")
                reached.append(page.evaluate("document.activeElement.textContent || document.activeElement.id"))
            assert reached == ["Show", "account_id", "Continue", "Cancel"]
            page.get_by_label("API token").press("Enter")
            page.get_by_role("heading", name="Connected").wait_for()

    with opened(tmp_path) as link:
        in_a_thread(person, link.url)
    assert link.account is not None


def test_giving_up(browser: Browser, in_a_thread: Run, tmp_path: Path) -> None:
    """Our choice: Cancel closes the page at once, whatever stands in the fields."""

    def person(url: str) -> None:
        with seen(browser, url) as page:
            page.get_by_label("API token").fill("half a tok")
            page.get_by_role("button", name="Cancel").click()
            page.get_by_role("heading", name="This page is closed").wait_for()

    with opened(tmp_path) as link:
        in_a_thread(person, link.url)
    assert link.account is None
    assert not list(tmp_path.rglob("*.json"))


@pytest.fixture(params=LOOKS)
def checked(request: pytest.FixtureRequest, pictures: Path, axe: Axe) -> Callable[[Page, str], None]:
    """Checks a step in one look: a picture, axe-core finds nothing, and nothing is cut off at the side."""

    def check(page: Page, step: str) -> None:
        page.screenshot(path=pictures / f"link-{step}-{request.param}.png", full_page=True)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    check.look = LOOKS[request.param]  # type: ignore[attr-defined]  # it travels with the check
    return check


def test_each_step_in_each_look(browser: Browser, in_a_thread: Run, tmp_path: Path, checked: Any) -> None:  # noqa: ANN401
    """Documented: light and dark, narrow and wide."""

    def person(url: str) -> None:
        with seen(browser, url, **checked.look) as page:
            checked(page, "1-token")
            page.get_by_label("API token").fill("wrong")
            page.get_by_role("button", name="Continue").click()
            page.get_by_role("alert").wait_for()
            checked(page, "2-trouble")
            page.get_by_label("API token").fill(MEMBER)
            page.get_by_role("button", name="Continue").click()
            page.get_by_role("heading", name="Connected").wait_for()
            checked(page, "4-connected")

    with opened(tmp_path) as link:
        in_a_thread(person, link.url)


def test_the_choice_in_each_look(browser: Browser, in_a_thread: Run, tmp_path: Path, checked: Any) -> None:  # noqa: ANN401
    """Documented: the accounts that the token opens as a choice, to be made with the keyboard."""

    def person(url: str) -> None:
        with seen(browser, url, **checked.look) as page:
            page.get_by_label("API token").fill(MEMBER)
            page.get_by_role("button", name="Continue").click()
            page.get_by_role("heading", name="Choose the account").wait_for()
            first, second = page.get_by_role("radio").all()
            assert first.is_checked()
            first.focus()
            page.keyboard.press("ArrowDown")
            assert second.is_checked()
            checked(page, "3-choice")
            page.get_by_role("button", name="Cancel").click()
            page.get_by_role("heading", name="This page is closed").wait_for()

    with opened(tmp_path, several=True) as link:
        in_a_thread(person, link.url)
    assert link.account is None

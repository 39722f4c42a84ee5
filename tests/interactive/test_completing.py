"""What is offered while a line is typed, of which nothing has to be read where nothing can be."""

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.harvest.errors import BadQuestion
from harvest_mcp.harvest.models import Role
from harvest_mcp.interactive.magic.completing import Offer, offer
from harvest_mcp.interactive.magic.grammar import VERBS, read
from tests.accounts import ANN, BEN, account, project

PICTURE = account(
    users=(ANN, BEN),
    projects=(project(7, "Website"),),
    roles=(Role(id=1, name="Web designer"), Role(id=2, name="Designer")),
)


def offered(line: str, picture: Account | None = PICTURE) -> Offer:
    """What is offered where two accounts are connected."""
    return offer(line, lambda: picture, accounts=lambda: ["osk", "other"])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", Offer("", [*VERBS])),
        ("who", Offer("who", ["who can"])),
        ("--", Offer("--", ["--sandbox", "--account", "--refresh"])),
        ("users --full --st", Offer("--st", ["--status", "--sandbox"][:1])),
        ("users --account o", Offer("o", ["osk", "other"])),
        ("users --account os", Offer("os", ["osk"])),
        ("explain ben --project web", Offer("web", ["Website"])),
        ("explain ben --person ", Offer("", ["Ann Admin", "Ben"])),
        ("explain ben time.app", Offer("time.app", ["time.approve"])),
        ("explain be", Offer("be", ["Ben"])),
        ("compare ann with be", Offer("be", ["Ben"])),
        ("changes be", Offer("be", ["Ben"])),
        ("users --role de", Offer("de", ["Designer", "Web designer"])),
        ("compare an", Offer("an", ["Ann Admin"])),
        ("who can ", Offer("", ["any"])),
        ("roles ", Offer("", ["access", "job"])),
    ],
)
def test_what_goes_on_is_offered(line: str, found: Offer) -> None:
    """Documented: verbs, options, permissions, and names of this account."""
    told = offered(line)
    assert told.fragment == found.fragment
    assert [*told.texts][: len(found.texts)] == [*found.texts]


@pytest.mark.parametrize(
    "line", ["users pri", "users --role x", "users --project nothing", "user be --sandbox n", "tell me", "check x"]
)
def test_nothing_is_offered_that_would_not_be_right(line: str) -> None:
    """Our choice: no guess, and no part of a line is replaced that was not typed in one."""
    assert [*offered(line).texts] == []


def test_without_a_picture_no_names_are_offered() -> None:
    """Our choice: it is a help and no answer."""
    assert [*offered("user be", None).texts] == []
    assert [*offered("users --project web", None).texts] == []
    assert [*offered("who can time.app", None).texts] == ["time.approve"]


def test_a_name_may_hold_what_a_shell_would_quote_with() -> None:
    """Our choice: an apostrophe is a letter; double quotes hold words together."""
    line = read('user "Sean   O\'Neil" --account=osk')
    assert (line.words, line.account, line.sandbox) == (("Sean   O'Neil",), "osk", False)
    assert read("--sandbox users o'neil").sandbox


@pytest.mark.parametrize("flag", ["--sandbox=no", "--sandbox=", "--refresh=0", "--full=yes"])
def test_a_flag_with_a_word_is_refused(flag: str) -> None:
    """Our choice: nothing that was said is passed over, least of all a no."""
    with pytest.raises(BadQuestion, match="takes no word after it"):
        read(f"users {flag}")

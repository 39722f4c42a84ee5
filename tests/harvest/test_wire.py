"""What is sent beside the token, and what an answer means: pure functions."""

import gc
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.harvest import wire
from harvest_mcp.harvest.errors import (
    BadToken,
    Forbidden,
    HarvestBroken,
    HarvestError,
    NotFound,
    RateLimited,
    TimedOut,
    Unprocessable,
)
from harvest_mcp.harvest.models import User
from harvest_mcp.harvest.questions import USERS
from tests.recordings import needs_recordings, recording

NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
RECORDED = {
    "2019-01-25_GET_users-me_401.json": BadToken,
    "2019-01-25_GET_clients_403.json": Forbidden,
    "2019-01-25_GET_contacts_403.json": Forbidden,
    "2020-08-21_POST_projects-user-assignments_404.json": NotFound,
    "2024-05-23_GET_time-entries-9999999999_404.json": NotFound,
    "2019-01-25_POST_time-entries_422.json": Unprocessable,
    "2021-01-15_DELETE_clients-10331953_422.json": Unprocessable,
    "2020-09-03_GET_users-me_429.json": RateLimited,
}


def interpret(status: int, body: bytes = b"", **headers: str) -> wire.Answer:
    """What an answer means."""
    answer = wire.Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
    return wire.interpret(answer, what="job roles", seen_by="administrators", now=NOW, wait=15)


def test_every_request_says_who_asks_and_for_which_account() -> None:
    """Documented: without a User-Agent Harvest answers 400; the id host wants no account."""
    assert wire.headers(user_agent="us (link)", account_id=7) == {
        "Accept": "application/json",
        "User-Agent": "us (link)",
        "Harvest-Account-Id": "7",
    }
    assert "Harvest-Account-Id" not in wire.headers(user_agent="us (link)")


def test_filters_are_written_as_harvest_reads_them() -> None:
    """Documented: booleans in lower case, moments in UTC; a filter that is not set is left out."""
    since = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))
    address = wire.address("https://x/v2", "/users", is_active=True, updated_since=since, user_id=7, client_id=None)
    assert address == "https://x/v2/users?is_active=true&updated_since=2026-01-02T01%3A04%3A05Z&user_id=7"
    assert wire.address("https://x/v2", "/users", is_active=False) == "https://x/v2/users?is_active=false"
    assert wire.address("https://x/v2", "/company") == "https://x/v2/company"


def test_a_good_answer_is_given_back() -> None:
    """Documented: 200; what it holds is not in its repr."""
    assert interpret(200, b"{}").body == b"{}"
    assert repr(interpret(200, b"secret", etag="secret")) == "Answer(status=200)"


@needs_recordings
@pytest.mark.parametrize(("name", "kind"), RECORDED.items(), ids=RECORDED)
def test_every_recorded_refusal_is_the_right_error(name: str, kind: type[HarvestError]) -> None:
    """Recorded: 401, 403, 404 as JSON and as HTML, 422, and the bare 429."""
    told = recording(name)
    with pytest.raises(kind) as raised:
        wire.interpret(
            wire.Answer(told.status, told.headers, told.body), what="x", seen_by="administrators", now=NOW, wait=15
        )
    assert type(raised.value) is kind
    assert "<" not in str(raised.value)


def test_a_401_names_both_causes_and_where_to_make_a_token() -> None:
    """Documented: a bad token and a missing account header get the same 401."""
    with pytest.raises(BadToken) as raised:
        interpret(401)
    assert "token" in raised.value.what
    assert "account id" in raised.value.what
    assert "https://id.getharvest.com/developers" in raised.value.hint


def test_a_403_says_who_could_see_it() -> None:
    """Documented: forbidden says who could."""
    with pytest.raises(Forbidden, match=r"does not show job roles .* Who could see it: administrators"):
        interpret(403, b'{"message": "Not authorized!"}')


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"message": "Project can\'t be blank."}', "(422): Project can't be blank."),
        (b'{"message": "two\\n lines\\u202e"}', "(422): two lines."),
        (b'{"message": ""}', "(422)."),
        (b'{"message": 5}', "(422)."),
        (b"<html>", "(422)."),
        (b"", "(422)."),
    ],
)
def test_a_422_repeats_harvests_message(body: bytes, said: str) -> None:
    """Recorded: a message; on one line, and without what could disturb a terminal."""
    with pytest.raises(Unprocessable) as raised:
        interpret(422, body)
    assert raised.value.what == f"Harvest cannot answer for job roles {said}"


@pytest.mark.parametrize(
    ("status", "kind", "passing"),
    [
        (408, TimedOut, True),
        (500, HarvestBroken, True),
        (503, HarvestBroken, True),
        (599, HarvestBroken, True),
        (301, HarvestBroken, False),
        (307, HarvestBroken, False),
        (204, HarvestBroken, False),
        (400, HarvestBroken, False),
        (418, HarvestBroken, False),
        (401, BadToken, False),
        (403, Forbidden, False),
        (404, NotFound, False),
        (422, Unprocessable, False),
        (429, RateLimited, True),
    ],
)
def test_what_may_pass_is_told_apart_from_what_will_not(status: int, kind: type[HarvestError], passing: bool) -> None:  # noqa: FBT001
    """Our choice: 429, 408 and 5xx are worth asking again; a refusal and a redirect are not."""
    with pytest.raises(kind) as raised:
        interpret(status)
    assert raised.value.passing is passing


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("0", 0),
        ("9" * 5000, wire.LONGEST_WAIT),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0),
        ("Tue, 24 Nov 2026 12:00:30 -0000", 30),
        ("Fri, 31 Dec 9999 23:59:59 GMT", wire.LONGEST_WAIT),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("٣", None),
    ],
)
def test_a_wait_is_read_as_seconds_or_as_a_date(said: str, seconds: float | None) -> None:
    """Documented: Retry-After in seconds; HTTP allows a date; anything else says nothing."""
    assert wire.retry_after({"retry-after": said}, NOW) == seconds


@given(st.text() | st.integers().map(str) | st.datetimes().map(format_datetime))
def test_no_wait_is_negative_or_longer_than_a_day(said: str) -> None:
    """Our choice: whatever the header holds."""
    wait = wire.retry_after({"retry-after": said}, NOW)
    assert wait is None or 0 <= wait <= 86_400


def test_a_429_says_until_when() -> None:
    """Recorded: a 429 without Retry-After; then the fallback holds."""
    with pytest.raises(RateLimited, match="2026-11-24 12:00:15 UTC") as bare:
        interpret(429)
    assert bare.value.until == NOW + timedelta(seconds=15)
    with pytest.raises(RateLimited) as told:
        interpret(429, retry_after="40")
    assert told.value.until == NOW + timedelta(seconds=40)


@given(
    st.integers(100, 599) | st.sampled_from([200, 401, 403, 404, 408, 422, 429]),
    st.dictionaries(st.sampled_from(["retry-after", "content-type", "hint"]), st.text()),
    st.binary() | st.sampled_from([b'{"id": 1}', b'{"users": []}', b"<html>", b'{"users": [{"id": 1}', b'"\xff"']),
)
def test_whatever_comes_over_the_wire_is_an_answer_or_one_of_our_errors(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    """Documented: every failure is one of the errors."""
    answer = wire.Answer(status, headers, body)
    for reader in (User.model_validate_json, USERS.page.read):
        with suppress(HarvestError):
            good = wire.interpret(answer, what="x", seen_by="anyone", now=NOW, wait=15)
            wire.read(reader, good, what="x")
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("body", "passing"),
    [
        (b"", True),
        (b"<html><body>Maintenance</body></html>", True),
        (b'{"users": [{"id": 1}, {"id"', True),
        (b'{"users": [{"id": 1}]}', False),
        (b'{"roles": [], "links": {"next": null}}', False),
        (b'{"users": [], "links": {}}', False),
        (b'{"users": [{"id": "secret"}], "links": {"next": null}}', False),
        (b"[]", False),
    ],
)
def test_a_page_that_is_not_one_is_refused_whole(body: bytes, passing: bool) -> None:  # noqa: FBT001
    """Our choice: half a body may come whole at the next try, another form will not; what was in it is not repeated."""
    with pytest.raises(HarvestBroken) as raised:
        wire.read(USERS.page.read, wire.Answer(200, {}, body), what="people")
    assert raised.value.passing is passing
    assert "secret" not in str(raised.value)
    assert raised.value.__context__ is None  # what was read does not hang on to the error


def test_reading_leaves_a_collector_that_was_off_alone() -> None:
    """Our choice: whoever switched the garbage collector off keeps it off."""
    gc.disable()
    try:
        assert wire.read(User.model_validate_json, wire.Answer(200, {}, b'{"id": 1}'), what="x") == User(id=1)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_reading_leaves_the_old_what_it_made_and_the_frozen_frozen() -> None:
    """Our choice: lasting things skip the young generations, but what somebody else has frozen stays so."""
    gc.collect()
    body = wire.Answer(200, {}, b'{"id": 1}')
    young = wire.read(User.model_validate_json, body, what="x")
    assert gc.is_tracked(young)
    assert not any(kept is young for generation in (0, 1) for kept in gc.get_objects(generation))
    gc.freeze()
    try:
        wire.read(User.model_validate_json, body, what="x")
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()

"""Opening what was found: the sandbox in process, or whatever answers at the address."""

import anyio
import pytest

from harvest_mcp.connection.finding import find
from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.harvest.errors import BadToken
from tests.harvest.stand_ins import ME, TOKEN, answer, listening, on_this_machine

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both loops: whoever embeds the connection chooses."""
    return str(request.param)


async def test_the_sandbox_is_opened_in_process() -> None:
    """Documented: --sandbox needs neither an account nor a network."""
    async with find({}, sandbox=True).open() as directory:
        view = await directory.look()
    assert (view.id, view.complete) == (1000001, True)


async def test_a_token_of_the_sandbox_shows_what_its_owner_sees() -> None:
    """Documented: the sandbox's tokens."""
    async with find({"HARVEST_ACCESS_TOKEN": "sandbox-member"}, sandbox=True).open() as directory:
        assert not (await directory.look()).complete


async def test_a_token_that_the_sandbox_does_not_know_is_refused_as_harvest_refuses_one() -> None:
    """Documented: 401, and the error names both of its causes."""
    async with find({"HARVEST_ACCESS_TOKEN": "sandbox-nobody"}, sandbox=True).open() as directory:
        with pytest.raises(BadToken, match="refused the token, or the account id"):
            await directory.look()


async def test_a_live_connection_asks_at_its_address() -> None:
    """Our choice: nothing is asked before there is a question."""
    async with (
        listening(answer(200, ME, "Content-Type: application/json")) as port,
        Connection(on_this_machine(port)).open() as directory,
    ):
        assert (await directory.client.me()).name == "Ann Lee"


async def test_whoever_asks_after_the_end_gets_an_error() -> None:
    """Our choice: a picture is not kept beyond its connection."""
    async with find({}, sandbox=True).open() as directory:
        pass
    with pytest.raises(anyio.ClosedResourceError):
        await directory.account()


async def test_what_goes_wrong_inside_shows_no_secret() -> None:
    """Documented: no error's text or traceback holds a token."""
    async with listening(answer(401, TOKEN.encode())) as port:
        connection = Connection(on_this_machine(port))
        assert TOKEN not in repr(connection)
        async with connection.open() as directory:
            with pytest.raises(BadToken) as raised:
                await directory.look()
    assert TOKEN not in str(raised.value) + repr(raised.value) + repr(raised.value.__cause__)


def test_a_connection_is_live_unless_it_says_otherwise() -> None:
    """Our choice: nothing else is a sandbox."""
    assert not Connection(Credentials(on_this_machine(1).token)).sandbox

"""A question is awaited on any loop or waited for on none, and whoever stops waiting stops it."""

import asyncio
import gc
import json
import signal
import traceback
import weakref
from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event

import anyio
import pytest
import trio

from harvest_mcp import Harvest, connect
from harvest_mcp.answers.people import Users
from harvest_mcp.directory import Directory
from harvest_mcp.harvest.errors import HarvestError, NoSuchThing, NotConnected
from harvest_mcp.harvest.progress import Listener, Progress
from harvest_mcp.interactive.calls import Call, Question
from harvest_mcp.interactive.loop import running
from harvest_mcp.sandbox import Sandbox
from tests.interactive.held import PATIENCE, Holding, harvest_at, harvest_on, started, told, variables
from tests.stage import served

ASKING = "import harvest_mcp; harvest = harvest_mcp.connect(sandbox=True); "


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_an_answer_is_awaited_on_any_event_loop() -> None:
    """Documented: `await harvest.users()` from any loop."""
    async with connect(sandbox=True) as harvest:
        users, projects = harvest.users(), harvest.projects()
        assert ((await users).total, (await projects).total) == (128, len((await projects).projects))
        assert await users is await users


def test_an_answer_is_waited_for_where_nothing_can_be_awaited() -> None:
    """Documented: `.result()`, in a running loop too, as in a notebook's cell."""

    async def cell(harvest: Harvest) -> int:
        return harvest.users().result().total

    with connect(sandbox=True) as harvest:
        assert harvest.users().result().total == asyncio.run(cell(harvest)) == trio.run(cell, harvest) == 128


def test_two_loops_at_once_share_one_load() -> None:
    """Our choice: one loop of ours owns the client, so that those of others need not agree."""
    sandbox = Sandbox()

    async def total(harvest: Harvest) -> int:
        return (await harvest.users()).total

    with harvest_on(sandbox) as harvest, ThreadPoolExecutor(2) as threads:
        totals = [threads.submit(asyncio.run, total(harvest)), threads.submit(trio.run, total, harvest)]
        assert [one.result(PATIENCE) for one in totals] == [128, 128]
        assert sum(seen.target.startswith("/v2/projects") for seen in sandbox.requests) == 1


def test_a_script_ends_by_itself() -> None:
    """Documented: at exit there is no dead-lock, with a connection open, and no word on stderr."""
    assert told(f"{ASKING}print(harvest.users().result().total)") == "128\n"


def test_a_script_ends_while_a_question_is_under_way() -> None:
    """Our choice: what nobody waits for any more is cancelled at exit."""
    sandbox = Holding()
    with served(sandbox) as opens, started(ENDING, variables(opens)) as process:
        assert process.communicate(timeout=PATIENCE) == ("asked\n", "")
        assert (process.returncode, sandbox.gone.wait(PATIENCE)) == (0, True)


ENDING = """
import harvest_mcp, time
call = harvest_mcp.connect().users()
while call.progress is None:
    time.sleep(0.01)
print("asked")
"""


def test_a_forked_child_asks_for_itself() -> None:
    """Documented: fork-safe; the parent's connection is its own, and still good afterwards."""
    sandbox = Sandbox(base_url=None)
    with served(sandbox) as opens:
        assert json.loads(told(FORKING, variables(opens))) == [128, [128, "NotConnected"], 128]


FORKING = """
import json, os, harvest_mcp, warnings
warnings.simplefilter("ignore")  # newer Pythons warn of any fork with threads
harvest = harvest_mcp.connect()
before = harvest.users().result().total
under_way = harvest.users(refresh=True)
read, write = os.pipe()
if not os.fork():
    try:
        under_way.result()
    except Exception as error:
        told = [harvest.users().result().total, type(error).__name__]
    os.write(write, json.dumps(told).encode())
    harvest.close()
    raise SystemExit
print(json.dumps([before, json.loads(os.read(read, 100)), harvest.users(refresh=True).result().total]))
"""


def test_an_interrupt_of_whoever_waits_cancels_the_request() -> None:
    """Documented: interrupting really cancels the request."""
    sandbox = Holding()
    with served(sandbox) as opens, started(INTERRUPTED, variables(opens)) as process:
        assert sandbox.asked.wait(PATIENCE)
        process.send_signal(signal.SIGINT)
        assert sandbox.gone.wait(PATIENCE)
        assert process.communicate(timeout=PATIENCE) == ("KeyboardInterrupt True\n", "")


INTERRUPTED = """
import harvest_mcp, time
call = harvest_mcp.connect().users()
try:
    call.result()
except BaseException as error:
    told = type(error).__name__
while not call.done():
    time.sleep(0.01)
print(told, call.cancelled())
"""


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_cancelling_whoever_awaits_cancels_the_request() -> None:
    """Documented: both forms do."""
    sandbox = Holding()
    with harvest_at(sandbox) as harvest:
        call = harvest.users()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_answer, call)
            await anyio.to_thread.run_sync(sandbox.asked.wait, PATIENCE)
            tasks.cancel_scope.cancel()
        assert await anyio.to_thread.run_sync(sandbox.gone.wait, PATIENCE)
        with pytest.raises(CancelledError):
            await call
        sandbox.free.set()
        assert (await harvest.users()).total == 128


async def _answer(call: Call[Users]) -> Users:
    return await call


def test_a_call_can_be_cancelled_and_says_so() -> None:
    """Our choice: the call is done once its request is closed, and its connection serves on."""
    sandbox, heard = Holding(), Event()
    with harvest_at(sandbox) as harvest:
        call = harvest.users()
        call.add_done_callback(lambda of: heard.set() if of is call else None)
        assert sandbox.asked.wait(PATIENCE)
        assert (call.done(), call.cancelled(), call.exception()) == (False, False, None)
        assert "being asked" in repr(call)
        call.cancel()
        assert heard.wait(PATIENCE)
        assert (call.done(), call.cancelled(), call.exception()) == (True, True, None)
        assert repr(call) == "<users: cancelled; await it, or take its .result()>"
        with pytest.raises(CancelledError):
            call.result()
        sandbox.free.set()
        assert harvest.users().result().total == 128


def test_a_call_that_is_cancelled_at_once_asks_nothing() -> None:
    """Our choice: however early somebody thinks better of it."""
    sandbox = Sandbox()
    with harvest_on(sandbox) as harvest:
        running().start(_nothing).result(PATIENCE)
        call = harvest.users()
        call.cancel()
        with pytest.raises(CancelledError):
            call.result(PATIENCE)


async def _nothing() -> None:
    """Do nothing."""


def test_a_wait_that_is_over_leaves_the_question_going() -> None:
    """Our choice: as everywhere in Python, a timeout is of the wait."""
    sandbox = Holding()
    with harvest_at(sandbox) as harvest:
        call = harvest.users()
        assert sandbox.asked.wait(PATIENCE)
        with pytest.raises(TimeoutError, match="still being asked"):
            call.result(0)
        assert not call.done()
        call.cancel()


def test_on_our_own_thread_nothing_waits() -> None:
    """Our choice: it would wait for itself; there it is awaited."""
    with connect(sandbox=True) as harvest:

        async def wait() -> int:
            return harvest.users().result().total

        async def await_it() -> int:
            return (await harvest.users()).total

        with pytest.raises(RuntimeError, match="await it"):
            running().start(wait).result(PATIENCE)
        assert running().start(await_it).result(PATIENCE) == 128


def test_an_error_is_ours_and_its_traceback_short() -> None:
    """Documented: HarvestErrors with short tracebacks that hold no token; hints name what can be called here."""
    with harvest_on(Sandbox(), "no-such-token-0123456789") as harvest:
        call = harvest.users()
        with pytest.raises(HarvestError):
            call.result()
        with pytest.raises(HarvestError) as caught:
            call.result()
        ours = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
        assert ours == ["test_an_error_is_ours_and_its_traceback_short", "result", "_outcome"]
        shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        assert "no-such-token" not in "".join(shown.format())
        assert call.exception() is caught.value
        assert "failed" in repr(call)
    with connect(sandbox=True) as harvest, pytest.raises(NoSuchThing, match=r"harvest\.projects\(\) lists them"):
        harvest.who_can(project="no such project").result()


def test_what_is_no_error_of_ours_keeps_its_trace() -> None:
    """Our choice: a mistake in somebody's own question is found by its traceback."""
    with connect(sandbox=True) as harvest, pytest.raises(ZeroDivisionError) as caught:
        harvest.ask(lambda account: len(account.users) / 0).result()
    assert any("<lambda>" in frame.name for frame in traceback.extract_tb(caught.value.__traceback__))


def test_progress_is_heard_by_whoever_listens() -> None:
    """Documented: a plain callback; it is called on our thread and the last word stays with the call."""
    heard: list[Progress] = []
    with connect(sandbox=True) as harvest:
        call = harvest.users(progress=heard.append)
        assert call.result().total == 128
        assert heard[0].done > 0
        assert call.progress is not None
        checked: list[Progress] = []
        look = harvest.reach(lambda directory: directory.client.users(), progress=checked.append)
        assert len(look.result()) == 140
        assert [(of.what, of.done) for of in checked] == [("people", 140)]


def pages(*numbers: int, until: asyncio.Event | None = None) -> Question[None]:
    """A question that tells of these pages one right after the other, and ends, or goes on until something is.

    Listeners run on the question's own thread, and may set its event.
    """

    async def question(tell: Listener) -> None:
        for number in numbers:
            tell(Progress("pages", number, 9))
        if until is not None:
            await until.wait()

    return question


def test_the_last_progress_before_a_pause_is_heard() -> None:
    """Our choice: who reads "3 of 9" while 7 are read is misled."""
    heard: list[int] = []
    last = asyncio.Event()

    def listen(progress: Progress) -> None:
        heard.append(progress.done)
        if progress.done == 7:
            last.set()

    Call(pages(1, 3, 5, 7, until=last), of="pages", listener=listen).result(PATIENCE)
    assert (heard[0], heard[-1]) == (1, 7)


def test_no_progress_is_heard_once_the_call_is_done() -> None:
    """Our choice: by then the listener may show the answer. When a later call's last is heard, this one's was not."""
    heard: list[int] = []
    last = asyncio.Event()

    def listen(progress: Progress) -> None:
        heard.append(progress.done)
        if progress.done == 4:
            last.set()

    Call(pages(1, 2), of="pages", listener=listen).result(PATIENCE)
    Call(pages(3, 4, until=last), of="pages", listener=listen).result(PATIENCE)
    assert heard == [1, 3, 4]


@pytest.mark.parametrize("numbers", [(1,), (1, 2)])
def test_an_error_of_a_listener_is_told(numbers: tuple[int, ...]) -> None:
    """Our choice: what goes wrong in a callback does not vanish in a thread, be it told at once or later."""

    def listen(progress: Progress) -> None:
        if progress.done == numbers[-1]:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Call(pages(*numbers, until=asyncio.Event()), of="pages", listener=listen).result(PATIENCE)


def test_a_closed_connection_answers_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    """Our choice: closing stops what is under way, and says so to whoever asks afterwards."""
    sandbox = Holding()
    with harvest_at(sandbox) as harvest:
        call = harvest.users()
        assert sandbox.asked.wait(PATIENCE)
        harvest.close()
        assert sandbox.gone.wait(PATIENCE)
        for one in (call, harvest.users()):
            with pytest.raises(NotConnected, match="has been closed"):
                one.result()
        assert repr(harvest).endswith(", closed>")
    assert capsys.readouterr() == ("", "")


def test_what_nobody_holds_closes_by_itself() -> None:
    """Our choice: a cell that connects again and again leaves no connections behind."""
    harvest = connect(sandbox=True)
    assert harvest.users().result().total == 128
    directory = harvest.reach(_reference).result()
    del harvest

    async def gone() -> None:
        while directory() is not None:
            gc.collect()
            await anyio.sleep(0.01)

    running().start(gone).result(PATIENCE)


async def _reference(directory: Directory) -> "weakref.ref[Directory]":
    return weakref.ref(directory)


def test_any_question_can_be_put_to_the_loop() -> None:
    """Our choice: what connects an account, say, is awaited and cancelled in the same way."""

    async def three(_: object) -> int:
        return 3

    call = Call(three, of="three")
    assert call.result() == 3
    assert repr(call) == "<three: answered; await it, or take its .result()>"

"""Whose account a panel shows: found, typed in or invented; read, read anew, cancelled; and how all that stands."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from threading import Condition, RLock
from typing import Any, Final, Generic, Literal, TypeVar

from pydantic import SecretStr

from harvest_mcp.access.account import Account
from harvest_mcp.answers.connection import VerifiedConnection, verified
from harvest_mcp.answers.people import access_words
from harvest_mcp.answers.shapes import about
from harvest_mcp.answers.text import clean
from harvest_mcp.connection.connecting import Hosts, Tried, accounts_of, token_in, tried
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.errors import BadQuestion, HarvestError, Unconnected
from harvest_mcp.harvest.models import HarvestAccount
from harvest_mcp.harvest.progress import Listener, Progress
from harvest_mcp.interactive.asking import Harvest
from harvest_mcp.interactive.calls import Call
from harvest_mcp.interactive.connecting import connect
from harvest_mcp.interactive.picture import Picture
from harvest_mcp.panel.blocks import Json, trouble_of
from harvest_mcp.panel.keeping import NOT_KEPT, keep_token, place
from harvest_mcp.panel.observed import is_telling
from harvest_mcp.panel.opening import Opening, opening_of
from harvest_mcp.panel.working import Working

Phase = Literal["connect", "choose", "loading", "ready", "stopped"]
IN_NOTEBOOK: Final = "typed into the panel"
NOT_TRIED: Final = "Type a token, or look at the example company."
T = TypeVar("T")
S = TypeVar("S")
U = TypeVar("U")


class Session(Generic[S]):
    """One account at a time. `told` hears each state; `drawn` is made of each picture, and shown by `loaded`.

    All three are called on threads of ours, `told` and `loaded` never twice at a time.
    """

    def __init__(
        self,
        *,
        told: Callable[[Json], None],
        drawn: Callable[[Account], S],
        loaded: Callable[[S], None],
    ) -> None:
        self.harvest: Harvest | None = None
        self.account: Account | None = None
        self._told = told
        self._drawn = drawn
        self._loaded = loaded
        self._telling = RLock()
        self._changed = Condition()
        self._working = Working(self._changed)
        self._phase: Phase = "connect"
        self._trouble: Json | None = None
        self._note = ""
        self._progress: Json | None = None
        self._who = ""
        self._call: Call[Any] | None = None
        self._pending: tuple[SecretStr, tuple[HarvestAccount, ...], bool] | None = None

    @property
    def is_sandbox(self) -> bool:
        """Whether the company is the invented one."""
        return self.harvest is not None and self.harvest.connection.sandbox

    def opening(self) -> Opening:
        """Find what leads to the same account elsewhere; a token is never written."""
        connection = self.harvest.connection if self.harvest is not None else None
        return opening_of(connection, self.account.id if self.account is not None else None)

    def start(self, harvest: Harvest | None, *, account: str = "", sandbox: bool = False) -> None:
        """Show this account, or the one that is meant; where none is, ask for one."""
        try:
            self._take(harvest or connect(account=account, sandbox=sandbox))
        except Unconnected as problem:
            self._set(phase="connect", trouble=trouble_of(problem) if account else None)
        except HarvestError as problem:
            self._set(phase="connect", trouble=trouble_of(problem))

    def hear(self, content: Json) -> None:
        """Do what somebody wants of the account."""
        match content:
            case {"op": "connect", "token": SecretStr() as token, "account_id": str(number), "keep": bool(keep)}:
                self.connect(token, number, keep=keep)
            case {"op": "choose", "account_id": int(number)}:
                self.choose(number)
            case {"op": "sandbox"}:
                self.start(None, sandbox=True)
            case {"op": "leave"}:
                self.leave()
            case {"op": "retry"}:
                self.load()
            case {"op": "cancel"}:
                self.cancel()
            case {"op": "refresh"}:
                self.refresh()

    def connect(self, token: SecretStr, number: str, *, keep: bool) -> None:
        """Try what somebody typed; where the token opens several accounts, let them choose."""

        async def look(_: Listener) -> Tried | tuple[HarvestAccount, ...]:
            bare, hosts = token_in(token), Hosts.of(surroundings())
            if number.strip():
                return await tried(bare, _number(number), hosts)
            opened = await accounts_of(bare, hosts)
            return await tried(bare, opened[0].id, hosts) if len(opened) == 1 else opened

        def found(what: Tried | tuple[HarvestAccount, ...]) -> None:
            if isinstance(what, Tried):
                self._accept(what, keep=keep)
            else:
                self._pending = (token_in(token), what, keep)
                self._set(phase="choose")

        self._put(Call(look, of="connect"), lambda what: what, found, otherwise="connect")

    def choose(self, number: int) -> None:
        """Try one of the accounts that the token opens."""
        if self._pending is None:
            return
        token, _, keep = self._pending

        async def look(_: Listener) -> Tried:
            return await tried(token, number, Hosts.of(surroundings()))

        call = Call(look, of="connect")
        self._put(call, lambda what: what, lambda found: self._accept(found, keep=keep), otherwise="choose")

    def leave(self) -> None:
        """Let go of the account, to connect another."""
        self.cancel()
        self._call, self.harvest, self.account, self._pending, self._who = None, None, None, None, ""
        self._set(phase="connect")

    def load(self, *, refresh: bool = False) -> None:
        """Read the account; what is there stays until it is read."""
        if self.harvest is None:
            return
        harvest = self.harvest

        def draw(picture: Picture) -> tuple[Account, S]:
            return picture.account, self._drawn(picture.account)

        def found(read: tuple[Account, S]) -> None:
            self.account, drawn = read
            self._who = _who(verified(self.account, sandbox=self.is_sandbox))
            self._loaded(drawn)
            if self._call is call:
                self._set(phase="ready", note=self._note)

        call = harvest.picture(refresh=refresh, progress=self._hear)
        self._put(call, draw, found, otherwise="ready" if self.account is not None else "stopped")

    def refresh(self) -> None:
        """Read the account anew."""
        self._note = ""
        self.load(refresh=True)

    def cancel(self) -> None:
        """Stop what is being asked."""
        if self._call is not None:
            self._call.cancel()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until nothing is being asked. Raises TimeoutError; RuntimeError, where that waits for whoever calls."""
        if is_telling():
            raise RuntimeError(
                "An observer cannot wait for the panel, which waits for it. hint: what it needs is there."
            )
        with self._changed:
            if not self._changed.wait_for(lambda: self._phase != "loading" and self._working.is_done, timeout):
                raise TimeoutError(f"The panel is still at work after {timeout} seconds.")

    def picture(self) -> Picture:
        """Give the account in rows, once it is read. Raises HarvestError."""
        if self.account is not None:
            return self.account.derive(Picture)
        if self.harvest is not None:
            return self.harvest.picture().result()
        raise Unconnected("The panel is not connected yet.", NOT_TRIED, name="")

    def run(
        self,
        of: str,
        work: Callable[[Account], T],
        then: Callable[[T], None],
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Work something out of the picture, beside our loop and a busy kernel; another picture's is not told.

        Of what goes by one name (`of`) only the last is told.
        """
        account = self.account
        if account is None:
            return

        def told(done: T) -> None:
            if account is self.account:
                then(done)

        def missed(problem: Exception) -> None:
            if account is self.account:
                failed()
                self._set(trouble=trouble_of(problem))

        self._working.put(of, lambda: work(account), told, missed)

    def state(self) -> Json:
        """Say how it stands; it names people, and goes by message only."""
        account = self.account
        gaps = (about(account, *account.sight)["gaps"] or ()) if account is not None else ()
        return {
            "phase": self._phase,
            "trouble": self._trouble,
            "note": self._note,
            "progress": self._progress,
            "who": self._who,
            "sandbox": self.is_sandbox,
            "as_of": account.as_of.isoformat() if account is not None else "",
            "gaps": [f"{gap.what}: {gap.why} Who could see it: {gap.who_could}." for gap in gaps],
            "choices": [{"id": of.id, "name": clean(of.name)} for of in self._pending[1]] if self._pending else [],
            "place": place() if self._phase in {"connect", "choose"} else "",
        }

    def _take(self, harvest: Harvest) -> None:
        self.harvest, self.account, self._pending = harvest, None, None
        self.load()

    def _accept(self, trial: Tried, *, keep: bool) -> None:
        """Show an account that Harvest has just accepted, and keep its token only where that was ticked."""
        name, self._note = keep_token(trial) if keep else ("", NOT_KEPT)
        self._take(Harvest(Connection(trial.credentials, source=IN_NOTEBOOK, name=name)))

    def _put(self, call: Call[T], drawn: Callable[[T], U], found: Callable[[U], None], *, otherwise: Phase) -> None:
        """Await a call, and show what is drawn of its answer; whatever comes of it is told, an error never lost."""
        self._call = call
        self._set(phase="loading", progress={"text": "Asking Harvest…"})

        def told(done: U) -> None:
            if self._call is call:
                found(done)

        def failed(problem: Exception) -> None:
            if self._call is not call:
                return
            if isinstance(problem, CancelledError):
                self._set(phase=otherwise, note="Cancelled.")
            else:
                self._set(phase=otherwise, trouble=trouble_of(problem))

        def heard(done: Call[T]) -> None:
            if self._call is done:
                self._working.put("account", lambda: drawn(done.result()), told, failed)

        call.add_done_callback(heard)

    def _hear(self, progress: Progress) -> None:
        if self._phase == "loading":
            self._progress = {"text": str(progress), "done": progress.done, "total": progress.total}
            self._tell()

    def _set(
        self, *, phase: Phase | None = None, trouble: Json | None = None, note: str = "", progress: Json | None = None
    ) -> None:
        with self._changed:
            self._phase = phase or self._phase
            self._trouble, self._note, self._progress = trouble, note, progress
            self._changed.notify_all()
        self._tell()

    def _tell(self) -> None:
        """Tell how it stands; the last that is told is how it stands, whichever threads tell."""
        with self._telling:
            self._told(self.state())


def _who(answer: VerifiedConnection) -> str:
    return f"{answer.user.name}, {access_words(answer.user)}, of {answer.account.name}"


def _number(typed: str) -> int:
    if not typed.strip().isdecimal():
        raise BadQuestion("The account's id is a number.", "Leave it empty to choose among the accounts.")
    return int(typed)

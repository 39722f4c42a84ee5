"""The IPython extension: `%harvest` and its completion. IPython is there, since it is what loads this."""

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

from harvest_mcp.access.account import Account
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.errors import BadToken, HarvestError, NotConnected
from harvest_mcp.interactive.asking import Harvest
from harvest_mcp.interactive.connecting import connect
from harvest_mcp.interactive.magic.completing import offer
from harvest_mcp.interactive.magic.grammar import asks_for_help, read, usage
from harvest_mcp.interactive.magic.shown import Shown
from harvest_mcp.interactive.rows import Rows

Alone = Callable[[], object]
"""What `%harvest` with nothing after it gives: the panel, where there is one."""

NAME: Final = "harvest"
TYPED: Final = re.compile(rf"(?:^|[^%])%{NAME}\s+(?P<line>.*)$")
METHOD: Final = re.compile(r"harvest\.(\w+)\(\)")
PATIENCE: Final = 2.0
"""Seconds that somebody who wants a name completed waits for names."""


class Said(Exception):
    """What went wrong, which IPython shows in words, without a traceback."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint

    def _render_traceback_(self) -> list[str]:
        return [f"error: {self}", f"hint: {self.hint}"]


class Extension:
    """The line magic and what completes it, in one shell.

    Whose account is meant is found anew for each line, as `connect` finds it; what was asked once stays connected.
    """

    def __init__(self, alone: Alone | None = None) -> None:
        self._alone = alone
        self._asked: dict[Connection, Harvest] = {}

        @context_matcher(identifier=NAME)  # type: ignore[untyped-decorator]  # IPython is not there for mypy
        def matcher(context: CompletionContext) -> SimpleMatcherResult:
            return self._complete(context)

        self.matcher = matcher

    def harvest(self, line: str) -> object:
        """Ask who has access to what, in a line; alone, say what can be asked."""
        __tracebackhide__ = True
        try:
            return self._answer(line.strip())
        except HarvestError as error:
            said = Said(error.what, _in_magic(error.hint))
        raise said

    def close(self) -> None:
        """Close every account that was asked."""
        for harvest in self._asked.values():
            harvest.close()
        self._asked.clear()

    def _answer(self, line: str) -> object:
        if not line and self._alone is not None:
            return self._alone()
        if not line or asks_for_help(line):
            sys.stdout.write(f"Ask one of these:\n{usage()}\n")
            return None
        asked = read(line)
        harvest = self._harvest(sandbox=asked.sandbox, account=asked.account)
        try:
            if asked.refresh:
                harvest.refresh().result()
            told = asked.ask(harvest)
            return told if isinstance(told, Rows) else Shown(told.result(), source=harvest.connection.source)
        except (BadToken, NotConnected):
            self._asked.pop(harvest.connection, None)  # it may be connected anew by the next line
            raise

    def _harvest(self, *, sandbox: bool = False, account: str = "") -> Harvest:
        found = connect(sandbox=sandbox, account=account)
        return self._asked.setdefault(found.connection, found)

    def _complete(self, context: CompletionContext) -> SimpleMatcherResult:
        typed = TYPED.search(context.text_until_cursor)
        if typed is None:
            return SimpleMatcherResult(completions=[])
        line = typed["line"]
        found = offer(line, lambda: self._picture(line), accounts=_accounts)
        # Where nothing is known it is what stands there: IPython would offer words of Python and files instead.
        fragment = found.fragment if found.texts else line.rpartition(" ")[2]
        return SimpleMatcherResult(
            completions=[SimpleCompletion(text=text, type="harvest") for text in found.texts or (fragment,)],
            matched_fragment=fragment,
            suppress=True,
        )

    def _picture(self, line: str) -> Account | None:
        """The picture that names are taken from, of any age: it is only a help."""
        account = re.search(r"--account[ =](\S+)", line)
        try:
            harvest = self._harvest(sandbox="--sandbox" in line, account=account[1] if account else "")
            return harvest.latest or harvest.ask(_whole).result(PATIENCE)
        except (HarvestError, TimeoutError):
            return None


def load(shell: Any, *, alone: Alone | None = None) -> None:  # noqa: ANN401  (IPython's shell)
    """Add `%harvest` and its completion to a shell."""
    unload(shell)
    extension = Extension(alone)
    shell.register_magic_function(extension.harvest, magic_kind="line", magic_name=NAME)
    shell.Completer.custom_matchers.append(extension.matcher)
    setattr(shell, _KEPT, extension)


def unload(shell: Any) -> None:  # noqa: ANN401  (IPython's shell)
    """Take them away again."""
    extension = getattr(shell, _KEPT, None)
    if isinstance(extension, Extension):
        extension.close()
        shell.magics_manager.magics["line"].pop(NAME, None)
        shell.Completer.custom_matchers.remove(extension.matcher)
        setattr(shell, _KEPT, None)


_KEPT: Final = "_harvest_extension"


def _in_magic(hint: str) -> str:
    """Name the line that asks the same, where a hint names a method."""
    return METHOD.sub(rf"`%{NAME} \1`", hint)


def _whole(account: Account) -> Account:
    return account


def _accounts() -> Iterator[str]:
    try:
        yield from (account.name for account in Accounts().all())
    except NotConnected:
        return

"""The folder of an earlier review, and what has changed since the picture that lies in it.

The picture is taken for what the manifest seals, or not at all.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import Any, Final

from harvest_mcp.access.account import Account
from harvest_mcp.answers import changing
from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.changing import Pictures
from harvest_mcp.answers.moments import HOW, NONE, is_last, moment_in, number_in
from harvest_mcp.answers.paging import Turn
from harvest_mcp.evidence.folder import MANIFEST, NAMES, WHAT
from harvest_mcp.evidence.picture import read
from harvest_mcp.harvest.errors import BadQuestion

PICTURE: Final = NAMES["account"]
OR_FOLDER: Final = HOW.replace("or last.", "last, or the folder of an earlier review.")
FINISHED: Final = "Name the folder that `harvest-mcp review --out` wrote, whole and as it was."
UNREADABLE: Final = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier review: its folder, and of which account and when its manifest says it is."""

    folder: Path
    account: int
    as_of: datetime
    sealed: str
    """The SHA-256 of the picture."""

    def changes(self, after: Account, *, until: int | None = None, turn: Turn | None = None) -> ChangesAnswer:
        """Tell what has changed from then to a picture: the live one, or that of a snapshot. Raises BadQuestion."""
        self.refuse_others(after.id)
        if after.as_of < self.as_of:
            raise BadQuestion(
                f"That ends before it begins: {self.folder} is of {self.as_of:%Y-%m-%d %H:%M} UTC.",
                "Name an earlier review, or a later end.",
            )
        pictures = Pictures(self._picture(), after, None, until, review=self.folder.resolve().name)
        return changing.access_changes(pictures, turn=turn)

    def refuse_others(self, account: int) -> None:
        """Refuse to be compared with another account. Raises BadQuestion."""
        if account != self.account:
            raise BadQuestion(
                f"{self.folder} is a review of another account (id {self.account}).",
                f"Name a review of the account that is asked (id {account}).",
            )

    def _picture(self) -> Account:
        try:
            content = (self.folder / PICTURE).read_bytes()
            if hashlib.sha256(content).hexdigest() != self.sealed:
                raise BadQuestion(f"{self.folder / PICTURE} is not what the manifest seals.", FINISHED)
            return read(json.loads(content))
        except UNREADABLE:
            raise BadQuestion(f"{self.folder / PICTURE} cannot be read as the picture of a review.", FINISHED) from None


def review_in(said: str | int | date | PathLike[str]) -> Earlier | None:
    """Give the earlier review that is meant by its folder; null: a moment of the history is meant, or nothing.

    A word that is a moment is one, whatever lies beside. Raises BadQuestion.
    """
    if isinstance(said, PathLike):
        return _opened(Path(said))
    if isinstance(said, int | date) or not said.strip() or _is_moment(said):
        return None
    folder = Path(said)
    if not folder.is_dir():
        raise BadQuestion(NONE, OR_FOLDER)
    return _opened(folder)


def _is_moment(said: str) -> bool:
    try:
        return is_last(said) or number_in(said) is not None or moment_in(said) is not None
    except BadQuestion:
        return False


def _opened(folder: Path) -> Earlier:
    if not (folder / MANIFEST).is_file():
        raise BadQuestion(f"{folder} holds no {MANIFEST}, and so is no folder of a review.", FINISHED)
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        if told["what"] == WHAT:
            as_of = datetime.fromisoformat(told["as_of"])
            return Earlier(folder, int(told["account"]["id"]), as_of, told["files"][PICTURE]["sha256"])
    except UNREADABLE:
        pass
    raise BadQuestion(f"{folder / MANIFEST} is no manifest of a review.", FINISHED)

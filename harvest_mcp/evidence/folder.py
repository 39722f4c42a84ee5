"""The folder of a review: every file as bytes, a manifest that seals them, and how they get onto a disk whole."""

import hashlib
import io
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from harvest_mcp.access.review import RULES, Review
from harvest_mcp.access.sight import WORDS
from harvest_mcp.answers import sheet
from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.answers.text import clean
from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.changes import changes, is_whole, not_compared, told
from harvest_mcp.evidence.entitlements import entitlements
from harvest_mcp.evidence.findings import MOST, findings
from harvest_mcp.evidence.picture import picture
from harvest_mcp.harvest.errors import BadQuestion

MANIFEST: Final = "manifest.json"
WHAT: Final = "access review"
"""What the manifest says that it is."""
NAMES: Final = {
    "report": "report.html",
    "users": "users.csv",
    "entitlements": "entitlements.csv",
    "findings": "findings.csv",
    "changes": "changes.csv",
    "not-compared": "not-compared.csv",
    "account": "account.json",
}
"""The files by what they hold."""
OF_TWO_PICTURES: Final = frozenset({"changes", "not-compared"})
"""Only where there is an earlier picture."""


def file(of: Evidence, what: str) -> bytes:
    """Give one file, alone. Raises BadQuestion where it cannot be made."""
    return _MAKERS[what](of)


def files(of: Evidence) -> dict[str, bytes]:
    """Give every file by name, the manifest last. Raises BadQuestion."""
    of = replace(of, is_in_folder=True)
    kinds = [what for what in NAMES if what not in OF_TWO_PICTURES or of.changes is not None]
    made = {NAMES[what]: file(of, what) for what in kinds}
    return {**made, MANIFEST: _json(manifest(of, made))}


def manifest(of: Evidence, made: Mapping[str, bytes]) -> dict[str, Any]:
    """Say of what and of when these files are, who saw it, how completely, and what each file's SHA-256 is.

    Complete is what is whole in this picture and, where there are changes, could be compared with the earlier one;
    which checks did not look at all of it stands under review.
    """
    account, gaps = of.account, _gaps(of)
    return {
        "what": WHAT,
        "account": {"id": account.id, "name": clean(account.name)},
        "sandbox": of.sandbox,
        "as_of": account.as_of.isoformat(),
        "viewer": {
            "id": account.viewer.id,
            "name": clean(account.viewer.name),
            "access": of.viewer_role,
        },
        "complete": not gaps and (of.changes is None or is_whole(of.changes)),
        "gaps": gaps,
        "review": _reviewed(of.review),
        "changes": told(of.changes) if of.changes is not None else {"none_because": of.without_changes},
        "policy": of.policy.model_dump(mode="json"),
        "versions": {"harvest-access-mcp": of.version, "python": platform.python_version()},
        "command": of.command,
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in made.items()
        },
    }


def _gaps(of: Evidence) -> list[dict[str, str]]:
    """Say what this picture does not show, and then what the earlier one does not."""
    gaps = [
        {"what": WORDS[part], "why": sight.why, "who_could": sight.who_could}
        for part, sight in of.account.sight.items()
        if not sight.is_whole
    ]
    earlier = [gap.structured() for gap in (of.changes.gaps or () if of.changes is not None else ())]
    return [*gaps, *(gap for gap in earlier if gap not in gaps)]


def _reviewed(of: Review) -> dict[str, Any]:
    """Say how many checks there are, which of them found nothing, and which did not look, or not at everything."""
    return {
        "checks": len(RULES),
        "clear": [row.id for row in of.clear],
        "not_checked": [
            {"id": row.rule.id, "because": clean(row.because, most=MOST), "partly": row.is_partly}
            for row in of.not_checked
        ],
    }


def _csv(of: Sheet) -> bytes:
    stream = io.StringIO(newline="")
    sheet.write(of, stream)
    return stream.getvalue().encode()


def _json(of: dict[str, Any]) -> bytes:
    return (json.dumps(of, ensure_ascii=False, indent=1) + "\n").encode()


def _report(of: Evidence) -> bytes:
    from harvest_mcp.evidence.report import report  # noqa: PLC0415  (its template is read when it is drawn)

    return report(of).encode()


def _compared(of: Evidence, list_: Callable[[ChangesAnswer], Sheet]) -> bytes:
    if of.changes is None:
        raise BadQuestion(
            "There is no earlier picture of this account to compare with.",
            "Take one first: run `harvest-mcp snapshot`.",
        )
    return _csv(list_(of.changes))


_MAKERS: Final[dict[str, Callable[[Evidence], bytes]]] = {
    "report": _report,
    "users": lambda of: _csv(of.users),
    "entitlements": lambda of: _csv(entitlements(of.account)),
    "findings": lambda of: _csv(findings(of.account, of.review)),
    "changes": lambda of: _compared(of, changes),
    "not-compared": lambda of: _compared(of, not_compared),
    "account": lambda of: _json(picture(of.account)),
}


def refuse_taken(path: Path | None) -> None:
    """See, before an account is read for it, that nothing is there yet. Raises BadQuestion."""
    if path is not None and path.exists():
        raise _taken(path)


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a new folder, whole or not at all, for its owner's eyes only. Raises BadQuestion."""
    refuse_taken(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for name, content in files.items():
                _create(beside / name, content)
            beside.rename(folder)
        finally:
            with suppress(OSError):
                shutil.rmtree(beside)
    except OSError as problem:
        raise _unwritten(folder, problem) from None


def write_file(file: Path, content: bytes) -> None:
    """Write a new file for its owner's eyes only. Raises BadQuestion."""
    try:
        _create(file, content)
    except FileExistsError:
        raise _taken(file) from None
    except OSError as problem:
        raise _unwritten(file, problem) from None


def _taken(path: Path) -> BadQuestion:
    return BadQuestion(f"{path} is there already, and evidence is never written over.", "Choose another name.")


def _unwritten(path: Path, problem: OSError) -> BadQuestion:
    return BadQuestion(
        f"{path} could not be written: {problem.strerror or type(problem).__name__}.",
        "Make room, or choose a place that you may write to.",
    )


def _create(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())

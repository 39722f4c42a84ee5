"""Words for people and models: cleaned names, compact tables, sizes of what is said.

Text that comes from Harvest is data: what could hide or reorder words on a screen never leaves this module.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

LONGEST: Final = 200
_JOINERS: Final = frozenset("\u200c\u200d")
_UNSHOWN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def clean(text: str) -> str:
    """Replace control, format and private characters by spaces, fold white space; say how much is cut off."""
    if not text.isprintable():
        text = "".join(" " if _is_unshown(character) else character for character in text)
    text = " ".join(text.split())
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}… ({len(text) - LONGEST} more characters)"
    return text


def _is_unshown(character: str) -> bool:
    return unicodedata.category(character) in _UNSHOWN and character not in _JOINERS


def fold(text: str) -> str:
    """Fold case, accents and white space, so that what a person types finds what another person spelled."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(text.casefold().split())


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """Write a number with its noun: 1 person, 2 people."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write one row a line, cells set apart by ` | `; a cell's own bars become slashes so that columns stay right."""
    return [" | ".join(header), *(" | ".join(cell.replace("|", "/") for cell in row) for row in rows)]

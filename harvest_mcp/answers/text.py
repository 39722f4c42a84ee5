"""Words for people and models: cleaned names, compact tables, sizes of what is said.

Text that comes from Harvest is data: what could hide or reorder words on a screen never leaves this module.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

LONGEST: Final = 200
"""Bytes of UTF-8 that one name may take: what is longer is cut, and says so."""
OF_THE_CUT: Final = 30
"""Bytes of these that are left for saying so."""
_JOINERS: Final = frozenset("\u200c\u200d")
_SELECTORS: Final = frozenset(map(chr, range(0xE0100, 0xE01F0)))
"""Invisible, and enough of them to write a text with."""
_UNSHOWN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_STROKES: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "ł": "l", "ŧ": "t", "þ": "th"}
)
"""Letters that Unicode does not take apart, and what people without them on the keyboard type."""


@lru_cache(maxsize=8192)
def clean(text: str, *, most: int = LONGEST) -> str:
    """Replace control, format and private characters by spaces, fold white space; say how much is cut off.

    `most` is how many bytes the text may take.
    """
    if not text.isprintable() or not _SELECTORS.isdisjoint(text):
        text = "".join(" " if _is_unshown(character) else character for character in text)
    text = " ".join(text.split())
    told = text.encode()
    if len(told) <= most:
        return text
    kept = told[: most - OF_THE_CUT].decode(errors="ignore")
    return f"{kept}… ({len(text) - len(kept)} more characters)"


def _is_unshown(character: str) -> bool:
    return (unicodedata.category(character) in _UNSHOWN and character not in _JOINERS) or character in _SELECTORS


def fold(text: str) -> str:
    """Fold case, accents and white space, so that what a person types finds what another person spelled."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(character for character in decomposed if not unicodedata.combining(character))
        text = text.translate(_STROKES)
    return " ".join(text.casefold().split())


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """Write a number with its noun: 1 person, 2 people."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write one row a line, under the names of its columns."""
    return [line(header), *map(line, rows)]


def line(cells: Iterable[str]) -> str:
    """Set cells apart by ` | `; a cell's own bars become slashes so that columns stay right."""
    return " | ".join(cell.replace("|", "/") for cell in cells)

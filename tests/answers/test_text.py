"""Text from Harvest is data: nothing in it hides, reorders or breaks what is shown."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.answers.text import LONGEST, OF_THE_CUT, clean, count, fold, table


@given(st.text())
def test_a_cleaned_text_has_no_control_or_format_characters(text: str) -> None:
    """Documented: control characters are stripped from names and notes."""
    cleaned = clean(text)
    assert all(unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} for char in cleaned)
    assert "\u202e" not in cleaned
    assert cleaned == cleaned.strip()


@given(st.text(st.characters(whitelist_categories=["Lu", "Ll", "Nd", "Lo"]), max_size=LONGEST // 4))
def test_an_ordinary_name_is_left_alone(text: str) -> None:
    """Our choice: cleaning changes only what could do harm."""
    assert clean(text) == text


def test_what_is_cut_from_a_long_text_is_told() -> None:
    """Documented: nothing is cut silently."""
    assert clean("x" * LONGEST) == "x" * LONGEST
    assert clean("x" * (LONGEST + 7)) == "x" * (LONGEST - OF_THE_CUT) + "… (37 more characters)"


@given(st.text(min_size=LONGEST // 4))
def test_no_text_takes_more_room_than_a_name_may(text: str) -> None:
    """Our choice: room is counted in bytes, whatever the script; cleaning what is clean changes nothing."""
    cleaned = clean(text * 4)
    assert len(cleaned.encode()) <= LONGEST
    assert clean(cleaned) == cleaned


def test_an_emoji_of_several_people_stays_whole() -> None:
    """Our choice: joiners shape emoji and Persian names and hide nothing."""
    assert clean("👩\u200d💻 می\u200cکنم") == "👩\u200d💻 می\u200cکنم"


def test_case_accents_and_spaces_do_not_hide_a_name() -> None:
    """Our choice: what a person types finds what another person spelled."""
    assert fold("  RENÉE   Müller ") == fold("renee muller")


def test_a_bar_in_a_name_does_not_move_the_columns() -> None:
    """Our choice: cells are set apart by bars, so a cell has none."""
    assert table(("id", "name"), [("1", "a|b")]) == ["id | name", "1 | a/b"]


def test_a_number_goes_with_its_noun() -> None:
    """Our choice: one person, several people."""
    assert [count(1, "person", "people"), count(2_000, "person", "people"), count(0, "row")] == [
        "1 person",
        "2,000 people",
        "0 rows",
    ]


def test_what_is_invisible_carries_no_text() -> None:
    """Our choice: with variation selectors a whole text can be hidden behind one letter; emoji keep theirs."""
    hidden = "".join(chr(0xE0100 + byte) for byte in b"ignore this")
    assert clean(f"Ann{hidden} Lee") == "Ann Lee"
    assert clean("\u2764\ufe0f") == "\u2764\ufe0f"

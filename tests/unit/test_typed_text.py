"""What is typed into forms, cleaned: nothing a screen cannot show, nothing a database cannot hold."""

from datetime import date

import pytest

from app.forms import day, number, one_line, several_lines


def test_texts() -> None:
    assert one_line(" a\tb\x00 \x1b c\nd ") == "a b c d"
    assert several_lines("\r\n a\x00\tb\r\n\r\nc \n\n") == " a\tb\n\nc "
    assert several_lines("\u202eא\u200d") == "\u202eא\u200d"


@pytest.mark.parametrize(
    ("text", "found"), [("7", 7), ("007", 7), ("", 0), ("-1", 0), ("x", 0), ("٣", 0), ("9" * 9, 0)]
)
def test_numbers(text: str, found: int) -> None:
    assert number(text) == found


@pytest.mark.parametrize("text", ["", "2026-02-30", "31.12.2026", "morgen", "2026-11-23T10:00", "\x00"])
def test_no_day(text: str) -> None:
    assert day(text) is None


def test_a_day() -> None:
    assert day(" 2026-11-23 ") == date(2026, 11, 23)

"""Whatever an editor types in one of the languages is printed: every character that CLDR names for it has a glyph."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import pdf
from app.pdf import drawing
from referrals.slip import build
from referrals.slip.page import html, styles
from referrals.slip.render import write
from tests.unit.slip.examples import destination, offices, printed, request

EXEMPLARS = json.loads((Path(__file__).parents[1] / "cases" / "exemplar_characters.json").read_text(encoding="utf-8"))
# In pieces, as names are.
PIECE = 120


@pytest.fixture(autouse=True)
def no_missing_glyph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our drawing leaves lines with a missing glyph to WeasyPrint; here it may not."""
    original = drawing._original

    def refused(stream: Any, textbox: Any, *rest: Any) -> Any:
        assert not textbox.text.strip(), f"without a glyph: {textbox.text}"
        return original(stream, textbox, *rest)

    monkeypatch.setattr(drawing, "_original", refused)


@pytest.mark.parametrize("tag", printed())
def test_every_character_of_the_language_is_printed_in_the_name_of_an_office(tag: str) -> None:
    characters = EXEMPLARS[tag]
    assert len(characters) > 70
    pieces = [characters[start : start + PIECE] for start in range(0, len(characters), PIECE)]
    for name in pieces:
        office = replace(offices()["vhs"], name_de=name, tram_stop=name, street=name)
        write((build(request(tag, destination(office))),))


def test_a_character_that_no_font_has_is_noticed() -> None:
    office = replace(offices()["vhs"], name_de="𓂀")
    with pytest.raises(AssertionError, match="without a glyph"):
        write((build(request("uk", destination(office))),))


def test_names_of_one_language_are_printed_on_slips_in_another() -> None:
    name = "Beratung עברית देवनागरी বাংলা ትግርኛ ქართული 中文 العربية Ελληνικά"
    slip = build(request("en", destination(replace(offices()["vhs"], name_de=name))))
    pdf.write(pdf.lay_out(html(slip, 10), styles(slip)), alphabets={})

"""Which signs can be printed: those of every language there is, and what stands in names; no pictures."""

import pytest

from app.pdf.repertoire import lacking
from tests.unit.slip.examples import languages, phrases


def test_every_language_can_be_printed() -> None:
    for language in languages().values():
        assert lacking(language.autonym) == "", language.tag
    assert lacking(" ".join(phrases().values())) == ""


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Fest 🎉 und 🎂 und noch ein 🎉", "🎉🎂"),
        ("Tamil: தமிழ்", "தமிழ்"),
        ("„Wohnen“ – §§ 535 ff. BGB, 12 € …\u00a0ja\u2060nein\u200c", ""),
        ("Zeile\nZeile", ""),
        ("", ""),
    ],
)
def test_what_no_font_has_is_named_once_and_in_order(text: str, missing: str) -> None:
    assert lacking(text) == missing

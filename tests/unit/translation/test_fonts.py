"""Whoever reviews a text sees its letters, whatever fonts the computer has."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.vocabulary.catalogues import DOMAINS, read

CSS = Path(__file__).resolve().parents[3] / "app" / "static" / "css"
PAGES = ("scripts.css", "counter.css")
FACE = re.compile(r'url\("([^"]+)"\); unicode-range: ([^;]+);')
LANGUAGES = ("am", "ti", "ka", "hi", "bn", "he", "zh_Hans")


def faces(page: str) -> dict[Path, set[int]]:
    """The files of a style sheet, with the signs that they are for."""
    found = {}
    for address, ranges in FACE.findall((CSS / page).read_text(encoding="utf-8")):
        spans = [part.strip().removeprefix("U+").split("-") for part in ranges.split(",")]
        found[(CSS / address).resolve()] = {
            sign for span in spans for sign in range(int(span[0], 16), int(span[-1], 16) + 1)
        }
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_face_has_its_file(page: str) -> None:
    assert len(faces(page)) == 6
    assert all(path.is_file() for path in faces(page))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("catalogue", LANGUAGES)
def test_every_letter_of_the_translations_can_be_seen(catalogue: str, page: str) -> None:
    drawn = set()
    for path, signs in faces(page).items():
        drawn |= signs & TTFont(path).getBestCmap().keys()
    used = {ord(sign) for domain in DOMAINS for found in read(catalogue, domain).values() for sign in found.text}
    # What is below is Latin and drawn by the font of all pages; general punctuation too.
    beyond = {sign for sign in used if sign >= 0x590 and not 0x2000 <= sign < 0x2E80}
    assert beyond
    assert {chr(sign) for sign in beyond - drawn} == set()

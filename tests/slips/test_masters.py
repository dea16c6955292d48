"""Slips that were printed before are filled in: only date and code differ, and nothing outlives a change."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest
import zxingcpp

from app import pdf
from app.pdf import styles
from app.vocabulary.catalogues import Translation
from app.vocabulary.translations import TownTexts, Translator
from referrals.slip import SlipRequest, build, page, render
from referrals.slip.code import ALPHABET, new_code
from tests.slips.pages import picture_of, text_of
from tests.unit.slip.examples import CODE, destination, offices, request


@pytest.fixture(autouse=True)
def masters(monkeypatch: pytest.MonkeyPatch) -> render._Masters:
    """Empty before each test."""
    fresh = render._Masters()
    monkeypatch.setattr(render, "_masters", fresh)
    return fresh


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were laid out in the test."""
    seen = []
    original = pdf.lay_out

    def noted(xhtml: str, styles: Any) -> Any:
        seen.append(xhtml)
        return original(xhtml, styles)

    monkeypatch.setattr(pdf, "lay_out", noted)
    return seen


def printed(wanted: SlipRequest) -> bytes:
    return render.render(build(wanted))


TOWN = TownTexts({"uk": {("vocabulary", "document passport", "Pass"): Translation("Паспорт міста", reviewed=True)}})
# On both days the office opens next on Monday, so that only the date of issue differs.
SATURDAY, SUNDAY = date(2026, 11, 28), date(2026, 11, 29)


@pytest.mark.parametrize("tag", ["uk", "ar", "hi", "zh-Hans"])
def test_another_date_and_code_are_filled_in_without_a_layout(tag: str, layouts: list[str]) -> None:
    office = destination("abh")
    first = printed(request(tag, office, today=SATURDAY))
    count = len(layouts)
    second = printed(request(tag, office, today=SUNDAY, code="WWWW-3333-7AB"))
    assert len(layouts) == count
    assert "28.11.2026" in text_of(first)
    assert text_of(second).count("29.11.2026") == 2
    assert "28.11.2026" not in text_of(second)
    assert CODE not in text_of(second)
    codes = {found.text for found in zxingcpp.read_barcodes(picture_of(second))}
    assert codes == {"WWWW-3333-7AB", offices()["abh"].contact_form}
    with pikepdf.open(io.BytesIO(second)) as document:
        assert document.docinfo["/Title"] == "Ihr Wegweiser"
        assert not document.check_pdf_syntax()


def test_every_sign_of_the_alphabet_can_be_filled_in() -> None:
    for start in range(0, len(ALPHABET), 8):
        signs = ALPHABET[start : start + 8]
        code = f"{signs[:4]}-{signs[4:]}-{signs[:3]}"
        assert code in text_of(printed(request("uk", "abh", code=code)))


@pytest.mark.parametrize(
    "changed",
    [
        lambda r: replace(r, destinations=(destination(replace(offices()["vhs"], phone="+49 341 000000")),)),
        lambda r: replace(r, destinations=(destination(replace(offices()["vhs"], as_of="2026-11-20")),)),
        lambda r: replace(r, phrases={**r.phrases, "show_this": "Bitte zeigen Sie dieses Blatt vor."}),
        lambda r: replace(r, documents=r.documents[1:]),
        lambda r: replace(r, visit="wait"),
        lambda r: replace(r, translator=Translator("uk", TOWN)),
        lambda r: replace(r, paper="A5"),
    ],
)
def test_every_change_is_laid_out_anew(changed: Any, layouts: list[str]) -> None:
    wanted = request("uk", "vhs")
    before = printed(wanted)
    count = len(layouts)
    assert printed(changed(wanted)) != before
    assert len(layouts) > count


def test_no_more_are_kept_than_the_bound(masters: render._Masters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "MOST_KEPT", 3)
    for topic in ("wohnen/mietproblem", "geld/schulden", "kultur/bibliothek", "freizeit/sport", "familie/geburt"):
        printed(request("en", "vhs", topic_id=topic))
    assert len(masters._known) == 3


def test_nothing_of_a_neutral_card_is_kept(masters: render._Masters) -> None:
    printed(request("ar", "hilfetelefon", neutral=True))
    assert not masters._known


def test_what_is_kept_names_neither_code_nor_date(masters: render._Masters) -> None:
    printed(request("uk", "abh"))
    ((slips, master),) = masters._known.items()
    assert CODE not in repr(slips)
    assert "23.11.2026" not in repr(slips)
    assert CODE.encode() not in b"".join(master._objects)


def test_a_sign_that_no_code_has_is_refused() -> None:
    with pytest.raises(KeyError):
        printed(request("uk", "abh", code="0000-IIII-OOO"))


def test_threads_share_what_is_kept(layouts: list[str]) -> None:
    codes = [new_code(bytes([number]) * 16) for number in range(12)]
    printed(request("ti", "abh"))
    count = len(layouts)
    with ThreadPoolExecutor(3) as threads:
        files = list(threads.map(lambda code: printed(request("ti", "abh", code=code)), codes))
    assert len(layouts) == count
    assert all(code in text_of(file) for code, file in zip(codes, files, strict=True))


def test_a_text_that_looks_like_a_blank_is_printed_as_it_is() -> None:
    office = replace(offices()["vhs"], name_de="0000-0000-000 am 00.00.0000", website="https://example.org/00.00.0000")
    content = printed(request("uk", destination(office), code=None))
    assert "0000-0000-000 am" in text_of(content)
    assert "example.org/" in text_of(content)


def test_the_smallest_type_is_tried_before_a_slip_is_refused() -> None:
    note = " ".join(["Bitte alles mitbringen."] * 60)
    wanted = build(request("vi", "abh", destination("mieterverein", "advises"), bring_note=note))
    assert list(render._sizes(wanted))[-1] == render.SMALLEST_TYPE
    render.render(wanted)


def test_kept_styles_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(styles, "MOST_STYLES", 400)
    monkeypatch.setattr(styles, "_local", threading.local())

    def kept() -> int:
        for tag in ("uk", "ar", "hi", "en"):
            for size in (9.0, 8.0, 7.0):
                slip = build(request(tag, "vhs"))
                pdf.lay_out(page.html(slip, size), page.styles(slip))
        return sum(tree.styles for tree in styles._local.trees.values())

    assert kept() < 700, "the tree in use may pass the bound, no other beside it"

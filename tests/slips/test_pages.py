"""The printed page in eleven languages: complete, one page, every glyph there, codes that scan."""

import io
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont

from app import pdf
from referrals.slip import Slip, build
from referrals.slip.render import DoesNotFit, render
from tests.slips.pages import (
    german_texts,
    other_texts,
    page_count,
    picture_of,
    text_of,
    without_spaces,
    words,
)
from tests.unit.slip.examples import CODE, TEN, destination, longest, offices, request

LANGUAGES = (*TEN, "de")
ENOUGH = 0.97
LAYOUTS = [("A4", False), ("A5", False), ("A4", True), ("A5", True)]


def share_found(texts: list[str], content: bytes) -> float:
    wanted = sum((words(text) for text in texts), Counter[str]())
    missing = wanted - words(text_of(content))
    return 1 - missing.total() / wanted.total() if wanted else 1.0


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_longest_slip_is_one_page_with_all_its_words(tag: str) -> None:
    slip = build(longest(tag))
    content = render(slip)
    assert page_count(content) == 1
    assert share_found(list(german_texts(slip)), content) >= ENOUGH
    assert share_found(list(other_texts(slip)), content) >= ENOUGH


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_fact_of_the_office_can_be_read_back(tag: str) -> None:
    office = offices()["abh"]
    found = without_spaces(text_of(render(build(longest(tag)))))
    for fact in (office.name_de, office.street, office.postcode, office.tram_stop, office.phone):
        assert without_spaces(fact or "") in found
    for address in (office.website, office.contact_form):
        assert without_spaces((address or "").removeprefix("https://")) in found


@pytest.mark.parametrize(("paper", "large"), LAYOUTS)
@pytest.mark.parametrize("tag", ["uk", "ar", "vi", "fr"])
def test_every_paper_and_print_holds_the_longest_slip(tag: str, paper: Any, large: bool) -> None:
    slip = build(longest(tag, paper=paper, large=large))
    content = render(slip)
    with pypdfium2.PdfDocument(content) as document:
        assert len(document) == 1
        width, height = (round(side) for side in document[0].get_size())
    assert (width, height) == {"A4": (595, 842), "A5": (420, 595)}[paper]
    assert share_found([*german_texts(slip), *other_texts(slip)], content) >= ENOUGH


def test_large_print_is_larger() -> None:
    def height_of_first_document(large: bool) -> float:
        content = render(build(request("uk", "buergerbuero_mitte", large=large)))
        with pypdfium2.PdfDocument(content) as document:
            text = document[0].get_textpage()
            start = text.get_text_range().index("Паспорт")
            _, bottom, _, top = text.get_charbox(start)
            return float(top - bottom)

    assert height_of_first_document(large=True) > 1.1 * height_of_first_document(large=False)


def test_what_cannot_fit_is_refused() -> None:
    endless = " ".join(["Wohnungsgeberbestätigung"] * 3000)
    with pytest.raises(DoesNotFit):
        render(build(request("uk", "abh", bring_note=endless)))


@pytest.mark.parametrize("tag", TEN)
def test_no_glyph_is_missing(tag: str) -> None:
    slip = build(longest(tag))
    text = "".join([*german_texts(slip), *other_texts(slip)])
    known: set[int] = set()
    for name in pdf.NEEDED_FONTS:
        if name.endswith("-Regular.ttf"):
            known |= set(TTFont(pdf.FONTS / name).getBestCmap())
    assert {sign for sign in text if ord(sign) not in known} - {"\n"} == set()
    assert "\ufffd" not in text_of(render(slip))


def codes_on(slip: Slip) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture_of(render(slip)))}


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_codes_scan(paper: Any) -> None:
    office = offices()["abh"]
    assert codes_on(build(longest("uk", paper=paper))) == {CODE, office.contact_form}
    assert codes_on(build(request("ar", "buergerbuero_mitte", paper=paper, code=None))) == {
        offices()["buergerbuero_mitte"].website
    }


def test_the_neutral_card_has_nothing_to_scan_and_tells_nothing() -> None:
    slip = build(request("ar", "frauen_sofortaufnahme", topic_id="schutz/haeusliche_gewalt", neutral=True))
    content = render(slip)
    found = text_of(content)
    assert codes_on(slip) == set()
    assert "+49 341 55010420" in found
    assert not [word for word in ("Gewalt", "Frauen", "Zentrale", CODE, "Wegweiser", "leipzig") if word in found]
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.docinfo["/Title"] == "Wichtige Nummern"


def test_metadata_name_title_and_language_and_nothing_else() -> None:
    content = render(build(request("uk", "abh")))
    with pikepdf.open(io.BytesIO(content)) as document:
        assert set(document.docinfo.keys()) <= {"/Title", "/Producer"}
        assert document.docinfo["/Title"] == "Ihr Wegweiser"
        assert document.Root.Lang == "de"
        assert document.Root.MarkInfo.Marked
    assert b"CreationDate" not in content
    assert b"/ID" not in content


def test_the_same_slip_is_the_same_file() -> None:
    assert render(build(request("uk", "abh"))) == render(build(request("uk", "abh")))


def test_another_code_on_the_same_slip_changes_nothing_else() -> None:
    other_code = "WWWW-3333-7AB"
    first, second = (build(request("ar", "jobcenter", code=code)) for code in (CODE, other_code))
    assert CODE in text_of(render(first))
    content = render(second)
    assert other_code in text_of(content)
    assert CODE not in text_of(content)
    assert other_code in codes_on(second)
    with ThreadPoolExecutor(1) as fresh:
        # A new thread has laid out nothing yet.
        assert fresh.submit(render, second).result() == content
    assert CODE in text_of(render(first))


def test_several_topics_are_several_pages_of_one_file() -> None:
    first, second = build(request("ar", "abh")), build(request("ar", "jobcenter", topic_id="arbeit/jobsuche"))
    content = render(first, second)
    assert page_count(content) == 2
    assert share_found([*other_texts(first), *other_texts(second)], content) >= ENOUGH


@pytest.mark.parametrize("tag", ["ar", "fa"])
def test_numbers_read_from_left_to_right_among_arabic_script(tag: str) -> None:
    """The phone number of the warning stands in a right-to-left sentence: its signs must ascend in x."""
    office = "akzess"
    slip = build(request(tag, destination(office), destination("drk_mbe", "advises")))
    phone = offices()["drk_mbe"].phone or ""
    with pypdfium2.PdfDocument(render(slip)) as document:
        assert runs_ascending(document[0].get_textpage(), phone.replace(" ", "")) >= 3


def runs_ascending(text: Any, wanted: str) -> int:
    """How often the signs of ``wanted`` stand side by side from left to right on one line of the page."""
    boxes = []
    for index in range(text.count_chars()):
        sign = text.get_text_range(index, 1)
        if sign.strip():
            left, bottom, _, top = text.get_charbox(index)
            boxes.append((round((bottom + top) / 2 / 4), left, sign))
    lines: dict[int, list[tuple[float, str]]] = {}
    for line, left, sign in boxes:
        lines.setdefault(line, []).append((left, sign))
    return sum("".join(sign for _, sign in sorted(signs)).count(wanted) for signs in lines.values())

"""The printed page in eleven languages: complete, one page, every glyph there, codes that scan."""

import io
import re
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
from tests.unit.slip.examples import CODE, around, destination, languages, longest, offices, printed, request

LANGUAGES = (*printed(), "de")
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
def test_what_is_in_the_house_is_on_the_page_too(tag: str) -> None:
    slip = build(around(tag))
    content = render(slip)
    assert page_count(content) == 1
    assert share_found(list(german_texts(slip)), content) >= ENOUGH
    assert share_found(list(other_texts(slip)), content) >= ENOUGH


@pytest.mark.parametrize("tag", ["uk", "ar"])
@pytest.mark.parametrize(("paper", "large"), LAYOUTS)
def test_codes_of_handouts_lead_to_them(paper: str, large: bool, tag: str) -> None:
    picture = picture_of(render(build(around(tag, paper=paper, large=large))), scale=4)
    links = {given.link for given in around(tag).handouts if given.link}
    assert links <= {code.text for code in zxingcpp.read_barcodes(picture)}


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


@pytest.mark.parametrize("tag", printed())
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
    assert without_spaces("+49 341 55010420") in without_spaces(found)
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
    assert b"CreateDate" not in content


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


RIGHT_TO_LEFT = [tag for tag in printed() if languages()[tag].rtl]
FROM_LEFT = re.compile(
    r"§ \d+|\+\d[\d ]+\d|\d\d:\d\d(?: – \d\d:\d\d)?|\d[\d.]*|[A-Za-zÄÖÜäöüß][A-Za-zÄÖÜäöüß-]+(?: \d+)?"
)


@pytest.mark.parametrize("tag", RIGHT_TO_LEFT)
def test_numbers_and_german_words_read_from_left_to_right_among_others(tag: str) -> None:
    """Phone and house numbers, dates, § 24 and German words: their glyphs must ascend in x, side by side."""
    offices_there = (destination("akzess"), destination("drk_mbe", "advises"))
    slip = build(request(tag, *offices_there, topic_id="aufenthalt/ukraine_24"))
    wanted = Counter(found.replace(" ", "") for text in other_texts(slip) for found in FROM_LEFT.findall(text))
    assert {"23.11.2026", "+491705660652", "Wohnungsgeberbestätigung"} <= wanted.keys()
    assert {"§24", "24"} & wanted.keys()
    lines = visual_lines(render(slip))
    missing = {word for word, count in wanted.items() if sum(line.count(word) for line in lines) < count}
    assert missing == set()


def visual_lines(content: bytes) -> list[str]:
    """What stands side by side on the first page, from left to right, without spaces."""
    with pypdfium2.PdfDocument(content) as document:
        text = document[0].get_textpage()
        signs: dict[int, list[tuple[float, str]]] = {}
        for index in range(text.count_chars()):
            sign = text.get_text_range(index, 1)
            if sign.strip():
                left, bottom, _, _ = text.get_charbox(index, loose=True)
                signs.setdefault(round(bottom * 2), []).append((left, sign))
    return ["".join(sign for _, sign in sorted(line)) for line in signs.values()]

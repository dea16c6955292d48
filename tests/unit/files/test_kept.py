"""What leaflets have on their pages stays: it looks the same, reads the same, leads to the same places."""

import io
import subprocess
import sys
import unicodedata

import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Pdf, Stream

from app.files.cleaning import ROOT, clean
from app.files.folding import fold
from tests.unit.files.harmless import FONT, HARMLESS, LINKS, filled_form, layers, linked, tagged, updated
from tests.unit.files.inspection import active, addresses, look_the_same, texts
from tests.unit.files.pdfs import document, one_page, plain, stream, written

PAGE = """<html lang="uk"><style>
@page { size: A5 landscape } h1 { color: #04c } p { hyphens: manual }</style>
<h1>Ласкаво просимо</h1>
<p lang="ar" dir="rtl">أهلا وسهلا بكم في لايبزيغ</p><p>Straße, Größe, fünf flinke Fische</p>
<p><a href="https://www.leipzig.de">Leipzig</a> <a href="#end">weiter</a></p>
<h1 id="end" style="page-break-before: always">Ende</h1>"""


@pytest.mark.parametrize("name", HARMLESS)
def test_it_looks_and_reads_the_same(name: str) -> None:
    content = HARMLESS[name]()
    cleaned = clean(content)
    assert look_the_same(content, cleaned.content)
    assert cleaned.pages == len(texts(content))
    assert active(cleaned.content) == set()
    assert cleaned.notes == ()
    assert texts(cleaned.content) == texts(content)


def test_a_page_made_by_a_browser_or_the_like() -> None:
    content = weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1")
    cleaned = clean(content)
    assert (cleaned.notes, cleaned.pages) == ((), 2)
    assert (round(cleaned.width), round(cleaned.height)) == (595, 420)
    assert look_the_same(content, cleaned.content)
    assert texts(cleaned.content) == texts(content)
    assert addresses(cleaned.content) == ["https://www.leipzig.de", "page 2"]
    assert "Ласкаво просимо" in cleaned.text


def test_links_lead_where_they_led() -> None:
    assert addresses(clean(linked()).content) == LINKS


def test_what_was_filled_in_is_on_the_page_and_what_was_hidden_is_not() -> None:
    cleaned = clean(filled_form())
    assert "Leipzig" in texts(cleaned.content)[0]
    assert b"Geheim" not in cleaned.content
    assert "Geheim" not in cleaned.text
    assert cleaned.notes == ("form",)


def test_layers_stay_shown_and_hidden() -> None:
    with Pdf.open(io.BytesIO(clean(layers()).content)) as pdf:
        shown = pdf.Root.OCProperties.D
        assert [str(one.Name) for one in shown.ON] == ["Deutsch"]
        assert [str(one.Name) for one in shown.OFF] == ["English"]


def test_screen_readers_read_what_they_read() -> None:
    with Pdf.open(io.BytesIO(clean(tagged()).content)) as pdf:
        root = pdf.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("de-DE", True)
        heading, figure = root.StructTreeRoot.K.K
        assert (str(heading.S), str(heading.Lang), int(heading.K)) == ("/Title", "uk", 0)
        assert str(figure.Alt) == "Stadtplan"
        assert root.StructTreeRoot.ParentTree.Nums[1][0].objgen == heading.objgen


def test_what_was_there_before_the_last_change_is_gone() -> None:
    cleaned = clean(updated())
    assert cleaned.text == "Neu"
    with Pdf.open(io.BytesIO(cleaned.content)) as pdf:
        streams = [one.read_bytes() for one in pdf.objects if isinstance(one, Stream)]
    assert not any(b"(Alt)" in one for one in streams)


def test_nobody_is_named() -> None:
    pdf = document()
    pdf.docinfo["/Author"] = "Erika Mustermann"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Erika Mustermann"]
    assert b"Mustermann" not in clean(written(pdf)).content


def test_the_same_file_becomes_the_same_file() -> None:
    once = clean(plain())
    assert clean(plain()) == once
    again = clean(once.content)
    assert (again.notes, again.text) == ((), once.text)
    assert clean(again.content).content == again.content


def test_text_that_no_database_keeps_is_left_out() -> None:
    font = FONT.replace(b"/Helvetica", b"/Helvetica /ToUnicode 5 0 R")
    table = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        b"4 beginbfchar <61> <0000> <62> <D800> <63> <FFFF> <64> <0041> endbfchar endcmap"
    )
    cleaned = clean(one_page(b"BT /F1 24 Tf 72 700 Td (abcd) Tj ET", resources=font, others={5: stream(table)}))
    assert "\0" not in cleaned.text
    assert cleaned.text.encode()
    assert "A" in cleaned.text


def test_the_child_can_open_nothing() -> None:
    """Not even with the rights of the program; this is what would run if a file took it over."""
    code = f"""
import socket
from app.files import worker
def taken_over(content):
    for attempt in (lambda: open({str(ROOT / "README.md")!r}), lambda: socket.socket()):
        try:
            attempt()
        except OSError:
            continue
        return ({{"refused": "opened"}},)
    return ({{"refused": "nothing"}},)
worker._answer = taken_over
worker.main()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, input=b"", capture_output=True, check=True)
    assert done.stdout == b'{"refused": "nothing"}\n'


def test_long_texts_are_cut_and_thumbnails_small() -> None:
    line = "Guten Tag Leipzig " * 12
    content = b"BT /F1 1 Tf 1 TL 10 830 Td " + b"".join(b"(%s) Tj T* " % line.encode() for _ in range(800)) + b"ET"
    pages = one_page(content, resources=FONT)
    with Pdf.open(io.BytesIO(pages)) as pdf:
        for _ in range(3):
            pdf.pages.append(pdf.pages[0])
        cleaned = clean(written(pdf))
    assert len(cleaned.text) == 200_000
    assert len(cleaned.thumbnail) <= 60_000


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Öffnungs\u00adzeiten  Straße", "offnungszeiten strasse"),
        ("ﬂeißig ÉTÉ", "fleissig ete"),
        ("Київ", "киів"),
        ("  Ёлка \n Й ", "елка и"),
        ("دَرس", "دَرس"),
        ("हिन्दी", "हिन्दी"),
        ("한국어", "한국어"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text) == fold(unicodedata.normalize("NFD", text))

"""PDF files made for the tests: harmless ones, and bytes put together by hand where no library would write them."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf

TEXT = "Guten Tag Leipzig"
A4 = (595, 842)


def document(pages: int = 1, text: str = TEXT) -> Pdf:
    """Pages of text in a font that every viewer has."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        pdf.add_blank_page(page_size=A4)
        page = pdf.pages[number].obj
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 24 Tf 72 700 Td ({text} {number + 1}) Tj ET".encode("latin-1"))
    return pdf


def written(pdf: Pdf, **options: Any) -> bytes:
    """The file."""
    out = io.BytesIO()
    pdf.save(out, static_id=True, fix_metadata_version=False, **options)
    return out.getvalue()


def plain(pages: int = 1, text: str = TEXT) -> bytes:
    """A harmless file."""
    return written(document(pages, text))


def changed(change: Callable[[Pdf], None], pages: int = 1) -> bytes:
    """A harmless file with something in it that ``change`` puts there."""
    pdf = document(pages)
    change(pdf)
    return written(pdf)


def annotated(subtype: str, **entries: Any) -> bytes:
    """A page with an annotation."""

    def change(pdf: Pdf) -> None:
        add_annotation(pdf, subtype, **entries)

    return changed(change)


def add_annotation(pdf: Pdf, subtype: str, **entries: Any) -> Object:
    """Put it on the first page."""
    page = pdf.pages[0].obj
    rect = Array([72, 600, 300, 640])
    one = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=rect, **entries))
    page.Annots = Array([*page.get("/Annots", []), one])
    return one


def javascript(code: str = "app.alert(1)") -> Object:
    """An action that runs a program."""
    return Dictionary(S=Name.JavaScript, JS=code)


def embedded(pdf: Pdf, content: bytes = b"MZ...") -> Object:
    """The specification of an attached file."""
    stream = pdf.make_stream(content, Type=Name.EmbeddedFile)
    return Dictionary(Type=Name.Filespec, F="virus.exe", UF="virus.exe", EF=Dictionary(F=stream))


def by_hand(objects: Mapping[int, bytes], *, trailer: bytes = b"/Root 1 0 R", header: bytes = b"%PDF-1.7\n") -> bytes:
    """A file of these objects with a correct table."""
    out = bytearray(header)
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream for ``by_hand``."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def one_page(content: bytes = b"", *, resources: bytes = b"", page: bytes = b"", entries: bytes = b"",
             others: Mapping[int, bytes] | None = None, catalogue: bytes = b"") -> bytes:  # fmt: skip
    """A page written by hand: objects 1 to 4 are catalogue, pages, page and content."""
    return by_hand(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> %s >>"
            % (resources, page),
            4: stream(content, entries),
            **(others or {}),
        }
    )

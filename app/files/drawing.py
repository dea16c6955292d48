"""Draws every page of a cleaned PDF once, small, and reads its text: what cannot be shown here is shown to nobody."""

import io
import re
import unicodedata
from dataclasses import dataclass

import pypdfium2

THUMBNAIL_PIXELS = 240
MOST_THUMBNAIL_BYTES = 60_000
MOST_TEXT = 200_000
# What pdfium gives for a hyphen at the end of a line, and what no database keeps.
HYPHEN = re.compile("[\ufffe\x02]\\s*")
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Drawn:
    """The first page as a PNG, and its size in points; the text of all pages."""

    thumbnail: bytes
    width: float
    height: float
    text: str


def draw(content: bytes) -> Drawn:
    """Raises pypdfium2.PdfiumError for a page that cannot be drawn."""
    texts: list[str] = []
    length = 0
    thumbnail, size = b"", (0.0, 0.0)
    with pypdfium2.PdfDocument(content) as document:
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            bitmap = page.render(scale=THUMBNAIL_PIXELS / max(width, height * 0.5))
            if number == 0:
                thumbnail, size = _png(bitmap), (width, height)
            bitmap.close()
            if length < MOST_TEXT:
                texts.append(_text(page))
                length += len(texts[-1])
            page.close()
    return Drawn(thumbnail, *size, text="\n".join(texts)[:MOST_TEXT])


def _text(page: pypdfium2.PdfPage) -> str:
    read = page.get_textpage()
    raw = read.get_text_bounded()
    read.close()
    whole = HYPHEN.sub("", raw)
    return unicodedata.normalize("NFC", " ".join(NOT_TEXT.sub(" ", whole).split()))


def _png(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """With as many colours as there is room for."""
    picture = bitmap.to_pil().convert("RGB")
    for colours in (256, 64, 16):
        out = io.BytesIO()
        picture.quantize(colours).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_THUMBNAIL_BYTES:
            break
    return out.getvalue()

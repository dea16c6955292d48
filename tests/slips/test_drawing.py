"""Our drawing of text lines looks like WeasyPrint's own, in every script."""

import io

import pikepdf
import pytest
from PIL import ImageChops
from weasyprint.text.line_break import Layout

from app.pdf import drawing, tagging
from referrals.slip import build
from referrals.slip.page import BLANK_DATE, qr
from referrals.slip.render import BLANK_CODE, _blanked, write
from tests.slips.pages import picture_of, text_of
from tests.unit.slip.examples import CODE, longest


def drawn(tag: str) -> bytes:
    master = write((_blanked(build(longest(tag))),))
    return master.filled({BLANK_DATE: "23.11.2026", BLANK_CODE: CODE}, {BLANK_CODE: qr(CODE)})


def without_empty_strings(file: bytes) -> bytes:
    """What the other test tells of: in WeasyPrint's own drawing they are there."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(file)) as document:
        content = document.pages[0].Contents
        content.write(content.read_bytes().replace(b"<>", b" "))
        document.save(written)
    return written.getvalue()


@pytest.mark.parametrize("tag", ["uk", "vi", "el", "ar", "ur", "he", "hi", "bn", "ti", "ka", "zh-Hans"])
def test_lines_look_and_read_as_weasyprint_draws_them(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = drawn(tag)
    monkeypatch.setattr(tagging, "draw_line", drawing._original)
    monkeypatch.setattr(Layout, "deactivate", drawing._deactivate)
    monkeypatch.setattr(Layout, "reactivate", drawing._reactivate)
    theirs = drawn(tag)
    assert ours != theirs, "the other way of drawing was not taken"
    # WeasyPrint cuts a line into pieces, after which pdfium may round the place of a sign to the other pixel.
    theirs = without_empty_strings(theirs)
    difference = ImageChops.difference(picture_of(ours).convert("L"), picture_of(theirs).convert("L"))
    unlike = sum(difference.point(lambda value: 255 * (value > 24)).histogram()[1:])
    assert unlike < 0.0002 * difference.width * difference.height
    assert text_of(ours) == text_of(theirs)


@pytest.mark.parametrize("tag", ["bn", "hi", "ckb"])
def test_no_string_is_empty(tag: str) -> None:
    """pdfium forgets the shift before an empty string, and the next word runs into the last one."""
    with pikepdf.open(io.BytesIO(drawn(tag))) as document:
        content = document.pages[0].Contents.read_bytes()
    assert b"TJ" in content
    assert b"<>" not in content

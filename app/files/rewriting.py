"""From a stranger's PDF to one that is written anew, page by page the same: all steps in their order."""

import io
from typing import Any

import pypdfium2
from pikepdf import Array, ObjectStreamMode, PasswordError, Pdf, PdfError, settings

from app.files import outside, unpacking
from app.files.drawing import draw
from app.files.flattening import flatten
from app.files.keeping import Keeper, TooManyObjects
from app.files.outside import Unfit
from app.files.unpacking import MOST_OF_ONE
from app.files.words import MOST_PAGES

SHORTEST, LONGEST = 50, 3400
"""Sides of a page in points: a visiting card, and A0."""


def rewrite(content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """What is to be known of the new file (the fields of app.files.cleaning.Cleaned), the file, and its first page.

    Raises Unfit, MemoryError.
    """
    outside.check(content)
    settings.set_qpdf_limits(
        flate_max_memory=2 * MOST_OF_ONE, run_length_max_memory=2 * MOST_OF_ONE, max_stream_filters=4
    )
    try:
        cleaned, notes = _cleaned(content)
        drawn = draw(cleaned)
        with Pdf.open(io.BytesIO(cleaned), attempt_recovery=False) as again:
            pages = len(again.pages)
    except PasswordError as error:
        raise Unfit("encrypted") from error
    except TooManyObjects as error:
        raise Unfit("too_much") from error
    except (PdfError, pypdfium2.PdfiumError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unfit("too_much" if settings.qpdf_limit_errors() else "broken") from error
    about = {"pages": pages, "width": drawn.width, "height": drawn.height, "text": drawn.text, "notes": sorted(notes)}
    return about | {"size": len(cleaned)}, cleaned, drawn.thumbnail


def _cleaned(content: bytes) -> tuple[bytes, set[str]]:
    with Pdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
        if pdf.is_encrypted:
            raise Unfit("encrypted")
        _check_kind(pdf)
        _check_pages(pdf)
        notes = flatten(pdf)
        keeper = Keeper(pdf)
        keeper.keep()
        unpacking.check(pdf, keeper.streams.values())
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=ObjectStreamMode.generate,
            recompress_flate=True,
            # The same file twice is one file.
            deterministic_id=True,
        )
    return out.getvalue(), notes | keeper.notes


def _check_kind(pdf: Pdf) -> None:
    root = pdf.Root
    if "/Collection" in root:
        raise Unfit("collection")
    if root.get("/NeedsRendering", False):
        raise Unfit("xfa")


def _check_pages(pdf: Pdf) -> None:
    if not len(pdf.pages):
        raise Unfit("no_pages")
    if len(pdf.pages) > MOST_PAGES:
        raise Unfit("too_many_pages")
    for page in pdf.pages:
        unit = float(page.obj.get("/UserUnit", 1))
        for name, box in (("/MediaBox", page.mediabox), ("/CropBox", page.cropbox)):
            left, bottom, right, top = (float(side) for side in box)
            for side in (abs(right - left) * unit, abs(top - bottom) * unit):
                if not SHORTEST <= side <= LONGEST:
                    raise Unfit("page_size")
            # As it was understood here, whatever stood there.
            page.obj[name] = Array([left, bottom, right, top])

"""HTML -> PDF bytes; the only import of WeasyPrint. Our own fonts, a fetcher that reaches nothing, PDF/UA-1.

A page is laid out first, so that the caller can see whether it fits, and written then. What makes it fast
(measured, see the bench): one font configuration per thread, style sheets parsed once, a small user-agent
style sheet, and fontconfig that knows only our fonts.
"""

import logging
import os
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree.ElementTree import fromstring  # nosec B405 - see _Page

from cssselect2 import ElementWrapper
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.formatting_structure.boxes import ReplacedBox, TextBox
from weasyprint.images import get_image_from_uri
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from app.errors import WegweiserError

# Its warnings name what is on the page, the picture of a slip's code among it.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)

FONTS = Path(__file__).resolve().parent / "static" / "vendor" / "print-fonts"
NEEDED_FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf")
VARIANT = "pdf/ua-1"

# What our print templates need of the style sheet that every browser brings along; WeasyPrint's own has 250 rules
# that would be matched against every element.
_BASE_STYLE = """
html, body, div, p, h1, h2, ul, li, section { display: block }
head, title, meta, style { display: none }
table { display: table; border-collapse: collapse; table-layout: fixed; width: 100% }
thead { display: table-header-group }
tbody { display: table-row-group }
colgroup { display: table-column-group }
col { display: table-column }
tr { display: table-row; vertical-align: inherit }
td, th { display: table-cell; vertical-align: top; text-align: start; font-weight: inherit; padding: 0 }
b, h1, h2 { font-weight: bold }
h1 { bookmark-level: 1; bookmark-label: content(text) }
img { content: attr(src url, none) }
[dir=rtl] { direction: rtl }
[dir=ltr] { direction: ltr }
"""


class FontsMissing(WegweiserError):
    """The fonts of the slip are not there: the build step has not run."""


class ForbiddenAddress(ValueError):
    """A template asked for something that is not in the page itself."""


class _Locked(URLFetcher):  # type: ignore[misc]
    """Answers ``data:`` addresses only: no files, no network."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith("data:"):
            raise ForbiddenAddress(f"Print templates may not load {url[:80]}")
        return super().fetch(url, headers)


class _Page(HTML):  # type: ignore[misc]
    """A page from well-formed XHTML without namespace: the XML parser of the standard library is ten times as fast as
    the HTML parser, and the page comes from our own templates.
    """

    def __init__(self, xhtml: str) -> None:
        self.base_url = None
        self.url_fetcher = _Locked()
        self.media_type = "print"
        root = fromstring(xhtml)  # noqa: S314 - our own page, no entities  # nosec B314
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002 - WeasyPrint's signature
        return [_base_style()]


class Layout:
    """A page that is laid out and not written yet. Not to be passed to another thread.

    ``blank`` is a text on the page that can be replaced before writing, together with the picture described by it:
    laying out takes twice as long as writing.
    """

    def __init__(self, document: Any, blank: str | None = None) -> None:
        self._document = document
        boxes = [box for page in document.pages for box in page._page_box.descendants()] if blank else []
        self._texts = [box for box in boxes if isinstance(box, TextBox) and box.text == blank]
        self._pictures = [box for box in boxes if isinstance(box, ReplacedBox) and box.element.get("alt") == blank]

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self._document.pages)

    def fill(self, text: str, picture: str) -> None:
        """Put ``text`` and ``picture`` (a ``data:`` address) in the place of the blank."""
        for box in self._texts:
            box.pango_layout.text = text
        for box in self._pictures:
            box.element.set("alt", text)
            box.replacement = get_image_from_uri({}, _Locked(), DEFAULT_OPTIONS, picture)

    def bytes(self, *further: "Layout") -> bytes:
        """The PDF file of this and further layouts, one after the other."""
        # A copy, because writing cuts a document's fonts down to the glyphs of that one file.
        document = self._document.copy([page for layout in (self, *further) for page in layout._document.pages])
        written: bytes = document.write_pdf(pdf_variant=VARIANT)
        return written


def lay_out(xhtml: str, styles: Sequence[str], blank: str | None = None) -> Layout:
    """Lay out a page with these style sheets (texts; parsed once per process and kept).

    ``xhtml`` is well-formed and without a namespace; for ``blank`` see Layout. Raises FontsMissing, and ParseError
    if it is not well-formed.
    """
    document = _Page(xhtml).render(
        font_config=_thread_fonts(),
        stylesheets=[_style(text) for text in styles],
        pdf_variant=VARIANT,
    )
    return Layout(document, blank)


@cache
def _style(text: str) -> Any:
    return CSS(string=text, url_fetcher=_Locked())


@cache
def _base_style() -> Any:
    return CSS(string=_BASE_STYLE, url_fetcher=_Locked())


# A font configuration shared between threads corrupts memory, so each thread has its own.
_local = threading.local()
_environment_lock = threading.Lock()


def _thread_fonts() -> Any:
    if not hasattr(_local, "fonts"):
        _local.fonts = _font_configuration()
    return _local.fonts


def _font_configuration() -> Any:
    missing = [name for name in NEEDED_FONTS if not (FONTS / name).is_file()]
    if missing:
        raise FontsMissing(f"The slip's fonts are missing ({', '.join(missing)}); run ./run.sh once to build them.")
    # fontconfig reads its file by the name in the environment; other programs of this process keep the system's.
    with _environment_lock:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(_fontconfig_file())
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


_folder = TemporaryDirectory(prefix="wegweiser-fonts-")


@cache
def _fontconfig_file() -> Path:
    """A fontconfig file that knows only our fonts: no surprise from what a desk computer has, and quicker."""
    path = Path(_folder.name) / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{FONTS}</dir><cachedir>{_folder.name}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return path

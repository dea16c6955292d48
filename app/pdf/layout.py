"""A page from our templates, laid out by WeasyPrint and not written yet."""

import logging
from collections.abc import Sequence
from functools import partial
from typing import Any
from xml.etree.ElementTree import fromstring  # nosec B405 - see _Page

from cssselect2 import ElementWrapper
from weasyprint import DEFAULT_OPTIONS, HTML
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext, inline

from app.pdf.drawing import keeping_shaped_lines
from app.pdf.fetcher import LockedFetcher
from app.pdf.fonts import thread_fonts
from app.pdf.styles import KeptStyles, parsed

# Its warnings name what is on the page, the picture of a slip's code among it.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)

_avoid_collisions = inline.avoid_collisions


def _settled(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """Where a line goes beside floats. Without floats, WeasyPrint takes a line from right to left for moved, because
    it compares the line's width with none, and lays it out a second time.
    """
    x, y, width = _avoid_collisions(context, box, containing_block, outer)
    if not context.excluded_shapes and containing_block.style["direction"] == "rtl":
        x -= box.width
    return x, y, width


_split_first_line = inline.split_first_line


def _split_at_blank(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **more: Any) -> Any:
    """The first line of a text. If a text fits but for the blank at its end, WeasyPrint takes it for unbreakable when
    another element follows, and cuts it after its first word.
    """
    line = _split_first_line(text, style, context, max_width, *rest, **more)
    if line[2] is not None and text.endswith(" "):
        without = _split_first_line(text.rstrip(" "), style, context, max_width, *rest, **more)
        if without[2] is None:
            return (*without[:2], len(text.encode()), *without[3:])
    return line


inline.avoid_collisions = _settled
inline.split_first_line = _split_at_blank

VARIANT = "pdf/a-3a"
OPTIONS = {**DEFAULT_OPTIONS, "pdf_variant": VARIANT, "pdf_tags": True, "output_intent": "srgb"}


class _Page(HTML):  # type: ignore[misc]
    """A page from well-formed XHTML without namespace: the XML parser of the standard library is ten times as fast as
    the HTML parser, and the page comes from our own templates.
    """

    def __init__(self, xhtml: str) -> None:
        self.base_url = None
        self.url_fetcher = LockedFetcher()
        self.media_type = "print"
        root = fromstring(xhtml)  # noqa: S314 - our own page, no entities  # nosec B314
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class _Document(Document):  # type: ignore[misc]
    """WeasyPrint's document, with styles that outlive the page."""

    @classmethod
    def _build_layout_context(
        cls, html: Any, font_config: Any, counter_style: Any, _color_profiles: Any, options: Any
    ) -> Any:
        images = partial(get_image_from_uri, cache={}, url_fetcher=html.url_fetcher, options=options)
        styles = KeptStyles(html, options["stylesheets"], font_config)
        return LayoutContext(styles, images, font_config, counter_style, TargetCollector())


class Layout:
    """A page that is laid out. Not to be passed to another thread."""

    def __init__(self, document: Any) -> None:
        self.document = document

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.document.pages)


def lay_out(xhtml: str, styles: Sequence[str]) -> Layout:
    """Lay out a page with these style sheets (texts; parsed once per process and kept).

    ``xhtml`` is well-formed and without a namespace. Raises FontsMissing, and ParseError if it is not well-formed.
    """
    options = {**OPTIONS, "stylesheets": [parsed(text) for text in styles]}
    page = _Page(xhtml)
    (counters,) = page._ua_counter_style()
    with keeping_shaped_lines():
        return Layout(_Document._render(page, thread_fonts(), counters, None, options))

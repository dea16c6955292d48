"""Draws lines of text faster than WeasyPrint, which lets go of every shaped line and shapes it anew to draw it.

The shaped lines of our own pages are kept until they are drawn, and their glyphs are read in one go.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout

_original = drawing.draw_first_line
_setup, _deactivate, _reactivate = Layout.setup, Layout.deactivate, Layout.reactivate

_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
# A PangoGlyphInfo is five integers: glyph, width, horizontal and vertical offset, flags.
_FIELDS = 5
_SIZE = ffi.sizeof("PangoGlyphInfo")
_PER_THOUSAND = 1000 * FROM_UNITS

_local = threading.local()


@contextmanager
def keeping_shaped_lines() -> Iterator[None]:
    """In this block, the lines that this thread lays out stay shaped until they are drawn."""
    _local.keeps = True
    try:
        yield
    finally:
        _local.keeps = False


class _Prepared:
    """What Pango needs for texts in one style; WeasyPrint makes it anew for each text."""

    def __init__(self, style: Any) -> None:
        config = style.font_config
        self.context = ffi.gc(pango.pango_font_map_create_context(config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(self.context, False)
        pango.pango_context_set_base_dir(self.context, PANGO_DIRECTION[style["direction"]])
        self.language = pango.pango_language_get_default()
        if style["lang"]:
            self.language = pango.pango_language_from_string(style["lang"].encode())
            pango.pango_context_set_language(self.context, self.language)
        self.description = get_font_description(style)
        features = font_features(**{name: style[name] for name in _FEATURES})
        self.features = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        if self.features and self.features not in config.font_features:
            config.font_features[self.features] = pango.pango_attr_font_features_new(self.features)
        self.attribute = config.font_features.get(self.features)


def _set_up(layout: Any, style: Any) -> None:
    if not getattr(_local, "keeps", False) or style["text_decoration_line"] != "none":
        _setup(layout, style)
        return
    prepared = style.__dict__.get("prepared")
    if prepared is None:
        prepared = style.prepared = _Prepared(style)
    layout.style, layout.language, layout.first_line_direction, layout.ascent = style, prepared.language, 0, None
    layout.layout = ffi.gc(pango.pango_layout_new(prepared.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, prepared.description)
    if prepared.attribute:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, prepared.attribute)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _let_go(layout: Any) -> None:
    if not getattr(_local, "keeps", False):
        _deactivate(layout)


def _take_up(layout: Any, style: Any) -> None:
    if not hasattr(layout, "layout"):
        _reactivate(layout, style)


def draw_line(stream: Any, textbox: Any, *rest: Any) -> Any:
    """Draw a line of text at ``rest``'s matrix. What our pages do not have is left to WeasyPrint: missing glyphs,
    ellipses, emojis.
    """
    *_, matrix = rest
    line, _ = textbox.pango_layout.get_first_line()
    runs = list(_runs(line))
    if not textbox.text.strip() or any(_is_special(glyphs) for _, glyphs in runs):
        return _original(stream, textbox, *rest)
    stream.set_text_matrix(*matrix.values)
    shown: list[str] = []
    drawn_with = None
    for item, glyphs in runs:
        font, size = stream.add_font(item.item.analysis.font)
        if drawn_with != (font.hash, size):
            _show(stream, shown)
            stream.set_font_size(font.hash, size)
            drawn_with = (font.hash, size)
        if new := [place for place, glyph in enumerate(glyphs[0]) if glyph not in font.widths]:
            _learn(stream, font, item, new, textbox.pango_layout.text, size)
        _collect(stream, font, size, glyphs, shown)
    _show(stream, shown)
    return []


def _runs(line: Any) -> Iterator[tuple[Any, list[list[int]]]]:
    """The runs of a line: glyph item and [glyphs, widths, horizontal offsets, vertical offsets]."""
    run = line.runs
    while run != ffi.NULL:
        string = run.data.glyphs
        numbers = memoryview(ffi.buffer(string.glyphs, string.num_glyphs * _SIZE)).cast("i").tolist()
        yield run.data, [numbers[first::_FIELDS] for first in range(_FIELDS - 1)]
        run = run.next


def _is_special(glyphs: list[list[int]]) -> bool:
    return any(glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG for glyph in glyphs[0])


def _learn(stream: Any, font: Any, item: Any, places: list[int], text: str, size: float) -> None:  # noqa: PLR0917
    """Tell the font of glyphs that it draws for the first time: how wide they are, which text they stand for."""
    string, clusters = item.glyphs, item.glyphs.log_clusters
    offset, length = item.item.offset, item.item.length
    backwards = item.item.analysis.level % 2
    encoded = text.encode()
    for place in places:
        glyph = string.glyphs[place].glyph
        if glyph == pango.PANGO_GLYPH_EMPTY:
            continue
        after = place - 1 if backwards else place + 1
        end = clusters[after] if 0 <= after < string.num_glyphs else length
        font.to_unicode.setdefault(glyph, encoded[offset + clusters[place] : offset + end].decode())
        pango.pango_font_get_glyph_extents(item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * _PER_THOUSAND / size)


def _collect(stream: Any, font: Any, size: float, glyphs: list[list[int]], shown: list[str]) -> None:
    """Add the glyphs to what is shown next: hexadecimal numbers in angle brackets, shifts between them."""
    widths = font.widths
    for glyph, width, aside, above in zip(*glyphs, strict=True):
        if glyph == pango.PANGO_GLYPH_EMPTY:
            if width:
                shown.append(f">{-width / size}<")
            continue
        shift = aside / size
        if above:
            _show(stream, shown)
            stream.set_text_rise(-above / 1000)
            stream.show_text(f"{-shift if shift else ''}<{glyph:04x}>")
            stream.set_text_rise(0)
        else:
            shown.append(f">{-shift}<{glyph:04x}" if shift else f"{glyph:04x}")
        gap = int(widths[glyph] + shift - width * _PER_THOUSAND / size)
        if gap:
            shown.append(f">{gap}<")


def _show(stream: Any, shown: list[str]) -> None:
    """Write what was collected. Without empty strings: pdfium forgets the shift before one."""
    if text := f"<{''.join(shown)}>".replace("<>", " ").strip():
        stream.show_text(text)
    shown.clear()


Layout.setup = _set_up
Layout.deactivate = _let_go
Layout.reactivate = _take_up

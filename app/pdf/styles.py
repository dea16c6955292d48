"""Computed styles that outlive a page: what an element looks like depends on its place among tags and classes, and a
template has only so many of these. Matching selectors and computing values anew costs a fifth of a layout.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import Any

from weasyprint import CSS, css
from weasyprint.css import ComputedStyle, InitialStyle, StyleFor
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import absolute, block, column, flex, grid, inline, page, percent, table
from weasyprint.layout import float as floats

from app.pdf.fetcher import LockedFetcher

MOST_STYLES = 6000
"""Styles that a thread keeps, about 13 kB each; all places of a page in all languages are some 2,000."""

# What our print templates need of the style sheet that every browser brings along; WeasyPrint's own has 250 rules
# that would be matched against every element.
_BASE_STYLE = """
html, body, div, p, h1, h2, ul, li, section { display: block }
head, title, meta, style { display: none }
table { display: table; border-collapse: separate; border-spacing: 0; table-layout: fixed; width: 100% }
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
# What a selector of a print style sheet may ask of an element, beside its tag and its place as a first child.
_ATTRIBUTES = ("class", "lang", "dir", "style")


@cache
def parsed(style: str) -> Any:
    """A style sheet, parsed once per process."""
    return CSS(string=style, url_fetcher=LockedFetcher())


@cache
def base_style() -> Any:
    """The style sheet below all others."""
    return parsed(_BASE_STYLE)


class _Node:
    """The style of an element in one place of the tree, and of the elements in it by what can be told of them."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.children: dict[tuple[Any, ...], _Node] = {}


class _Tree(_Node):
    """The styles for one set of style sheets and one type size."""

    def __init__(self) -> None:
        super().__init__(None)
        self.styles = 0


_local = threading.local()


def _tree(*key: Any) -> _Tree:
    """The root of the tree for these style sheets and this root element; made if there is none."""
    trees: OrderedDict[tuple[Any, ...], _Tree] = _local.__dict__.setdefault("trees", OrderedDict())
    tree = trees.pop(key, None) or _Tree()
    while trees and tree.styles + sum(other.styles for other in trees.values()) > MOST_STYLES:
        trees.popitem(last=False)
    trees[key] = tree
    return tree


class KeptStyles(StyleFor):  # type: ignore[misc]
    """WeasyPrint's styles of a page, taken from the tree where the same place was seen before.

    Only for style sheets whose selectors ask for tags, classes, ``lang``, ``dir`` and first children, as ours do:
    no pseudo-elements, no counting of siblings, no layers.
    """

    def __init__(self, page: Any, sheets: Sequence[Any], font_config: Any) -> None:
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets = [(base_style(), "user agent", None), *((sheet, "user", None) for sheet in sheets)]
        self.font_config = font_config
        root = page.etree_element
        tree = _tree(root.get("style"), *map(id, sheets))
        nodes: dict[Any, _Node] = {None: tree}
        for element in page.wrapper_element.iter_subtree():
            parent = element.parent.etree_element if element.parent else None
            own = element.etree_element
            above = nodes[parent]
            place = (own.tag, element.index == 0, *map(own.get, _ATTRIBUTES))
            node = above.children.get(place)
            if node is None:
                root_style = self._computed_styles[root, None] if element.parent else InitialStyle(font_config)
                node = above.children[place] = _Node(self._computed(element, above.style, root_style))
                tree.styles += 1
            nodes[own] = node
            self._computed_styles[own, None] = node.style

    def _computed(self, element: Any, parent_style: Any, root_style: Any) -> Any:
        cascaded: dict[str, Any] = {}
        own = element.etree_element
        alone = own.__class__(own.tag, own.attrib)
        for specificity, _, declarations, base_url in css.find_style_attributes(alone):
            _cascade(cascaded, css.preprocess_declarations(base_url, declarations), "author", specificity)
        for sheet, origin, sheet_specificity in self._sheets:
            for specificity, _, _, (declarations, _) in sheet.matcher.match(element):
                _cascade(cascaded, declarations, origin, sheet_specificity or specificity)
        return ComputedStyle(parent_style, cascaded, None, root_style, None, self.font_config, self.initial_page_sizes)


_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *(f"{limit}{length}" for limit in ("", "min_", "max_") for length in ("width", "height")),
)
_resolve_percentages = percent.resolve_percentages
MOST_BLOCKS = 32


def _resolve_once(box: Any, containing_block: Any) -> None:
    """Give a box its lengths in the block that contains it, remembered by its style for the next box of the kind."""
    if isinstance(containing_block, Box):
        place = (containing_block.width, containing_block.height, isinstance(box, PageBox))
    else:
        place = (*containing_block, isinstance(box, PageBox))
    known = box.style.__dict__.setdefault("used_values", {})
    if place in known:
        box.__dict__.update(known[place])
        return
    _resolve_percentages(box, containing_block)
    if len(known) < MOST_BLOCKS and box.style["border_collapse"] == "separate":
        known[place] = {name: box.__dict__[name] for name in _LENGTHS}


def _cascade(style: dict[str, Any], declarations: Any, origin: str, specificity: Any) -> None:
    for name, values, importance in declarations:
        weight = (css.declaration_precedence(origin, importance), css.inf, specificity)
        if name not in style or style[name][1] <= weight:
            style[name] = values, weight


for _module in (absolute, block, column, flex, floats, grid, inline, page, table):
    if hasattr(_module, "resolve_percentages"):
        _module.resolve_percentages = _resolve_once

"""The text of a work aid as HTML that can do no harm: no HTML of the writer's own, no pictures, no strange links."""

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

SAFE_LINK = re.compile(r"(?i)(https?://|mailto:|tel:)[^\s]+")
DEEPEST_HEADING = 6
# The page around a text has headings of its own: the first two levels are taken.
HEADINGS_BELOW = 2
MOST_KEPT = 512


class _Renderer(RendererHTML):
    """Links that open beside the work, and of a picture its description: nothing is fetched from another host."""

    def link_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        tokens[index].attrSet("rel", "noopener noreferrer")
        tokens[index].attrSet("target", "_blank")
        return str(self.renderToken(tokens, index, options, env))

    def image(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return escapeHtml(self.renderInlineAsText(tokens[index].children or [], options, env))


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "linkify": False}, renderer_cls=_Renderer).enable("table")
    made.disable(["html_block", "html_inline"])
    made.validateLink = lambda url: bool(SAFE_LINK.fullmatch(url))  # type: ignore[method-assign]
    return made


_MARKDOWN = _parser()


@lru_cache(maxsize=MOST_KEPT)
def page(text: str) -> Markup:
    """Markdown as HTML; headings begin with h3. The same text is rendered once."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1:]) + HEADINGS_BELOW, DEEPEST_HEADING)}"
        # Tables align their columns by inline styles, which our pages do not allow.
        token.attrs.pop("style", None)
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704 - made by our renderer


@lru_cache(maxsize=MOST_KEPT)
def table(text: str) -> Markup:
    """Rows of cells as a table, each cell with the Markdown of a line; the first row names the columns."""
    found = rows(text)
    if not found:
        return Markup("")
    head, *body = found
    columns = Markup("").join(Markup('<th scope="col">{}</th>').format(_cell(cell)) for cell in head)
    lines = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(_cell(cell)) for cell in row))
        for row in body
    )
    return Markup('<table class="grid-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        columns, lines
    )


def rows(text: str) -> list[list[str]]:
    """The cells of a list: separated by tabs (as spreadsheets copy them), semicolons or commas; all rows equally long.

    What separates them is what the first line has, in this order. Rows without any content are left out.
    """
    first = text.lstrip().partition("\n")[0]
    separator = next((sign for sign in "\t;," if sign in first), ";")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cells = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator)]
    found = [row for row in cells if any(row)]
    width = max(map(len, found), default=0)
    return [row + [""] * (width - len(row)) for row in found]


def _cell(text: str) -> Markup:
    return Markup(_MARKDOWN.renderInline(text))  # noqa: S704 - made by our renderer

"""The text of a work aid: nothing of it runs, fetches or leads astray, whatever an editor pastes."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.house.aids.markup import page, rows, table

PLAIN = {
    "p",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "hr",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "ul",
    "li",
}
ALLOWED: dict[str, set[str]] = {tag: set() for tag in PLAIN | {"strong", "em"}} | {
    "a": {"href", "title", "rel", "target"},
    "code": {"class"},
    "ol": {"start"},
    "table": {"class"},
    "th": {"scope"},
}


def test_what_markdown_is_for() -> None:
    html = page(
        "# Ablauf\n\n1. **Frist** prüfen\n2. [Amt24](https://amt24.sachsen.de)\n\n| A | B |\n|---|--:|\n| 1 | 2 |"
    )
    assert "<h3>Ablauf</h3>" in html
    assert "<strong>Frist</strong>" in html
    assert '<a href="https://amt24.sachsen.de" rel="noopener noreferrer" target="_blank">Amt24</a>' in html
    assert "<td>1</td>\n<td>2</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b onclick=x>b</b>",
        "<img src=x onerror=alert(1)>",
        "<!-- comment -->",
        "![Bild](https://example.org/a.png)",
        "![<i>](https://example.org/a.png)",
        "![a](javascript:alert(1))",
        "| a |\n|:-:|\n| <style>x</style> |",
        "`<script>`\n\n```html\n<script>\n```",
        "[a]: javascript:alert(1)\n\n[a]",
    ],
)
@pytest.mark.parametrize("render", [page, table])
def test_no_html_of_its_own(text: str, render: Callable[[str], str]) -> None:
    check(render(text))


SIGNS = st.sampled_from(
    [
        *"<>\"'&#!()[]:;/|`*_=-+.,\\\n\t \u00a0ax1",
        "javascript:",
        "https://a.b/",
        "script",
        "&#106;",
        "&lt;",
        "|-|",
        "onload=",
    ]
)


@given(text=st.lists(SIGNS, max_size=60).map("".join))
@settings(max_examples=500, deadline=None)
def test_whatever_is_pasted(text: str) -> None:
    check(page.__wrapped__(text))
    check(table.__wrapped__(text))


def check(html: str) -> None:
    """A browser finds nothing in it but text, and links to the web, to mail, or to a telephone."""
    found = Tags()
    found.feed(html)
    found.close()
    assert found.tags <= ALLOWED.keys()
    for tag, name, value in found.attributes:
        assert name in ALLOWED[tag], f"{tag} {name}"
        assert name != "href" or re.match(r"(?i)(https?://|mailto:|tel:)", value), value


class Tags(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.tags.add("comment")

    def handle_decl(self, decl: str) -> None:
        self.tags.add("declaration")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc",
        "//x.org",
        "/counter",
        "ftp://x",
    ],
)
def test_links_lead_to_the_web_to_mail_or_to_a_telephone_only(url: str) -> None:
    assert "href" not in page(f"[a]({url})")
    assert "href" not in page(f"[a](<{url}>)")
    assert "href" not in page(f"<{url}>")


@pytest.mark.parametrize(
    "url", ["https://leipzig.de", "http://a.example/x?y=1&amp;z", "mailto:amt@leipzig.de", "tel:+493411230"]
)
def test_these_do(url: str) -> None:
    assert f'href="{url}"' in page(f"[a]({url})")


def test_headings_do_not_take_the_place_of_the_page_s_own() -> None:
    assert re.findall(r"<(h\d)>", page("# a\n## b\n### c\n#### d\n##### e\n###### f")) == [
        "h3",
        "h4",
        "h5",
        "h6",
        "h6",
        "h6",
    ]


@pytest.mark.parametrize("text", ["a;b\n1;2", "a\tb\n1\t2", "a,b\n1,2", "\n a ; b \r\n\r\n1;2\r\n", '"a";"b"\n1;2'])
def test_rows_of_a_list(text: str) -> None:
    assert rows(text) == [["a", "b"], ["1", "2"]]


def test_rows_of_different_length_are_filled_up() -> None:
    assert rows("a;b;c\n1\n1;2;3;4") == [["a", "b", "c", ""], ["1", "", "", ""], ["1", "2", "3", "4"]]
    assert rows("") == []
    assert table("\n\n") == ""


def test_a_list_is_a_table_with_names_of_columns() -> None:
    html = table("Amt;Telefon\nABH <1>;[0341 1](tel:03411)")
    assert '<th scope="col">Amt</th><th scope="col">Telefon</th>' in html
    assert (
        '<td>ABH &lt;1&gt;</td><td><a href="tel:03411" rel="noopener noreferrer" target="_blank">0341 1</a></td>'
        in html
    )

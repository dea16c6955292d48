"""Opens pages for the tests, and holds every one of them to the rules of the house."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
REFERENCES = {"for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form"}
# The public forms act on nothing but what stands in them (app.feedback.stamp): no token, and so no cookie.
WITHOUT_TOKEN = {"/r", "/r/undo"}
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "form": "action"}


class Page:
    """The elements of a page or of a fragment (then ``root`` holds no ``html``)."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.root = _parse(response.text)
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements with this tag and these attributes, in the order of the page."""
        return [
            element
            for element in self.root.iter(tag)
            if all(element.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} × {tag} {attributes} instead of one"
        return found[0]

    def text(self, tag: str = "main") -> str:
        """What can be read in the only element with this tag."""
        return text_of(self.one(tag))

    def fields(self, action: str) -> list[tuple[str, str]]:
        """Name and value of the hidden fields in the form that posts to ``action``, without the CSRF token."""
        form = self.one("form", action=action)
        hidden = [field for field in form.iter("input") if field.get("type") == "hidden"]
        return [
            (field.attrib["name"], field.attrib["value"]) for field in hidden if field.attrib["name"] != "csrf_token"
        ]

    @property
    def csrf_token(self) -> str:
        """The token that the page's forms carry."""
        tokens = {field.attrib["value"] for field in self.all("input", name="csrf_token")}
        assert len(tokens) == 1, "the forms of a page carry the same token"
        return tokens.pop()


def open_page(client: FlaskClient, path: str, **kwargs: Any) -> Page:
    """GET a page, which must be found and keep the rules."""
    response = client.get(path, **kwargs)
    assert response.status_code == 200, f"{path}: {response.status}"
    return check_page(response)


def check_page(response: TestResponse) -> Page:
    """The rules of every page, whatever its status."""
    page = check_fragment(response)
    html = page.one("html")
    assert html.get("lang") in {"de", "en"}
    headline = page.text("h1")
    assert headline, "the headline is empty"
    # Parts of a picture have titles, too.
    (title,) = page.one("head").iter("title")
    assert text_of(title).startswith(headline), f"the title must start with “{headline}”"
    page.one("main", id="main")
    return page


def check_fragment(response: TestResponse) -> Page:
    """The rules that also hold for what htmx puts into a page."""
    assert response.mimetype == "text/html"
    page = Page(response)
    _check_ids(page)
    _check_labels(page)
    _check_sources(page)
    for form in page.all("form", method="post"):
        if form.get("action") in WITHOUT_TOKEN:
            continue
        assert [field for field in form.iter("input") if field.get("name") == "csrf_token"], "a form without CSRF token"
    for image in page.all("img"):
        assert image.get("alt") is not None, "an image without alternative text"
    for button in page.all("button"):
        assert text_of(button) or button.get("aria-label") or button.get("aria-hidden"), "a button without text"
    assert "{{" not in response.text
    assert "{%" not in response.text
    return page


def text_of(element: Element) -> str:
    """The text in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _check_ids(page: Page) -> None:
    ids = Counter(element.attrib["id"] for element in page.root.iter() if "id" in element.attrib)
    assert not [name for name, n in ids.items() if n > 1], f"duplicate ids: {ids.most_common(3)}"
    for element in page.root.iter():
        for attribute in REFERENCES.intersection(element.keys()):
            missing = set(element.attrib[attribute].split()) - ids.keys()
            assert not missing, f"{element.tag} {attribute} points to {missing}, which is not there"


def _check_labels(page: Page) -> None:
    labelled = {label.get("for") for label in page.all("label") if text_of(label)}
    for field in [*page.all("input"), *page.all("select"), *page.all("textarea")]:
        if field.get("type") in UNLABELLED:
            continue
        wrapped = any(ancestor.tag == "label" for ancestor in _ancestors(page, field))
        named = field.get("id") in labelled or wrapped or field.get("aria-labelledby")
        assert named, f"a field without a label: {field.attrib}"


def _check_sources(page: Page) -> None:
    policy = page.response.headers["Content-Security-Policy"]
    for element in page.root.iter():
        assert "style" not in element.attrib, f"an inline style: {element.attrib}"
        assert not [name for name in element.attrib if name.startswith("on")], f"an inline script: {element.attrib}"
        source = element.get(LOADED.get(element.tag, ""), "")
        assert not re.match(r"(?i)(https?:)?//|javascript:", source), f"leads to another host: {source}"
    for script in page.all("script"):
        assert script.get("src"), "an inline script"
        assert f"'nonce-{script.get('nonce')}'" in policy, "a script without the nonce of the response"
    assert not page.all("style")


def _ancestors(page: Page, element: Element) -> list[Element]:
    found = []
    while element in page.parents:
        element = page.parents[element]
        found.append(element)
    return found


class _Parser(HTMLParser):
    """Builds a tree; end tags that HTML lets one leave out are filled in when an outer element ends."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            assert tag in VOID | {"circle", "path", "rect"}, f"</{tag}> ends nothing"
            return
        while self.open[-1] != tag:
            self.builder.end(self.open.pop())
        self.builder.end(self.open.pop())

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def _parse(text: str) -> Element:
    parser = _Parser()
    parser.builder.start("page", {})
    parser.feed(text)
    parser.close()
    while parser.open:
        parser.builder.end(parser.open.pop())
    parser.builder.end("page")
    return parser.builder.close()

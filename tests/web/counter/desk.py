"""An advisor at the counter: presses the buttons of the page, as a browser without JavaScript would send them."""

from typing import Any
from xml.etree.ElementTree import Element

import pypdfium2
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.web.pages import Page, check_page, open_page


class Desk:
    """The counter's page as it stands, and the form that would be sent."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page = open_page(client, "/counter")
        self.extra: list[tuple[str, str]] = []

    def form(self) -> list[tuple[str, str]]:
        """What the browser would send of the contact's form, without a button."""
        form = self.page.one("form", id="contact")
        return [pair for element in form.iter() for pair in _successful(element)] + self.extra

    def press(self, name: str, value: str, path: str = "/counter/answer", **typed: str) -> "Desk":
        """Press a submit button that the page must have; ``typed`` replaces fields."""
        assert self.page.all("button", name=name, value=value), f"no button {name}={value}"
        self.show(self.post(path, [(name, value)], **typed))
        return self

    def post(self, path: str, button: list[tuple[str, str]], **typed: str) -> TestResponse:
        """Send the form as it stands."""
        fields = [(name, value) for name, value in self.form() if name not in typed]
        return self.client.post(path, data=MultiDict([*fields, *typed.items(), *button]))

    def show(self, response: TestResponse) -> None:
        """Look at the response as the new page."""
        assert response.status_code == 200, response.status
        self.page = check_page(response)
        self.extra = []

    def tick(self, name: str, value: str) -> "Desk":
        """Tick a check box or choose a radio button or option that the page has."""
        self.extra = [pair for pair in self.extra if pair[0] != name] + [(name, value)]
        return self

    def serve(self, language: str, topic: str, subtopic: str, *answers: tuple[str, str]) -> "Desk":
        """Language, topic, subtopic and the answers to what is asked."""
        self.press("language", language).press("topic", topic).press("subtopic", subtopic)
        for trait, value in answers:
            self.press(f"a-{trait}", value)
        return self

    def finish(self, how: str = "print_log", **typed: str) -> "Desk":
        """Press one of the three buttons at the end."""
        return self.press("finish", how, path="/counter", **typed)

    @property
    def asked(self) -> list[str]:
        """The traits that are asked, in order."""
        names = [button.attrib["name"] for button in self.page.all("button") if button.get("name", "").startswith("a-")]
        return list(dict.fromkeys(name.removeprefix("a-") for name in names))

    @property
    def toast(self) -> str:
        """What the last contact's line says."""
        spans = [span for span in self.page.all("span") if "data-toast" in span.attrib]
        return " ".join("".join(span.itertext()).strip() for span in spans)

    def hidden(self, action: str) -> dict[str, Any]:
        """The fields of the form that posts to ``action``, with the CSRF token."""
        return dict(self.page.fields(action)) | {"csrf_token": self.page.csrf_token}


def _successful(element: Element) -> list[tuple[str, str]]:
    name = element.get("name")
    if name is None or element.tag not in {"input", "select"}:
        return []
    if element.tag == "select":
        chosen = [option for option in element if "selected" in option.attrib] or [element[0]]
        return [(name, chosen[0].get("value") or (chosen[0].text or ""))]
    if element.get("type") in {"checkbox", "radio"} and "checked" not in element.attrib:
        return []
    return [(name, element.get("value", ""))]


def pdf_text(pdf: bytes) -> str:
    """What can be copied from all pages."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def page_text(page: Page) -> str:
    """All that can be read on the page."""
    return " ".join("".join(page.root.itertext()).split())

"""What an editor does at the translation desk: opens pages, fills in the forms that are there, presses buttons."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.db import Database
from app.translation import desk
from app.translation.desk import Item
from app.translation.sources import key_of
from app.vocabulary.catalogues import Domain, Entry
from app.vocabulary.models import Revision, SlipPhrase
from tests.web.pages import Page, check_page, open_page, text_of
from tests.web.staff import post

PHRASE, GERMAN = "your_topic", "Ihr Thema"
KEY = key_of("slip", Entry(PHRASE, GERMAN))


class Editor:
    """``page`` is the page that is open."""

    def __init__(self, client: FlaskClient, database: Database) -> None:
        self.client = client
        self.database = database
        self.page: Page

    def open(self, path: str) -> "Editor":
        """A page that must be there."""
        self.page = open_page(self.client, path)
        return self

    def press(self, form: Element, name: str = "", value: str = "", status: int = 200, **typed: str) -> "Editor":
        """Send a form of the page by one of its buttons; ``typed`` replaces fields."""
        buttons = [one for one in form.iter("button") if (one.get("name", ""), one.get("value", "")) == (name, value)]
        assert buttons, f"no button {name}={value}"
        fields = [(field, text) for field, text in fields_of(form) if field not in typed]
        button = [(name, value)] if name else []
        path = buttons[0].get("formaction") or form.attrib["action"]
        response = self.client.post(path, data=MultiDict([*fields, *typed.items(), *button]))
        assert response.status_code == status, response.status
        self.page = check_page(response)
        return self

    def save(self, text: str, action: str = "review", key: str = KEY, status: int = 200) -> "Editor":
        """Type a translation and save it."""
        return self.press(self.entry(key), "action", action, status, text=text)

    def upload(self, content: bytes, catalogue: str = "uk", status: int = 200) -> "Editor":
        """Choose a PO file and have it looked at."""
        response = self.send_file(content, catalogue)
        assert response.status_code == status, response.status
        self.page = check_page(response)
        return self

    def send_file(self, content: bytes, catalogue: str = "uk") -> TestResponse:
        """The same, whatever comes of it."""
        path = f"/translations/{catalogue}/import"
        return post(self.client, path, {"file": (BytesIO(content), "x.po")})  # type: ignore[dict-item]

    def export(self, domain: Domain = "slip", catalogue: str = "uk") -> str:
        """The PO file of a language."""
        response = self.client.get(f"/translations/{catalogue}/{domain}.po")
        assert response.status_code == 200
        return response.text

    def entry(self, key: str = KEY) -> Element:
        """The form of a text."""
        return next(self.page.one("li", id=f"e-{key}").iter("form"))

    def form(self, action: str) -> Element:
        """The only form that posts there."""
        return self.page.one("form", action=action, method="post")

    def shown(self) -> list[str]:
        """The texts on the page."""
        ids = [one.get("id", "") for one in self.page.all("li")]
        return [name.removeprefix("e-") for name in ids if name.startswith("e-")]

    def field(self, key: str = KEY) -> Element:
        """The field of a text."""
        return self.page.one("textarea", id=f"t-{key}")

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return self.page.text()

    @property
    def focus(self) -> str:
        """The key of the text with the focus."""
        return self.page.one("textarea", autofocus="").attrib["id"].removeprefix("t-")

    def item(self, catalogue: str = "uk", key: str = KEY) -> Item:
        """What is stored."""
        with self.database.reading() as session:
            return desk.item(session, catalogue, key)

    def items(self, catalogue: str = "uk") -> tuple[Item, ...]:
        """All that is stored."""
        with self.database.reading() as session:
            return desk.items(session, catalogue)

    def reword(self, german: Mapping[str, str]) -> None:
        """Somebody changes German phrases."""
        with self.database.writing() as session:
            for key, text in german.items():
                session.execute(update(SlipPhrase).where(SlipPhrase.key == key).values(label_de=text))
            session.execute(update(Revision).values(number=Revision.number + 1))


def fields_of(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser would send of a form, without its buttons."""
    for element in form.iter():
        name = element.get("name", "")
        if element.tag == "textarea":
            yield name, "".join(element.itertext())
        elif element.tag == "input" and (element.get("type") != "checkbox" or "checked" in element.attrib):
            yield name, element.get("value", "")


def said(page: Page) -> str:
    """What the page says about the last step."""
    return text_of(page.one("div", id="done"))

"""What an editor does with offices: opens pages, types into the form that is there, presses its buttons."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.db import Database
from app.directory import drafts, settings
from app.directory.drafts import Current
from app.directory.entries import Content, Entry
from tests.web.pages import Page, check_page, open_page, text_of

Typed = str | list[str]


class Editor:
    """``page`` is the page that is open."""

    def __init__(self, client: FlaskClient, database: Database) -> None:
        self.client = client
        self.database = database
        self.page: Page

    def open(self, office: str = "wzl") -> "Editor":
        """The form of an office, or of a new one."""
        self.page = open_page(self.client, f"/offices/{office}")
        return self

    def press(self, name: str, value: str, status: int = 200, /, **typed: Typed) -> "Editor":
        """Send the form by one of its buttons; ``typed`` replaces fields, see ``field``."""
        buttons = [one for one in self.page.all("button") if (one.get("name"), one.get("value")) == (name, value)]
        assert buttons, f"no button {name}={value}"
        response = self.client.post(self.form.attrib["action"], data=self.sent(**typed) | {name: value})
        assert response.status_code == status, response.status
        if status != 303:
            self.page = check_page(response)
        else:
            self.page = open_page(self.client, response.location or "")
        return self

    def sent(self, **typed: Typed) -> MultiDict[str, Any]:
        """What a browser would send of the form, with these fields typed anew."""
        fields = MultiDict([*fields_of(self.form), *self._outside()])
        for name, value in typed.items():
            fields.setlist(field(name), [value] if isinstance(value, str) else value)
        return fields

    def save(self, status: int = 200, /, **typed: Typed) -> "Editor":
        return self.press("action", "save", status, **typed)

    def publish(self, status: int = 200, /, *, why: str = "neu erfragt", **typed: Typed) -> "Editor":
        return self.press("action", "publish", status, why=why, **typed)

    def undo(self, status: int = 200) -> "Editor":
        """Press what the notice offers after publishing."""
        form = self.page.one("form", id="undo")
        response = self.client.post(form.attrib["action"], data=MultiDict(fields_of(form)))
        assert response.status_code == status
        self.page = check_page(response)
        return self

    def _outside(self) -> Iterator[tuple[str, str]]:
        """Fields beside the form that belong to it."""
        for element in self.page.all("input", form="office"):
            yield element.attrib["name"], element.get("value", "")

    @property
    def form(self) -> Element:
        return self.page.one("form", id="office")

    def value(self, name: str) -> str:
        """What stands in the only field of this name."""
        values = [value for key, value in fields_of(self.form) if key == field(name)]
        assert len(values) == 1, f"{len(values)} fields {name}"
        return values[0]

    def values(self, name: str) -> list[str]:
        return [value for key, value in fields_of(self.form) if key == field(name)]

    @property
    def said(self) -> str:
        """What the page says about the last step."""
        return text_of(self.page.one("div", id="done"))

    def about(self, name: str) -> str:
        """What is wrong with a field, and what may be."""
        found = [one for kind in "ew" for one in self.page.all("div", id=f"{kind}-{name}")]
        return " ".join(map(text_of, found))

    @property
    def panel(self) -> str:
        return text_of(next(one for one in self.page.all("aside")))

    def current(self, office: str = "wzl") -> Current:
        with self.database.reading() as session:
            return drafts.current(session, Entry("offices", office))

    def published(self, office: str = "wzl") -> Content:
        content = self.current(office).published
        assert content is not None
        return content

    def drafted(self, office: str = "wzl") -> Content | None:
        with self.database.reading() as session:
            draft = drafts.current(session, Entry("offices", office)).draft
            return draft.content if draft else None

    def require_four_eyes(self) -> None:
        with self.database.writing() as session:
            settings.set_four_eyes(session, required=True)


def field(name: str) -> str:
    """``as_of__phone`` stands for the field ``as_of-phone``, which no Python name can be."""
    return name.replace("__", "-")


def fields_of(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser would send of a form, without its buttons."""
    for element in form.iter():
        name, kind = element.get("name", ""), element.get("type", "")
        if element.tag == "textarea":
            yield name, "".join(element.itertext())
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [one for one in options if "selected" in one.attrib] or options[:1]
            yield name, chosen[0].get("value", "") if chosen else ""
        elif element.tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in element.attrib):
            yield name, element.get("value", "")

"""What an editor does with a decision table: opens pages, fills in the forms that are there, presses buttons."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.accounts.roles import Role
from app.db import Database
from app.directory import drafts
from app.directory.entries import Content, Entry
from app.rules.desk import published
from tests.web.pages import Page, check_page, open_page, text_of
from tests.web.staff import add_staff, submit_login

TOPIC = "aufenthalt/titel_verlaengern"
TABLE = f"/rules/{TOPIC}"
RULE = "AUFE-017"
"""Younger than 27: the immigration office is responsible, Naomi advises."""


class Editor:
    """``page`` is the page that is open."""

    def __init__(self, client: FlaskClient, database: Database) -> None:
        self.client = client
        self.database = database
        self.page: Page

    def open(self, path: str = TABLE) -> "Editor":
        """A page that must be there."""
        self.page = open_page(self.client, path)
        return self

    def edit(self, rule: str = RULE) -> "Editor":
        """The form of a rule."""
        return self.open(f"{TABLE}?edit={rule}")

    def press(self, action: str, status: int = 200, **typed: str | list[str]) -> "Editor":
        """Send the form with this button; ``typed`` replaces fields, lists line by line."""
        form = self.form_with(action)
        fields = [(name, text) for name, text in self.fields(form) if name not in typed]
        for name, value in typed.items():
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        response = self.client.post(form.attrib["action"], data=MultiDict([*fields, ("action", action)]))
        assert response.status_code == status, response.status
        self.page = check_page(response)
        return self

    def save(self, status: int = 200, **typed: str | list[str]) -> "Editor":
        """Type into the open row and save it as a draft."""
        return self.press("save", status, **typed)

    def publish(self, why: str = "weil es stimmt", status: int = 200) -> "Editor":
        """Publish the drafts of the topic."""
        return self.press("publish", status, why=why)

    def fields(self, form: Element) -> list[tuple[str, str]]:
        """What a browser would send of a form, with the boxes elsewhere that belong to it."""
        boxes = self.page.all("input", type="checkbox", form=form.get("id", "-"))
        return [
            *fields_of(form),
            *((one.attrib["name"], one.attrib["value"]) for one in boxes if "checked" in one.attrib),
        ]

    def form_with(self, action: str) -> Element:
        """The form that has a button of this value."""
        found = [
            form for form in self.page.all("form") if any(one.get("value") == action for one in form.iter("button"))
        ]
        assert len(found) == 1, f"{len(found)} forms with {action}"
        return found[0]

    def row(self, rule: str = RULE) -> Element:
        """The row of a rule."""
        return self.page.one("tr", id=f"r-{rule}")

    def cells(self, rule: str = RULE) -> dict[str, str]:
        """The texts of a row by column."""
        return {cell.attrib["data-column"]: text_of(cell) for cell in self.row(rule) if "data-column" in cell.attrib}

    def rules(self) -> list[str]:
        """The rows of the table in their order."""
        return [one.attrib["data-rule"] for one in self.page.all("tr") if "data-rule" in one.attrib]

    @property
    def effect(self) -> str:
        """What the panel says."""
        return text_of(self.page.one("aside", id="effect"))

    @property
    def said(self) -> str:
        """What the page says about the last step."""
        return text_of(self.page.one("div", id="done"))

    @property
    def alert(self) -> str:
        """What the page says has gone wrong."""
        return " ".join(text_of(one) for one in self.page.root.iter() if one.get("role") == "alert")

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return self.page.text()

    def field(self, id_: str) -> str:
        """What stands in a field."""
        for tag in ("input", "textarea"):
            for one in self.page.all(tag, id=id_):
                return one.get("value", "") if tag == "input" else "".join(one.itertext())
        select = self.page.one("select", id=id_)
        return next((one.get("value", "") for one in select.iter("option") if "selected" in one.attrib), "")

    def shown(self, rule: str = RULE) -> Content:
        """A rule as it is drafted, else as it is published."""
        with self.database.reading() as session:
            content = drafts.current(session, Entry("rules", rule)).shown
            assert content is not None
            return content

    def published(self, rule: str = RULE) -> Content:
        """What holds at the counter."""
        with self.database.reading() as session:
            return published(session)[rule]

    def drafts(self) -> list[str]:
        """The ids of all drafts."""
        with self.database.reading() as session:
            return [one.entry_id for one in drafts.drafts(session)]


def log_in_as(app: Flask, database: Database, name: str, role: Role = Role.EDITOR) -> Editor:
    """A new account in a browser of its own."""
    client = app.test_client()
    add_staff(database, role, name=name)
    assert submit_login(client, name).status_code == 303
    return Editor(client, database)


def fields_of(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser would send of a form, without its buttons."""
    for element in form.iter():
        name = element.get("name", "")
        if element.tag == "textarea":
            yield name, "".join(element.itertext())
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [one for one in options if "selected" in one.attrib] or options[:1]
            yield from ((name, one.get("value", "")) for one in chosen)
        elif element.tag == "input" and (element.get("type") != "checkbox" or "checked" in element.attrib):
            yield name, element.get("value", "")

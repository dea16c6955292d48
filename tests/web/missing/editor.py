"""An editor who asks offices for material: the pages, and what is stored."""

from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import Database
from app.directory import publishing
from app.directory.entries import Entry, contents
from app.directory.stored import stored
from app.vocabulary.service import HOUSE_REVISION, raise_revision
from handouts import requests
from handouts.models import HandoutEdition
from handouts.requests import Request
from handouts.wanted import Wanted
from tests.web.counter.conftest import MONDAY
from tests.web.pages import Page, check_page, open_page, text_of

FLAT = Wanted("handout", "h_wohnungsgeber", "vi")


class Editor:
    """The page as it stands."""

    def __init__(self, client: FlaskClient, database: Database) -> None:
        self.client, self.database = client, database
        self.page: Page = open_page(client, "/requests")

    def open(self, path: str = "") -> "Editor":
        """A page below /requests."""
        self.page = open_page(self.client, f"/requests{path}")
        return self

    def add(self, wanted: Wanted = FLAT, *, noted: str = "2026-11", office: str | None = None) -> str:
        """A request, made elsewhere; its id."""
        with self.database.writing() as session:
            return requests.add(session, wanted, noted=noted, office=office).id

    def stored(self, id_: str) -> Request:
        """What is stored of it."""
        with self.database.reading() as session:
            return requests.find(session, id_)

    def all(self) -> list[Request]:
        """Everything that is stored."""
        with self.database.reading() as session:
            return requests.all_of(session)

    def edition(self, handout: str, language: str, until: date | None = None) -> None:
        """An edition that the library has."""
        nothing: dict[str, Any] = dict.fromkeys(("link", "issued_on", "pages", "checked_on"))
        with self.database.writing() as session:
            session.add(
                HandoutEdition(
                    id=f"{handout[-6:]}-{language}",
                    handout_id=handout,
                    language=language,
                    kind="paper",
                    valid_until=until,
                    **nothing,
                )
            )
            session.flush()
            raise_revision(session, HOUSE_REVISION)

    def office(self, name: str, **changed: object) -> None:
        """Somebody publishes a change of an office."""
        entry = Entry("offices", name)
        with self.database.writing() as session:
            content = contents(stored(session))[entry] | changed
            publishing.publish(session, {entry: content}, by="bert", why="", now=MONDAY)

    def form(self, action: str) -> dict[str, str]:
        """The fields of the form that posts there, as a browser would send them."""
        form = self.page.one("form", action=f"/requests{action}")
        fields = dict(_value(element) for element in form.iter() if element.tag in {"input", "select", "textarea"})
        return {name: value for name, value in fields.items() if name}

    def press(self, action: str, *, status: int = 200, **typed: str) -> "Editor":
        """Send a form with these fields, and look at what comes."""
        response = self.send(action, **typed)
        if response.status_code == 303:
            assert response.location is not None
            response = self.client.get(response.location)
        assert response.status_code == status, response.status
        self.page = check_page(response)
        return self

    def send(self, action: str, **typed: str) -> TestResponse:
        """The form as it stands with these fields."""
        return self.client.post(f"/requests{action}", data={**self.form(action), **typed})

    @property
    def message(self) -> str:
        """What became of the last step."""
        return text_of(self.page.one("div", id="done"))

    @property
    def titles(self) -> list[str]:
        """What is asked for, in the order of the list."""
        return [text_of(link) for link in self.page.all("a", **{"class": "name"})]

    def gaps(self, handout_or_topic: str) -> list[str]:
        """The languages that the program found missing of it."""
        found = []
        for form in self.page.all("form", action="/requests/new"):
            if handout_or_topic in {field.get("value") for field in form.iter("input")}:
                found += [button.attrib["value"] for button in form.iter("button")]
        return found


def _value(element: Element) -> tuple[str, str]:
    if element.tag == "select":
        chosen = [option for option in element.iter("option") if "selected" in option.attrib]
        return element.attrib["name"], chosen[0].attrib["value"] if chosen else ""
    if element.tag == "textarea":
        return element.attrib["name"], element.text or ""
    return element.get("name", ""), element.get("value", "")

"""What somebody does with events: opens pages, fills in the form that is there, sends it."""

from datetime import date
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import Database
from app.house.events import service
from app.house.events.models import Event
from app.house.events.service import Draft
from tests.unit.house.events.examples import DRAFT
from tests.web.pages import Page, check_page, open_page
from tests.web.staff import post

FIELDS: dict[str, Any] = {
    "title_de": "Miete und Nebenkosten",
    "title_en": "Rent and service charges",
    "title_language": ["uk", "", ""],
    "title_text": ["Оренда та комунальні платежі", "", ""],
    "description": "Was in der Abrechnung stehen muss.",
    "office": "mieterverein",
    "topics": ["wohnen"],
    "languages": ["de", "uk"],
    "day": "2026-12-01",
    "starts": "17:00",
    "ends": "18:30",
    "room": "Raum 2",
    "seats": "20",
    "registration": "needed",
    "contact": "0341 2131277",
    "link": "https://example.org/miete",
    "notes": ["free_of_charge"],
}


class Staff:
    """``page`` is the page that is open."""

    def __init__(self, client: FlaskClient, database: Database) -> None:
        self.client = client
        self.database = database
        self.page: Page

    def open(self, path: str = "/events") -> str:
        """The text of a page."""
        self.page = open_page(self.client, path)
        return self.page.text()

    def send(self, path: str, status: int = 303, /, **fields: Any) -> str:
        """Post a form and follow where it leads; the text of the page that is then open."""
        response = self.post(path, **fields)
        assert response.status_code == status, response.text
        if status == 303:
            return self.open(response.location or "")
        self.page = check_page(response)
        return self.page.text()

    def post(self, path: str, **fields: Any) -> TestResponse:
        """The answer to a form."""
        return post(self.client, path, fields)

    def events(self) -> list[Event]:
        """What is stored, by day, detached."""
        with self.database.reading() as session:
            found = list(service.upcoming(session, date(2000, 1, 1)))
            session.expunge_all()
            return found

    def event(self) -> Event:
        """The only event."""
        (found,) = self.events()
        return found

    def add(self, draft: Draft = DRAFT, participants: int | None = None) -> str:
        """An event that is there already; its id."""
        with self.database.writing() as session:
            (row,) = service.create(session, draft)
            row.participants = participants
            return row.id

"""A browser of an editor with files of a Zuständigkeitsfinder."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.directory.drafts import drafts
from app.directory.entries import Content, contents
from app.directory.stored import stored
from referrals.interchange.models import Proposal
from tests.web.pages import Page, check_page, open_page
from tests.web.staff import csrf_token, log_in, post

NOW = datetime(2026, 11, 23, 10, 20, tzinfo=clock.ZONE)
TOPIC = "aufenthalt/titel_verlaengern"


class Editor:
    """A browser of an editor, in English, and what is in the database."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.client: FlaskClient = log_in(app, database, Role.EDITOR)
        self.database = database
        self.client.get("/proposals?lang=en")

    def upload(self, content: bytes, name: str = "file.xml", status: int = 200) -> Page:
        file = {"csrf_token": csrf_token(self.client), "file": (BytesIO(content), name)}
        response = self.client.post("/proposals/file", data=file, content_type="multipart/form-data")
        assert response.status_code == status
        return check_page(response)

    def open(self, name: str, kind: str = "office_new") -> tuple[str, Page]:
        """The path and page of the first open proposal with this name."""
        with self.database.reading() as session:
            query = select(Proposal.id).where(Proposal.name == name, Proposal.kind == kind, Proposal.state == "open")
            path = f"/proposals/{session.scalars(query.order_by(Proposal.id)).first()}"
        return path, open_page(self.client, path)

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]], status: int = 200) -> Page:
        response = post(self.client, path, fields)
        assert response.status_code == status, response.text
        return check_page(response)

    def decide(self, path: str, page: Page, action: str, **fields: str | Sequence[str]) -> Page:
        """Press a button of a proposal's page: with its hidden fields and these."""
        form = next(form for form in page.all("form", method="post") if _has(form, "action", action))
        hidden = {one.attrib["name"]: one.attrib["value"] for one in form.iter("input") if one.get("type") == "hidden"}
        return self.post(path, {**hidden, "action": action, **fields})

    def states(self) -> dict[str, int]:
        with self.database.reading() as session:
            found = list(session.scalars(select(Proposal.state)))
        return {state: found.count(state) for state in sorted(set(found))}

    def drafted(self) -> dict[str, Content | None]:
        with self.database.reading() as session:
            return {draft.entry_id: draft.content for draft in drafts(session)}

    def published(self) -> Any:
        with self.database.reading() as session:
            return contents(stored(session))


def _has(form: Any, name: str, value: str) -> bool:
    return any(one.get("name") == name and one.get("value") == value for one in form.iter("button"))

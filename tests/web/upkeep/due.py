"""An editor who keeps the directory right: presses the buttons of the list, as a browser without JavaScript would."""

from datetime import timedelta
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.db import Database
from app.directory import publishing
from app.directory.entries import Content, Entry, contents
from app.directory.stored import stored
from referrals import reports
from referrals.reports import Wrong
from tests.web.counter.conftest import MONDAY
from tests.web.pages import Page, check_page, open_page, text_of

ANKOMMEN = Entry("offices", "ankommenszentrum")
UNSURE_RULE = Entry("rules", "AUFE-037")


class Editor:
    """The list as it stands, and what is ticked in it."""

    def __init__(self, client: FlaskClient, database: Database) -> None:
        self.client, self.database = client, database
        self.ticked: list[str] = []
        self.open()

    def open(self, **chosen: str) -> "Editor":
        """The list with this filter."""
        self.page: Page = open_page(self.client, "/due", query_string=chosen)
        return self

    @property
    def rows(self) -> list[Element]:
        """The entries that are shown."""
        return [row for row in self.page.all("tr") if "data-row" in row.attrib]

    def row(self, entry: Entry) -> Element:
        """The row of an entry, which must be there."""
        (found,) = [row for row in self.rows if self._is(row, entry)]
        return found

    def shows(self, entry: Entry) -> bool:
        """Whether the entry is on this page of the list."""
        return any(self._is(row, entry) for row in self.rows)

    def said(self, entry: Entry) -> str:
        """All that the row says."""
        return text_of(self.row(entry))

    def seen(self, entry: Entry) -> str:
        """What the entry's buttons and box send."""
        values = {one.get("value", "") for one in self.row(entry).iter() if one.get("name") in {"one", "entry"}}
        assert len(values) == 1
        return values.pop()

    def tick(self, *entries: Entry) -> "Editor":
        """Tick entries."""
        self.ticked += [self.seen(entry) for entry in entries]
        return self

    def press(self, path: str, entry: Entry | None = None, **typed: str) -> "Editor":
        """A button of the list: that of an entry, or one for those that are ticked."""
        return self.show(self.send(path, self.seen(entry) if entry else "", **typed))

    def send(self, path: str, one: str = "", **typed: str) -> TestResponse:
        """The form as it stands, with a button that says ``one``."""
        form = next(form for form in self.page.all("form") if "data-due" in form.attrib)
        hidden = [(field.attrib["name"], field.attrib["value"]) for field in form if field.get("type") == "hidden"]
        ticked = [("entry", value) for value in self.ticked]
        pressed = [("one", one)] if one else []
        self.ticked = []
        return self.client.post(path, data=MultiDict([*hidden, *ticked, *pressed, *typed.items()]))

    def undo(self) -> "Editor":
        """The undo button of the message."""
        return self.show(self.client.post("/due/undo", data=self.undo_form()))

    def undo_form(self) -> dict[str, str]:
        """What the undo button sends."""
        return {**dict(self.page.fields("/due/undo")), "csrf_token": self.page.csrf_token}

    def show(self, response: TestResponse) -> "Editor":
        """Look at the response as the new page."""
        assert response.status_code == 200, response.status
        self.page = check_page(response)
        return self

    @property
    def message(self) -> str:
        """What became of the last step."""
        return text_of(self.page.one("div", id="done"))

    @property
    def focused(self) -> Element:
        """What has the focus when the page opens."""
        (found,) = [one for one in self.page.root.iter() if "autofocus" in one.attrib]
        return found

    def content(self, entry: Entry) -> Content:
        """What is published."""
        with self.database.reading() as session:
            return contents(stored(session))[entry]

    def publish(self, entry: Entry, by: str = "bert", **changed: object) -> None:
        """Somebody else publishes a change."""
        content = self.content(entry) | changed
        with self.database.writing() as session:
            publishing.publish(session, {entry: content}, by=by, why="", now=MONDAY - timedelta(minutes=1))

    def report(self, entry: str, what: str, n: int = 1) -> None:
        """Advisors report something at the counter."""
        with self.database.writing() as session:
            reports.add(session, {Wrong(entry, what): n})

    def reported(self) -> dict[Wrong, int]:
        """The reports that are open."""
        with self.database.reading() as session:
            return reports.reported(session)

    @staticmethod
    def _is(row: Element, entry: Entry) -> bool:
        start = f"{entry.kind} {entry.id} "
        return any(one.get("value", "").startswith(start) for one in row.iter() if one.get("name") in {"one", "entry"})

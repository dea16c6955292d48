"""What an editor does at /exchange: downloads, uploads, looks, takes over."""

import csv
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.db import Database
from app.directory.entries import Content, Entry, contents
from app.directory.stored import stored
from tests.web.access.state import dump
from tests.web.pages import Page, check_page, text_of
from tests.web.staff import csrf_token

Files = dict[str, bytes]


class Exchanger:
    """``page`` is the page that is open."""

    def __init__(self, client: FlaskClient, database: Database) -> None:
        self.client = client
        self.database = database
        self.page: Page

    def download(self, name: str = "csv") -> Files:
        """The files of an archive by name."""
        response = self.client.get(f"/exchange/{name}.zip")
        assert (response.status_code, response.mimetype) == (200, "application/zip")
        with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
            return {one: archive.read(one) for one in archive.namelist()}

    def send(self, files: Mapping[str, bytes]) -> TestResponse:
        """Choose files and have them looked at, whatever comes of it."""
        fields: MultiDict[str, Any] = MultiDict([("csrf_token", csrf_token(self.client))])
        for name, content in files.items():
            fields.add("files", (io.BytesIO(content), name))
        return self.client.post("/exchange/check", data=fields)

    def upload(self, files: Mapping[str, bytes], status: int = 200) -> "Exchanger":
        """The same, with a page that must come."""
        response = self.send(files)
        assert response.status_code == status, response.status
        self.page = check_page(response)
        return self

    def take_over(self, why: str = "Weil es so ist", status: int = 200) -> "Exchanger":
        """Press the button of the preview."""
        fields = dict(self.page.fields("/exchange/take-over"))
        token = csrf_token(self.client)
        response = self.client.post("/exchange/take-over", data={**fields, "why": why, "csrf_token": token})
        assert response.status_code == status, response.status
        self.page = check_page(response)
        return self

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return self.page.text()

    @property
    def trouble(self) -> str:
        """What is said to be wrong."""
        return text_of(self.page.one("div", id="trouble"))

    @property
    def rows(self) -> dict[str, list[str]]:
        """The counts of the preview by file: new, changed, as before, not in the file."""
        rows = self.page.one("tbody").iter("tr")
        return {cells[0]: cells[1:] for cells in ([text_of(cell) for cell in row] for row in rows)}

    def entry(self, kind: str, name: str) -> Content | None:
        """What is stored."""
        with self.database.reading() as session:
            return contents(stored(session)).get(Entry(kind, name))

    def everything(self) -> dict[str, list[Any]]:
        """All rows of all tables."""
        return dump(self.database)


def changed(files: Files, file: str, row: int, **cells: str) -> Files:
    """One of the files with other cells in a row (1 = first after the header)."""
    rows = list(csv.reader(io.StringIO(files[file].decode("utf-8-sig"), newline=""), delimiter=";"))
    for name, text in cells.items():
        rows[row][rows[0].index(name)] = text
    text_ = io.StringIO(newline="")
    csv.writer(text_, delimiter=";").writerows(rows)
    return {file: text_.getvalue().encode("utf-8-sig")}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()

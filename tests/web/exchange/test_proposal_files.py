"""Files of a Zuständigkeitsfinder become proposals, or are refused with a reason."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.accounts.roles import Role
from app.db import Database
from app.exchange import proposals_views
from tests.unit.interchange.xzufi.files import LATER, TRANSFER
from tests.web.exchange.editor import NOW, Editor
from tests.web.pages import check_page, open_page
from tests.web.staff import csrf_token, log_in


@pytest.fixture
def editor(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Any:
    with clock.fixed(NOW):
        yield Editor(app, database)


def test_without_proposals_the_page_says_what_xzufi_is(editor: Editor) -> None:
    page = open_page(editor.client, "/proposals")
    assert "Amt24" in page.text()
    assert page.all("details")[0].get("open") is not None
    assert not page.all("table")


def test_a_file_becomes_proposals_and_changes_nothing(editor: Editor) -> None:
    before = editor.published()
    text = editor.upload(TRANSFER.read_bytes(), "amt24.xml").text()
    assert "amt24.xml: 5 new proposals. The directory is as it was." in text
    for part in ("2 are about other regions", "1 says too little", "2 parts left out", "line 108:"):
        assert part in text
    again = editor.upload(TRANSFER.read_bytes()).text()
    assert "0 new proposals" in again
    assert "5 were proposed before" in again
    assert (editor.published(), editor.drafted(), editor.states()) == (before, {}, {"open": 5})


def test_unknown_deletions_are_one_line_and_void_proposals_go(editor: Editor) -> None:
    editor.upload(TRANSFER.read_bytes())
    text = editor.upload(LATER.read_bytes()).text()
    assert "4 deletions of things that were never here" in text
    assert "2 open proposals withdrawn" in text
    # The office that changed took the place of its former proposal.
    assert editor.states() == {"open": 3, "replaced": 3}
    assert "is older than what is known" in editor.upload(TRANSFER.read_bytes()).text()
    assert editor.states() == {"open": 3, "replaced": 3}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty"),
        (TRANSFER.read_bytes()[:5000], "not whole XML"),
        (TRANSFER.read_bytes().replace(b"UTF-8", b"ISO-8859-1"), "says that it is in ISO-8859-1"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document type"),
        (b"PK\x03\x04 no XML", "not whole XML"),
    ],
)
def test_a_broken_file_is_refused_and_nothing_is_changed(editor: Editor, content: bytes, reason: str) -> None:
    page = editor.upload(content, "kaputt.xml", 400)
    assert "Nothing was taken in. kaputt.xml" in page.text()
    assert reason in page.text()
    assert editor.states() == {}


def test_no_file_is_told(editor: Editor) -> None:
    assert "Nothing was taken in." in editor.post("/proposals/file", {}, 400).text()


def test_a_file_that_is_too_large_is_refused(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals_views, "MOST_BYTES", 1000)
    file = {"csrf_token": csrf_token(editor.client), "file": (BytesIO(b"x" * 200_000), "large.xml")}
    response = editor.client.post("/proposals/file", data=file, content_type="multipart/form-data")
    assert response.status_code == 413
    check_page(response)


def test_files_larger_than_forms_are_taken_of_editors_only(app: Flask, database: Database, editor: Editor) -> None:
    large = TRANSFER.read_bytes().replace(b"</xzufi:nachrichtenkopf>", b"</xzufi:nachrichtenkopf>" + b" " * 400_000)
    assert "5 new proposals" in editor.upload(large).text()
    advisor = log_in(app, database, Role.ADVISOR)
    file = {"csrf_token": csrf_token(advisor), "file": (BytesIO(large), "large.xml")}
    response = advisor.post("/proposals/file", data=file, content_type="multipart/form-data")
    assert response.status_code == 413

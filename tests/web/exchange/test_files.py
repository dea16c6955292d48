"""Files out and in at /exchange: out and in changes nothing; what is taken over is one change of the history."""

import json

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.roles import Role
from app.db import Database
from app.directory import history
from app.directory.models import Draft, Setting
from app.directory.settings import FOUR_EYES
from app.vocabulary.models import Revision
from config import Settings
from tests.web.exchange.files import Exchanger, changed, zipped
from tests.web.pages import open_page
from tests.web.staff import log_in


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """Publishing is tested on both databases elsewhere."""
    return sqlite_settings


@pytest.fixture
def editor(app: Flask, database: Database) -> Exchanger:
    return Exchanger(log_in(app, database, Role.EDITOR), database)


def test_the_page_offers_three_downloads(editor: Exchanger) -> None:
    page = open_page(editor.client, "/exchange")
    assert [one.get("href") for one in page.all("a", **{"class": "kern-btn kern-btn--secondary"})] == [
        "/exchange/csv.zip",
        "/exchange/public.zip",
        "/exchange/hsds.zip",
    ]
    assert page.all("a", href="/proposals")
    assert set(editor.download("public")) == {"index.html", "directory.jsonld"}
    assert {"services.json", "organizations.json", "tabular/datapackage.json"} <= set(editor.download("hsds"))
    assert len(json.loads(editor.download("public")["directory.jsonld"])["@graph"]) > 70


def test_the_same_directory_makes_the_same_archive(editor: Exchanger) -> None:
    first, second = (editor.client.get("/exchange/csv.zip").data for _ in range(2))
    assert first == second


def test_out_and_in_changes_nothing(editor: Exchanger) -> None:
    files = editor.download()
    before = editor.everything()
    editor.upload(files)
    assert "Es gibt nichts zu übernehmen" in editor.text
    assert {(new, different, kept) for new, different, _, kept in editor.rows.values()} == {("0", "0", "0")}
    assert len(editor.rows) == len(files) == 15
    assert not editor.page.all("form", action="/exchange/take-over")
    editor.upload({"verzeichnis.zip": zipped({f"verzeichnis/{name}": content for name, content in files.items()})})
    assert "Es gibt nichts zu übernehmen" in editor.text
    assert editor.everything() == before


def test_first_it_shows_then_it_changes_then_history_takes_it_back(editor: Exchanger) -> None:
    before = editor.entry("offices", "wzl")
    assert before is not None
    files = editor.download()
    editor.upload(changed(files, "offices.csv", 1, phone="'+49 341 99", tram_stop=""))
    assert editor.rows == {"offices.csv": ["0", "1", "76", "0"]}
    assert "+49 341 1232676" in editor.text
    assert "+49 341 99" in editor.text
    assert editor.entry("offices", "wzl") == before
    editor.take_over("Neue Nummer")
    assert "1 Eintrag übernommen." in editor.text
    assert editor.entry("offices", "wzl") == before | {"phone": "+49 341 99", "tram_stop": None}
    with editor.database.reading() as session:
        number = history.last_number(session)
        made = history.change(session, number)
        assert (made.made_by, made.why) == ("editor", "Neue Nummer")
        assert [(one.kind, one.entry_id) for one in made.versions] == [("offices", "wzl")]
    assert editor.page.all("a", href=f"/history/{number}")
    assert open_page(editor.client, f"/history/{number}").all("form", action="/history/restore")


def test_new_entries_and_kept_ones(editor: Exchanger) -> None:
    files = editor.download()
    documents = files["documents.csv"].split(b"\r\n")[0] + b"\r\nneu;Neu;New;false;\r\n"
    editor.upload({"documents.csv": documents})
    assert editor.rows["documents.csv"] == ["1", "0", "0", str(files["documents.csv"].count(b"\r\n") - 1)]
    editor.take_over()
    assert editor.entry("documents", "neu") == {
        "id": "neu",
        "label_de": "Neu",
        "label_en": "New",
        "keep_german": False,
        "note": "",
    }
    again = editor.download()
    assert again["documents.csv"] == files["documents.csv"] + b"neu;Neu;New;false;\r\n"
    editor.upload(again)
    assert "Es gibt nichts zu übernehmen" in editor.text


def test_a_reason_is_needed_and_nothing_is_lost(editor: Exchanger) -> None:
    files = changed(editor.download(), "offices.csv", 1, phone="115")
    editor.upload(files).take_over(" ", status=400)
    assert "Bitte" in editor.trouble
    editor.take_over("Doch")
    assert "1 Eintrag übernommen." in editor.text


def test_somebody_changes_the_directory_meanwhile(editor: Exchanger) -> None:
    editor.upload(changed(editor.download(), "offices.csv", 1, phone="115"))
    with editor.database.writing() as session:
        session.execute(update(Revision).where(Revision.id == 1).values(number=Revision.number + 1))
    before = editor.everything()
    editor.take_over(status=409)
    assert "Das Verzeichnis wurde inzwischen geändert." in editor.trouble
    assert editor.everything() == before


@pytest.mark.parametrize("ticket", ["", "made up", "gAAAAABmade-up"])
def test_only_our_own_tickets(editor: Exchanger, ticket: str) -> None:
    before = editor.everything()
    editor.upload(changed(editor.download(), "offices.csv", 1, phone="115"))
    editor.page.one("input", name="ticket").set("value", ticket)
    editor.take_over(status=400)
    assert "zu alt" in editor.trouble
    assert editor.everything() == before


def test_where_four_eyes_are_needed_it_becomes_drafts(editor: Exchanger) -> None:
    with editor.database.writing() as session:
        session.merge(Setting(name=FOUR_EYES, value="yes"))
    stored = editor.entry("offices", "wzl")
    editor.upload(changed(editor.download(), "offices.csv", 1, phone="115")).take_over("Anruf")
    assert "1 Entwurf wartet auf eine zweite Person." in editor.text
    assert editor.entry("offices", "wzl") == stored
    with editor.database.reading() as session:
        [draft] = session.query(Draft).all()
        assert (draft.entry_id, draft.made_by, draft.submitted_by, draft.why) == ("wzl", "editor", "editor", "Anruf")
    editor.upload(changed(editor.download(), "offices.csv", 1, phone="116")).take_over(status=409)
    assert "schon einen Entwurf" in editor.trouble


def test_columns_that_nobody_knows_are_named(editor: Exchanger) -> None:
    rows = editor.download()["documents.csv"].decode("utf-8-sig").split("\r\n")
    content = "\r\n".join([f"{rows[0]};Notiz", *(f"{row};x" for row in rows[1:-1]), ""])
    editor.upload({"documents.csv": content.encode()})
    assert "documents.csv hat Spalten, die nicht gelesen werden: Notiz" in editor.text


def test_a_large_change_is_cut_short_on_the_page_and_taken_over_whole(editor: Exchanger) -> None:
    text = (
        editor.download()["routing.csv"]
        .decode("utf-8-sig")
        .replace("memory, unverified", "geprüft")
        .replace(";high;", ";low;")
    )
    editor.upload({"routing.csv": text.encode()})
    changes = int(editor.rows["routing.csv"][1])
    assert changes > 200
    assert f"und {changes - 200} weitere" in editor.text
    editor.take_over()
    assert f"{changes} Einträge übernommen." in editor.text
    assert editor.download()["routing.csv"].decode("utf-8-sig") == text

"""The board: hung up, found, ended by itself, taken down and put back; no private person on it."""

from datetime import timedelta

import pytest

from app import clock
from app.db import Database
from app.house.board import service
from app.house.board.values import Entry
from tests.web.aids.writer import Writer
from tests.web.counter.conftest import MONDAY
from tests.web.pages import text_of
from tests.web.staff import submit_login

pytestmark = pytest.mark.one_database

ROOM = {
    "kind": "offer",
    "category": "room",
    "office_id": "mieterverein",
    "title": "Raum für Sprachcafés",
    "text": "Dienstags ab 16 Uhr,\n20 Plätze.",
    "contact_note": "Ehrenamtskoordination",
    "topics": ["engagement/raum_veranstaltung"],
    "until": "2026-12-31",
}


def stored(database: Database) -> tuple[Entry, ...]:
    with database.reading() as session:
        return service.board(session).all


def hung(writer: Writer, **typed: str | list[str]) -> Writer:
    return writer.open("/board/new?kind=offer").send(ROOM | typed)


def titles(writer: Writer) -> list[str]:
    return [text_of(one) for one in writer.page.all("h2")]


def test_an_offer(writer: Writer, advisor: Writer, database: Database) -> None:
    hung(writer)
    assert writer.said == "Raum für Sprachcafés: Hängt jetzt am Brett."
    [entry] = stored(database)
    assert (entry.content.text, entry.content.topics) == (ROOM["text"], ("engagement/raum_veranstaltung",))
    # How to reach the organisation comes from the directory.
    shown = text_of(advisor.open("/board").page.one("li", id=f"b-{entry.id}"))
    for text in (
        "Angebot",
        "Raum",
        "bis Do 31.12.2026",
        "Dort fragen nachEhrenamtskoordination",
        "+49 341",
    ):
        assert text in shown
    assert not advisor.page.all("a", href=f"/board/{entry.id}/edit")


def test_a_new_entry_lasts_three_months(writer: Writer) -> None:
    writer.open("/board/new?kind=request")
    assert writer.page.one("input", id="until").get("value") == "2027-02-21"
    assert writer.page.one("input", name="kind", value="request").get("checked") is not None


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"kind": "x"}, "kind", "Angebot oder ein Gesuch"),
        ({"category": "x"}, "category", "worum es geht"),
        ({"office_id": ""}, "office_id", "Organisation aus dem Verzeichnis"),
        ({"office_id": "Frau Muster"}, "office_id", "Privatpersonen stehen hier nicht"),
        ({"title": " "}, "title", "einen Titel"),
        ({"title": "x" * 121}, "title", "zu lang"),
        ({"text": ""}, "text", "angeboten oder gesucht"),
        ({"text": "x" * 2001}, "text", "zu lang"),
        ({"text": "Melden bei muster@gmx.de"}, "text", "E-Mail-Adressen weg"),
        ({"text": "Tel. 0341 1234567"}, "text", "Telefonnummern weg"),
        ({"title": "Zimmer bei Frau Muster"}, "title", "Namen von Personen weg"),
        ({"contact_note": "Herr Dr. Beispiel"}, "contact_note", "Namen von Personen weg"),
        ({"contact_note": "0176 12345678"}, "contact_note", "Telefonnummern weg"),
        ({"contact_note": "x" * 121}, "contact_note", "zu lang"),
        ({"until": ""}, "until", "einen Tag ein"),
        ({"until": "31.12.2026"}, "until", "einen Tag ein"),
        ({"until": "2026-11-22"}, "until", "vorbei"),
        ({"until": "2028-01-01"}, "until", "mehr als ein Jahr"),
    ],
)
def test_what_may_not_hang_there(
    writer: Writer, typed: dict[str, str], field: str, says: str, database: Database
) -> None:
    writer.open("/board/new").send(ROOM | typed, 400)
    assert [link.get("href") for link in writer.page.one("div", id="done").iter("a")] == [f"#{field}"]
    assert says in writer.said
    assert stored(database) == ()
    # What was typed stands there still, what is right as what is wrong.
    assert writer.page.one("input", id="until").get("value") == typed.get("until", "2026-12-31")
    assert text_of(writer.page.one("textarea", id="text")) == " ".join(typed.get("text", str(ROOM["text"])).split())


def test_today_is_not_over(writer: Writer, database: Database) -> None:
    hung(writer, until="2026-11-23")
    assert len(stored(database)) == 1


def test_found_by_word_kind_category_topic_and_organisation(writer: Writer) -> None:
    hung(writer)
    hung(writer, kind="request", category="help", title="Helfende für Café", topics=["engagement"], until="2026-12-01")
    for query, found in (
        ("", ["Helfende für Café", "Raum für Sprachcafés"]),
        ("q=cafe", ["Helfende für Café", "Raum für Sprachcafés"]),
        ("q=RAUM+plätze", ["Raum für Sprachcafés"]),
        ("q=mieterverein", ["Helfende für Café", "Raum für Sprachcafés"]),
        ("kind=request", ["Helfende für Café"]),
        ("category=room", ["Raum für Sprachcafés"]),
        ("topic=engagement", ["Helfende für Café", "Raum für Sprachcafés"]),
        ("topic=wohnen", []),
        ("kind=x&category=y&topic=z", ["Helfende für Café", "Raum für Sprachcafés"]),
    ):
        assert titles(writer.open(f"/board?{query}")) == found, query


def test_an_entry_ends_by_itself(writer: Writer) -> None:
    hung(writer)
    with clock.fixed(MONDAY + timedelta(days=38)):
        submit_login(writer.client, "editor")
        assert titles(writer.open("/board")) == ["Raum für Sprachcafés"]
    with clock.fixed(MONDAY + timedelta(days=39)):
        submit_login(writer.client, "editor")
        assert titles(writer.open("/board")) == []
        assert "1 Eintrag, der abgenommen wurde oder abgelaufen ist" in writer.text
        assert titles(writer.open("/board?ended=yes")) == ["Raum für Sprachcafés"]


def test_taken_down_and_put_back(writer: Writer, database: Database) -> None:
    hung(writer)
    [entry] = stored(database)
    writer.send(action="put_away", form=f"/board/{entry.id}")
    assert "Abgenommen." in writer.said
    assert titles(writer) == []
    writer.send(action="put_back", form=f"/board/{entry.id}")
    assert "Hängt wieder am Brett." in writer.said
    assert titles(writer) == ["Raum für Sprachcafés"]


def test_changed(writer: Writer, database: Database) -> None:
    hung(writer)
    [entry] = stored(database)
    assert "Gespeichert." in writer.open(f"/board/{entry.id}/edit").send({"title": "Raum", "topics": []}).said
    assert "Nichts zu speichern" in writer.open(f"/board/{entry.id}/edit").send().said
    assert [(one.content.title, one.content.topics, one.version) for one in stored(database)] == [("Raum", (), 2)]


def test_two_editors(writer: Writer, colleague: Writer, database: Database) -> None:
    hung(writer)
    [entry] = stored(database)
    writer.open(f"/board/{entry.id}/edit")
    colleague.open(f"/board/{entry.id}/edit").send({"title": "Saal", "office_id": "wzl"})
    writer.send({"title": "Zimmer"}, 409)
    assert "ist nichts verloren" in writer.said
    assert writer.page.one("input", id="title").get("value") == "Zimmer"
    assert text_of(writer.page.one("p", id="title-theirs")) == "Jetzt gespeichert: Saal"
    assert "Willkommenszentrum" in text_of(writer.page.one("p", id="office_id-theirs"))
    assert [one.content.title for one in stored(database)] == ["Saal"]
    writer.send()
    assert [one.content.title for one in stored(database)] == ["Zimmer"]


def test_an_old_page_s_button_changes_nothing(writer: Writer, colleague: Writer, database: Database) -> None:
    hung(writer)
    [entry] = stored(database)
    colleague.open(f"/board/{entry.id}/edit").send({"title": "Saal"})
    writer.send(None, 409, action="put_away", form=f"/board/{entry.id}")
    assert "Nichts geändert" in writer.said
    assert titles(writer) == ["Saal"]

"""Finding handouts: by title, by the text of their PDFs, by topic, language and what has to be done."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import Database
from app.vocabulary.service import raise_revision
from handouts import editions
from handouts.editions import Wish
from handouts.models import Handout
from tests.web.library.shelves import leaflet, put, put_file
from tests.web.pages import Page, open_page, text_of

pytestmark = pytest.mark.one_database

GERMAN = Wish(language="de", kind="paper")


def titles(page: Page) -> list[str]:
    return [text_of(link) for heading in page.all("h2") for link in heading.iter("a")]


def found(client: FlaskClient, **query: str) -> list[str]:
    return titles(open_page(client, "/handouts", query_string=query))


def test_every_handout_with_the_languages_that_there_are(advisor: FlaskClient, database: Database) -> None:
    put(database, "h_stadtplan", left=3, reorder_at=5)
    put(database, "h_stadtplan", GERMAN, left=70)
    page = open_page(advisor, "/handouts")
    assert len(titles(page)) == 16
    chips = text_of(page.all("ul", **{"aria-label": "Ausgaben"})[0])
    assert chips == "Deutsch Nur gedruckt · noch 70 Ukrainisch Nur gedruckt nur noch 3"
    assert "New handout" not in page.response.text
    assert "Neues Infomaterial" not in page.text()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("wohnungsgeber", "Formular Wohnungsgeberbestätigung"),
        ("BESTATIGUNG formular", "Formular Wohnungsgeberbestätigung"),
        ("landlord", "Formular Wohnungsgeberbestätigung"),
        ("h_kita", "Heft Kinderbetreuung (de, en, ar, Dari)"),
        ("naomi", "Faltblatt Jugendmigrationsdienst"),
    ],
)
def test_by_title_id_or_publisher_without_case_and_accents(advisor: FlaskClient, query: str, first: str) -> None:
    assert found(advisor, q=query)[0] == first


def test_by_the_text_of_the_pdf_with_the_place_where_it_stands(
    app: Flask, advisor: FlaskClient, database: Database
) -> None:
    text = "Wer umzieht, meldet sich innerhalb von zwei Wochen im Bürgerbüro an und bringt den Ausweis mit."
    put_file(app, database, "h_stadtplan", text, GERMAN)
    page = open_page(advisor, "/handouts", query_string={"q": "BÜRGERBURO wochen"})
    assert titles(page) == ["Willkommens-Stadtplan (ca. 100 Anlaufstellen; de, ru, en, es, ar)"]
    (mark,) = page.all("mark")
    assert text_of(mark) == "Bürgerbüro"
    (quote,) = page.all("p", **{"class": "quote"})
    assert text_of(quote) == f"… {text.removeprefix('Wer ')}"
    assert found(advisor, q="bürgerbüro mond") == []


def test_one_word_in_the_title_and_one_in_the_file(app: Flask, advisor: FlaskClient, database: Database) -> None:
    put_file(app, database, "h_kita", "Krippe und Tagesmutter", GERMAN)
    put_file(app, database, "h_jmd", "Kinderbetreuung und Krippe", GERMAN)
    assert found(advisor, q="kinderbetreuung krippe") == [
        "Heft Kinderbetreuung (de, en, ar, Dari)", "Faltblatt Jugendmigrationsdienst"
    ]  # fmt: skip
    assert found(advisor, q="krippe kinderb") != []


def test_signs_with_a_meaning_to_the_database_are_only_signs(
    app: Flask, advisor: FlaskClient, database: Database
) -> None:
    put_file(app, database, "h_kita", "100 % kostenlos, C_1", GERMAN)
    put_file(app, database, "h_jmd", "100 Euro, CA1", GERMAN)
    assert found(advisor, q="100 %") == ["Heft Kinderbetreuung (de, en, ar, Dari)"]
    assert found(advisor, q="C_1") == ["Heft Kinderbetreuung (de, en, ar, Dari)"]
    assert found(advisor, q="\\") == []
    assert found(advisor, q="'; DROP TABLE handout; --") == []


def test_what_is_not_given_any_more_is_not_looked_into(app: Flask, advisor: FlaskClient, database: Database) -> None:
    expired = put_file(app, database, "h_kita", "Elternbeitrag", Wish("de", "file", valid_until=date(2026, 11, 22)))
    put(database, "h_jmd", Wish("uk", "file", digest=leaflet(app, database, "Elternbeitrag 2026")))
    assert found(advisor, q="elternbeitrag") == ["Faltblatt Jugendmigrationsdienst"]
    with database.writing() as session:
        editions.change(session, expired, Wish("de", "paper"), version=1, today=date(2026, 11, 23))


def test_by_topic_and_language(advisor: FlaskClient, database: Database) -> None:
    assert found(advisor, topic="bildung") == [
        "Heft Kinderbetreuung (de, en, ar, Dari)", "Faltblatt Jugendmigrationsdienst", "IBAS-Merkblatt Anerkennung",
        "Merkblatt Schulanmeldung DaZ",
    ]  # fmt: skip
    put(database, "h_kita")
    assert found(advisor, topic="bildung", language="uk") == ["Heft Kinderbetreuung (de, en, ar, Dari)"]
    assert found(advisor, topic="bildung", language="tr") == []


def test_by_what_has_to_be_done(advisor: FlaskClient, database: Database) -> None:
    put(database, "h_kita", left=5, reorder_at=5)
    put(database, "h_jmd", Wish("uk", "paper", valid_until=date(2027, 1, 10)), left=6, reorder_at=5)
    put(database, "h_mbe", Wish("uk", "paper", valid_until=date(2026, 11, 22)))
    put(database, "h_cabl", Wish("uk", "paper", valid_until=date(2026, 11, 22)))
    put(database, "h_cabl")
    assert found(advisor, show="low") == ["Heft Kinderbetreuung (de, en, ar, Dari)"]
    assert found(advisor, show="expiring") == [
        "Faltblatt Migrationsberatung (MBE) in Leipzig", "Faltblatt Jugendmigrationsdienst"
    ]  # fmt: skip
    assert "Link Einbürgerungs-Quick-Check der Stadt" in found(advisor, show="unchecked")
    assert "Heft Kinderbetreuung (de, en, ar, Dari)" not in found(advisor, show="unchecked")
    assert "Faltblatt Migrationsberatung (MBE) in Leipzig" in found(advisor, show="bare")
    assert found(advisor, show="withdrawn") == []
    assert len(found(advisor, show="made up", topic="", q="")) == 16


def test_an_edition_that_nobody_has_looked_at_for_a_year_is_to_be_checked(
    advisor: FlaskClient, database: Database
) -> None:
    with database.writing() as session:
        editions.add(session, "h_kita", Wish("uk", "paper"), today=date(2025, 11, 22))
        editions.add(session, "h_jmd", Wish("uk", "paper"), today=date(2025, 11, 23))
    shown = found(advisor, show="unchecked")
    assert "Heft Kinderbetreuung (de, en, ar, Dari)" in shown
    assert "Faltblatt Jugendmigrationsdienst" not in shown


def test_languages_at_a_glance(advisor: FlaskClient, editor: FlaskClient, database: Database) -> None:
    put(database, "h_kita", Wish("tr", "paper", valid_until=date(2026, 11, 22)))
    page = open_page(advisor, "/handouts/languages", query_string={"topic": "bildung"})
    heads = [text_of(head) for head in page.all("th", scope="col")]
    assert heads[:4] == ["Infomaterial", "Deutsch", "Ukrainisch", "Arabisch"]
    assert "Türkisch" in heads
    row = page.all("tr")[1]
    cells = [text_of(cell) for cell in row.iter("td")]
    assert cells[heads.index("Türkisch") - 1] == "Papier abgelaufen Türkisch"
    assert set(cells) == {"keine", "Papier abgelaufen Türkisch"}
    links = [link.get("href") for link in open_page(editor, "/handouts/languages").all("a")]
    assert "/handouts/h_kita/editions/new?language=uk" in links


def test_a_long_list_ends_unless_all_of_it_is_asked_for(advisor: FlaskClient, database: Database) -> None:
    with database.writing() as session:
        for number in range(90):
            blank = {"title_en": "", "evidence": "", "topics": ["wohnen"], "traits": [], "position": 100 + number}
            session.add(Handout(id=f"h_{number}", title_de=f"Blatt {number}", **blank))
        raise_revision(session)
    assert len(found(advisor, topic="wohnen", q="blatt")) == 91
    page = open_page(advisor, "/handouts")
    assert len(titles(page)) == 100
    (link,) = [link for link in page.all("a") if text_of(link) == "Alle 106 anzeigen"]
    assert len(titles(open_page(advisor, link.get("href", "")))) == 106

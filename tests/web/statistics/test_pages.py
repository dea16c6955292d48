"""What analysts see: pages of released periods, whose numbers are those of released cells."""

import pytest

from app.accounts.roles import Role
from app.reports.pages import PAGES
from app.reports.reader import Reader
from tests.web.pages import check_page, open_page, text_of
from tests.web.statistics.conftest import Published
from tests.web.statistics.figures import GERMAN, Released, check_differences, figures

OURS = (
    "overview?period=2026-Q3",
    "overview?period=2026-10",
    "overview?period=2025",
    "topics?period=2026-Q3",
    "topics?period=2026-10",
    "topics?period=2026-Q3&topic=wohnen",
    "topics?period=2026-Q3&group=refugee",
    "topics?period=2026-Q3&topic=wohnen&group=refugee",
    "topics?period=2025&language=ar",
    "topics?period=2026-Q3&topic=wohnen&language=ar",
    "languages?period=2026-Q3",
    "groups?period=2026-Q3",
    "groups?period=2026-Q3&group=eu_citizen",
)


@pytest.mark.parametrize("path", OURS)
def test_every_number_is_that_of_a_released_cell(published: Published, path: str) -> None:
    page = open_page(published.analyst, f"/statistics/{path}")
    with published.database.reading() as session:
        checked = Released(Reader(session, GERMAN)).check(page, path)
    assert checked >= 5
    for one in figures(page):
        if "Zeitraum davor" not in "".join(one.headings):
            check_differences(one)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_every_period_and_in_english(published: Published, name: str) -> None:
    with published.database.reading() as session:
        released = Reader(session, "en").periods()
    for period in (released[0], "2025", "2026-Q1", released[-1]):
        open_page(published.analyst, f"/statistics/{name}?period={period}")
    english = open_page(published.analyst, f"/statistics/{name}?period=2026-Q3&lang=en")
    assert english.one("html").get("lang") == "en"
    open_page(published.analyst, f"/statistics/{name}?lang=de")


def test_a_page_names_method_table_and_checksum_and_leads_to_its_files(published: Published) -> None:
    page = open_page(published.analyst, "/statistics/topics?period=2026-Q3&topic=wohnen")
    with published.database.reading() as session:
        table = Reader(session, GERMAN).table("topic", "2026-Q3")
    assert table is not None
    notes = text_of(page.one("section", id="topics"))
    assert "Methode: Schwelle, schlüsselgebundene 5er-Rundung, Freigabeprüfung." in notes
    assert table.hash[:12] in notes
    links = {link.get("href", "") for link in page.all("a")}
    asked = "?period=2026-Q3&topic=wohnen"
    assert {f"/statistics/topics{ending}{asked}" for ending in (".csv", ".xlsx", ".json", "/topics.svg")} <= links
    assert {"/statistics/method", "/statistics/topics?period=2026-Q2&topic=wohnen"} <= links


def test_what_is_withheld_is_named_with_its_threshold(published: Published) -> None:
    page = open_page(published.analyst, "/statistics/topics?period=2026-Q3&topic=wohnen")
    section = text_of(page.one("section", id="languages"))
    assert "Alle Zahlen zurückgehalten:" in section
    assert "Urdu <5" in section


def test_a_table_that_does_not_come_by_month_says_so_and_leads_to_the_quarter(published: Published) -> None:
    page = open_page(published.analyst, "/statistics/overview?period=2026-08")
    section = page.one("section", id="persons")
    assert "Nicht veröffentlicht. Diese Tabelle erscheint nur für Quartale und Jahre." in text_of(section)
    assert [link.get("href") for link in section.iter("a")] == ["/statistics/overview?period=2026-Q3#persons"]


def test_a_period_in_which_the_house_had_just_opened_is_not_taken_for_a_whole_one(published: Published) -> None:
    page = open_page(published.analyst, "/statistics/groups?period=2025")
    note = "Erst ab Mai 2025 gezählt und für Vergleiche nicht geeignet: 2025."
    assert note in text_of(page.one("section", id="groups"))


def test_group_and_language_together_are_never_published(published: Published) -> None:
    page = open_page(published.analyst, "/statistics/topics?period=2026-Q3&group=refugee&language=ar")
    assert "Gruppe und Sprache zusammen werden für keinen Zeitraum veröffentlicht" in page.text()
    assert not page.all("table")


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("overview?from=2026-01&to=2026-06", 400, "So kann die Statistik nicht gefragt werden."),
        ("topics?topic=wohnen&topic=arbeit", 400, "Gefragt werden kann nach je einem Wert."),
        ("topics?topic=wohnen,arbeit", 404, "Diesen Wert gibt es nicht."),
        ("topics?period=2026-11", 404, "Dieser Zeitraum ist nicht veröffentlicht."),
        ("nowhere", 404, "Diese Seite der Statistik gibt es nicht."),
    ],
)
def test_what_is_refused_says_what_there_is(published: Published, path: str, status: int, sentence: str) -> None:
    response = published.analyst.get(f"/statistics/{path}")
    page = check_page(response)
    assert response.status_code == status
    assert sentence in page.text()
    for section in page.all("section", **{"aria-labelledby": "ways"}):
        assert open_page(published.analyst, next(section.iter("a")).attrib["href"])
    assert not page.all("table")


def test_before_the_first_release_the_page_says_when_it_comes(unpublished: Published) -> None:
    page = open_page(unpublished.analyst, "/statistics/topics?period=2026-Q3")
    assert "Die ersten kommen am Do 07.01.2027" in page.text()
    assert "Zahlen „bis heute“ gibt es nicht" in page.text()
    assert "/statistics/method" in {link.get("href") for link in page.all("a")}


def test_an_analyst_begins_at_the_statistics_and_an_advisor_does_not_see_them(published: Published) -> None:
    assert published.analyst.get("/").location == "/statistics"
    assert published.analyst.get("/statistics").location == "/statistics/overview"
    advisor = published.staff[Role.ADVISOR]
    assert advisor.get("/").location == "/counter"
    assert "/statistics" not in {link.get("href") for link in open_page(advisor, "/counter").all("a")}
    assert advisor.get("/statistics/overview").status_code == 403

"""The pages that explain: what they say is what the program does; plan and releases are those that are stored."""

from datetime import date

import pytest
from sqlalchemy import delete

from app.accounts.roles import Role
from app.released.models import ReleasePlan, WithheldTable
from app.reports.example import example
from app.reports.reader import Reader
from app.reports.register import of_year
from tests.web.pages import check_page, open_page, text_of
from tests.web.statistics.conftest import Published

PATHS = ("/statistics/method", "/statistics/plan", "/statistics/releases")


@pytest.mark.parametrize("path", PATHS)
def test_both_languages_before_and_after_the_first_release(
    published: Published, unpublished: Published, path: str
) -> None:
    german = open_page(published.analyst, f"{path}?lang=de").text()
    english = open_page(published.analyst, f"{path}?lang=en").text()
    open_page(published.analyst, f"{path}?lang=de")
    assert german != english
    assert open_page(unpublished.analyst, path).text()
    assert published.staff[Role.EDITOR].get(path).status_code == 403


def test_the_example_is_reckoned_and_proves_nothing() -> None:
    found = example()
    lines = (found.total, *found.languages, *found.talks, found.alike)
    assert all(line.possible.low <= line.true <= line.possible.high for line in lines)
    assert (found.suppressed, found.possible.low) == (3, 0)
    assert found.alike.published == found.alike_language.published
    assert found.alike.true == found.alike_language.true
    [largest] = [line for line in found.languages if line.value == found.broken_down]
    assert sum(talk.true for talk in found.talks) == largest.true
    assert (largest.published.count or 0) >= 20
    others = [line for line in found.languages if line is not largest]
    assert all((line.published.count or 0) < 20 for line in others)


def test_the_method_shows_the_example(published: Published) -> None:
    page = open_page(published.analyst, "/statistics/method")
    rows = {text_of(next(iter(row))): [text_of(cell) for cell in row][1:4] for row in page.all("tr") if len(row) == 5}
    assert rows["insgesamt"] == ["45", "45", "41 – 49"]
    assert rows["Tigrinya"] == ["3", "<5", "0 – 4"]
    pictures = [picture.get("aria-label") for picture in page.all("svg", role="img")]
    assert "Tigrinya: veröffentlicht <5, zwischen 0 und 4" in pictures
    assert "0x" not in page.text()
    linked = {link.get("href", "")[1:] for link in page.all("a") if link.get("href", "").startswith("#")}
    assert linked - {"main"} <= {one.get("id") for one in page.all("h2")}


def test_the_plan_gives_its_reasons(published: Published) -> None:
    assert "Noch kein Plan" in open_page(published.analyst, "/statistics/plan").text()
    rows = [
        ReleasePlan(
            year="2026", name="topic", finest="quarter", shares={"month": 0.614, "quarter": 0.93, "year": 0.99}
        ),
        ReleasePlan(year="2026", name="language", finest="month", shares={"month": 0.85, "quarter": 0.9, "year": 0.99}),
        ReleasePlan(year="2026", name="topic_language", finest=None, shares={"month": 0, "quarter": 0.1, "year": 0.44}),
        ReleasePlan(year="2025", name="topic", finest="quarter", shares={}),
    ]
    for row in rows[:3]:
        row.a_year, row.evidence = 4020, "2025-Q1–2025-Q4"
    with published.database.writing() as session:
        session.add_all(rows)
    try:
        page = open_page(published.analyst, "/statistics/plan")
    finally:
        with published.database.writing() as session:
            session.execute(delete(ReleasePlan))
    newest, oldest = page.all("table")
    cells = [[text_of(cell) for cell in row] for row in newest.iter("tr")][1:]
    assert [row[1:5] for row in cells] == [
        ["85 %", "90 %", "99 %", "monatlich"],
        ["61 %", "93 %", "99 %", "vierteljährlich"],
        ["0 %", "10 %", "44 %", "nicht veröffentlicht"],
    ]
    assert "In keinem Zeitraum" in cells[2][5]
    assert "Monatlich stünden zu viele" in cells[1][5]
    assert "etwa 4.020 Erstkontakten im Jahr" in page.text()
    assert "aus veröffentlichten Zahlen: 1. Quartal 2025 – 4. Quartal 2025" in page.text()
    assert [text_of(cell) for cell in list(oldest.iter("tr"))[1]] == [
        "Erstkontakte nach Thema und Unterthema",
        "vierteljährlich",
    ]
    assert "Noch keine Zahlen" in page.text()


def test_the_register_names_every_released_table_with_its_hash(published: Published) -> None:
    with published.database.reading() as session:
        catalogue = {key: one for key, one in Reader(session, "de").catalogue.items() if key[1].startswith("2025")}
        listed = {(one.name, of.period): one.hash for of in of_year(session, "2025") for one in of.released}
    assert listed == catalogue
    page = open_page(published.analyst, "/statistics/releases?year=2025")
    hashes = [text_of(cell) for cell in page.all("td", **{"class": "hash"})]
    assert sorted(hashes) == sorted(catalogue.values())


def test_what_was_withheld_is_listed_as_such(published: Published) -> None:
    with published.database.writing() as session:
        session.add(WithheldTable(name="topic_group", period="2026-11", made_on=date(2026, 12, 8)))
        session.add(WithheldTable(name="topic", period="2026-11", part="gesundheit", made_on=date(2026, 12, 8)))
    try:
        page = open_page(published.analyst, "/statistics/releases?year=2026")
    finally:
        with published.database.writing() as session:
            session.execute(delete(WithheldTable))
    [row] = [text_of(row) for row in page.all("tr") if "topic_group--2026-11" in text_of(row)]
    [part] = [text_of(row) for row in page.all("tr") if "topic--2026-11" in text_of(row)]
    assert "zurückgehalten: „Gesundheit“ wird nicht aufgeteilt" in part
    assert "zurückgehalten: Die Tabelle hat die Freigabeprüfung nicht bestanden" in row


@pytest.mark.parametrize(
    ("query", "status"), [("year=2019", 404), ("year=2025&year=2026", 400), ("years=2025", 400), ("year=%25", 404)]
)
def test_other_years_are_refused(published: Published, query: str, status: int) -> None:
    response = published.analyst.get(f"/statistics/releases?{query}")
    assert response.status_code == status
    assert check_page(response).all("a", href="/statistics/releases?year=2025")

"""The overview: what a planner sees first, and that nothing is compared with a beginning."""

from urllib.parse import urlsplit

import pytest

from tests.web.pages import open_page, text_of
from tests.web.statistics.conftest import Published

GENERAL = "Jede Zahl ist für sich gerundet"


@pytest.mark.parametrize("period", ["2026-Q3", "2026-10", "2025"])
def test_what_matters_for_planning_is_said_in_the_words_of_the_page_it_is_from(
    published: Published, period: str
) -> None:
    page = open_page(published.analyst, f"/statistics/overview?period={period}")
    rows = list(page.one("section", id="highlights").iter("tr"))[1:]
    assert len(rows) >= 3
    for row in rows:
        link = next(row.iter("a")).attrib["href"]
        there = open_page(published.analyst, link).one("section", id=urlsplit(link).fragment)
        said = next(one for one in there.iter("p") if one.get("class") == "reading")
        assert text_of(list(row)[1]) == text_of(said)


def test_the_overview_has_topics_groups_and_languages_in_this_order(published: Published) -> None:
    page = open_page(published.analyst, "/statistics/overview?period=2026-Q3")
    shown = [one.get("id") for one in page.all("section") if one.get("id")]
    assert shown[:5] == ["contacts", "highlights", "topics", "groups", "languages"]


def test_what_holds_for_all_numbers_is_said_once_on_the_page_and_with_each_table_in_the_file(
    published: Published,
) -> None:
    page = open_page(published.analyst, "/statistics/overview?period=2026-Q3")
    assert page.text().count(GENERAL) == 1
    file = published.analyst.get("/statistics/overview.csv?period=2026-Q3").text
    assert file.count(GENERAL) == 8


def test_nothing_is_compared_with_the_quarter_in_which_the_house_opened(published: Published) -> None:
    page = open_page(published.analyst, "/statistics/overview?period=2025-Q3")
    topics = page.one("section", id="topics")
    headings = [text_of(one) for one in next(topics.iter("thead")).iter("th")]
    assert headings == ["Thema", "3. Quartal 2025", "Anteil"]
    assert "für Vergleiche nicht geeignet: 2. Quartal 2025" in text_of(topics)
    contacts = {
        text_of(row[0]): [text_of(one) for one in row[1:]] for row in page.one("section", id="contacts").iter("tr")
    }
    assert contacts["3. Quartal 2025"][1:] == ["–", "–"]


def test_an_address_to_another_period_says_that_it_is_one(published: Published) -> None:
    page = open_page(published.analyst, "/statistics/interpreting?period=2026-10")
    unmet = page.one("section", id="unmet")
    assert text_of(next(unmet.iter("a"))) == "3. Quartal 2026 ansehen"

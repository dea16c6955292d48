"""Offices, feedback, fields, interpreting, events, handouts: numbers of released cells, and what is missing."""

import pytest

from app.contacts.values import TALKS
from app.released.tables import ALL
from app.reports.page import Asked
from app.reports.pages import PAGES
from app.reports.reader import Reader
from app.reports.values import Count, Row, Section, Share
from referrals.feedback import OUTCOMES
from tests.web.pages import open_page, text_of
from tests.web.statistics.conftest import Published
from tests.web.statistics.figures import GERMAN, Figures, Released, check_differences, figures

QUARTER = "2026-Q3"
DIRECT = {
    "offices": {"offices"},
    "fields": {"fields", "weekdays"},
    "interpreting": {"talks", "talk", "unmet"},
    "material": {"given"},
    "feedback": set(),
    "events": {"participants"},
}
"""Sections whose rows and columns name the cells, as the check of pages knows them."""


def sections(published: Published, name: str, period: str = QUARTER, locale: str = GERMAN) -> dict[str, Section]:
    with published.database.reading() as session:
        return {one.id: one for one in PAGES[name].build(Reader(session, locale), Asked(period))}


def shown(published: Published, name: str, section: str) -> Figures:
    page = open_page(published.analyst, f"/statistics/{name}?period={QUARTER}")
    title = text_of(next(page.one("section", id=section).iter("h2")))
    [found] = [one for one in figures(page) if one.title == title]
    return found


@pytest.mark.parametrize(("name", "section"), [(name, one) for name, ids in DIRECT.items() for one in sorted(ids)])
def test_every_number_is_that_of_a_released_cell(published: Published, name: str, section: str) -> None:
    one = shown(published, name, section)
    with published.database.reading() as session:
        assert Released(Reader(session, GERMAN))._check(one, set(), QUARTER) >= 5
    check_differences(one)


def test_reports_of_an_office_the_worst_first(published: Published) -> None:
    """Names of offices and fields stand together, so that the section is held to the table itself."""
    [one] = sections(published, "feedback").values()
    with published.database.reading() as session:
        table = Reader(session, GERMAN).table("feedback", QUARTER)
    assert table is not None
    assert {row.key[:2] for row in one.rows} == {cell.key[:2] for cell in table.cells}
    for row in one.rows:
        for value, outcome in zip(row.values, (ALL, *OUTCOMES), strict=False):
            if isinstance(value, Count):
                assert value.count == table.count(*row.key[:2], outcome)
    shares = [astray(row) for row in one.rows]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] >= 0.2
    assert one.rows[0].label in one.reading
    assert one.rows[0].address == f"/feedback/rates#{'-'.join(one.rows[0].key[:2])}"


def astray(row: Row) -> float:
    share = row.values[len(OUTCOMES) + 1]
    assert isinstance(share, Share)
    return share.share or 0.0


def test_shares_on_the_page_of_offices_are_of_the_published_numbers(published: Published) -> None:
    rates, counts = sections(published, "offices")["rates"], sections(published, "feedback")["outcomes"]
    by_key = {row.key: row for row in counts.rows}
    assert len(rates.rows) >= 10
    for row in rates.rows:
        whole = by_key[row.key].values[0]
        assert row.values[0] == whole
        for share, part in zip(row.values[1:], by_key[row.key].values[1:5], strict=True):
            if isinstance(part, Count) and part.count is not None:
                assert isinstance(whole, Count)
                assert whole.count
                assert share == Share(part.count / whole.count)
            else:
                assert share == Share(None)


def test_the_rates_behind_the_feedback_open_for_analysts_without_the_editors_links(published: Published) -> None:
    page = open_page(published.analyst, "/feedback/rates")
    links = {link.get("href", "") for link in page.all("a")}
    assert "/statistics/feedback" in links
    assert not {link for link in links if link.startswith(("/rules", "/due", "/drafts"))}
    assert page.one("tr", id="abh-arbeit") is not None


@pytest.mark.parametrize(
    ("name", "period", "missing"),
    [
        ("offices", "2025", {"rates"}),
        ("fields", "2025", {"weekdays"}),
        ("interpreting", "2026-10", {"unmet"}),
        ("material", "2026-10", {"given"}),
        ("load", "2026-10", {"week"}),
        ("feedback", "2025", {"outcomes"}),
        ("events", "2025", {"participants", "events"}),
    ],
)
def test_what_does_not_come_for_a_period_says_so(
    published: Published, name: str, period: str, missing: set[str]
) -> None:
    found = sections(published, name, period, "en")
    for section in missing:
        assert found[section].missing == "This table comes by quarter only."
        assert found[section].rows == ()
    assert not any(found[one].missing.startswith("This table") for one in found.keys() - missing)


def test_sentences_name_the_largest(published: Published) -> None:
    talk = sections(published, "interpreting", locale="en")["talks"]
    assert {row.key[0] for row in talk.rows} == {ALL, *TALKS}
    assert talk.reading.startswith("Most often: direct with 2,100 (48%), interpreted with 1,050 (24%)")
    week = sections(published, "fields", locale="en")["weekdays"]
    assert week.reading.startswith("Most in demand: Training and work on Monday (705), ")

"""The library on both databases: what is loaded, given along, taken back, counted and kept."""

import threading
from datetime import date

import pytest
from sqlalchemy import select

from app.db import Database
from app.directory.loading import EXAMPLE, load
from app.errors import NotFound
from app.house.versions import ChangedMeanwhile
from handouts import editions, stock
from handouts.editions import Wish
from handouts.models import Handout, HandoutEdition, HandoutGiven
from handouts.service import hand_out, left, library, take_back
from handouts.stock import Stock

TODAY = date(2026, 11, 23)
QUARTER = "2026-Q4"


def paper(database: Database, copies: int | None, *, language: str = "uk", reorder_at: int | None = None) -> str:
    """The id of a new paper edition of the city map."""
    with database.writing() as session:
        made = editions.add(session, "h_stadtplan", Wish(language=language, kind="paper"), today=TODAY).id
        if copies is not None:
            stock.set_stock(session, made, left=copies, reorder_at=reorder_at)
    return made


def given(database: Database) -> dict[tuple[str, str], int]:
    with database.reading() as session:
        return {(row.handout_id, row.language): row.n for row in session.scalars(select(HandoutGiven))}


def stock_of(database: Database, edition: str) -> Stock | None:
    with database.reading() as session:
        return stock.stocks(session).get(edition)


def test_the_example_has_topics_and_links_to_be_checked(database: Database) -> None:
    with database.reading() as session:
        found = library(session)
        links = editions.editions(session, "h_info_to_go")
        assert session.get_one(Handout, "h_kita").topics == ["bildung/kita"]
        assert [row.language for row in links] == ["de", "en", "fr", "ro", "ru"]
        assert all(row.checked_on is None and editions.unchecked(row, TODAY) for row in links)
    first = found.offers("bildung/kita", "ro", TODAY, ["parent"])
    assert [offer.handout for offer in first] == ["h_kita", "h_info_to_go", "h_stadtplan"]
    assert (first[1].language, first[1].fit, first[1].kind) == ("ro", "same", "link")


def test_loading_again_makes_no_edition_twice_nor_one_that_was_archived(database: Database) -> None:
    with database.writing() as session:
        one = editions.editions(session, "h_einbuergerung_quickcheck")[0]
        editions.archive(session, one.id, archived=True)
    with database.writing() as session:
        report = load(session, EXAMPLE)
        assert (report.created, report.changed, report.unchanged) == (0, 0, report.unchanged)
        assert len(editions.editions(session, "h_einbuergerung_quickcheck")) == 1
        assert library(session).offers("einbuergerung/antrag", "de", TODAY)[0].handout != "h_einbuergerung_quickcheck"


def test_giving_counts_and_takes_a_copy_and_undo_puts_both_back(database: Database) -> None:
    edition = paper(database, 2)
    value = f"h_stadtplan/{edition}"
    with database.writing() as session:
        counted = hand_out(session, [value, "h_kita", value, "h_nothing", "h_kita/" + edition, "h_kita/x"], QUARTER)
    assert given(database) == {("h_stadtplan", "uk"): 1, ("h_kita", ""): 1}
    with database.reading() as session:
        assert left(session, [edition, "other"]) == {edition: 1}
    with database.writing() as session:
        take_back(session, counted, QUARTER)
    assert given(database) == {}
    assert stock_of(database, edition) == Stock(left=2)


def test_the_stock_never_falls_below_nothing_and_undo_does_not_raise_it_then(database: Database) -> None:
    edition = paper(database, 1)
    with database.writing() as session:
        first = hand_out(session, [f"h_stadtplan/{edition}"], QUARTER)
        second = hand_out(session, [f"h_stadtplan/{edition}"], QUARTER)
    assert given(database) == {("h_stadtplan", "uk"): 2}
    assert stock_of(database, edition) == Stock(left=0)
    with database.writing() as session:
        take_back(session, second, QUARTER)
    assert stock_of(database, edition) == Stock(left=0)
    with database.writing() as session:
        take_back(session, first, QUARTER)
    assert stock_of(database, edition) == Stock(left=1)


def test_an_edition_that_nobody_counts_stays_uncounted(database: Database) -> None:
    edition = paper(database, None)
    with database.writing() as session:
        counted = hand_out(session, [f"h_stadtplan/{edition}"], QUARTER)
        take_back(session, counted, QUARTER)
    assert stock_of(database, edition) is None
    with database.reading() as session:
        assert left(session, [edition]) == left(session, []) == {}


def test_undo_counts_back_in_the_language_that_was_counted(database: Database) -> None:
    edition = paper(database, 3)
    with database.writing() as session:
        counted = hand_out(session, [f"h_stadtplan/{edition}"], QUARTER)
        editions.change(session, edition, Wish(language="ru", kind="paper"), version=1, today=TODAY)
    with database.writing() as session:
        take_back(session, counted, QUARTER)
    assert given(database) == {}


def test_two_desks_give_the_last_copies_away(database: Database) -> None:
    edition = paper(database, 5)

    def give() -> None:
        for _ in range(4):
            with database.writing() as session:
                hand_out(session, [f"h_stadtplan/{edition}"], QUARTER)

    desks = [threading.Thread(target=give) for _ in range(2)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert given(database) == {("h_stadtplan", "uk"): 8}
    assert stock_of(database, edition) == Stock(left=0)


@pytest.mark.parametrize(
    ("before", "by", "after"),
    [(None, 10, 10), (None, -1, 0), (3, 10, 13), (3, -10, 0), (stock.MOST, 1, stock.MOST)],
)
def test_more_and_fewer_copies(database: Database, before: int | None, by: int, after: int) -> None:
    edition = paper(database, before, reorder_at=None if before is None else 4)
    with database.writing() as session:
        stock.move_stock(session, edition, by)
    assert stock_of(database, edition) == Stock(left=after, reorder_at=None if before is None else 4)


def test_a_low_stock_is_known() -> None:
    assert [Stock(number, 5).low for number in (6, 5, 0)] == [False, True, True]
    assert not Stock(0).low
    assert not Stock(None, 5).low


def test_editions_that_change_are_offered_at_once(database: Database) -> None:
    with database.reading() as session:
        assert library(session).languages("h_stadtplan", TODAY) == frozenset()
    edition = paper(database, None)
    with database.reading() as session:
        assert library(session).languages("h_stadtplan", TODAY) == {"uk"}
    with database.writing() as session:
        editions.archive(session, edition, archived=True)
    with database.reading() as session:
        assert library(session).languages("h_stadtplan", TODAY) == frozenset()


def test_nobody_writes_over_what_he_has_not_seen(database: Database) -> None:
    edition = paper(database, None)
    with database.writing() as session:
        editions.change(session, edition, Wish(language="ru", kind="paper", note="new"), version=1, today=TODAY)
    with pytest.raises(ChangedMeanwhile), database.writing() as session:
        editions.change(session, edition, Wish(language="de", kind="paper"), version=1, today=TODAY)
    with database.reading() as session:
        assert editions.edition(session, edition).note == "new"
        with pytest.raises(NotFound):
            editions.edition(session, "nothing")


def test_only_what_belongs_to_its_kind_is_kept_of_an_edition(database: Database) -> None:
    with database.writing() as session:
        wish = Wish(language="de", kind="link", link="https://example.org/", digest=None, pages=2)
        made = editions.add(session, "h_kita", wish, today=TODAY)
        editions.change(session, made.id, Wish(language="de", kind="paper", link=made.link), version=1, today=TODAY)
        assert (made.kind, made.link, made.file_digest, made.version) == ("paper", None, None, 2)
        assert made.checked_on == TODAY


EVERYBODY = ["h_info_to_go", "h_stadtplan"]


@pytest.mark.parametrize(
    ("topic", "language", "groups", "first"),
    [
        ("aufenthalt/anmeldung", "ro", ["eu_efta", "employee"], ["h_wohnungsgeber", "h_first_steps"]),
        ("sprache/integrationskurs", "pl", ["eu_efta", "employee"], ["h_mbe", "h_ikurs_2026", "h_jmd"]),
        ("arbeit/arbeitsrecht", "hu", ["eu_efta", "employee"], ["h_arbeitsrecht"]),
        ("schutz/haeusliche_gewalt", "ru", ["third_country", "parent"], ["h_neutral", "h_notruf"]),
        ("einbuergerung/sachstand_wartezeit", "ar", ["recognised_refugee"], ["h_einbuergerung_quickcheck"]),
    ],
)
def test_what_visitors_of_the_guidance_are_given(
    sqlite_database: Database, topic: str, language: str, groups: list[str], first: list[str]
) -> None:
    with sqlite_database.reading() as session:
        offers = library(session).offers(topic, language, TODAY, groups)
    assert [offer.handout for offer in offers] == first + EVERYBODY


def test_desks_that_give_several_editions_in_one_language_never_wait_for_each_other(database: Database) -> None:
    with database.writing() as session:
        for number, language in enumerate(("de", "en", "de", "en")):
            session.add(HandoutEdition(id=f"e{number}", handout_id="h_stadtplan", language=language, kind="paper"))
            session.flush()
            stock.set_stock(session, f"e{number}", left=1000, reorder_at=None)
    errors: list[Exception] = []

    def give(*numbers: int) -> None:
        try:
            for turn in range(60):
                with database.writing() as session:
                    counted = hand_out(session, [f"h_stadtplan/e{number}" for number in numbers], QUARTER)
                if turn % 2:
                    with database.writing() as session:
                        take_back(session, counted, QUARTER)
        except Exception as error:
            errors.append(error)

    desks = [threading.Thread(target=give, args=numbers) for numbers in ((0, 1, 2), (1, 2), (3, 2, 1), (1, 2, 0, 3))]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert errors == []
    assert given(database) == {("h_stadtplan", "de"): 30 * 6, ("h_stadtplan", "en"): 30 * 6}
    assert [stock_of(database, f"e{number}") for number in range(4)] == [
        Stock(left=1000 - 30 * times) for times in (2, 4, 4, 2)
    ]


def test_two_who_begin_to_count_at_once_are_both_counted(database: Database) -> None:
    edition = paper(database, None)
    together = threading.Barrier(2)

    def count() -> None:
        with database.writing() as session:
            if not database.is_sqlite:
                together.wait(10)
            stock.move_stock(session, edition, 10)

    desks = [threading.Thread(target=count) for _ in range(2)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert stock_of(database, edition) == Stock(left=20)

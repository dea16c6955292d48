"""What the library offers for a topic in a language."""

from datetime import date, timedelta

import pytest

from app.vocabulary.values import Label
from handouts.library import Edition, Kind, Leaflet, Library

TODAY = date(2026, 11, 23)


def edition(name: str, language: str, kind: Kind = "paper", *, valid_until: date | None = None) -> Edition:
    return Edition(name, language, kind, valid_until=valid_until)


def leaflet(name: str, *editions: Edition, topics: tuple[str, ...] = (), traits: tuple[str, ...] = ()) -> Leaflet:
    label = Label(f"{name} deutsch", f"{name} English")
    return Leaflet(name, label, frozenset(topics), frozenset(traits), editions, known=bool(editions))


def values(library: Library, topic: str, language: str | None, groups: tuple[str, ...] = ()) -> list[str]:
    return [offer.value for offer in library.offers(topic, language, TODAY, groups)]


def test_its_own_subtopic_first_then_its_topic_then_what_is_for_everybody() -> None:
    library = Library(
        [
            leaflet("map"),
            leaflet("housing", topics=("wohnen",)),
            leaflet("flats", topics=("wohnen/wohnungssuche", "wohnen")),
            leaflet("work", topics=("arbeit",)),
            leaflet("rent", topics=("wohnen/mietproblem",)),
        ]
    )
    assert values(library, "wohnen/wohnungssuche", "uk") == ["flats", "housing", "map"]
    assert values(library, "kultur/bibliothek", "uk") == ["map"]
    assert library.about("wohnen/wohnungssuche") == ("flats", "housing")


def test_a_handout_without_any_edition_is_offered_by_its_title() -> None:
    (offer,) = Library([leaflet("map")]).offers("kultur/bibliothek", "uk", TODAY)
    assert (offer.value, offer.handout, offer.edition) == ("map", "map", None)
    assert (offer.language, offer.fit, offer.kind) == ("", "unknown", "")
    assert offer.label["en"] == "map English"


@pytest.mark.parametrize(
    ("visitor", "there", "best", "fit"),
    [
        ("uk", ("de", "en", "ru", "uk"), "uk", "same"),
        ("fa-AF", ("de", "en", "fa"), "fa", "next"),
        ("fa", ("en", "fa-AF"), "fa-AF", "next"),
        ("cs", ("de", "en", "sk"), "sk", "next"),
        ("hr", ("de", "sr-Latn"), "sr-Latn", "next"),
        ("zh-Hans", ("de", "zh"), "zh", "next"),
        ("de-x-leicht", ("de", "en"), "de", "next"),
        ("de", ("de-x-leicht", "en"), "de-x-leicht", "next"),
        ("uk", ("de", "en", "ru"), "en", "other"),
        ("uk", ("de", "ru"), "de", "other"),
        ("uk", ("ar", "ru"), "ar", "other"),
        ("ku", ("ar", "de", "tr"), "de", "other"),
        (None, ("ar", "de", "en"), "de", "other"),
    ],
)
def test_the_best_language_that_there_is(visitor: str | None, there: tuple[str, ...], best: str, fit: str) -> None:
    library = Library([leaflet("map", *(edition(tag, tag) for tag in there))])
    (offer,) = library.offers("kultur/bibliothek", visitor, TODAY)
    assert (offer.language, offer.fit) == (best, fit)


def test_paper_before_a_file_before_a_link_of_the_same_language() -> None:
    library = Library(
        [leaflet("map", edition("l", "uk", "link"), edition("f", "uk", "file"), edition("p", "uk"), edition("d", "de"))]
    )
    assert values(library, "kultur/bibliothek", "uk") == ["map/p", "map/f", "map/l"]
    assert [offer.edition for offer in library.editions("map", "uk", TODAY)] == ["p", "f", "l", "d"]


def test_expired_editions_are_left_out_and_the_next_best_language_is_taken() -> None:
    yesterday = TODAY - timedelta(days=1)
    old, last_day = edition("old", "uk", valid_until=yesterday), edition("last", "en", valid_until=TODAY)
    library = Library([leaflet("map", old, last_day), leaflet("form", old)])
    assert values(library, "kultur/bibliothek", "uk") == ["map/last"]
    assert library.languages("map", TODAY) == {"en"}
    assert library.languages("map", yesterday) == {"en", "uk"}
    assert library.offer("map/old", TODAY) is None


def test_a_handout_of_which_every_edition_is_archived_is_not_offered_by_its_title() -> None:
    gone = Leaflet("map", Label("Plan", "Map"), known=True)
    assert values(Library([gone]), "kultur/bibliothek", "uk") == []


def test_what_is_meant_for_the_visitor_comes_first_and_what_is_for_others_last() -> None:
    library = Library(
        [
            leaflet("youth", topics=("arbeit",), traits=("young_person",)),
            leaflet("all", topics=("arbeit",)),
            leaflet("skilled", topics=("arbeit",), traits=("qualified_worker",)),
        ]
    )
    assert values(library, "arbeit/arbeitssuche", "uk", ("qualified_worker",)) == ["skilled", "all", "youth"]
    assert values(library, "arbeit/arbeitssuche", "uk") == ["youth", "all", "skilled"]


def test_within_a_level_what_the_visitor_can_read_comes_first() -> None:
    library = Library([leaflet("a", edition("1", "de")), leaflet("b"), leaflet("c", edition("2", "uk"))])
    assert values(library, "kultur/bibliothek", "uk") == ["c/2", "a/1", "b"]


def test_the_offer_that_a_value_stands_for() -> None:
    library = Library([leaflet("map", edition("1", "uk")), leaflet("form", edition("2", "de"))])
    found = library.offer("map/1", TODAY, "uk")
    assert found is not None
    assert (found.handout, found.edition, found.fit) == ("map", "1", "same")
    plain = library.offer("map", TODAY)
    assert plain is not None
    assert (plain.edition, plain.fit) == (None, "unknown")
    assert [library.offer(value, TODAY) for value in ("map/2", "other", "other/1", "", "/", "map/")][:5] == [None] * 5

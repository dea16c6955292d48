"""What the program finds missing by itself: what has expired, what is much asked for, what keyed languages lack."""

from datetime import date, timedelta

from app.locales import Language
from app.vocabulary.values import Label, Subtopic, Topic, Vocabulary
from handouts.demand import Demand
from handouts.gaps import Gap, gaps
from handouts.library import Edition, Leaflet, Library
from handouts.wanted import Wanted, of_subtopic

TODAY = date(2026, 11, 23)
NO_FIGURES = Demand()
OVER = TODAY - timedelta(days=1)


def language(tag: str, key: str | None) -> Language:
    return Language(tag, tag, tag, tag, tag, "Latn", "ltr", key)


def topic(name: str, handling: str = "normal", *subtopics: tuple[str, str]) -> Topic:
    made = tuple(Subtopic(f"{name}/{one}", name, Label(one, one), "", how) for one, how in subtopics)
    return Topic(name, Label(name, name), name[0].upper(), handling, made)


TOPICS = (
    topic("wohnen", "normal", ("miete", "normal"), ("melden", "normal")),
    topic("asyl", "sensitive", ("verfahren", "sensitive")),
    topic("familie", "normal", ("kita", "normal"), ("kinderschutz", "protection")),
)
WORDS = Vocabulary(
    topics={one.id: one for one in TOPICS},
    subtopics={sub.id: sub for one in TOPICS for sub in one.subtopics},
    groups={},
    questions={},
    flags={},
    sensitive=frozenset(),
    languages={one.tag: one for one in (language("uk", "1"), language("ar", "2"), language("lv", None))},
    documents={},
    phrases={},
    field_of_action={},
)


def edition(tag: str, until: date | None = None) -> Edition:
    return Edition(f"e-{tag}", tag, "link", "https://example.org", valid_until=until)


def leaflet(id_: str, *editions: Edition, topics: tuple[str, ...] = (), traits: tuple[str, ...] = ()) -> Leaflet:
    return Leaflet(id_, Label(id_, id_), frozenset(topics), frozenset(traits), editions, bool(editions))


def found(*leaflets: Leaflet, demand: Demand = NO_FIGURES, known: tuple[Wanted, ...] = ()) -> tuple[Gap, ...]:
    return gaps(Library(leaflets), demand, WORDS, known=known, today=TODAY)


def test_an_expired_edition_without_a_successor() -> None:
    over = leaflet("h", edition("uk", OVER), edition("ar"), edition("ar", OVER))
    assert found(over) == (Gap(Wanted("handout", "h", "uk"), "expired", ended=OVER),)
    assert found(leaflet("h", edition("uk", TODAY), edition("ar"))) == ()


def test_a_keyed_language_that_a_leaflet_lacks() -> None:
    assert found(leaflet("h", edition("uk"))) == (Gap(Wanted("handout", "h", "ar"), "language"),)


def test_of_a_leaflet_without_editions_nobody_knows_what_is_missing() -> None:
    assert found(leaflet("h")) == ()


def test_released_demand_without_a_leaflet_about_the_topic() -> None:
    demand = Demand("2025", {("wohnen", "uk"): 40, ("wohnen", "lv"): 45, ("familie", "ar"): 20})
    there = leaflet("h", edition("uk"), edition("ar"), topics=("wohnen/miete",))
    expected = (
        Gap(Wanted("topic", "wohnen", "lv"), "demand", count=45),
        Gap(Wanted("topic", "familie", "ar"), "demand", count=20),
    )
    assert found(there, demand=demand) == expected
    assert found(there, demand=demand, known=(expected[0].wanted,)) == expected[1:]


def test_a_leaflet_for_everybody_is_not_about_a_topic() -> None:
    demand = Demand("2025", {("wohnen", "uk"): 40})
    everybody = leaflet("h", edition("uk"), edition("ar"))
    assert [gap.why for gap in found(everybody, demand=demand)] == ["demand"]


def test_the_figure_of_a_subtopic_is_that_of_its_topic_and_nothing_is_made_up() -> None:
    demand = Demand("2025", {("wohnen", "uk"): 40})
    assert demand.of("wohnen/miete", "uk") == demand.of("wohnen", "uk") == 40
    assert demand.of("wohnen", "lv") is None
    assert Demand().of("wohnen", "uk") is None


def noted(subtopic: str, tag: str = "uk") -> tuple[Wanted, ...]:
    shelf = Library(
        [
            leaflet("about", edition("ar"), topics=("wohnen/miete",)),
            leaflet("topic", edition("uk"), topics=("wohnen",)),
            leaflet("refugees", edition("ar"), topics=("wohnen",), traits=("refugee",)),
            leaflet("everybody", edition("ar")),
            leaflet("asyl", edition("ar"), topics=("asyl",)),
            leaflet("familie", edition("ar"), topics=("familie",)),
        ]
    )
    return of_subtopic(subtopic, tag, shelf, WORDS, TODAY)


def test_the_counter_may_note_leaflets_for_everyone_and_the_subtopic() -> None:
    assert noted("wohnen/miete") == (Wanted("handout", "about", "uk"), Wanted("topic", "wohnen/miete", "uk"))
    assert [one.entry for one in noted("wohnen/melden", "lv")] == ["topic", "wohnen/melden"]


def test_of_a_sensitive_topic_only_the_topic_and_of_a_protected_one_nothing() -> None:
    assert noted("asyl/verfahren") == (Wanted("topic", "asyl", "uk"),)
    assert noted("familie/kinderschutz") == ()
    assert noted("familie/kita") == (Wanted("handout", "familie", "uk"), Wanted("topic", "familie/kita", "uk"))

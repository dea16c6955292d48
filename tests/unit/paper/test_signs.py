"""Signs that are circled or written: each stands for one thing, today and on last month's sheet."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.contacts import values
from app.paper.legend import language_signs, long_number, office_numbers, topic_signs
from app.paper.signs import COLUMNS
from tests.unit.paper.examples import legend


def test_the_columns_hold_every_answer_that_a_contact_may_have() -> None:
    assert {column.name: tuple(choice.value for choice in column.choices) for column in COLUMNS} == {
        "group": values.CONCEPT_GROUPS,
        "talk": values.TALKS,
        "persons": values.PERSONS,
        "outcome": values.OUTCOMES,
        "channel": values.CHANNELS,
        "duration": values.DURATIONS,
    }


def test_no_sign_stands_for_two_things() -> None:
    signs = Counter(choice.sign for column in COLUMNS for choice in column.choices)
    assert max(signs.values()) == 1
    assert not signs.keys() & (legend().topics.keys() | legend().covered.keys())
    assert not [sign for sign in signs if sign.isdecimal() and len(sign) > 2]


def test_languages_and_topics_are_written_as_on_the_keys_of_the_counter() -> None:
    words = legend().vocabulary
    assert legend().languages["1"] == "uk"
    assert legend().languages["fa"] == "fa"
    assert legend().languages["fa-af"] == legend().languages["9"] == "fa-AF"
    assert len(set(language_signs(words).values())) == len(words.languages)
    assert legend().topics["w2"] == "wohnen/mietproblem"
    assert len(set(topic_signs(words).values())) == len(words.subtopics)


def test_only_protected_subtopics_are_covered_by_a_letter_and_a_dash() -> None:
    assert set(legend().covered) == {"f-", "r-"}
    assert all(legend().vocabulary.subtopics[subtopic].protected for subtopic in legend().covered.values())


def test_offices_that_are_never_kept_have_no_place_on_the_sheet() -> None:
    offices = {office.id for office in legend().keepable()}
    assert {"jobcenter", "mieterverein", "abh"} <= offices
    assert not {"frauen_sofortaufnahme", "hilfetelefon", "fluechtlingsrat_leipzig"} & offices


def test_no_office_has_the_number_of_the_police() -> None:
    numbers = office_numbers(legend().offices)
    assert len(set(numbers.values())) == len(legend().offices)
    assert {number[0] for number in numbers.values()} <= set("23456789")
    assert {len(number) for number in numbers.values()} <= {3, 4}


@given(st.sets(st.text("abcdefghij", min_size=1, max_size=6), max_size=40))
def test_a_number_means_one_office_or_asks(ids: set[str]) -> None:
    numbers = office_numbers(ids)
    for office, number in numbers.items():
        assert [other for other in ids if long_number(other).startswith(number)] == [office]
        # Without the others the number is a beginning of it: an older sheet never means another office.
        assert number.startswith(office_numbers([office])[office])

"""What the house around the desk puts on a slip: who sits here and when, events, handouts with codes."""

from dataclasses import replace

from referrals.slip import build
from referrals.slip.service import bundled_phrases
from referrals.slip.values import Given, Row, Slip
from tests.slips.pages import plain
from tests.unit.slip.examples import around, destination, phrases, request


def row(slip: Slip, heading: str) -> Row:
    [found] = [one for one in slip.rows if one.heading and one.heading.german.startswith(heading)]
    return found


def test_an_office_that_sits_here_says_when_and_where() -> None:
    slip = build(around("en"))
    here = row(slip, "Hier im Haus")
    assert here.heading
    assert here.heading.german == "Hier im Haus: Dienstag, 24. November 2026, 14:00–16:30 Uhr. Raum: 2"
    assert plain(here.heading.other) == "Here in this building: Tuesday, 24 November 2026, 14:00–16:30. Room: 2"
    assert slip.rows.index(here) == 1


def test_a_further_office_that_sits_here_says_so_in_its_remarks() -> None:
    first, second = around("de").destinations
    slip = build(replace(around("de"), destinations=(second, first)))
    assert "Hier im Haus: Dienstag, 24. November 2026, 14:00–16:30 Uhr. Raum: 2" in slip.also[0].remarks.german


def test_an_event_has_title_time_room_languages_and_where_to_register() -> None:
    said = [pair.german for pair in row(build(around("uk")), "Veranstaltung").sentences]
    assert said == [
        "Arbeiten in Leipzig: Rechte und Verträge",
        "Donnerstag, 3. Dezember 2026, 17:00–18:30 Uhr. Raum: Saal",
        "Sprachen der Veranstaltung: Deutsch, Arabisch und Ukrainisch",
        "Bitte melden Sie sich vorher an: 0341 1234567",
    ]


def test_a_title_that_nobody_has_translated_is_german_in_both_columns() -> None:
    [title, *_] = row(build(around("ti")), "Veranstaltung").sentences
    [run] = title.other
    assert (run.text, run.lang, run.isolated) == ("Arbeiten in Leipzig: Rechte und Verträge", "de", True)


def test_an_event_without_registration_says_so() -> None:
    [event] = around("de").events
    said = row(build(replace(around("de"), events=(replace(event, contact=""),))), "Veranstaltung").sentences
    assert said[-1].german == "Sie müssen sich nicht anmelden."


def test_handouts_say_another_language_and_digital_ones_have_a_code() -> None:
    given = row(build(around("en")), "Mitgegebenes Material")
    assert [pair.german for pair in given.sentences] == ["Faltblatt Arbeitsrechte (BABS / Faire Integration)"]
    assert [one.link for one in given.coded] == [
        "https://info-to-go.binational-leipzig.de/en/",
        "https://www.leipzig.de/einbuergerung",
    ]
    assert given.coded[0].title.german.endswith("· Sprache: Englisch")
    assert given.coded[0].caption.german == "Mit dem Handy lesen"


def test_a_card_of_numbers_says_nothing_of_it() -> None:
    slip = build(around("de", neutral=True))
    assert slip.numbers
    assert not slip.rows


def test_codes_leave_less_room_for_text() -> None:
    plain_slip = build(request("de", destination("babs"), handouts=(around("de").handouts[0],)))
    coded = build(
        request("de", destination("babs"), handouts=(Given(around("de").handouts[0].title, "", "https://a.de"),))
    )
    assert coded.characters > plain_slip.characters


def test_phrases_that_a_town_does_not_have_yet_come_with_the_program() -> None:
    assert bundled_phrases() == phrases()

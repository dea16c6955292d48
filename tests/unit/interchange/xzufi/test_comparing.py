"""An office of a file beside ours: what means the same is no difference, and likeness has its reasons."""

from datetime import date
from typing import Any

import pytest

from referrals.interchange.xzufi import differences
from referrals.interchange.xzufi.contact import address_of, contacts, phone
from referrals.interchange.xzufi.differences import Note, changed, facts_of
from referrals.interchange.xzufi.likeness import Likeness, Offices, topics_like
from referrals.interchange.xzufi.reading import read_file
from referrals.interchange.xzufi.values import Address, Channel, Unit
from tests.unit.interchange.xzufi.files import TRANSFER, unit_key

TODAY = date(2026, 11, 23)
OURS: dict[str, Any] = {
    "name_de": "Ausländerbehörde (Ordnungsamt)",
    "name_en": "Foreigners authority",
    "former_names": ["Ausländeramt"],
    "street": "Prager Straße 128",
    "postcode": "04317",
    "city": "Leipzig",
    "phone": "+49 341 1233310",
    "email": "abh@leipzig.example",
    "website": "https://www.leipzig.example/abh/",
    "opening_hours": "Mo,Tu 08:00-12:00; PH off",
    "kind": "city",
}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tel.: (0341) 123-0", "+49 341 1230"),
        ("0341/1233310", "+49 341 1233310"),
        ("+49 (0)341 123-0", "+49 341 1230"),
        ("+49 (341) 9123-4567", "+49 341 91234567"),
        ("115", "115"),
        ("siehe Aushang", None),
        ("0341 123-0 (Zentrale)", None),
        ("", None),
    ],
)
def test_numbers_of_telephones(written: str, read: str | None) -> None:
    assert phone(written) == read


def test_the_first_way_of_each_kind_is_taken_and_a_fax_is_no_telephone() -> None:
    channels = (
        Channel("04", "0341 99"),
        Channel("03", "0171 1234567"),
        Channel("02", "0341 1230"),
        Channel("02", "0341 1231"),
        Channel("", "mailto:info@amt.example"),
        Channel("09", "www.amt.example"),
        Channel("01", "keine"),
    )
    assert contacts(Unit(unit_key(), 1, {}, channels=channels)) == {
        "phone": "+49 341 1230",
        "email": "info@amt.example",
        "website": "https://www.amt.example",
    }


def test_visitors_go_to_a_street_not_to_a_post_box() -> None:
    box, post, visit = Address("003", box="1"), Address("006", street="B 2"), Address("002", street="A 1")
    assert address_of([box, post, visit]) == visit
    assert address_of([box]) == box
    assert address_of([]) is None


def test_what_means_the_same_is_no_difference() -> None:
    same = {
        "name_de": "  Ausländerbehörde  (ordnungsamt)",
        "street": "Prager Str. 128",
        "phone": "0341 123-3310",
        "email": "ABH@leipzig.example",
        "website": "http://www.leipzig.example/abh",
        "opening_hours": "Mo 08:00-12:00; Tu 08:00-12:00",
    }
    assert changed(same, OURS) == {}
    assert changed({"name_de": "Ausländeramt"}, OURS) == {}


def test_what_a_file_leaves_out_erases_nothing() -> None:
    assert changed({}, OURS) == {}


def test_changes_keep_that_holidays_are_off() -> None:
    assert changed({"opening_hours": "We 09:00-11:00", "city": "Borna"}, OURS) == {
        "opening_hours": "We 09:00-11:00; PH off",
        "city": "Borna",
    }
    assert changed({"opening_hours": "We 09:00-11:00"}, OURS | {"opening_hours": None}) == {
        "opening_hours": "We 09:00-11:00"
    }


def test_facts_and_notes_of_the_sample() -> None:
    units = read_file(TRANSFER).units
    facts, notes = facts_of(units[0], TODAY)
    assert facts == {
        "name_de": "Ausländerbehörde",
        "name_en": "Immigration office",
        "phone": "+49 341 1233310",
        "email": "auslaenderbehoerde@beispiel.example",
        "street": "Beispielstraße 7",
        "postcode": "04317",
        "city": "Leipzig",
    }
    assert notes == (
        Note(differences.POST_BOX, "10 01 00, 04092 Leipzig"),
        Note(differences.PROSE, "dienstags nach Vereinbarung, sonst siehe Aushang"),
        Note(differences.FURTHER, "Fax 0341 123-3399"),
        Note(differences.SYNONYM, "Ausländeramt"),
    )
    assert facts_of(units[2], TODAY) == ({}, (Note(differences.NAMELESS),))


def test_likeness_says_why() -> None:
    offices = Offices(
        {
            "abh": OURS,
            "other": OURS | {"name_de": "Standesamt", "phone": "1", "email": None, "former_names": []},
            "generic": OURS | {"kind": "generic"},
        }
    )
    assert offices.like({"name_de": "Ordnungsamt Leipzig: Ausländerbehörde", "phone": "0341 1233310"}) == (
        Likeness("abh", ("phone",)),
    )
    assert offices.like({"name_de": "Stadt Leipzig, Ausländerbehörde (Ordnungsamt)"}) == (Likeness("abh", ("name",)),)
    assert offices.like({"name_de": "Ausländeramt"}) == (Likeness("abh", ("alias",)),)
    address = {"street": "Prager Str. 128", "postcode": "04317", "email": "abh@leipzig.example"}
    assert offices.like(address) == (Likeness("abh", ("email", "address")), Likeness("other", ("address",)))
    assert offices.like({"name_de": "Finanzamt"}) == ()
    assert offices.like({}) == ()


def test_topics_are_guessed_by_the_beginnings_of_words() -> None:
    topics = {"wohnen/wohngeld": "Wohngeld und WBS", "einbuergerung/antrag": "Einbürgerung beantragen"}
    assert topics_like("Wohngeld beantragen", topics) == ("wohnen/wohngeld",)
    assert topics_like("Einbürgerungsverfahren", topics) == ("einbuergerung/antrag",)
    assert topics_like("Hund", topics) == ()

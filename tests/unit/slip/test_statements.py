"""What a slip says, and what it never says."""

import csv
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest

from app.errors import NotFound
from app.locales import ENGLISH
from app.vocabulary.translations import Translator
from referrals.slip import Slip, build
from referrals.slip.statements import instruction
from tests.unit.slip.examples import (
    CODE,
    DIRECTORY,
    NOW,
    destination,
    handouts,
    languages,
    longest,
    offices,
    phrases,
    request,
)


def texts(value: Any) -> list[str]:
    """Every text in a slip, at any depth."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in texts(part)]
    return []


def said(slip: Slip) -> str:
    return "\n".join(texts(asdict(slip)))


@pytest.mark.parametrize(
    ("office", "visit", "expected"),
    [
        ("buergerbuero_mitte", "", "go"),
        ("buergerbuero_mitte", "wait", "wait"),
        ("kindernotdienst", "", "call"),
        ("notruf", "", "call"),
        ("frauen_sofortaufnahme", "", "call"),
        ("faire_integration", "", "look"),
        ("krankenkasse", "", "go"),
        ("wohnort_verwaltung", "", "go"),
        ("finanzamt", "", "go"),
        ("bamf_ikurs", "wait", "wait"),
    ],
)
def test_the_instruction_follows_from_the_facts(office: str, visit: str, expected: str) -> None:
    assert instruction(offices()[office], visit) == expected


def test_an_office_with_an_address_for_letters_only_is_written_to() -> None:
    office = replace(offices()["faire_integration"], email="post@example.org", website=None)
    assert instruction(office, "") == "write"
    assert instruction(replace(office, email=None, contact_form="https://example.org/form"), "") == "write"


@pytest.mark.parametrize("office", sorted(name for name, office in offices().items() if office.status != "defunct"))
def test_every_fact_of_every_office_is_on_its_slip(office: str) -> None:
    found = offices()[office]
    text = said(build(request("uk", office)))
    for fact in (found.name_de, found.postcode, found.tram_stop, found.phone, found.email):
        assert fact is None or fact in text
    for address in (found.website, found.contact_form):
        assert address is None or address.removeprefix("https://").removeprefix("http://") in text
    secret = "address_confidential" in found.notes
    assert secret or found.street is None or found.street in text


def test_a_generic_office_is_looked_up_together() -> None:
    assert "Die Adresse suchen wir gemeinsam heraus." in said(build(request("uk", "krankenkasse")))


def test_a_secret_address_is_not_printed_even_if_it_is_known() -> None:
    office = replace(offices()["frauen_sofortaufnahme"], street="Geheimweg 7", tram_stop="Geheimplatz")
    text = said(build(request("uk", destination(office))))
    assert "Geheim" not in text
    assert "Die Adresse ist geheim. Bitte rufen Sie an." in text


def test_the_topic_is_said_but_no_rule_reason_or_trait() -> None:
    with (DIRECTORY / "routing.csv").open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file))
    text = said(build(longest("uk")))
    assert "Aufenthaltstitel verlängern" in text
    assert not [rule["rule_id"] for rule in rules if rule["rule_id"] in text]
    assert not [rule["reason_de"] for rule in rules if rule["reason_de"] and rule["reason_de"] in text]


def test_unverified_facts_say_so_with_date_and_whom_to_ask() -> None:
    slip = build(request("uk", "akzess"))
    assert any("ungeprüft" in warning.german and "akzess@leipzig.de" in warning.german for warning in slip.warnings)
    without_contact = replace(offices()["medinetz"], as_of="2022-05")
    warnings = build(request("uk", destination(without_contact))).warnings
    assert warnings[0].german == "Angaben ungeprüft, Stand Mai 2022. Bitte vorher fragen: +49 341 1232676"


def test_fresh_facts_carry_no_warning_but_their_date() -> None:
    fresh = replace(offices()["buergerbuero_mitte"], as_of="2026-11-03")
    slip = build(request("uk", destination(fresh)))
    assert slip.warnings == ()
    assert [pair.german for pair in slip.foot[1:]] == [
        "Stand der Angaben: 3. November 2026",
        "Im Notfall: 112 (Rettung), 110 (Polizei)",
    ]


def test_a_closure_is_a_warning() -> None:
    closed = replace(
        offices()["buergerbuero_mitte"], as_of="2026-11-03", closures=((date(2026, 11, 20), date(2026, 11, 27)),)
    )
    (warning,) = build(request("uk", destination(closed))).warnings
    assert warning.german == "Geschlossen vom Freitag, 20. November 2026 bis Freitag, 27. November 2026"


def test_without_an_office_the_centre_finds_out() -> None:
    slip = build(request("uk", bring=()))
    assert slip.place is not None
    assert slip.place.symbol == "ask"
    assert slip.place.instruction.german == phrases()["please_ask_here"]
    assert slip.place.name == offices()["wzl"].name_de
    with pytest.raises(NotFound):
        build(request("uk", centre=None))


def test_advice_is_not_mistaken_for_a_decision() -> None:
    decides = build(request("uk", "abh")).rows[0].heading
    helps = build(request("uk", destination("mosaik_mbe", "advises"))).rows[0].heading
    assert decides is not None
    assert helps is not None
    assert decides.german == "Zuständig für Ihr Anliegen"
    assert helps.german == "Hier bekommen Sie Beratung"


def test_the_staff_box_has_request_language_and_code() -> None:
    staff = build(request("uk", "abh")).staff
    assert staff is not None
    assert staff.lines[0] == "Adresse im elektronischen Aufenthaltstitel ändern"
    assert staff.lines[1] == "Spricht Ukrainisch."
    assert staff.lines[2].endswith("+49 341 1232676")
    assert staff.code == CODE


def test_a_slip_without_code_asks_nobody_to_report_one() -> None:
    text = said(build(request("uk", "abh", code=None)))
    assert "Zettelcode" not in text


def test_documents_carry_the_german_word_where_offices_use_it() -> None:
    row = next(row for row in build(request("uk", "abh")).rows if row.items)
    passport, _, landlord = row.items
    assert [run.text for run in passport.other if run.isolated] == []
    assert [run.text for run in landlord.other if run.lang == "de"] == ["Wohnungsgeberbestätigung"]


def test_at_most_three_further_offices() -> None:
    slip = build(request("uk", "abh", "caritas", "rlc", "mosaik_mbe", "avs"))
    assert [also.name for also in slip.also] == [offices()[name].name_de for name in ("caritas", "rlc", "mosaik_mbe")]


def test_a_slip_in_german_has_one_column() -> None:
    slip = build(request("de", "abh"))
    assert slip.language is None
    assert all(pair.other == () for pair in slip.foot)
    assert "Spricht" not in said(slip)


def test_a_language_without_catalogue_gets_english_and_says_which_language_is_spoken() -> None:
    tigrinya = languages()["ti"]
    slip = build(request("ti", "abh", text_language=ENGLISH, translator=Translator("en")))
    assert slip.title.other[0].text == "Your guide"
    assert f"Spricht {tigrinya.name_de}." in said(slip)


def test_unreviewed_translations_say_so_and_reviewed_ones_do_not() -> None:
    assert phrases()["unreviewed"] in said(build(request("uk", "abh")))
    assert phrases()["unreviewed"] not in said(build(request("en", "abh")))


def test_a_text_without_translation_is_german_in_both_columns() -> None:
    slip = build(request("uk", "abh", phrases={**phrases(), "slip_title": "Ihr neuer Wegweiser"}))
    (run,) = slip.title.other
    assert (run.text, run.lang, run.isolated) == ("Ihr neuer Wegweiser", "de", True)


def neutral(**changes: Any) -> Slip:
    offices_called = ("frauen_sofortaufnahme", "hilfetelefon", "kis")
    return build(request("ru", *offices_called, topic_id="schutz/haeusliche_gewalt", neutral=True, **changes))


def test_the_neutral_card_holds_numbers_and_nothing_of_the_topic() -> None:
    slip = neutral(handouts=(handouts()["h_neutral"],))
    assert [number.number for number in slip.numbers] == ["110", "112", "+49 341 55010420", "116016"]
    assert slip.place is None
    assert slip.staff is None
    assert not slip.rows
    assert not slip.also
    text = said(slip)
    for word in (
        "Gewalt",
        "Frauen",
        "Schutz",
        "Hilfetelefon",
        "насил",
        CODE,
        "http",
        "Willkommenszentrum",
        str(NOW.year),
    ):
        assert word not in text


def test_the_neutral_card_without_a_number_names_the_centres() -> None:
    slip = build(request("ru", "kis", neutral=True))
    assert [number.number for number in slip.numbers] == ["110", "112", "+49 341 1232676"]

"""English texts -> codes: every distinct text of the Leipzig offices, by hand, from what it means."""

import pytest

from referrals.directory.checks import read_directory
from referrals.directory.codes import appointment_code, cost_code, note_codes, printed_stop, printed_street
from referrals.directory.fields import Record
from referrals.directory.folder import EXAMPLE

OFFICES = read_directory(EXAMPLE)["offices"]

APPOINTMENT = {
    None: None,
    "no": "none",
    "required": "required",
    "recommended": "recommended",
    "required; apply first, the office then sends an appointment by post": "by_post",
    "required; online Quick-Check first": "required",
    "recommended for placement test": "recommended",
    "online or by post": "online",
    "recommended; certificates online via amt24.sachsen.de": "recommended",
    "required (by email)": "required",
    "required (phone)": "phone",
    "booked in advance, usually by the office or service": "required",
}
COST = {
    None: None,
    "free": "free",
    "free, confidential": "free",
    "paid by the booking institution": "free",
    "fee": "fee",
    "fees": "fee",
    "fees for permits": "fee",
    "fee (about 30 EUR per half hour since 2025)": "fee",
    "course fees; integration course subsidised with entitlement": "fee",
    "small annual fee; reduced with Leipzig-Pass": "fee",
    "members only (membership fee)": "members",
    "free for registration; fees for documents": None,
    "free in asylum matters": None,
    "contributions": None,
    "STI/HIV test anonymous": None,
    "Beratungshilfe about 15 EUR at the lawyer's; court fees for proceedings": None,
}
# What else holds for the whole office. german_only is checked by its rule below.
NOTES = {
    "wzl": ["interpreter_on_site"],
    "buergerbuero_mitte": ["only_city"],
    "abh": ["only_city"],
    "ankommenszentrum": ["interpreter_on_site"],
    "sozialamt_wohnhilfen": ["only_city"],
    "ajf": ["only_city"],
    "agentur": ["only_city"],
    "jobcenter": ["only_city"],
    "studentenwerk": ["anonymous_possible", "interpreter_ask"],
    "fluechtlingsrat_leipzig": ["address_unsure"],
    "drk_mbe": ["confidential", "age_from_27", "interpreter_ask"],
    "binational": ["confidential"],
    "mosaik_mbe": ["confidential", "age_from_27"],
    "mosaik_psz": ["anonymous_possible", "interpreter_on_site"],
    "naomi_jmd": ["confidential", "age_12_26", "address_unsure"],
    "naomi_gfh": ["address_unsure"],
    "avs": ["confidential"],
    "rlc": ["interpreter_on_site"],
    "cabl": ["anonymous_possible"],
    "frauen_sofortaufnahme": ["address_confidential"],
    "kis": ["address_unsure"],
    "hilfetelefon": ["interpreter_on_site"],
    "mieterverein": ["members_only"],
    "kel_schulden": ["only_city"],
    "landkreis_auslaenderamt": ["only_county"],
    "landkreis_jobcenter": ["only_county"],
    "amtsgericht": ["only_city", "bring_interpreter"],
    "verwaltungsgericht": ["bring_interpreter"],
}
STREETS = {
    "address confidential - phone only": None,
    "Eisenbahnstraße (house number to be checked)": "Eisenbahnstraße",
    "Sternwartenstraße 4 (until 2017)": "Sternwartenstraße 4",
    "OFT Völkerfreundschaft, Stuttgarter Allee 9 (site Grünau)": (
        "OFT Völkerfreundschaft, Stuttgarter Allee 9 (Standort Grünau)"
    ),
    "Schönefeld, rooms shared with Solidarisches Gesundheitszentrum (Taubestraße 2)": (
        "Schönefeld, c/o Solidarisches Gesundheitszentrum (Taubestraße 2)"
    ),
}


def test_the_tables_hold_every_text_of_the_directory() -> None:
    assert {office["appointment"] for office in OFFICES} == APPOINTMENT.keys()
    assert {office["cost"] for office in OFFICES} == COST.keys()


@pytest.mark.parametrize(("text", "code"), APPOINTMENT.items())
def test_appointment(text: str | None, code: str | None) -> None:
    assert appointment_code(text) == code


@pytest.mark.parametrize(("text", "code"), COST.items())
def test_cost(text: str | None, code: str | None) -> None:
    assert cost_code(text) == code


@pytest.mark.parametrize("office", OFFICES, ids=lambda office: office["id"])
def test_notes(office: Record) -> None:
    names = ("kind", "languages", "cost", "limits", "language_note", "street")
    found = note_codes(**{name: office[name] for name in names})
    public = office["kind"] in {"city", "state", "federal", "county", "federal_city"} and office["languages"] == ["de"]
    expected = NOTES.get(office["id"], [])
    assert found == [*expected, "german_only"] if public else found == expected


@pytest.mark.parametrize("street", sorted({office["street"] for office in OFFICES if office["street"]}))
def test_streets_are_german(street: str) -> None:
    assert printed_street(street) == STREETS.get(street, street)


def test_no_street() -> None:
    assert printed_street(None) is None


def test_stops_are_german() -> None:
    assert printed_stop("Gutenbergplatz (tram 15); Ostplatz (tram 15, bus 60)") == (
        "Gutenbergplatz (Tram 15); Ostplatz (Tram 15, Bus 60)"
    )
    assert printed_stop("Neues Rathaus") == "Neues Rathaus"
    assert printed_stop(None) is None
    english = [office["tram_stop"] for office in OFFICES if "tram" in (printed_stop(office["tram_stop"]) or "")]
    assert english == []

"""What the public directory says of an office, and of which."""

from datetime import date
from typing import Any

import pytest

from referrals.interchange.public.values import PublicOffice
from referrals.routing.condition import Condition
from tests.unit.interchange.public.examples import directory, office, rule


def only(**changed: Any) -> PublicOffice:
    """What is said of one office."""
    [one] = directory(office(**changed)).offices
    return one


def test_an_office_in_words() -> None:
    one = only(appointment="required", cost="free", notes=("only_city", "age_12_26"))
    assert one.address == ("Markt 1", "04109 Leipzig")
    assert one.hours == (
        "Montag und Dienstag: 09:00 bis 12:00 und 13:00 bis 18:00 Uhr",
        "Freitag: 09:00 bis 12:00 Uhr",
        "An Feiertagen geschlossen",
    )
    assert [language.tag for language in one.languages] == ["de", "ar"]
    assert one.notes == (
        "Nur mit Termin",
        "Kostenlos",
        "Nur für Einwohner der Stadt Leipzig",
        "Für Menschen von 12 bis 26 Jahren",
    )
    assert (one.as_of, one.warning) == ("1. Oktober 2026", "")


def test_gone_and_generic_offices_are_left_out() -> None:
    found = directory(office("a", status="defunct"), office("b", generic=True), office("c"))
    assert [one.facts.id for one in found.offices] == ["c"]


def test_a_secret_address_is_not_said() -> None:
    one = only(street="Geheimweg 7", notes=("address_confidential",), opening_hours="24/7")
    assert one.address == ()
    assert one.hours == ("Tag und Nacht erreichbar",)
    assert one.notes == ("Die Adresse ist geheim. Bitte rufen Sie an.",)


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"verified": False}, "Angaben ungeprüft, Stand 1. Oktober 2026. Bitte vorher fragen: +49 341 1230"),
        ({"as_of": "2022"}, "Angaben ungeprüft, Stand 2022. Bitte vorher fragen: +49 341 1230"),
        ({"as_of": None, "phone": None, "email": "a@b.de"}, "Angaben ungeprüft. Bitte vorher fragen: a@b.de"),
        ({"as_of": "2025-12"}, ""),
    ],
)
def test_unverified_and_old_facts_are_said_to_be(changed: dict[str, Any], warning: str) -> None:
    assert only(**changed).warning == warning


def test_hours_of_every_other_week_and_unknown_ones() -> None:
    assert only(opening_hours="week 01-53/2 Th 17:00-19:00").hours == (
        "Donnerstag: 17:00 bis 19:00 Uhr",
        "nur in ungeraden Kalenderwochen",
    )
    assert only(opening_hours=None).hours == ("Öffnungszeiten nicht bekannt. Bitte vorher fragen.",)
    assert only(opening_hours=None, street=None).hours == ()


def test_closures_to_come() -> None:
    closures = ((date(2026, 1, 1), date(2026, 1, 5)), (date(2026, 11, 20), date(2026, 11, 23)))
    later = (date(2027, 7, 1), date(2027, 7, 2))
    assert only(closures=(*closures, later)).closures == (
        "Geschlossen vom 20. November 2026 bis 23. November 2026",
        "Geschlossen vom 1. Juli 2027 bis 2. Juli 2027",
    )


def test_topics_by_the_rules_that_hold() -> None:
    rules = (
        rule("wohnen", "amt", "hilfe amt"),
        rule("wohnen", "", "verein"),
        rule("geld", "verein", valid_to=date(2026, 11, 22)),
        rule("geld", "hilfe", valid_from=date(2026, 11, 24)),
        rule("geld", "", "hilfe", valid_from=date(2026, 11, 23), valid_to=date(2026, 11, 23)),
    )
    found = directory(
        office("verein", name_de="Verein"),
        office("hilfe", name_de="Ämterhilfe"),
        office(),
        office("ohne", name_de="Ohne Regel"),
        rules=rules,
    )
    assert [
        (topic.id, *(tuple(one.facts.id for one in some) for some in (topic.responsible, topic.advises)))
        for topic in found.topics
    ] == [
        ("wohnen", ("amt",), ("hilfe", "verein")),
        ("geld", (), ("hilfe",)),
    ]
    assert [one.facts.id for one in found.others] == ["ohne"]
    assert [one.facts.id for one in found.offices] == ["amt", "hilfe", "ohne", "verein"]


@pytest.mark.parametrize(
    ("condition", "said"), [("g:undocumented", False), ("flag=violence", False), ("g:student", True)]
)
def test_who_helps_without_papers_is_not_told_to_the_world(condition: str, said: bool) -> None:
    found = directory(office(), rules=(rule("wohnen", "amt", condition=Condition.parse(condition)),))
    assert bool(found.topics) == said
    assert [one.facts.id for one in found.others] == ([] if said else ["amt"])

"""What of a file is worth a look: about our region, not said by us, and not called none of ours."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from referrals.interchange.xzufi.proposing import Directory, Proposed, proposed
from referrals.interchange.xzufi.reading import read_file
from referrals.interchange.xzufi.values import Key
from tests.unit.interchange.xzufi.files import AGENCY, TRANSFER, competence, message, unit, unit_key

TODAY = date(2026, 11, 23)
NAME = "<name><name>Standesamt</name></name>"
OFFICE: dict[str, Any] = {
    "name_de": "Standesamt",
    "city": "Leipzig",
    "kind": "city",
    "status": "active",
    "opening_hours": None,
}
SERVICE = Key(AGENCY, "L", "9")
Links = Mapping[tuple[str, Key], str | None]


def rule(condition: str = "", responsible: str = "", advice: str = "") -> dict[str, Any]:
    return {
        "topic": "familie",
        "subtopic": "geburt",
        "condition": condition,
        "responsible": responsible.split(),
        "advice": advice.split(),
    }


def look(inside: str, *, rules: Mapping[str, Any] | None = None, known: Links | None = None, **office: Any) -> Proposed:
    ours = Directory({"standesamt": OFFICE | office}, rules or {}, known or {})
    return proposed(message(inside), ours, TODAY)


def kinds(found: Proposed) -> list[tuple[str, str | None]]:
    return [(draft.kind, draft.entry) for draft in found.drafts]


def linked(topic: str | None = "familie/geburt") -> Links:
    return {("office", unit_key()): "standesamt", ("service", SERVICE): topic}


def test_the_sample_against_an_empty_directory() -> None:
    found = proposed(read_file(TRANSFER), Directory({}, {}, {}), TODAY)
    assert [(draft.kind, draft.name) for draft in found.drafts] == [
        ("office_new", "Ausländerbehörde"),
        ("office_new", "Amt für Beispiele"),
        ("rule_new", "Aufenthaltserlaubnis verlängern"),
        ("rule_new", "Aufenthaltserlaubnis verlängern"),
        ("rule_new", "Hundesteuer anmelden"),
    ]
    # Dresden's office and what it is responsible for; the office that says nothing.
    assert (found.elsewhere, found.empty) == (2, 1)


def test_an_unknown_office_is_proposed_if_it_is_like_ours_or_here() -> None:
    assert kinds(look(unit(NAME))) == [("office_new", None)]
    other = "<name><name>Forstamt</name></name>"
    phone = "<kommunikation><kennung>0351 1234</kennung></kommunikation>"
    place = "<anschrift><strasse>Weg 1</strasse><postleitzahl>1</postleitzahl><ort>{}</ort></anschrift>"
    assert look(unit(other + phone)).elsewhere == 1
    assert look(unit(other + place.format("Dresden"))).elsewhere == 1
    assert kinds(look(unit(other + place.format("Leipzig")))) == [("office_new", None)]
    assert kinds(look(unit(other) + competence(1)))[0] == ("office_new", None)
    # A place of the file's town that is responsible elsewhere only.
    assert look(unit(other + place.format("Leipzig")) + competence(1, area="14612")).elsewhere == 2


def test_a_known_office_is_proposed_where_it_differs() -> None:
    street = "<anschrift><strasse>Neu 1</strasse><postleitzahl>04109</postleitzahl><ort>Leipzig</ort></anschrift>"
    assert kinds(look(unit(NAME + street), known=linked())) == [("office_changed", "standesamt")]
    assert look(unit(NAME), known=linked()).same == 1


def test_prose_hours_are_worth_a_look_where_we_have_none() -> None:
    prose = unit(NAME + "<infoOeffnungszeitenText>nach Absprache</infoOeffnungszeitenText>")
    assert kinds(look(prose, known=linked())) == [("office_changed", "standesamt")]
    assert look(prose, known=linked(), opening_hours="Mo 08:00-12:00").same == 1


def test_what_is_none_of_ours_is_only_counted() -> None:
    found = look(unit(NAME) + competence(1), known={("office", unit_key()): None})
    assert (found.drafts, found.ignored) == ([], 2)
    assert look(competence(1), known=linked(None)).ignored == 1


def test_areas_of_the_same_service_and_office_are_one_rule() -> None:
    found = look(competence(1, area="14713") + competence(2, area="14729") + competence(3, area="14612"))
    assert [(draft.kind, draft.content["condition"], len(draft.content["ids"])) for draft in found.drafts] == [
        ("rule_new", "", 3)
    ]
    assert look(competence(1, area="14730")).elsewhere == 1


def test_a_responsibility_that_our_rules_say_is_none() -> None:
    for ours in (rule("", "standesamt"), rule("res=city", "standesamt")):
        assert look(competence(1), rules={"R-1": ours}, known=linked()).same == 1
    county = competence(1, area="14729")
    assert look(county, rules={"R-1": rule("res=city", "standesamt")}, known=linked()).same == 0
    # Ours for the county stands before ours for everybody.
    both = {"R-1": rule("", "standesamt"), "R-2": rule("res=county", "other")}
    assert kinds(look(county, rules=both, known=linked())) == [("rule_new", None)]
    students = {"R-1": rule("g:student", "standesamt")}
    assert kinds(look(competence(1), rules=students, known=linked())) == [("rule_new", None)]


def test_a_place_to_turn_to_is_not_the_one_that_decides() -> None:
    advice = {"R-1": rule("", "other", "standesamt")}
    assert look(competence(1, role="03"), rules=advice, known=linked()).same == 1
    assert kinds(look(competence(1, role="01"), rules=advice, known=linked())) == [("rule_new", None)]


def test_a_rule_that_came_from_the_same_entry_is_named() -> None:
    known = {**linked(), ("competence", Key(AGENCY, "Z", "1")): "XZ-0001"}
    found = look(competence(1), rules={"XZ-0001": rule("res=city", "other")}, known=known)
    assert kinds(found) == [("rule_changed", "XZ-0001")]


def test_deletions_of_unknown_things_are_one_number() -> None:
    one = '<loesche klasse="{}"><id schemeAgencyID="L100042" schemeID="{}">{}</id></loesche>'
    many = "".join(one.format("Zustaendigkeit", "Z", number) for number in range(1000))
    found = look(many + one.format("Organisationseinheit", "OE", 77) + one.format("Unbekannt", "X", 1))
    assert (found.drafts, found.unknown_deletions) == ([], 1002)


def test_deletions_of_known_things_are_proposed() -> None:
    one = '<loesche klasse="{}"><id schemeAgencyID="L100042" schemeID="{}">1</id></loesche>'
    known = {**linked(), ("competence", Key(AGENCY, "Z", "1")): "R-1"}
    both = one.format("Organisationseinheit", "OE") + one.format("Zustaendigkeit", "Z")
    found = look(both, rules={"R-1": rule("", "x")}, known=known)
    assert kinds(found) == [("office_deleted", "standesamt"), ("rule_deleted", "R-1")]
    assert look(one.format("Organisationseinheit", "OE"), known=linked(), status="defunct").same == 1
    # Written and deleted in one file: deleted.
    assert kinds(look(unit(NAME) + one.format("Organisationseinheit", "OE"), known=linked())) == [
        ("office_deleted", "standesamt")
    ]


def test_what_is_over_is_not_proposed() -> None:
    over = "<gueltigkeit><beginn>2020-01-01</beginn><ende>2025-12-31</ende></gueltigkeit>"
    assert look(unit(NAME + over)).expired == 1
    assert kinds(look(unit(NAME + over), known=linked())) == [("office_deleted", "standesamt")]
    assert look(competence(1).replace("<rolle>", over + "<rolle>")).expired == 1
    assert look(unit(NAME + over.replace("2025", "2026"))).expired == 0


def test_the_same_content_has_the_same_id() -> None:
    first, again, other = (look(unit(NAME + more)).drafts[0] for more in ("", "", "<kommunikation/>" + _PHONE))
    assert first.id == again.id != other.id
    assert first.subject == other.subject


_PHONE = "<kommunikation><kennung>0341 5</kennung></kommunikation>"

"""Parts of the offices' desk by themselves: ids from names, successors, what two editors did, traps."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.offices import checking, succession, traps
from app.offices.form import Sheet, blank, changed_fields, date_facts, merge, without_row
from app.offices.listing import folded
from app.offices.preview import facts_in
from referrals.directory.facts import Office
from referrals.directory.fields import IDENTIFIER

TODAY = date(2026, 11, 23)


def office(name: str, **values: Any) -> Office:
    return facts_in(blank(name) | {"name_de": name.title(), "status": "active", **values})


def found(content: dict[str, Any], *others: Office) -> set[str]:
    """The messages about a content among these other offices."""
    complete = blank("x") | {"name_de": "X", "kind": "ngo", "phone": "+49 341 5", **content}
    return {remark.message for remark in traps.warnings(complete, {one.id: one for one in others}, TODAY)}


@given(st.text(), st.sets(st.sampled_from(["a", "a_2", "a_3", "office", "b"])))
def test_every_name_gives_an_id_that_is_free(name: str, taken: set[str]) -> None:
    proposed = checking.proposed_id(name, taken)
    assert checking.check_id(proposed, taken) == []
    assert IDENTIFIER.fullmatch(proposed)


@pytest.mark.parametrize(
    ("name", "proposed"),
    [("Bürgerbüro Mitte", "buergerbuero_mitte"), ("Café Straße & Söhne e. V.", "cafe_strasse_soehne_e_v"),
     ("new", "new_2"), ("مركز", "office"), ("x" * 200, "x" * 56)],
)  # fmt: skip
def test_ids_from_names(name: str, proposed: str) -> None:
    assert checking.proposed_id(name, ()) == proposed


@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from("abcde") | st.none()), st.sampled_from("abcde"))
def test_lines_of_succession_end(successors: dict[str, str | None], first: str) -> None:
    line = succession.line(first, successors)
    circle = len(set(line)) < len(line)
    assert circle == (line[-1] in line[:-1])
    assert circle or successors.get(line[-1]) is None


def test_rules_lead_to_the_first_that_exists() -> None:
    offices = {
        one.id: one for one in (office("a"), office("b", status="defunct", successor="c"), office("c", status="verify"))
    }
    assert succession.heir("a", "b", offices) == offices["c"]
    assert succession.heir("a", None, offices) is None
    assert succession.heir("a", "a", offices) is None


def test_the_same_street_written_differently() -> None:
    gone = office("gone", street="Prager Strasse 21", status="defunct")
    assert traps.DEFUNCT_ADDRESS in found({"street": "Prager Str. 21 (Hof)", "postcode": "04103"}, gone)
    assert traps.DEFUNCT_ADDRESS not in found({"street": "Prager Straße 12"}, gone)
    other = office("other", street="Prager Straße 21", postcode="01069", status="defunct")
    assert traps.DEFUNCT_ADDRESS not in found({"street": "Prager Straße 21", "postcode": "04103"}, other)


@pytest.mark.parametrize("number", ["0341 1232676", "+49 341 123-2676", "0049 341 1232676", "(0341) 123 26 76"])
def test_the_same_number_written_differently(number: str) -> None:
    assert traps.SAME_PHONE in found({"phone": number}, office("other", phone="+49 341 1232676"))


def test_numbers_that_are_meant_to_be_shared() -> None:
    assert traps.SAME_PHONE not in found({"phone": "115"}, office("other", phone="115"))


@pytest.mark.parametrize(
    ("address", "personal"),
    [("erika.mustermann@x.de", True), ("e.mustermann@x.de", True), ("info@x.de", False), ("jugend-amt@x.de", False),
     ("team.mitte@x.de", False), ("Familienkasse-Sachsen@x.de", False), ("menschen.wuerdig-ev@x.de", False)],
)  # fmt: skip
def test_addresses_of_persons(address: str, personal: bool) -> None:
    assert (traps.PERSONAL in found({"email": address})) == personal


@pytest.mark.parametrize(
    ("hours", "expected"),
    [("24/7", set()), ("Mo-Fr 08:00-12:00; PH off", set()), ("Mo-Fr 08:00-12:00", {traps.HOLIDAYS_UNSAID}),
     ("Mo-Fr; PH off", {traps.NO_CLOSING}), ("Mo-Fr open", {traps.NO_CLOSING, traps.HOLIDAYS_UNSAID}),
     ('Mo-Fr 08:00-12:00 "by phone"', {traps.HOLIDAYS_UNSAID})],
)  # fmt: skip
def test_hours(hours: str, expected: set[str]) -> None:
    assert found({"opening_hours": hours}) == expected


def test_postcodes_of_a_town_are_known_from_three_on() -> None:
    some = [office(name, city="Leipzig", postcode="04103") for name in "abc"]
    assert traps.OTHER_POSTCODE in found({"city": "Leipzig", "postcode": "80331"}, *some)
    assert traps.OTHER_POSTCODE not in found({"city": "Leipzig", "postcode": "80331"}, *some[:2])
    assert traps.OTHER_POSTCODE not in found({"city": "Leipzig", "postcode": "04299"}, *some)


def test_what_each_of_two_editors_changed_is_kept() -> None:
    base = blank("x") | {"phone": "1", "street": "A 1", "as_of": {"phone": "2020", "street": "2020"}}
    mine = base | {"phone": "2", "as_of": {"phone": "2026", "street": "2020"}}
    theirs = base | {
        "street": "B 2",
        "phone": "3",
        "as_of": {"phone": "2025", "street": "2025"},
        "checked_on": "2026-01-01",
    }
    sheet = Sheet.of(base, "old")
    sheet.wish = mine
    taken, clashing = merge(sheet, theirs, "new")
    assert (taken, clashing) == ({"street": "A 1", "checked_on": None}, ["phone"])
    assert (sheet.wish["phone"], sheet.wish["street"], sheet.wish["checked_on"]) == ("2", "B 2", "2026-01-01")
    assert sheet.wish["as_of"] == {"phone": "2026", "street": "2025"}
    assert (sheet.base, sheet.seen) == (theirs, "new")


def test_codes_and_remarks_share_a_date() -> None:
    base = blank("x") | {"appointment": "no", "as_of": {"appointment": "2020"}}
    sheet = Sheet.of(base, "")
    sheet.wish = base | {"appointment_code": "required"}
    assert date_facts(sheet, base, TODAY) == ["appointment"]
    assert sheet.wish["as_of"] == {"appointment": "2026-11-23"}
    assert changed_fields(base, sheet.wish) == ["appointment_code", "as_of"]


def test_a_row_is_taken_out_with_all_its_fields() -> None:
    sent = MultiDict([("closure_from", "a"), ("closure_to", "b"), ("closure_from", "c"), ("closure_to", "d")])
    left = without_row(sent, "closures 0")
    assert (left.getlist("closure_from"), left.getlist("closure_to")) == (["c"], ["d"])
    for which in ("closures 7", "closures -1", "nonsense 0", ""):
        assert without_row(sent, which) == sent


@given(st.text())
def test_searching_ignores_case_and_umlauts(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_folded() -> None:
    assert folded("Bürgerbüro, Otto-Schill-STRASSE") == folded("buergerbuero otto-schill-straße")

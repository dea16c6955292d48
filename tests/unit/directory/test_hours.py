"""Opening hours: Saxony's holidays, odd weeks, closures, year ends, the printed table."""

import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.directory.facts import Hours, HoursRow, Office
from referrals.directory.hours import hours, public_holidays, validate

WZL = "Mo,Tu,Th 11:00-17:00; PH off"
BUERGERBUERO = "Mo-We,Fr 08:00-19:00; Th 13:00-19:00; Sa 08:00-13:00; PH off"
INFOBUS = "week 01-53/2 Th 17:00-19:00; PH off"
JOBCENTER = "Mo-Fr 08:00-12:00; Tu 08:00-18:00; PH off"
ALL_OF_LEIPZIG = (
    WZL, BUERGERBUERO, INFOBUS, JOBCENTER, "24/7", "Mo-Fr 08:00-16:00; PH off",
    "Mo-Th 08:00-19:00; Fr 08:00-12:00; PH off",
    "Mo,Th 08:00-12:00,13:00-15:00; Tu 08:00-12:00,13:00-17:00; Fr 08:00-12:00; PH off",
    "Mo-Th 08:30-12:00,13:00-15:00; Fr 08:30-12:00,13:00-14:00; PH off",
)  # fmt: skip

local = datetime.fromisoformat


def office(opening_hours: str | None, *closures: tuple[date, date]) -> Office:
    nothing = dict.fromkeys(
        ("successor", "street", "postcode", "city", "tram_stop", "phone", "email", "website", "contact_form",
         "appointment", "cost", "as_of", "appointment_text", "cost_text", "language_text", "limits_text", "status_text")
    )  # fmt: skip
    return Office(
        id="x", name_de="X", name_en="X", kind="city", status="active", verified=True, generic=False, aliases=(),
        opening_hours=opening_hours, closures=closures, notes=(), languages=(), **nothing,
    )  # fmt: skip


def at(moment: str, opening_hours: str | None, *closures: tuple[date, date]) -> Hours:
    return hours(office(opening_hours, *closures), local(moment))


def test_holidays_are_those_of_saxony() -> None:
    assert [f"{day:%m-%d}" for day in public_holidays(2026)] == [
        "01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "10-31", "11-18", "12-25", "12-26",
    ]  # fmt: skip


@pytest.mark.parametrize("holiday", [*public_holidays(2026), *public_holidays(2027), *public_holidays(2028)])
def test_an_office_that_is_open_every_day_is_closed_on_every_holiday(holiday: date) -> None:
    found = at(f"{holiday}T10:00", "Mo-Su 08:00-18:00; PH off")
    assert found.now is False
    assert found.code == "opens"
    assert found.next_open is not None
    assert found.next_open.date() > holiday
    assert at(f"{holiday}T10:00", "Mo-Su 08:00-18:00").code == "open"


def test_buss_und_bettag() -> None:
    found = at("2026-11-18T09:00", BUERGERBUERO)
    assert (found.code, found.now) == ("opens", False)
    assert found.next_open == local("2026-11-19T13:00")
    assert found.next_close == local("2026-11-19T19:00")
    assert found.closed_on_public_holidays


def test_reformation_day_is_a_saturday_in_2026() -> None:
    assert at("2026-10-31T09:00", BUERGERBUERO).next_open == local("2026-11-02T08:00")


def test_hours_on_holidays_of_their_own() -> None:
    text = "Mo-Fr 08:00-12:00; PH,Sa 10:00-12:00"
    assert at("2026-11-18T08:30", text).next_open == local("2026-11-18T10:00")
    assert at("2026-11-18T11:00", text).until == local("2026-11-18T12:00")
    assert at("2026-11-18T11:00", text).since == local("2026-11-18T10:00")
    assert not at("2026-11-18T11:00", text).closed_on_public_holidays


def test_a_quoted_ph_is_a_comment() -> None:
    assert at("2026-11-18T09:00", 'Mo-Fr 08:00-12:00 "PH off"').code == "open"


def test_open_now_and_until_when() -> None:
    found = at("2026-11-23T11:00", WZL)
    assert (found.code, found.now, found.until, found.next_open) == ("open", True, local("2026-11-23T17:00"), None)
    assert found.since == local("2026-11-23T11:00")
    assert at("2026-11-23T17:00", WZL).code == "opens"
    assert at("2026-11-23T17:00", WZL).since is None


def test_a_later_rule_replaces_an_earlier_one() -> None:
    assert at("2026-11-24T15:00", JOBCENTER).until == local("2026-11-24T18:00")
    assert at("2026-11-25T15:00", JOBCENTER).code == "opens"


def test_odd_weeks_over_a_year_with_53_weeks() -> None:
    found = at("2026-11-23T12:00", INFOBUS)
    assert found.week == "odd"
    assert found.rows == (HoursRow((4,), (("17:00", "19:00"),)), HoursRow((1, 2, 3, 5, 6, 7), ()))
    assert found.next_open == local("2026-12-03T17:00")
    # 2026 has a week 53, odd like the first one of 2027: two open weeks in a row, and still odd weeks.
    found = at("2026-12-31T20:00", INFOBUS)
    assert (found.next_open, found.week) == (local("2027-01-07T17:00"), "odd")


def test_even_weeks_and_weeks_that_are_all_alike() -> None:
    assert at("2026-11-23T12:00", "week 02-52/2 Mo 09:00-10:00").week == "even"
    assert at("2026-11-23T12:00", "week 01-53 Mo 09:00-10:00").week == ""


def test_no_table_where_none_would_be_true() -> None:
    found = at("2026-11-23T12:00", "week 01-53/3 Th 17:00-19:00")
    assert (found.rows, found.week) == ((), "")
    assert found.next_open == local("2026-12-03T17:00")
    assert at("2026-11-23T12:00", "Mo 09:00-10:00; week 01-53/2 Th 17:00-19:00").rows == ()


def test_closures_are_not_just_closed() -> None:
    closures = (date(2026, 11, 23), date(2026, 11, 27)), (date(2026, 11, 28), date(2026, 11, 30))
    found = at("2026-11-25T09:00", BUERGERBUERO, *closures)
    assert (found.code, found.now) == ("closed_until", False)
    assert (found.closed_from, found.closed_to) == (date(2026, 11, 23), date(2026, 11, 30))
    assert found.next_open == local("2026-12-01T08:00")
    assert found.rows == at("2026-11-25T09:00", BUERGERBUERO).rows


def test_a_closure_is_announced_a_month_ahead_and_forgotten_afterwards() -> None:
    closure = date(2026, 12, 21), date(2027, 1, 2)
    found = at("2026-11-24T09:00", BUERGERBUERO, closure)
    assert (found.code, found.closed_from, found.closed_to) == ("open", *closure)
    assert at("2026-11-09T09:00", BUERGERBUERO, closure).closed_from is None
    assert at("2026-12-19T14:00", BUERGERBUERO, closure).next_open == local("2027-01-04T08:00")
    assert at("2027-01-04T09:00", BUERGERBUERO, closure).closed_to is None


def test_unknown_hours_are_not_closed() -> None:
    assert at("2026-11-24T09:00", None) == Hours("unknown", None)
    found = at("2026-11-24T09:00", None, (date(2026, 11, 23), date(2026, 11, 27)))
    assert (found.code, found.now, found.closed_to) == ("closed_until", False, date(2026, 11, 27))
    assert at("2026-11-24T09:00", "Mo-Su unknown").code == "unknown"
    assert at("2026-11-24T09:00", "Mo-Su unknown").now is None


def test_day_and_night() -> None:
    found = at("2026-12-25T03:00", "24/7")
    assert (found.code, found.always, found.until) == ("open", True, None)
    assert found.rows == (HoursRow((1, 2, 3, 4, 5, 6, 7), (("00:00", "24:00"),)),)
    assert not at("2026-12-25T03:00", WZL).always


def test_never_again() -> None:
    found = at("2026-11-24T09:00", "2020 Nov 18 10:00-12:00")
    assert (found.code, found.next_open, found.rows) == ("closed", None, ())


def test_over_midnight() -> None:
    found = at("2026-11-23T23:00", "Mo-Su 20:00-08:00")
    assert found.until == local("2026-11-24T08:00")
    assert at("2026-11-24T03:00", "Mo-Su 20:00-08:00").since == local("2026-11-24T00:00")
    assert found.rows == (HoursRow((1, 2, 3, 4, 5, 6, 7), (("00:00", "08:00"), ("20:00", "24:00"))),)


def test_the_table_groups_equal_days_and_puts_closed_ones_last() -> None:
    assert at("2026-11-24T09:00", BUERGERBUERO).rows == (
        HoursRow((1, 2, 3, 5), (("08:00", "19:00"),)),
        HoursRow((4,), (("13:00", "19:00"),)),
        HoursRow((6,), (("08:00", "13:00"),)),
        HoursRow((7,), ()),
    )


@pytest.mark.parametrize("moment", ["2026-12-21T09:00", "2026-12-28T09:00", "2026-11-17T09:00"])
def test_holidays_and_single_days_do_not_change_the_usual_week(moment: str) -> None:
    text = "Mo-Fr 08:00-12:00; PH off; 2026 Dec 24,2026 Dec 31 off"
    assert at(moment, text).rows == (HoursRow((1, 2, 3, 4, 5), (("08:00", "12:00"),)), HoursRow((6, 7), ()))


def test_a_season_that_has_not_begun_shows_its_own_week() -> None:
    found = at("2026-11-24T09:00", "Apr-Sep Mo 10:00-12:00")
    assert found.next_open == local("2027-04-05T10:00")
    assert found.rows == (HoursRow((1,), (("10:00", "12:00"),)), HoursRow((2, 3, 4, 5, 6, 7), ()))


def test_seconds_and_offsets_are_dropped() -> None:
    aware = local("2026-11-23T16:59:59.9+01:00")
    assert hours(office(WZL), aware).until == local("2026-11-23T17:00")


@given(
    text=st.sampled_from(ALL_OF_LEIPZIG),
    moment=st.datetimes(local("2026-01-01T00:00"), local("2028-12-31T00:00")),
)
def test_what_is_said_of_a_moment_is_true_at_the_moments_it_names(text: str, moment: datetime) -> None:
    found = hours(office(text), moment)
    assert (found.code == "open") == found.now
    if found.next_open:
        assert moment < found.next_open < moment + timedelta(days=22)
        assert hours(office(text), found.next_open).until == found.next_close
        assert hours(office(text), found.next_open - timedelta(minutes=1)).now is False
    if found.until:
        assert hours(office(text), found.until - timedelta(minutes=1)).now
        assert hours(office(text), found.until).now is False
        assert found.since is not None
        assert found.since <= moment < found.until
    if found.now and not found.always:
        assert moment.date() not in public_holidays(moment.year)


@pytest.mark.parametrize("text", [*ALL_OF_LEIPZIG, "Mo-Fr 08:00-12:00; PH,Sa 10:00-12:00", 'Mo 08:00-12:00 "SH"'])
def test_valid(text: str) -> None:
    assert validate(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "Montag 8-12", "Mo-Fr 08:00-12:00;", "Mo-Fr 8.30-12", "Mo-Fr 08:00+", "SH off", "Feb 30 off", 
     "Mo sunrise-12:00", "week 60 Mo 08:00-09:00", "Mo-Fr 08:00–12:00"],
)  # fmt: skip
def test_invalid(text: str) -> None:
    assert (validate(text) or "").startswith("opening hours ")


def test_warm_calls_are_quick() -> None:
    moment = local("2026-11-17T18:00")
    offices = [office(text) for text in ALL_OF_LEIPZIG]
    for each in offices:
        hours(each, moment)
    best = min(_seconds(offices, moment) for _ in range(5)) / len(offices)
    assert best < 0.0005


def _seconds(offices: list[Office], moment: datetime) -> float:
    start = time.perf_counter()
    for each in offices:
        hours(each, moment)
    return time.perf_counter() - start

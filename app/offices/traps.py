"""What may be wrong with an office although it can be stored: known ways in which a directory goes wrong."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from app.errors import N_
from app.offices.fields import Remark
from referrals.directory.facts import Office
from referrals.directory.week import NotAGrid, Week, read

NO_NUMBER = N_("The street has no house number.")
OTHER_POSTCODE = N_("No other office in %(town)s has a postcode that begins with %(start)s.")
NOT_A_POSTCODE = N_("German postcodes have five digits.")
SAME_PHONE = N_("This number also belongs to: %(text)s")
NOT_SECRET = N_("The website is reached without encryption (http instead of https).")
PERSONAL = N_("This looks like the address of one person. An address of the office outlives changes of staff.")
OTHER_HOURS = N_("%(text)s is at the same address and has other hours: %(hours)s")
DEFUNCT_ADDRESS = N_("%(text)s was at this address and does not exist any more.")
NO_CLOSING = N_("It is open around the clock on some days. Is the closing time missing?")
HOLIDAYS_UNSAID = N_("Nothing is said about public holidays, so that it is open on them.")
PAST_CLOSURE = N_("The closure until %(text)s is over; it can go.")
LONG_CLOSURE = N_("The closure from %(text)s lasts longer than three months. Is the year right?")
NO_SUCCESSOR = N_("Say which office has taken over; without one, rules that name this office lead nowhere.")
STILL_SUCCEEDED = N_("An office that exists has no successor.")
NOT_REACHABLE = N_("There is neither address nor telephone, e-mail or website: a slip could only print the name.")

FEW = 3
"""Offices of a town from which on its postcodes are known."""
LONG = timedelta(days=92)
DEPARTMENTS = re.compile(
    r"(?i)info|kontakt|contact|service|amt|beratung|buero|büro|stelle|team|post|mail|verein|zentr|office|welcome|"
    r"migration|integration|sozial|hilfe|international|referat|leipzig|sachsen|dresden|antrag|termin|[-.]e\.?v\b"
)
PERSON = re.compile(r"(?i)[a-zäöüß-]{1,30}[._][a-zäöüß-]{2,30}")


def warnings(content: Mapping[str, Any], offices: Mapping[str, Office], today: date) -> list[Remark]:
    """What to look at again, in the order of the form."""
    others = [office for office in offices.values() if office.id != content["id"]]
    return [
        *_status(content),
        *_address(content, others),
        *_contact(content, others),
        *_hours(content, others),
        *_closures(content, today),
    ]


def _status(content: Mapping[str, Any]) -> Iterator[Remark]:
    if content["status"] == "defunct" and not content["successor"]:
        yield Remark("successor", NO_SUCCESSOR)
    if content["status"] == "active" and content["successor"]:
        yield Remark("successor", STILL_SUCCEEDED)


def _address(content: Mapping[str, Any], others: Iterable[Office]) -> Iterator[Remark]:
    street, postcode, town = content["street"], content["postcode"], content["city"]
    if street and not re.search(r"[0-9]", street) and not street.startswith("address confidential"):
        yield Remark("street", NO_NUMBER)
    if postcode and not re.fullmatch(r"[0-9]{5}", postcode):
        yield Remark("postcode", NOT_A_POSTCODE)
    elif postcode:
        starts = [office.postcode[:2] for office in others if office.city == town and office.postcode]
        if len(starts) >= FEW and postcode[:2] not in starts:
            yield Remark("postcode", OTHER_POSTCODE, {"town": town or "–", "start": postcode[:2]})
    gone = [office for office in others if office.status == "defunct" and _same_place(content, office)]
    if gone and content["status"] != "defunct":
        yield Remark("street", DEFUNCT_ADDRESS, {"text": _names(gone)})


def _contact(content: Mapping[str, Any], others: Iterable[Office]) -> Iterator[Remark]:
    if content["phone"]:
        number = _digits(content["phone"])
        same = [office for office in others if office.phone and _digits(office.phone) == number]
        # Short numbers such as 115 are meant to be shared.
        if same and len(number) > 6:
            yield Remark("phone", SAME_PHONE, {"text": _names(same)})
    for name in ("website", "contact_form"):
        if (content[name] or "").startswith("http://"):
            yield Remark(name, NOT_SECRET)
    local = (content["email"] or "").partition("@")[0]
    if PERSON.fullmatch(local) and not DEPARTMENTS.search(local):
        yield Remark("email", PERSONAL)
    reachable = any(content[name] for name in ("street", "phone", "email", "website", "contact_form"))
    if not reachable and content["status"] != "defunct" and content["kind"] != "generic":
        yield Remark("street", NOT_REACHABLE)


def _hours(content: Mapping[str, Any], others: Iterable[Office]) -> Iterator[Remark]:
    text = content["opening_hours"]
    if not text:
        return
    try:
        week = read(text)
    except NotAGrid:
        week = None
    always = week is not None and week == Week(((("00:00", "24:00"),),) * 7)
    if not always:
        if week is not None and any(("00:00", "24:00") in times for times in week.days):
            yield Remark("opening_hours", NO_CLOSING)
        if not re.search(r"\bPH\b", text, re.IGNORECASE):
            yield Remark("opening_hours", HOLIDAYS_UNSAID)
    for office in others:
        if office.opening_hours and office.opening_hours != text and _same_place(content, office):
            values = {"text": office.name_de, "hours": office.opening_hours}
            yield Remark("opening_hours", OTHER_HOURS, values)


def _closures(content: Mapping[str, Any], today: date) -> Iterator[Remark]:
    for closure in content["closures"]:
        try:
            first, last = date.fromisoformat(closure["from"]), date.fromisoformat(closure["to"])
        except ValueError:
            continue
        if last < today:
            yield Remark("closures", PAST_CLOSURE, {"text": f"{last:%d.%m.%Y}"})
        elif last - first > LONG:
            yield Remark("closures", LONG_CLOSURE, {"text": f"{first:%d.%m.%Y}"})


def _same_place(content: Mapping[str, Any], office: Office) -> bool:
    """Street with house number are the same; the postcode may be missing in one of them."""
    if not (content["street"] and office.street and re.search(r"[0-9]", content["street"])):
        return False
    if content["postcode"] and office.postcode and content["postcode"] != office.postcode:
        return False
    return _street(content["street"]) == _street(office.street)


def _street(text: str) -> str:
    """Without case, remarks in brackets and the different ways to write “Straße”."""
    plain = re.sub(r"\(.*?\)", "", text.casefold())
    plain = re.sub(r"stra(?:ss|ß)e\b|str\.", "str", plain)
    return re.sub(r"[\s.,-]", "", plain)


def _digits(phone: str) -> str:
    """The number from the area code on: +49 341, 0049 341 and 0341 are the same."""
    return re.sub(r"^(?:\+49|0049|0)", "", re.sub(r"[^0-9+]", "", phone))


def _names(offices: Iterable[Office]) -> str:
    return ", ".join(office.name_de for office in offices)

"""The public directory in the words of schema.org, as JSON-LD.

An office of the state is a place and an organization at once (GovernmentOffice); other organizations have their
opening hours at their location. Hours of single weeks and closed days are given by date, a closed day by equal times.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from referrals.directory.codes import PUBLIC_KINDS
from referrals.directory.hours import public_holidays
from referrals.interchange.public.values import PublicDirectory, PublicOffice

Node = dict[str, Any]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TYPES = {"ngo": "NGO", "welfare": "NGO", "university": "CollegeOrUniversity"}
DATED = timedelta(days=84)
"""How far ahead openings of every other week are given by date."""
AHEAD = timedelta(days=366)
# Within a script element neither its end nor an entity may be read; JSON knows them by number.
_HARMLESS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def text(directory: PublicDirectory) -> str:
    """The JSON-LD, safe within a script element, too."""
    return json.dumps(document(directory), ensure_ascii=False, indent=1).translate(_HARMLESS)


def document(directory: PublicDirectory) -> Node:
    """The page and all its offices as one graph; ids are the anchors of the page."""
    publisher = directory.publisher
    page = _node(
        "WebPage",
        "#page",
        name="Wegweiser: Wer ist zuständig?",
        inLanguage="de",
        dateModified=directory.day.isoformat(),
        publisher={"@id": f"#{publisher.facts.id}"} if publisher else None,
        about=[{"@id": f"#{one.facts.id}"} for one in directory.offices],
    )
    return {"@context": "https://schema.org", "@graph": [page, *(_office(one, directory) for one in directory.offices)]}


def _office(one: PublicOffice, directory: PublicDirectory) -> Node:
    office = one.facts
    openings = list(_openings(one, directory.day))
    place: Node = {
        "address": _address(one),
        "openingHoursSpecification": openings,
        "specialOpeningHoursSpecification": list(_closed_days(one, directory.day)),
        "isAccessibleForFree": {"free": True, "fee": False}.get(office.cost or ""),
    }
    common: Node = {
        "name": office.name_de,
        "alternateName": list(office.aliases),
        "url": office.website,
        "telephone": office.phone,
        "email": office.email,
        "areaServed": _area(one),
        "knowsLanguage": [language.tag for language in one.languages],
    }
    anchor = f"#{office.id}"
    if office.kind in PUBLIC_KINDS:
        return _node("GovernmentOffice", anchor, **common, **place, contactPoint=_contact(one, []))
    located = place if one.address else {}
    reached = [] if one.address else openings
    return _node(
        TYPES.get(office.kind, "Organization"),
        anchor,
        **common,
        address=_address(one),
        contactPoint=_contact(one, reached),
        location=_node("Place", **located) if located else None,
    )


def _node(kind: str, anchor: str = "", **values: Any) -> Node:
    """A node without what is not known."""
    known = {name: value for name, value in values.items() if value is not None and value != []}
    return {"@type": kind} | ({"@id": anchor} if anchor else {}) | known


def _address(one: PublicOffice) -> Node | None:
    if not one.address:
        return None
    office = one.facts
    return _node(
        "PostalAddress",
        streetAddress=office.street,
        postalCode=office.postcode,
        addressLocality=office.city,
        addressCountry="DE",
    )


def _area(one: PublicOffice) -> Node | None:
    office = one.facts
    if office.city and (office.kind == "city" or "only_city" in office.notes):
        return _node("City", name=office.city)
    return None


def _contact(one: PublicOffice, reached: Iterable[Node]) -> Node | None:
    office = one.facts
    if not (office.phone or office.email or office.contact_form):
        return None
    return _node(
        "ContactPoint",
        contactType="customer service",
        telephone=office.phone,
        email=office.email,
        url=office.contact_form,
        availableLanguage=[
            _node("Language", name=language.name_de, alternateName=language.tag) for language in one.languages
        ],
        hoursAvailable=list(reached),
    )


def _openings(one: PublicOffice, today: date) -> Iterator[Node]:
    for row in one.week.rows:
        for start, end in row.times:
            times = {"opens": start, "closes": "23:59" if end == "24:00" else end}
            if one.week.week:
                yield from _by_date(row.weekdays, times, one.week.week, today)
            else:
                yield _node("OpeningHoursSpecification", dayOfWeek=[DAYS[day - 1] for day in row.weekdays], **times)


def _by_date(weekdays: Iterable[int], times: dict[str, str], parity: str, today: date) -> Iterator[Node]:
    for day in _days(today, today + DATED):
        if day.isoweekday() in weekdays and (day.isocalendar().week % 2 == 1) == (parity == "odd"):
            yield _on(day, day, dayOfWeek=DAYS[day.weekday()], **times)


def _closed_days(one: PublicOffice, today: date) -> Iterator[Node]:
    """Closures to come, and the public holidays of a year on days that are open otherwise."""
    for first, last in sorted(one.facts.closures):
        if last >= today:
            yield _on(first, last, opens="00:00", closes="00:00")
    if one.week.closed_on_public_holidays:
        opened = {day for row in one.week.rows if row.times for day in row.weekdays}
        for day in (*public_holidays(today.year), *public_holidays(today.year + 1)):
            if today <= day <= today + AHEAD and day.isoweekday() in opened:
                yield _on(day, day, opens="00:00", closes="00:00")


def _on(first: date, last: date, **values: Any) -> Node:
    return _node("OpeningHoursSpecification", **values, validFrom=first.isoformat(), validThrough=last.isoformat())


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)

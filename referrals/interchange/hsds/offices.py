"""Offices -> HSDS: each one organization with one service, and one location if its address is public. Pure.

What is internal stays here: contact persons, who keeps an entry right, editors' notes, sources and review dates.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from referrals.directory.codes import printed_stop, printed_street
from referrals.directory.folder import Directory
from referrals.directory.models import Office
from referrals.directory.service import DATED_FACTS, office_as_of
from referrals.interchange.hsds import terms
from referrals.interchange.hsds.form import Object
from referrals.interchange.hsds.ids import SCHEME, service_id, uuid_of
from referrals.interchange.hsds.schedules import schedules
from referrals.routing.condition import Condition

Values = Mapping[str, Any]
Closures = list[tuple[date, date]]

STATUS = {"active": "active", "verify": "active", "defunct": "defunct"}
CLOSED = "temporarily closed"
UNVERIFIED = "Die Angaben sind nicht bestätigt: vor dem Besuch nachfragen."
CLOSURE = "Geschlossen vom {first} bis {last}."
CLOSED_DAY = "Geschlossen am {first}."
AGES = {"age_12_26": {"minimum_age": 12, "maximum_age": 26}, "age_from_27": {"minimum_age": 27}}
COST = {"free": {"currency": "EUR", "amount": 0}, "fee": {}, "members": {}}
COUNTRY = "DE"
# Postcodes (first and last) that are all of Saxony; others at its edge belong to two states.
SAXONY = (("01001", "01936"), ("02601", "02999"), ("04001", "04579"), ("04641", "04889"), ("08001", "09669"))
ELSEWHERE = "Deutschland"
"""HSDS demands a state; of an address that is not surely in Saxony only the country is known here."""
_SIGN = r"(?:[A-Za-z0-9._~:/@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(rf"https?://{_SIGN}+(?:\?(?:{_SIGN}|\?)*)?(?:#(?:{_SIGN}|\?)*)?")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
HIDDEN_GROUPS = frozenset({"undocumented"})
"""Rules that ask for these, or for a sensitive flag, stay at the counter."""


@dataclass(frozen=True)
class Package:
    """All of the directory in HSDS; services and organizations are fully nested, in the order of the directory."""

    services: list[Object]
    organizations: list[Object]
    taxonomies: list[Object]
    terms: list[Object]


def package(directory: Directory, today: date, modified: Mapping[str, datetime] | None = None) -> Package:
    """The directory on a day. ``modified`` gives moments by office, where ``last_modified`` is wanted."""
    known = terms.terms(directory)
    served = _served(directory, today)
    names = {record["bcp47"]: record["german"] for record in directory["languages"]} | {"de": "Deutsch"}
    services, organizations = [], []
    for record in directory["offices"]:
        found = office(record.values, served.get(record["id"], []), known, names, today)
        if modified and (moment := modified.get(record["id"])):
            found["last_modified"] = moment.isoformat(timespec="milliseconds")
        services.append(found)
        organizations.append(_organization(record.values, full=True))
    return Package(services, organizations, terms.taxonomies(), list(known.values()))


def office(
    values: Values, served: Iterable[Values], known: Mapping[str, Object], names: Mapping[str, str], today: date
) -> Object:
    """The fully nested service of an office. ``served``: topic, role and condition by rule; ``names`` of languages."""
    closures: Closures = sorted((closure["from"], closure["to"]) for closure in values["closures"])
    hours = schedules(values["opening_hours"], closures)
    location = _location(values)
    return _filled(
        {
            "id": service_id(values["id"]),
            "name": values["name_de"],
            "alternate_name": values["name_en"],
            "description": _description(values),
            "url": uri(values["website"]),
            "email": values["email"],
            "status": _status(values, closures, today),
            "interpretation_services": values["language_note"],
            "application_process": values["appointment"],
            "fees_description": values["cost"],
            "eligibility_description": values["limits"],
            **next((AGES[code] for code in values["note_codes"] if code in AGES), {}),
            "assured_date": _assured(values),
            "alert": _alert(values, closures, today),
            "phones": _phones(values),
            "schedules": _numbered("schedule", values["id"], hours),
            "service_at_locations": [{"id": uuid_of("service_at_location", values["id"]), "location": location}]
            if location
            else [],
            "languages": [
                {"id": uuid_of("language", values["id"], tag), "name": names.get(tag), "code": tag}
                for tag in dict.fromkeys(values["languages"])
            ],
            "organization": _organization(values, full=False),
            "cost_options": _cost_options(values),
            "required_documents": _numbered(
                "required_document", values["id"], [{"document": text} for text in values["bring"]]
            ),
            "attributes": list(_attributes(values, served, known, complete=bool(location and "addresses" in location))),
        }
    )


def uri(address: str | None) -> str | None:
    """A web address as RFC 3986 and so JSON schemas want it: ASCII, and what is not allowed as it is by its number."""
    if address is None or _URI.fullmatch(address):
        return address
    address = _LONE_PERCENT.sub("%25", address)
    parts = urlsplit(address)
    try:
        host = parts.netloc.encode("idna").decode()
    except UnicodeError:
        host = parts.netloc
    return parts._replace(
        netloc=quote(host, "%:@+,;=!$&'()*~[]"), path=quote(parts.path, "/%:@+,;=!$&'()*~"),
        query=quote(parts.query, "%=&+,;:@/?"), fragment=quote(parts.fragment, "%=&+,;:@/?"),
    ).geturl()  # fmt: skip


def _filled(fields: Mapping[str, Any]) -> Object:
    """Without what is empty: HSDS knows no null."""
    cleaned = {
        name: [_filled(one) for one in value] if isinstance(value, list) else value for name, value in fields.items()
    }
    return {name: value for name, value in cleaned.items() if value not in (None, "", [], {})}


def _numbered(kind: str, office_id: str, objects: list[Object]) -> list[Object]:
    return [{"id": uuid_of(kind, office_id, str(number))} | one for number, one in enumerate(objects)]


def _organization(values: Values, *, full: bool) -> Object:
    location = _location(values)
    name = values["id"]
    organization = {
        "id": uuid_of("organization", name),
        "name": values["name_de"],
        "alternate_name": "; ".join(values["former_names"]),
        "description": _description(values),
        "email": values["email"],
        "website": uri(values["website"]),
        "phones": _phones(values) if full else [],
        "locations": [location] if full and location else [],
        "organization_identifiers": [
            {
                "id": uuid_of("organization_identifier", name),
                "identifier_scheme": SCHEME,
                "identifier_type": "Wegweiser",
                "identifier": name,
            }
        ],
    }
    return _filled(organization)


def _description(values: Values) -> str:
    """What an organization must have; of the office there is its English name and whom it is for."""
    name = values["name_en"].rstrip(".")
    return f"{name}. {values['limits']}" if values["limits"] else f"{name}."


def _location(values: Values) -> Object | None:
    """Where one goes; None for an office that has no place to go to, or a confidential one."""
    street = printed_street(values["street"])
    if not (street or values["tram_stop"]) or "address_confidential" in values["note_codes"]:
        return None
    address = {
        "id": uuid_of("address", values["id"]),
        "address_1": street,
        "city": values["city"],
        "state_province": state(values["postcode"]),
        "postal_code": values["postcode"],
        "country": COUNTRY,
        "address_type": "physical",
    }
    location = {
        "id": uuid_of("location", values["id"]),
        "location_type": "physical",
        "name": values["name_de"],
        "transportation": printed_stop(values["tram_stop"]),
        "addresses": [address] if all(address.values()) else [],
    }
    return _filled(location)


def state(postcode: str | None) -> str:
    """The German state of a postcode as far as it is sure."""
    return "Sachsen" if postcode and any(first <= postcode <= last for first, last in SAXONY) else ELSEWHERE


def _phones(values: Values) -> list[Object]:
    phone = {"id": uuid_of("phone", values["id"]), "number": values["phone"], "type": "voice"}
    return [phone] if values["phone"] else []


def _status(values: Values, closures: Closures, today: date) -> str:
    if values["status"] != "defunct" and any(first <= today <= last for first, last in closures):
        return CLOSED
    return STATUS[values["status"]]


def _alert(values: Values, closures: Closures, today: date) -> str:
    """What is amiss now or soon, in German: closures that are not over, and an entry that nobody confirmed."""
    parts = [UNVERIFIED] if values["status"] == "verify" else []
    for first, last in closures:
        if last >= today:
            text = CLOSED_DAY if first == last else CLOSURE
            parts.append(text.format(first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}"))
    return " ".join(parts)


def _assured(values: Values) -> str | None:
    """The day of the oldest fact; where only its month or year is known, the first day of it."""
    fields = {*DATED_FACTS, "as_of", "review", "checked_on"}
    found = office_as_of(Office(**{name: values[name] for name in fields}))
    return found and f"{found}-01-01"[:10] if found is None or len(found) != 7 else f"{found}-01"


def _cost_options(values: Values) -> list[Object]:
    code = values["cost_code"]
    return [{"id": uuid_of("cost_option", values["id"]), "option": code} | COST[code]] if code else []


def _attributes(
    values: Values, served: Iterable[Values], known: Mapping[str, Object], *, complete: bool
) -> Iterator[Object]:
    """``complete``: the location has a postal address."""
    said: list[tuple[str, str, str, str | None]] = [
        *((terms.TOPICS, topic, "topic", None) for topic in values["topics"]),
        *((terms.TOPICS, one["topic"], one["role"], one["condition"] or None) for one in served),
        *((terms.GROUPS, group, "target_group", None) for group in values["groups"]),
        *((terms.DETAILS, code, "detail", text) for code, text in _details(values, complete=complete)),
    ]
    for taxonomy, code, link, text in dict.fromkeys(said):
        term = known.get(terms.term_id(taxonomy, code))
        if term is not None:
            attribute = {"id": uuid_of("attribute", values["id"], taxonomy, code, link, text or ""), "link_type": link}
            yield attribute | ({"value": text} if text else {}) | {"taxonomy_term": term}


def _details(values: Values, *, complete: bool) -> Iterator[tuple[str, str]]:
    """What no field of HSDS holds, or not exactly, by code."""
    hidden = "address_confidential" in values["note_codes"]
    address = {} if complete or hidden else {"street": printed_street(values["street"]), "postcode": values["postcode"]}
    city = {} if complete else {"city": values["city"]}
    checked = values["checked_on"]
    single = {
        "kind": values["kind"],
        "status": values["status"],
        "successor": values["successor"],
        **address,
        **city,
        "contact_form": values["contact_form"],
        "opening_hours": values["opening_hours"],
        "appointment": values["appointment_code"],
        "newest_source_year": values["review"].get("newest_source_year"),
        "checked_on": checked and checked.isoformat(),
    }
    yield from ((code, str(value)) for code, value in single.items() if value)
    yield from (("former_name", name) for name in values["former_names"])
    yield from (("closure", f"{closure['from']}/{closure['to']}") for closure in values["closures"])
    yield from (("note", code) for code in values["note_codes"])
    yield from (("as_of", f"{field}={text}") for field, text in values["as_of"].items())


def _served(directory: Directory, today: date) -> dict[str, list[dict[str, str]]]:
    """By office: the topics that rules of today name it for, whether responsible or advising, on which condition."""
    sensitive = {record["id"] for record in directory["flags"] if record["sensitive"]}
    found: dict[str, list[dict[str, str]]] = {}
    for rule in directory["rules"]:
        condition = Condition.parse(rule["condition"])
        hidden = condition.values("g") & HIDDEN_GROUPS or condition.values("flag") & sensitive
        current = (rule["valid_from"] or today) <= today <= (rule["valid_to"] or today)
        if hidden or not current:
            continue
        topic = "/".join(filter(None, (rule["topic"], rule["subtopic"])))
        for role, column in (("responsible", "responsible"), ("advises", "advice")):
            for name in rule[column]:
                found.setdefault(name, []).append({"topic": topic, "role": role, "condition": rule["condition"]})
    for served in found.values():
        served.sort(key=lambda one: (one["topic"], one["role"], one["condition"]))
    return found

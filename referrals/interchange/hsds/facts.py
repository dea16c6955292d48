"""What a service in HSDS says of an office, fact by fact, and how an office takes each of them over. Pure.

``read`` gives a fact as HSDS has it, in a form that can be compared; ``take`` makes values of our fields of it. An own
service (one that bears the id of an office) says more: in attributes it has what HSDS has no field for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.core import get_global

from app.errors import Text
from referrals.directory.fields import Expected, Kind, day, matching
from referrals.directory.form import vague_date
from referrals.directory.reading import Cell
from referrals.interchange.hsds.form import Object
from referrals.interchange.hsds.hours import Senseless, hours
from referrals.interchange.hsds.ids import SCHEME
from referrals.interchange.hsds.offices import CLOSED
from referrals.interchange.hsds.terms import plain

Content = dict[str, Any]
ALIASES: Mapping[str, str] = get_global("language_aliases")
STATUS = {"active": "active", "inactive": "verify", "defunct": "defunct"}
ATTRIBUTES = "attributes"
"""How the names of facts begin that stand in attributes."""
DETAIL = "detail"
YEAR = matching("[12][0-9]{3}", Text("a year"), 4)


@dataclass(frozen=True)
class Fact:
    """A fact; ``own``: only own services say it, so that elsewhere its absence says nothing."""

    name: str
    read: Callable[[Object], Any]
    take: Callable[[Any, date], Content]
    own: bool = False


def own_id(service: Object) -> str | None:
    """The id of the office that the service was exported from."""
    for identifier in service.get("organization", {}).get("organization_identifiers", ()):
        if identifier.get("identifier_scheme") == SCHEME:
            return str(identifier["identifier"])
    return None


def language_tag(code: str) -> str:
    """A BCP 47 tag of an ISO 639 code: ``deu`` -> ``de``."""
    return ALIASES.get(code.lower(), code) if len(code) == 3 else code


def _name(service: Object) -> str:
    """The service's name; where that of the organization is another, that one first."""
    organization = service.get("organization", {}).get("name", "")
    name: str = service["name"]
    return name if not organization or organization in name else f"{organization}: {name}"


def _former_names(service: Object) -> tuple[str, ...]:
    if own_id(service):
        return ()
    return tuple(
        dict.fromkeys(
            alias for one in (service, service.get("organization", {})) if (alias := one.get("alternate_name"))
        )
    )


def _location(service: Object) -> Object:
    """Of the first place where the service is given, else the organization's first."""
    for at in service.get("service_at_locations", ()):
        if "location" in at:
            found: Object = at["location"]
            return found
    return next(iter(service.get("organization", {}).get("locations", ())), {})


def _address(service: Object) -> tuple[str | None, ...]:
    addresses = _location(service).get("addresses", ())
    found = next((one for one in addresses if one["address_type"] == "physical"), None)
    if found is None:
        details = _details(service)
        return tuple(next(iter(details.get(name, ())), None) for name in ("street", "postcode", "city"))
    street = ", ".join(filter(None, (found["address_1"], found.get("address_2"))))
    return street, found["postal_code"], found["city"]


def _phone(service: Object) -> str | None:
    for one in (service, _location(service), service.get("organization", {})):
        for phone in one.get("phones", ()):
            if phone.get("type", "voice") in {"voice", "cell", "hotline"}:
                return str(phone["number"])
    return None


def _of_both(name: str, other: str) -> Callable[[Object], str | None]:
    return lambda service: service.get(name) or service.get("organization", {}).get(other)


def _schedules(service: Object) -> tuple[tuple[tuple[str, Any], ...], ...]:
    """Of the service, else of its place; without ids, and in the order of the file."""
    places = service.get("service_at_locations", ())
    for one in (service, *places, _location(service)):
        if one.get("schedules"):
            return tuple(_said(schedule) for schedule in one["schedules"])
    return ()


def _said(schedule: Object) -> tuple[tuple[str, Any], ...]:
    linked = {"id", "service_id", "location_id", "service_at_location_id", "attributes", "metadata"}
    return tuple(sorted((name, value) for name, value in schedule.items() if name not in linked))


def _take_schedules(found: tuple[tuple[tuple[str, Any], ...], ...], today: date) -> Content:
    read = hours([dict(schedule) for schedule in found], today)
    closures = [{"from": first.isoformat(), "to": last.isoformat()} for first, last in read.closures]
    return {"opening_hours": read.opening_hours, "closures": closures}


def _cost(service: Object) -> str | None:
    for option in service.get("cost_options", ()):
        if option.get("option") in {"free", "fee", "members"}:
            return str(option["option"])
        if "amount" in option:
            return "fee" if option["amount"] > 0 else "free"
    return None


def _languages(service: Object) -> tuple[str, ...]:
    spoken = service.get("languages") or _location(service).get("languages", ())
    return tuple(dict.fromkeys(language_tag(one["code"]) for one in spoken if "code" in one))


def _linked(link: str) -> Callable[[Object], tuple[str, ...]]:
    def read(service: Object) -> tuple[str, ...]:
        return tuple(code for kind, code, _ in attributes(service) if kind == link)

    return read


def attributes(service: Object) -> Iterator[tuple[str, str, str]]:
    """Link type, code of the term and value of each attribute."""
    for one in service.get("attributes", ()):
        term = one.get("taxonomy_term", {})
        yield one.get("link_type", ""), plain(term.get("code", "")), one.get("value", "")


def _details(service: Object) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for link, code, value in attributes(service):
        if link == DETAIL and value:
            found[code] = (*found.get(code, ()), value)
    return found


def _limits(service: Object) -> str | None:
    """Own descriptions are made of the limits; those of others say what there is no other field for."""
    if own_id(service):
        return service.get("eligibility_description")
    return service.get("eligibility_description") or service.get("description")


def _assured(service: Object) -> str | None:
    return service.get("assured_date")


def _status(service: Object) -> str:
    """Closed for some days is no other state of the entry; the closures say it."""
    return "active" if service["status"] == CLOSED else str(service["status"])


def _detail(code: str, take: Callable[[tuple[str, ...]], Content]) -> Fact:
    """A fact that stands in an attribute."""
    return Fact(
        f"{ATTRIBUTES} ({code})",
        lambda service: _details(service).get(code, ()),
        lambda found, _: take(found),
        own=True,
    )


def _one(field: str, empty: Any = None) -> Callable[[tuple[str, ...]], Content]:
    return lambda found: {field: found[0] if found else empty}


def _text(field: str, path: str, read: Callable[[Object], Any]) -> Fact:
    """A text that is a field of ours as it is."""
    return Fact(path, read, lambda found, _: {field: found})


def _closures(found: tuple[str, ...]) -> Content:
    spans = [text.partition("/") for text in found]
    for _, _, last in spans:
        _checked("closure", day, last)
    return {"closures": [{"from": _checked("closure", day, first), "to": last} for first, _, last in spans]}


def _as_of(found: tuple[str, ...]) -> Content:
    pairs = [text.partition("=") for text in found]
    return {"as_of": {name: _checked("as_of", vague_date, text) for name, _, text in pairs}}


def _newest_source_year(found: tuple[str, ...]) -> Content:
    year = int(_checked("newest_source_year", YEAR, found[0])) if found else None
    return {"review": {"newest_source_year": year} if year else {}}


def _checked_on(found: tuple[str, ...]) -> Content:
    return {"checked_on": _checked("checked_on", day, found[0]) if found else None}


def _checked(code: str, kind: Kind, text: str) -> str:
    """The text, if a field of this kind could hold it. Raises Senseless."""
    try:
        kind(Cell(text, 0))
    except Expected as error:
        raise Senseless(f"{ATTRIBUTES} ({code})", error.expected) from error
    return text


CHECKED_ON = _detail("checked_on", _checked_on)
FACTS = (
    Fact("name", _name, lambda found, _: {"name_de": found}),
    Fact("alternate_name", _former_names, lambda found, _: {"former_names": list(found)}),
    Fact("status", _status, lambda found, _: {"status": STATUS[found]}),
    Fact(
        "addresses",
        _address,
        lambda found, _: dict(zip(("street", "postcode", "city"), found, strict=True)),
    ),
    _text("tram_stop", "transportation", lambda service: _location(service).get("transportation")),
    _text("phone", "phones", _phone),
    _text("email", "email", _of_both("email", "email")),
    _text("website", "url", _of_both("url", "website")),
    Fact("schedules", _schedules, _take_schedules),
    _text("appointment", "application_process", lambda service: service.get("application_process")),
    _text("cost", "fees_description", lambda service: service.get("fees_description") or service.get("fees")),
    _text("cost_code", "cost_options", _cost),
    Fact("languages", _languages, lambda found, _: {"languages": list(found)}),
    _text("language_note", "interpretation_services", lambda service: service.get("interpretation_services")),
    Fact(f"{ATTRIBUTES} (topic)", _linked("topic"), lambda found, _: {"topics": list(found)}),
    Fact(f"{ATTRIBUTES} (target_group)", _linked("target_group"), lambda found, _: {"groups": list(found)}),
    _text("limits", "eligibility_description", _limits),
    Fact(
        "required_documents",
        lambda service: tuple(one["document"] for one in service.get("required_documents", ()) if "document" in one),
        lambda found, _: {"bring": list(found)},
    ),
    Fact("assured_date", _assured, lambda found, _: {"checked_on": found}),
    Fact(
        "alternate_name", lambda service: service.get("alternate_name"), lambda found, _: {"name_en": found}, own=True
    ),
    _detail("kind", _one("kind")),
    _detail("status", _one("status")),
    _detail("successor", _one("successor")),
    _detail("former_name", lambda found: {"former_names": list(found)}),
    _detail("contact_form", _one("contact_form")),
    _detail("opening_hours", _one("opening_hours")),
    _detail("closure", _closures),
    _detail("appointment", _one("appointment_code")),
    _detail("note", lambda found: {"note_codes": list(found)}),
    _detail("as_of", _as_of),
    _detail("newest_source_year", _newest_source_year),
    CHECKED_ON,
)
"""Own facts last: what they say exactly replaces what was read from a field that says it roughly."""

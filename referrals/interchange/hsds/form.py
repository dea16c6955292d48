"""The form of HSDS 3.0: its tables, their columns and how they nest. Facts from the schemas of Open Referral.

Source: github.com/openreferral/specification, branch 3.0 (May 2024), licence CC BY-SA 4.0.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from app.errors import Text

Object = dict[str, Any]
"""An object of HSDS as JSON has it: empty fields are not there."""


@dataclass(frozen=True)
class Column:
    """A column: ``kind`` is string, uuid, number, date, time, datetime, email or uri; ``choices`` are its only values.

    ``required`` holds in JSON and in tables, ``linked`` in tables only: nesting says it in JSON.
    """

    name: str
    kind: str = "string"
    required: bool = False
    linked: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: its file, its columns in order, and by field the tables of what is nested (``many`` or ``one``)."""

    name: str
    file: str
    columns: tuple[Column, ...]
    many: dict[str, str]
    one: dict[str, str]


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
CHOICES = {
    ("service", "status"): ("active", "inactive", "defunct", "temporarily closed"),
    ("location", "location_type"): ("physical", "postal", "virtual"),
    ("address", "address_type"): ("physical", "postal", "virtual"),
    ("schedule", "wkst"): WEEKDAYS,
    ("schedule", "freq"): ("WEEKLY", "MONTHLY"),
}
# What a table nests is a list of these, under this name, unless NESTED_ONE has it.
NESTED = {
    "accessibility": "accessibility",
    "addresses": "address",
    "attributes": "attribute",
    "contacts": "contact",
    "cost_options": "cost_option",
    "funding": "funding",
    "languages": "language",
    "locations": "location",
    "metadata": "metadata",
    "organization_identifiers": "organization_identifier",
    "phones": "phone",
    "programs": "program",
    "required_documents": "required_document",
    "schedules": "schedule",
    "service_areas": "service_area",
    "service_at_locations": "service_at_location",
}
NESTED_ONE = {
    "location": "location",
    "organization": "organization",
    "program": "program",
    "taxonomy_detail": "taxonomy",
    "taxonomy_term": "taxonomy_term",
}
# name, file, columns ("*" required, "+" required in tables; names in "id" are UUIDs), what it nests
_FORM = (
    (
        "organization",
        "organizations.csv",
        "id* name* alternate_name description* email:email website:uri tax_status tax_id year_incorporated:number "
        "legal_status logo uri:uri parent_organization_id",
        "funding contacts phones locations programs organization_identifiers attributes metadata",
    ),
    ("program", "programs.csv", "id* organization_id+ name* alternate_name description*", "attributes metadata"),
    (
        "service",
        "services.csv",
        "id* organization_id+ program_id name* alternate_name description url:uri email:email status* "
        "interpretation_services application_process fees_description wait_time fees accreditations "
        "eligibility_description minimum_age:number maximum_age:number assured_date:date assurer_email:email licenses "
        "alert last_modified:datetime",
        "phones schedules service_areas service_at_locations languages organization funding cost_options program "
        "required_documents contacts attributes metadata",
    ),
    (
        "attribute",
        "attributes.csv",
        "id* link_id+ taxonomy_term_id+ link_type link_entity+ value",
        "taxonomy_term metadata",
    ),
    (
        "service_at_location",
        "service_at_location.csv",
        "id* service_id+ location_id+ description",
        "contacts phones schedules location attributes metadata",
    ),
    (
        "location",
        "locations.csv",
        "id* location_type* url:uri organization_id name alternate_name description transportation latitude:number "
        "longitude:number external_identifier external_identifier_type",
        "languages addresses contacts accessibility phones schedules attributes metadata",
    ),
    (
        "phone",
        "phones.csv",
        "id* location_id service_id organization_id contact_id service_at_location_id number* extension:number type "
        "description",
        "languages attributes metadata",
    ),
    (
        "contact",
        "contacts.csv",
        "id* organization_id service_id service_at_location_id location_id name title department email:email",
        "phones attributes metadata",
    ),
    (
        "address",
        "addresses.csv",
        "id* location_id attention address_1* address_2 city* region state_province* postal_code* country* "
        "address_type*",
        "attributes metadata",
    ),
    (
        "schedule",
        "schedules.csv",
        "id* service_id location_id service_at_location_id valid_from:date valid_to:date dtstart:date timezone:number "
        "until:date count:number wkst freq interval:number byday byweekno bymonthday byyearday description "
        "opens_at:time closes_at:time schedule_link:uri attending_type notes",
        "attributes metadata",
    ),
    ("funding", "funding.csv", "id* organization_id service_id source", "attributes metadata"),
    (
        "service_area",
        "service_areas.csv",
        "id* service_id name description extent extent_type uri",
        "attributes metadata",
    ),
    ("required_document", "required_documents.csv", "id* service_id document uri:uri", "attributes metadata"),
    ("language", "languages.csv", "id* service_id location_id phone_id name code note", "attributes metadata"),
    ("accessibility", "accessibility.csv", "id* location_id description details url:uri", "attributes metadata"),
    (
        "taxonomy_term",
        "taxonomy_terms.csv",
        "id* code name* description* parent_id taxonomy language taxonomy_id term_uri:uri",
        "taxonomy_detail metadata",
    ),
    (
        "metadata",
        "metadata.csv",
        "id* resource_id+ resource_type+ last_action_date*:date last_action_type* field_name* previous_value* "
        "replacement_value* updated_by*",
        "",
    ),
    (
        "meta_table_description",
        "meta_table_descriptions.csv",
        "id* name language character_set",
        "attributes metadata",
    ),
    (
        "cost_option",
        "cost_options.csv",
        "id* service_id+ valid_from:date valid_to:date option currency amount:number amount_description",
        "attributes metadata",
    ),
    (
        "organization_identifier",
        "organization_identifiers.csv",
        "id* organization_id+ identifier_scheme identifier_type* identifier*",
        "attributes metadata",
    ),
    ("taxonomy", "taxonomies.csv", "id* name* description* uri:uri version", "metadata"),
)
DECLARED = re.compile(r"(\w+)([*+]?)(?::(\w+))?")


def _columns(table: str, declared: str) -> Iterator[Column]:
    for part in declared.split():
        found = DECLARED.fullmatch(part)
        assert found, part
        name, mark, kind = found.groups()
        kind = kind or ("uuid" if name == "id" or (name.endswith("_id") and name != "tax_id") else "string")
        yield Column(name, kind, mark == "*", mark == "+", CHOICES.get((table, name), ()))


TABLES = {
    name: Table(
        name,
        file,
        tuple(_columns(name, declared)),
        {field: NESTED[field] for field in nested.split() if field in NESTED},
        {field: NESTED_ONE[field] for field in nested.split() if field in NESTED_ONE},
    )
    for name, file, declared, nested in _FORM
}


def unfit(column: Column, value: Any) -> Text | None:
    """What is expected instead of ``value``; None if the column may hold it."""
    if column.kind == "number":
        return None if isinstance(value, int | float) and not isinstance(value, bool) else Text("a number")
    if not isinstance(value, str):
        return Text("text")
    if column.choices and value not in column.choices:
        return Text("one of {names}, found “{value}”", names=", ".join(column.choices), value=value[:40])
    read, expected = _FORMATS.get(column.kind, (str, Text("text")))
    try:
        read(value)
    except ValueError:
        return Text("{expected}, found “{value}”", expected=expected, value=value[:40])
    return None


def clock(text: str) -> time:
    """A time of day such as ``08:00`` or ``08:00:00``, with or without an offset. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?", text):
        raise ValueError(text)
    return time.fromisoformat(text)


def _uuid(text: str) -> UUID:
    found = UUID(text)
    if str(found) != text.lower():
        raise ValueError(text)
    return found


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _uri(text: str) -> str:
    if not re.fullmatch(r"[!-~]+", text) or not urlsplit(text).scheme:
        raise ValueError(text)
    return text


def _mail(text: str) -> str:
    if "@" not in text:
        raise ValueError(text)
    return text


_FORMATS: dict[str, tuple[Any, Text]] = {
    "uuid": (_uuid, Text("a UUID such as 6ba7b810-9dad-11d1-80b4-00c04fd430c8")),
    "date": (_day, Text("a date such as 2026-11-23")),
    "time": (clock, Text("a time such as 08:00")),
    "datetime": (datetime.fromisoformat, Text("a moment such as 2026-11-23T08:00:00Z")),
    "email": (_mail, Text("an e-mail address")),
    "uri": (_uri, Text("an address such as https://www.leipzig.de")),
}

"""An office of a message beside ours: which fields it would change, and what only a person can judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from opening_hours import OpeningHours

from app.errors import N_
from referrals.directory.hours import validate
from referrals.interchange.xzufi.contact import address_of, contacts, further, same_form
from referrals.interchange.xzufi.hours import week_of
from referrals.interchange.xzufi.reading import german
from referrals.interchange.xzufi.values import Interval, Unit

FIELDS = ("name_de", "name_en", "street", "postcode", "city", "phone", "email", "website", "opening_hours")
LONGEST_POSTCODE = 10
HOLIDAYS_OFF = "; PH off"

PROSE = N_("Hours as text: %(text)s")
ROW = N_("Hours that cannot be taken over: %(text)s")
FURTHER = N_("Also in the file: %(text)s")
POST_BOX = N_("Post box: %(text)s")
SYNONYM = N_("Also called: %(text)s")
NAMELESS = N_("The file gives no name.")


@dataclass(frozen=True)
class Note:
    """Something to read, not to take over: ``message`` with ``%(text)s``."""

    message: str
    text: str = ""


def facts_of(unit: Unit, today: date) -> tuple[dict[str, str], tuple[Note, ...]]:
    """The fields of an office as the message fills them (empty ones are left out), and the notes."""
    name = german(dict(unit.names)) or unit.short
    english = next((text for tag, text in unit.names.items() if tag.partition("-")[0] == "en"), "")
    facts: dict[str, str] = {"name_de": name, "name_en": english, **contacts(unit)}
    notes = [Note(NAMELESS)] if not name else []
    address = address_of(unit.addresses)
    if address and address.street:
        facts |= {"street": address.street, "postcode": address.postcode, "city": address.city}
    notes += [Note(POST_BOX, f"{one.box}, {one.postcode} {one.city}".strip()) for one in unit.addresses if one.box]
    week = week_of(unit.intervals, today)
    facts["opening_hours"] = week.text
    notes += [Note(ROW, _spoken(row)) for row in week.left]
    notes += [Note(PROSE, text) for text in unit.prose]
    notes += [Note(FURTHER, text) for text in further(unit.channels, facts)]
    notes += [Note(SYNONYM, text) for text in unit.synonyms if text != name]
    if len(facts.get("postcode", "")) > LONGEST_POSTCODE:
        del facts["postcode"]
    return {name: value for name, value in facts.items() if value}, tuple(notes)


def changed(facts: Mapping[str, str], office: Mapping[str, Any]) -> dict[str, str]:
    """The facts that say something else than our ``office`` does; what a file leaves out changes nothing.

    A name that the office had, or goes by, is none. Holidays are not in the file: that ours is closed then stays.
    """
    found = {}
    for field in FIELDS:
        new, old = facts.get(field), office.get(field)
        if new is None:
            continue
        if field == "opening_hours":
            new = _with_holidays(new, old)
            if _same_week(new, old):
                continue
        known = [old, *(office.get("former_names") or [])] if field.startswith("name_") else [old]
        if same_form(field, new) not in {same_form(field, value) for value in known}:
            found[field] = new
    return found


def _with_holidays(new: str, old: str | None) -> str:
    return new + HOLIDAYS_OFF if old and HOLIDAYS_OFF in old and "PH" not in new else new


def _same_week(new: str, old: str | None) -> bool:
    if not old or validate(old):
        return False
    return str(OpeningHours(new).normalize()) == str(OpeningHours(old).normalize())


def _spoken(row: Interval) -> str:
    dates = "–".join(day.isoformat() if day else "" for day in (row.valid_from, row.valid_to)).strip("–")
    return " ".join(part for part in (row.day, f"{row.start}–{row.end}".strip("–"), dates) if part)

"""What is known about an office, as plain values for the engine, the screen and the slip."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

HoursCode = Literal["open", "opens", "closed_until", "closed", "unknown"]


@dataclass(frozen=True)
class Office:
    """An office. Field by field the table ``office``; see referrals.directory.models.

    ``verified`` is False for status ``verify``; ``as_of`` is the date (ISO or its beginning) of the oldest fact that a
    visitor acts on, or None if no date is known; ``generic`` means a kind of office ("your health insurance") whose
    address has to be looked up. ``street`` is without the remarks that the source put in brackets; what they said is
    in ``notes``. ``closures`` are (first, last) days, both included.
    """

    id: str
    name_de: str
    name_en: str
    kind: str
    status: str
    verified: bool
    generic: bool
    successor: str | None
    aliases: tuple[str, ...]
    street: str | None
    postcode: str | None
    city: str | None
    tram_stop: str | None
    phone: str | None
    email: str | None
    website: str | None
    contact_form: str | None
    opening_hours: str | None
    closures: tuple[tuple[date, date], ...]
    appointment: str | None
    cost: str | None
    notes: tuple[str, ...]
    languages: tuple[str, ...]
    as_of: str | None
    appointment_text: str | None
    cost_text: str | None
    language_text: str | None
    limits_text: str | None
    status_text: str | None


@dataclass(frozen=True)
class HoursRow:
    """Weekdays (1 = Monday) with the same opening times; times are (start, end) as ``HH:MM``; none means closed."""

    weekdays: tuple[int, ...]
    times: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Hours:
    """The week of an office and where it stands at a moment.

    ``code``: open (until ``until``), opens (at ``next_open``), closed_until (a dated closure, last day ``closed_to``),
    closed (no opening within a year), unknown. ``week`` is "" (every week), "odd" or "even". ``always`` is 24/7.
    ``since`` is when the present opening began (today; 00:00 if before). A closure that begins within a month is
    announced by ``closed_from`` and ``closed_to`` too. Moments are local, naive.
    """

    code: HoursCode
    now: bool | None
    until: datetime | None = None
    next_open: datetime | None = None
    next_close: datetime | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    rows: tuple[HoursRow, ...] = ()
    closed_on_public_holidays: bool = False
    week: str = ""
    always: bool = False
    since: datetime | None = None

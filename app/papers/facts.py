"""What the code itself knows of what the papers say, as plain values for their templates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.accounts import identity, passwords, throttle
from app.accounts.roles import PUBLIC, Role
from app.contacts.service import months_kept
from app.keeping import contents, records
from app.migrations.models import METADATA
from app.papers.inventory import COLUMNS, OTHERS, STAFF, VISITORS, Stored
from app.released import rounding
from app.security import FIXED_HEADERS
from app.version import VERSION
from referrals.directory.models import Office

CENTRE = "wzl"
NOBODY = "[Name und Anschrift des Zentrums]"
RESEND_HOURS = 24
CODE_BITS = 50
DUTIES = {
    Role.ADVISOR: ("Beratung", "Gespräche führen, Zettel drucken, Material ausgeben, falsche Angaben melden"),
    Role.PARTNER: ("Partner im Haus", "dasselbe an einzelnen Tagen"),
    Role.EDITOR: ("Redaktion", "Stellen, Regeln, Material, Veranstaltungen und Übersetzungen pflegen"),
    Role.ANALYST: ("Auswertung", "veröffentlichte Statistik lesen, Evaluationsbericht schreiben"),
    Role.ADMIN: ("Verwaltung", "Konten, Einstellungen, Sicherung, Protokoll; alles der anderen Rollen"),
}


@dataclass(frozen=True)
class Table:
    """A table, what it is for, what its columns hold (visitors' tables only), how long its rows stay."""

    name: str
    purpose: str
    columns: tuple[str, ...]
    kept: str


@dataclass(frozen=True)
class Duty:
    """A role, what it may do, and how many pages and writing addresses are open to it."""

    name: str
    may: str
    pages: int
    writes: int


@dataclass(frozen=True)
class Facts:
    """Everything that the templates of ``templates/papers`` may use; durations in the unit that the name says."""

    version: str
    centre: str
    contact: str
    open_id: bool
    visitors: tuple[Table, ...]
    staff: tuple[Table, ...]
    others: tuple[Table, ...]
    roles: tuple[Duty, ...]
    public: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    contact_months: int
    audit_days: int
    backup_days: int
    login_hours: int
    idle_minutes: int
    longest_wait_minutes: int
    password_length: int
    threshold: int
    sensitive_threshold: int
    resend_hours: int = RESEND_HOURS
    code_bits: int = CODE_BITS


def gather(app: Flask, session: Session, *, audit_days: int, open_id: bool) -> Facts:
    """The facts of this installation."""
    periods = {
        "contact_months": _contact_months(),
        "audit_days": audit_days,
        "backup_days": records.DAYS,
        "login_hours": identity.ABSOLUTE // timedelta(hours=1),
        "resend_hours": RESEND_HOURS,
    }
    office = session.get(Office, CENTRE)
    return Facts(
        version=VERSION,
        centre=office.name_de if office else NOBODY,
        contact=_contact(office) if office else NOBODY,
        open_id=open_id,
        visitors=tuple(_tables(VISITORS, periods, with_columns=True)),
        staff=tuple(_tables(STAFF, periods)),
        others=tuple(_tables(OTHERS, periods)),
        roles=tuple(_duties(app)),
        public=tuple(sorted({rule.rule for rule, roles, _ in _endpoints(app) if roles == PUBLIC})),
        headers=tuple(FIXED_HEADERS.items()),
        left_out=tuple(f"`{name}`" for name in sorted(contents.LEFT_OUT)),
        contact_months=periods["contact_months"],
        audit_days=audit_days,
        backup_days=records.DAYS,
        login_hours=periods["login_hours"],
        idle_minutes=identity.IDLE // timedelta(minutes=1),
        longest_wait_minutes=throttle.LONGEST_WAIT // timedelta(minutes=1),
        password_length=passwords.MINIMUM_LENGTH,
        threshold=rounding.THRESHOLD,
        sensitive_threshold=rounding.SENSITIVE_THRESHOLD,
    )


def _contact_months() -> int:
    """As the night job reckons."""
    year, month = map(int, months_kept(date(2026, 1, 1)).split("-"))
    return (2026 - year) * 12 + 1 - month


def _tables(
    declared: Mapping[str, Stored], periods: Mapping[str, int], *, with_columns: bool = False
) -> Iterator[Table]:
    for name, stored in declared.items():
        columns = METADATA.tables[name].columns if with_columns else ()
        meanings = tuple(COLUMNS[f"{name}.{column.name}"] for column in columns)
        yield Table(name, stored.purpose, meanings, stored.kept.format_map(periods))


def _endpoints(app: Flask) -> Iterator[tuple[Rule, frozenset[Role], bool]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            view = app.view_functions[rule.endpoint]
            yield rule, getattr(view, "roles", PUBLIC), "POST" in (rule.methods or ())


def _duties(app: Flask) -> Iterator[Duty]:
    for role, (name, may) in DUTIES.items():
        own = [writes for _, roles, writes in _endpoints(app) if role in roles]
        yield Duty(name, may, pages=own.count(False), writes=own.count(True))


def _contact(office: Office) -> str:
    lines = [
        office.name_de,
        office.street,
        " ".join(filter(None, (office.postcode, office.city))),
        office.phone and f"Telefon {office.phone}",
        office.email,
        office.website,
    ]
    return "  \n".join(line for line in lines if line)

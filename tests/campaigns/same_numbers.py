"""The same contacts on SQLite and on PostgreSQL: whatever is released of them is the same to the digit.

SQLite is filled and moved to PostgreSQL, as a town that outgrows it does; then each releases by itself what is due.
"""

import time
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.cli import bench_contacts
from app.contacts.models import Contact
from app.db import Base, Database
from app.demo import mark, nights
from app.demo.months import closed_months
from app.demo.service import NIGHT
from app.keeping.moving import move
from app.keys import Keys
from app.released import service
from app.released.models import Release, ReleasePlan, WithheldTable
from app.released.periods import first_day_of_release
from tests.database import SECRET, prepare, settings_for

DECIDED = (Release, WithheldTable, ReleasePlan)
Rows = dict[tuple[Any, ...], tuple[Any, ...]]


@dataclass
class Compared:
    """What came of it: how much was released and withheld, the seconds of each step, and what differs."""

    contacts: int
    months: int
    numbers: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)

    def missed(self) -> list[str]:
        """Which goals were missed."""
        nothing = [] if self.numbers.get("tables") else ["nothing was released"]
        return self.differing[:10] + nothing

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {"contacts": self.contacts, "months": self.months, **self.numbers}
        return {**told, "differing": len(self.differing), "seconds": self.seconds}


class _Watch:
    """Notes how long each step took."""

    def __init__(self, compared: Compared) -> None:
        self._compared = compared
        self._begun = time.monotonic()

    def step(self, name: str) -> None:
        now = time.monotonic()
        self._compared.seconds[name] = round(now - self._begun, 1)
        self._begun = now


def run(folder: Path, postgresql: str, *, contacts: int, months: int) -> Compared:
    """Compare what is released of so many contacts in so many months; ``postgresql`` is an empty database."""
    done = Compared(contacts, months)
    watch, today = _Watch(done), clock.now().date()
    file = f"sqlite:///{folder}/same.sqlite3"
    prepare(file)
    sqlite, other = (Database(settings_for(folder, url)) for url in (file, postgresql))
    names = closed_months(today, months)
    with sqlite.writing() as session:
        bench_contacts.fill(session, Keys(SECRET), names, contacts, today)
        mark.set_demo(session)
        # It decides which way a number is rounded, so it is part of what is the same.
        service.rounding_secret(session)
    watch.step("filled")
    move(sqlite, other)
    watch.step("moved")
    found = []
    for name, database in (("SQLite", sqlite), ("PostgreSQL", other)):
        _release(database, names, today)
        watch.step(f"released on {name}")
        found.append(_decided(database, done))
    done.differing = _differences(*found)
    sqlite.dispose()
    other.dispose()
    return done


def _release(database: Database, months: list[str], today: date) -> None:
    """Month by month as the nights would have done it."""
    days = [day for day in (first_day_of_release(month) for month in months) if day <= today]
    for day in days:
        with clock.fixed(datetime.combine(day, NIGHT)), database.writing() as session:
            nights.release(session, day)


def _decided(database: Database, done: Compared) -> dict[str, Rows]:
    """All that was decided, table by table; how much it is goes into ``done``."""
    with database.reading() as session:
        found = {model.__tablename__: _rows(session, model) for model in DECIDED}
        stored = session.scalar(select(func.count()).select_from(Contact))
        done.differing += [] if stored == done.contacts else [f"{stored} contacts of {done.contacts}"]
        contents = [session.get_one(Release, key).content for key in service.catalogue(session)]
    numbers = sum(len(one["cells"]) for one in contents)
    done.numbers = {"tables": len(contents), "cells": numbers, "withheld": len(found[WithheldTable.__tablename__])}
    return found


def _rows(session: Any, model: type[Base]) -> Rows:
    table = model.__table__
    columns, keys = table.columns, [column.name for column in table.columns if column.primary_key]
    rows = session.execute(select(table)).mappings()
    return {tuple(row[key] for key in keys): tuple(row[column.name] for column in columns) for row in rows}


def _differences(here: dict[str, Rows], there: dict[str, Rows]) -> list[str]:
    return [
        f"{table} {' '.join(map(str, key))}"
        for table, rows in here.items()
        for key in sorted(rows.keys() | there[table].keys())
        if rows.get(key) != there[table].get(key)
    ]

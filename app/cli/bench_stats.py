"""Statistics with very many contacts: the pages, a month's release with its audit, and counting straight by SQL."""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from app import clock
from app.accounts import service as accounts
from app.accounts.roles import Role
from app.cli import bench_contacts
from app.cli.bench_counting import COUNTED, count
from app.cli.instance import Instance, prepare
from app.demo import mark, nights
from app.demo.months import closed_months
from app.demo.service import NIGHT
from app.factory import create_app
from app.released.periods import first_day_of_release, kind
from app.released.service import periods, released
from app.reports.pages import PAGES
from config import Settings

MONTHS = 24
"""As long as contacts are kept."""
ROUNDS = 15
COUNTING_ROUNDS = 3
PASSWORD = "only for measuring"  # noqa: S105 - the account is the bench's own


def bench_stats(contacts: int, database_url: str | None) -> dict[str, Any]:
    """Figures for so many contacts of two years, in milliseconds and seconds.

    ``database_url`` is that of an empty database (without: a temporary file of SQLite). Raises RealContacts,
    AlreadyDemo, DatabaseUnavailable.
    """
    with tempfile.TemporaryDirectory() as folder:
        url = database_url or f"sqlite:///{folder}/bench.sqlite3"
        instance = prepare(Settings(instance=Path(folder), database_url=url))
        try:
            return _measure(instance, contacts)
        finally:
            instance.database.dispose()


def _measure(instance: Instance, contacts: int) -> dict[str, Any]:
    today = clock.now().date()
    months = closed_months(today, MONTHS)
    with instance.database.writing() as session:
        mark.check_empty(session)
        bench_contacts.fill(session, instance.keys, months, contacts, today)
        mark.set_demo(session)
        accounts.add_user(name="bench", password=PASSWORD, role=Role.ANALYST, must_change_password=False)
    releases = {month: _release(instance, month) for month in months if first_day_of_release(month) <= today}
    pages = _pages(instance)
    read, counted, tables = _tables(instance)
    worst = max(pages, key=lambda page: pages[page]["p50"])
    return {
        "contacts": contacts,
        "months": MONTHS,
        "database": "SQLite" if instance.database.is_sqlite else "PostgreSQL",
        "release_s": _summary({month: wall for month, (wall, _) in releases.items()}),
        "release_cpu_s": _summary({month: own for month, (_, own) in releases.items()}),
        "pages_ms": pages,
        "slowest_page": {"page": worst, **pages[worst]},
        "tables": tables,
        "released_ms": read,
        "counted_ms": counted,
        "ratio_counted_to_released": round(counted / read, 1),
    }


def _release(instance: Instance, month: str) -> tuple[float, float]:
    """Seconds (and those of this process alone) for what is due once this month may be released.

    Its tables, and those of a quarter or year that ends with it.
    """
    day = first_day_of_release(month)
    start, begun = time.perf_counter(), time.process_time()
    with clock.fixed(datetime.combine(day, NIGHT)), instance.database.writing() as session:
        nights.release(session, day)
    return time.perf_counter() - start, time.process_time() - begun


def _summary(seconds: Mapping[str, float]) -> dict[str, float]:
    """Of all months, of the slowest (the end of a year), and of the last one."""
    figures = {"p50": statistics.median(seconds.values()), "slowest": max(seconds.values())}
    return {name: round(value, 2) for name, value in (figures | {"last_month": seconds[max(seconds)]}).items()}


def _pages(instance: Instance) -> dict[str, dict[str, float]]:
    """Each page of the latest year, quarter and month that it has, through the whole application."""
    client = create_app(instance.settings, instance.keys, instance.database).test_client()
    _log_in(client)
    figures = {}
    for page in PAGES.values():
        for period in _latest(instance, page.tables):
            address = f"/statistics/{page.name}?period={period}"
            figures[f"{page.name} {period}"] = _times(partial(_get, client, address), ROUNDS)
    return figures


def _latest(instance: Instance, names: tuple[str, ...]) -> list[str]:
    with instance.database.reading() as session:
        found = [period for name in names for period in periods(session, name)]
    return sorted({max(one for one in found if kind(one) == same) for same in map(kind, found)})


def _tables(instance: Instance) -> tuple[float, float, int]:
    """Milliseconds to read the last year's tables of contacts as released, to count the same, and how many they are."""
    with instance.database.reading() as session:
        years = {name: [one for one in periods(session, name) if kind(one) == "year"] for name in COUNTED}
        found = [(name, year) for name, own in years.items() for year in own[-1:]]
        read = _times(lambda: [released(session, *one) for one in found], ROUNDS)
        counted = _times(lambda: [count(session, *one) for one in found], COUNTING_ROUNDS)
    return read["p50"], counted["p50"], len(found)


def _log_in(client: FlaskClient) -> None:
    token = client.get("/login").text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    client.post("/login", data={"name": "bench", "password": PASSWORD, "csrf_token": token})


def _get(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")


def _times(call: Callable[[], object], rounds: int) -> dict[str, float]:
    """Milliseconds a call, after a first one: median, slowest, and the median of this process alone (``cpu_p50``).

    The latter is what there would be on a machine that has nothing else to do.
    """
    taken, own = [], []
    for _ in range(rounds + 1):
        start, begun = time.perf_counter(), time.process_time()
        call()
        taken.append((time.perf_counter() - start) * 1000)
        own.append((time.process_time() - begun) * 1000)
    figures = {"p50": statistics.median(taken[1:]), "cpu_p50": statistics.median(own[1:])}
    return {name: round(value, 2) for name, value in (figures | {"slowest": max(taken[1:]), "first": taken[0]}).items()}

"""``wegweiser bench``: measures in one run and prints the figures and the machine as JSON.

Times drift with the machine, so every bench has a baseline in the same run and gives the ratio to it.
"""

import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import service as accounts
from app.accounts.roles import Role
from app.cli.bench_slip import bench_slip
from app.cli.context import open_instance
from app.cli.instance import prepare
from app.factory import create_app
from config import Settings
from referrals.routing.engine import decide
from referrals.routing.service import table
from referrals.routing.values import Table, Visitor

ROUNDS = 200
PASSWORD = "only for measuring"  # noqa: S105 - the account lives in a temporary folder


@click.group()
def bench() -> None:
    """Measure; nothing of the installation is changed."""


@bench.command("slip")
def slip() -> None:
    """A warm slip in several scripts, against plain WeasyPrint."""
    _print(bench_slip())


@bench.command("route")
def route() -> None:
    """The decision for every topic, against a scan of all rules."""
    with open_instance().reading() as session:
        rules = table(session)
    topics = list(rules.rules)
    visitor = Visitor(groups=frozenset({"third_country"}), residence="city", age=(40, 40))
    today = date.today()  # noqa: DTZ011 - which day does not matter here
    for topic in topics:
        decide(rules, topic, visitor, today)
    engine = _times(lambda n: decide(rules, topics[n % len(topics)], visitor, today), ROUNDS * 5)
    scan = _times(lambda n: _scan(rules, topics[n % len(topics)]), ROUNDS * 5)
    _print({"decide_ms": engine, "linear_scan_ms": scan, "ratio_p50": _ratio(engine, scan), "rules": _count(rules)})


@bench.command("counter")
def counter() -> None:
    """A suggestion and a logged contact through the whole web application, against an empty page of it."""
    with tempfile.TemporaryDirectory() as folder:
        instance = prepare(Settings(instance=Path(folder), database_url=f"sqlite:///{folder}/bench.sqlite3"))
        with instance.database.writing():
            accounts.add_user(name="bench", password=PASSWORD, role=Role.ADVISOR, must_change_password=False)
        client = create_app(instance.settings, instance.keys, instance.database).test_client()
        _log_in(client)
        base = _times(lambda _: client.get("/healthz"), ROUNDS)
        suggestion = _times(lambda _: client.post("/counter/answer", data=_form(client), headers=HTMX), ROUNDS)
        forms = [_with_token(client) for _ in range(ROUNDS)]
        log = _times(lambda n: client.post("/counter", data=forms[n] | {"finish": "print_log"}, headers=HTMX), ROUNDS)
        instance.database.dispose()
    _print({"suggestion_ms": suggestion, "log_ms": log, "healthz_ms": base, "ratio_log": _ratio(log, base)})


HTMX = {"HX-Request": "true"}
SAID = {"language": "uk", "subtopic": "aufenthalt/ukraine_24", "a-residence": "city"}
_csrf: dict[int, str] = {}


def _log_in(client: FlaskClient) -> None:
    page = client.get("/login")
    client.post("/login", data={"name": "bench", "password": PASSWORD, "csrf_token": _field(page, "csrf_token")})
    _csrf[id(client)] = _field(client.get("/counter"), "csrf_token")


def _form(client: FlaskClient) -> dict[str, str]:
    return SAID | {"csrf_token": _csrf[id(client)]}


def _with_token(client: FlaskClient) -> dict[str, str]:
    page = client.post("/counter/answer", data=_form(client), headers=HTMX)
    return _form(client) | {"token": _field(page, "token"), "a-private_accommodation": "yes"}


def _field(page: TestResponse, name: str) -> str:
    _, _, rest = page.text.partition(f'name="{name}"')
    return rest.partition('value="')[2].partition('"')[0]


def _scan(rules: Table, topic: str) -> list[str]:
    """What a program without an index would do first."""
    return [rule.id for own in rules.rules.values() for rule in own if rule.topic == topic]


def _count(rules: Table) -> int:
    return sum(len(own) for own in rules.rules.values())


def _times(call: Callable[[int], Any], rounds: int) -> dict[str, float]:
    """Milliseconds a call: median and 95th percentile."""
    taken = []
    for number in range(rounds):
        start = time.perf_counter()
        call(number)
        taken.append((time.perf_counter() - start) * 1000)
    return {"p50": round(statistics.median(taken), 3), "p95": round(statistics.quantiles(taken, n=20)[-1], 3)}


def _ratio(one: dict[str, float], other: dict[str, float]) -> float:
    return round(one["p50"] / other["p50"], 2)


def _print(figures: dict[str, Any]) -> None:
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    click.echo(json.dumps(figures | {"machine": machine}, indent=2, ensure_ascii=False))

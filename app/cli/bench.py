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
from pathlib import Path
from typing import Any

import click
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.accounts import service as accounts
from app.accounts.roles import Role
from app.cli.bench_route import bench_route
from app.cli.bench_slip import bench_slip
from app.cli.context import open_instance
from app.cli.instance import prepare
from app.factory import create_app
from app.vocabulary.service import vocabulary
from config import Settings
from referrals.directory.service import offices
from referrals.routing.service import table

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
    """A suggestion with its offices and a check of the table, here and in a metropolis, against a scan of all rules."""
    with open_instance().reading() as session:
        rules, known, topics = table(session), offices(session), tuple(vocabulary(session).subtopics)
    _print(bench_route(rules, known, topics, clock.now().replace(tzinfo=None)))


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

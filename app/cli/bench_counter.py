"""The counter through the whole web application, with an empty house around it and with a full one."""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.accounts import service as accounts
from app.accounts.roles import Role
from app.cli.bench_house import fill
from app.cli.instance import prepare
from app.factory import create_app
from config import Settings

ROUNDS = 200
WARM_UP = 5
PASSWORD = "only for measuring"  # noqa: S105 - the account lives in a temporary folder
HTMX = {"HX-Request": "true"}
SAID = {"language": "uk", "subtopic": "aufenthalt/ukraine_24", "a-residence": "city"}


def bench_counter() -> dict[str, Any]:
    """Figures of a suggestion and of a logged contact, in milliseconds, and their ratio to an empty page."""
    today = clock.now()
    # When most partners sit in the house.
    monday = (today + timedelta(days=7 - today.weekday())).replace(hour=10, minute=0)
    with clock.fixed(monday), tempfile.TemporaryDirectory() as folder:
        instance = prepare(Settings(instance=Path(folder), database_url=f"sqlite:///{folder}/bench.sqlite3"))
        with instance.database.writing():
            accounts.add_user(name="bench", password=PASSWORD, role=Role.ADVISOR, must_change_password=False)
        browser = _Browser(create_app(instance.settings, instance.keys, instance.database).test_client())
        browser.log_in()
        base = _times(lambda _: browser.client.get("/healthz"))
        empty = _figures(browser)
        with instance.database.writing() as session:
            size = fill(session)
        full = _figures(browser)
        instance.database.dispose()
    ratio = round(full["suggestion_ms"]["p50"] / base["p50"], 2)
    return empty | {"full_house": full | {"size": size, "ratio_suggestion": ratio}, "healthz_ms": base}


@dataclass
class _Browser:
    client: FlaskClient
    csrf: str = ""

    def log_in(self) -> None:
        page = self.client.get("/login")
        self.client.post(
            "/login", data={"name": "bench", "password": PASSWORD, "csrf_token": _field(page, "csrf_token")}
        )
        self.csrf = _field(self.client.get("/counter"), "csrf_token")

    def answer(self) -> TestResponse:
        return self.client.post("/counter/answer", data=SAID | {"csrf_token": self.csrf}, headers=HTMX)

    def form(self) -> dict[str, str]:
        """A form that has not been sent yet."""
        token = {"token": _field(self.answer(), "token"), "csrf_token": self.csrf}
        return SAID | token | {"a-private_accommodation": "yes", "finish": "print_log"}


def _figures(browser: _Browser) -> dict[str, Any]:
    suggestion = _times(lambda _: browser.answer())
    forms = [browser.form() for _ in range(ROUNDS + WARM_UP)]
    log = _times(lambda number: browser.client.post("/counter", data=forms[number], headers=HTMX))
    return {"suggestion_ms": suggestion, "log_ms": log}


def _field(page: TestResponse, name: str) -> str:
    _, _, rest = page.text.partition(f'name="{name}"')
    return rest.partition('value="')[2].partition('"')[0]


def _times(call: Callable[[int], Any]) -> dict[str, float]:
    """Milliseconds a call: median and 95th percentile."""
    taken = []
    for number in range(WARM_UP + ROUNDS):
        start = time.perf_counter()
        call(number)
        taken.append((time.perf_counter() - start) * 1000)
    warm = taken[WARM_UP:]
    return {"p50": round(statistics.median(warm), 3), "p95": round(statistics.quantiles(warm, n=20)[-1], 3)}

"""Crafted addresses on every page, file and table, for every role: refused, or the very answer of a plain question."""

from itertools import product
from random import Random
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.roles import ANALYSTS
from app.released.tables import DECLARED
from app.reports.pages import PAGES
from tests.web.pages import check_page
from tests.web.statistics.conftest import Published
from tests.web.statistics.test_crafted import NEVER, PERIODS, VALUES, proper

WHOLE = ("downloads", "method", "plan", "releases")
"""Pages that explain; they know other parameters than the others, or none."""
REFUSED = {400, 404, 405, 415}
KINDS = ("", ".csv", ".json", ".xlsx")
OFTEN = (12, 6, 6, 1)
"""A workbook takes its time."""
WRONG_PERIODS = (
    "2026-11",
    "2026-Q4",
    "2027",
    "2026-Q1..2026-Q3",
    "2026-Q1,2026-Q2",
    "2026-H1",
    "ALL",
    "*",
    "latest",
    "",
)
TRICKS = (
    "../{}",
    "%2e%2e%2f{}",
    "{}/",
    "{}//",
    "{}%00",
    "{};period=2026-11",
    "{}%3Fperiod=2026-11",
    "{},topics",
    "{}+topics",
    "{}|topics",
    "!{}",
    "*",
    "{}.",
    "{}.CSV",
    "{}.csv.json",
    "{}.sqlite3",
    "{}.parquet",
    "{}/*.svg",
    "{}/no-{}.svg",
    "%F0%9F%98%80{}",
)


def crafted(random: Random) -> str:
    """An address below /statistics that no form and no link has."""
    page = random.choice(list(PAGES))
    kind = random.choices(KINDS, OFTEN)[0]
    return random.choice(
        (
            f"{page}{kind}?{random.choice(NEVER)(random)}",
            f"{page}/{page}.svg?{random.choice(NEVER)(random)}",
            f"{random.choice(TRICKS).format(page, page)}?{proper(random)}",
            table(random),
            f"open-data/{quote(random.choice((*WRONG_PERIODS, '2026-Q3', '2025/../2026', '20250', '-2025')))}.zip",
            f"{page}{kind}?office={random.choice(VALUES['office'])}&{proper(random)}",
        )
    )


def table(random: Random) -> str:
    """A table that is not declared, a period that is not released, a form that does not exist, or a question to it."""
    name, period = random.choice(list(DECLARED)), random.choice(PERIODS)
    other = random.choice(
        ("contact", "topic_language_group", f"{name},topic", f"{name}|{name}", f"!{name}", "*", "%2e%2e")
    )
    return random.choice(
        (
            f"tables/{quote(other)}/{period}.csv",
            f"tables/{name}/{quote(random.choice(WRONG_PERIODS))}.json",
            f"tables/{name}/{period}.{random.choice(('sqlite3', 'CSV', 'csv.gz', 'json%00', 'xml'))}",
            f"tables/{name}/{period}.csv?{random.choice(NEVER)(random)}",
        )
    )


def plain(random: Random) -> tuple[str, str]:
    """A question as forms and links ask it, and the same one with its parameters in another order and empty filters."""
    page = PAGES[random.choice(list(PAGES))]
    chosen = [f"{one}={random.choice(VALUES[one])}" for one in page.filters if random.random() < 0.5]
    empty = [f"{one}=" for one in page.filters if not any(part.startswith(one) for part in chosen)]
    period = f"period={random.choice(PERIODS)}"
    kind = random.choices((".csv", ".json"))[0]
    one = "&".join([period, *chosen])
    other = "&".join([*reversed(chosen), *empty, period])
    return f"{page.name}{kind}?{one}", f"{page.name}{kind}?{other}"


def refused(response: TestResponse, path: str) -> None:
    """Nothing of what was asked for, and no table in the page that says so."""
    assert response.status_code in REFUSED, f"{path}: {response.status_code}"
    if response.mimetype == "text/html" and response.status_code != 405:
        assert "<table" not in response.text, path
        check_page(response)


def check_all(published: Published, *, n: int) -> None:
    """Analysts are refused or get what a plain question gets; nobody else gets anything."""
    random = Random(66)
    others: list[FlaskClient] = [client for role, client in published.staff.items() if role not in ANALYSTS]
    others.append(published.app.test_client())
    for _ in range(n):
        path = crafted(random)
        refused(published.analyst.get(f"/statistics/{path}"), path)
        response = random.choice(others).get(f"/statistics/{path}")
        assert response.status_code in REFUSED | {302, 403}, path
        assert "<table" not in response.text, path
    for _ in range(n // 10):
        one, other = plain(random)
        answers = [published.analyst.get(f"/statistics/{path}") for path in (one, other)]
        assert answers[0].status_code == answers[1].status_code, other
        assert answers[0].data == answers[1].data, other


def test_crafted_addresses_of_pages_files_and_tables(published: Published) -> None:
    check_all(published, n=250)


@pytest.mark.campaign
def test_five_thousand_crafted_addresses_of_pages_files_and_tables(published: Published) -> None:
    check_all(published, n=5000)


def test_nobody_else_gets_any_table_or_file(published: Published) -> None:
    kinds = ("", ".csv", ".xlsx", ".json", "/topics.svg", "/topics.png")
    paths = [f"{page}{kind}" for page, kind in product(PAGES, kinds)]
    paths += [f"tables/{name}/2026-Q3.{form}" for name, form in product(DECLARED, ("csv", "json"))]
    paths += [*WHOLE, "open-data/2025.zip", ""]
    for role, client in [*published.staff.items(), (None, published.app.test_client())]:
        if role not in ANALYSTS:
            for path in paths:
                assert client.get(f"/statistics/{path}".rstrip("/")).status_code in {302, 403}, f"{role}: {path}"

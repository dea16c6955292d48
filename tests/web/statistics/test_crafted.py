"""Addresses that somebody makes up to learn more: each is refused, or shows what is released and nothing else."""

from collections.abc import Callable
from random import Random
from urllib.parse import quote

import pytest

from app.accounts.roles import ANALYSTS
from app.reports.pages import PAGES
from app.reports.reader import Reader
from tests.web.pages import check_page
from tests.web.statistics.conftest import Published
from tests.web.statistics.figures import GERMAN, Released

# Pages whose figures are those of one table each; what the others show is held to the tables by their own tests.
READ = ("overview", "topics", "languages", "groups")
PERIODS = ("2025", "2025-Q3", "2026-Q3", "2025-06", "2026-10")
VALUES = {
    "topic": ("wohnen", "arbeit", "aufenthalt", "schutz"),
    "group": ("refugee", "eu_citizen", "unknown"),
    "language": ("ar", "uk", "de", "en"),
    "office": ("abh", "jobcenter"),
    "channel": ("phone", "in_person"),
    "talk": ("direct", "gestures"),
    "weekday": ("1", "5"),
}
FILTERS = ("topic", "group", "language")
SIGNS = (",", "|", "%2C", "+", "%20OR%20", "%00", "/", "%26", "..", "-", ":")
NOT = ("!", "-", "not:", "~", "%5E", "<>", "%21", "NOT+")
RANGES = (
    "period=2026-01..2026-03",
    "period=2026-01:2026-03",
    "period=2026-Q1-2026-Q3",
    "period=2026-Q1,2026-Q2",
    "period=2026-H1",
    "period=2026-W40",
    "period=2026-10-05",
    "period=2026-11",
    "period=2026-Q4",
    "period=2026",
    "period=2027",
    "period=latest",
    "period=today",
    "period=",
    "period=*",
    "period=ALL",
    "period=%",
    "period_gte=2026-01",
    "from=2026-01&to=2026-03",
    "from=2026-10-01",
    "days=3",
    "period=2026-Q3&period=2026-Q2",
)
Craft = Callable[[Random], str]


def union(random: Random) -> str:
    """Two values of a dimension in one question."""
    name = random.choice(FILTERS)
    one, other = random.sample(VALUES[name], 2)
    sign = random.choice(SIGNS)
    return random.choice(
        (f"{name}={one}&{name}={other}", f"{name}={one}{sign}{other}", f"{name}[]={one}&{name}[]={other}")
    )


def negation(random: Random) -> str:
    """All but one."""
    name = random.choice(FILTERS)
    value, sign = random.choice(VALUES[name]), random.choice(NOT)
    return random.choice((f"{name}={sign}{value}", f"{name}!={value}", f"{name}__ne={value}", f"not_{name}={value}"))


def span(random: Random) -> str:
    """A range, a day, a running period, something relative."""
    return random.choice(RANGES)


def four_dimensions(random: Random) -> str:
    """More dimensions than any table has."""
    names = random.sample(list(VALUES), 4)
    return "&".join(f"{name}={random.choice(VALUES[name])}" for name in names)


def disguise(random: Random) -> str:
    """A value that only looks like a known one."""
    name = random.choice(("period", *FILTERS))
    value = random.choice(PERIODS if name == "period" else VALUES[name])
    disguises = (
        quote(quote(value, safe="")).replace("-", "%252D") + "%20",
        value.upper() + "%00",
        value.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}) + "%E2%80%8B",
        f"%20{value}",
        f"{value}%0A",
        f"{value}%25",
        f"{value}'%20OR%20'1'='1",
        f"../{value}",
        f"%FF{value}",
        f"{{{{{value}}}}}",
    )
    return f"{name}={random.choice(disguises)}"


def proper(random: Random) -> str:
    """What the form sends: a period and up to all of the filters."""
    chosen = random.sample(FILTERS, random.randint(0, len(FILTERS)))
    return "&".join([f"period={random.choice(PERIODS)}", *(f"{one}={random.choice(VALUES[one])}" for one in chosen)])


NEVER: tuple[Craft, ...] = (union, negation, span, four_dimensions, disguise)


def crafted(random: Random, n: int) -> list[tuple[str, bool]]:
    """Addresses, and whether no answer but a refusal will do; nine in ten are not proper."""
    found = []
    for _ in range(n):
        craft = random.choice(NEVER) if random.random() < 0.9 else proper
        found.append((f"{random.choice(READ)}?{craft(random)}", craft is not proper))
    return found


def check_all(published: Published, *, n: int) -> None:
    """Nothing is shown but what was released, to analysts; to nobody else anything at all."""
    random = Random(6)
    others = [client for role, client in published.staff.items() if role not in ANALYSTS]
    others.append(published.app.test_client())
    with published.database.reading() as session:
        released = Released(Reader(session, GERMAN))
        answered = numbers = 0
        for path, refused in crafted(random, n):
            response = published.analyst.get(f"/statistics/{path}")
            assert response.status_code in ({400, 404} if refused else {200, 400}), path
            if response.status_code == 200:
                answered += 1
                numbers += released.check(check_page(response), path)
            else:
                assert "<table" not in response.text, path
        for path, _ in crafted(random, n // 10):
            assert random.choice(others).get(f"/statistics/{path}").status_code in {302, 403}, path
    assert answered >= n // 50
    assert numbers >= 20 * answered
    assert set(READ) <= PAGES.keys()


def test_crafted_addresses_are_refused_or_show_released_cells(published: Published) -> None:
    check_all(published, n=500)


@pytest.mark.campaign
def test_five_thousand_crafted_addresses(published: Published) -> None:
    check_all(published, n=5000)

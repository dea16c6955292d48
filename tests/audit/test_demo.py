"""Demo sets of two sizes, released as the night job does it, given to the auditor, and compared with the truth."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from statistics import mean

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select

from app import clock
from app.cli import wegweiser
from app.contacts.models import Contact, DeskLoad
from app.db import Database
from app.directory.loading import EXAMPLE
from app.released.periods import quarter_of
from app.vocabulary.models import Language
from tests.audit.attack import attack, possible
from tests.audit.knowledge import ROUNDED_BY, Directory, Knowledge
from tests.audit.published import Published, tables
from tests.audit.truth import Truth
from tests.database import settings_for

# All quarters and months of 2026 but the running ones are released, and 2025 is.
NOW = datetime(2026, 11, 23, 10, 20, tzinfo=clock.ZONE)
LARGE, SMALL, TINY = (20_000, 18), (700, 12), (250, 9)


@dataclass(frozen=True)
class Set:
    """What anybody can get of a demo set, and what nobody can."""

    tables: tuple[Published, ...]
    truth: Truth
    folder: Path


Make = Callable[[int, int, int], Set]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Contacts, months and seed -> the demo set, made once."""
    made: dict[tuple[int, int, int], Set] = {}

    def of(contacts: int, months: int, seed: int) -> Set:
        if (contacts, months, seed) not in made:
            folder = tmp_path_factory.mktemp("demo")
            size = ("--contacts", str(contacts), "--months", str(months), "--seed", str(seed))
            run(folder, "demo", *size, "--truth", str(folder / "truth.csv"))
            made[contacts, months, seed] = Set(tuple(published(folder)), Truth(folder / "truth.csv"), folder)
        return made[contacts, months, seed]

    return of


def run(folder: Path, *arguments: str) -> str:
    """The command on the installation of this folder, on that Monday."""
    with clock.fixed(NOW):
        done = CliRunner().invoke(wegweiser, arguments, env={"WEGWEISER_INSTANCE": str(folder / "instance")})
    assert done.exit_code == 0, done.output
    return done.stdout


def published(folder: Path) -> list[Published]:
    """Every table that is released."""
    run(folder, "stats", "--all", "-o", str(folder / "out"))
    return list(tables(folder / "out", json.loads(run(folder, "stats", "--list", "--json"))))


sizes = pytest.mark.parametrize(
    ("contacts", "months", "seed"),
    [
        pytest.param(*SMALL, 1, id="700"),
        pytest.param(*TINY, 2, id="250"),
        pytest.param(*LARGE, 3, id="20000"),
        *(pytest.param(*SMALL, seed, id=f"700, seed {seed}", marks=pytest.mark.campaign) for seed in range(10, 30)),
        *(pytest.param(*LARGE, seed, id=f"20000, seed {seed}", marks=pytest.mark.campaign) for seed in range(10, 13)),
    ],
)


@sizes
def test_nobody_is_singled_out(make: Make, contacts: int, months: int, seed: int) -> None:
    found = make(contacts, months, seed).tables
    knowledge = Knowledge(found, Directory.read(EXAMPLE))
    assert possible(knowledge), "what is published contradicts itself"
    verdict = attack(knowledge)
    print(f"\n{contacts} contacts of {months} months: {len(found)} tables, {verdict}")  # noqa: T201 - a measurement
    assert verdict.findings == (), "\n".join(map(str, verdict.findings))


@sizes
def test_figures_are_true_within_their_intervals_and_agree(make: Make, contacts: int, months: int, seed: int) -> None:
    one = make(contacts, months, seed)
    same: dict[int, set[int | None]] = defaultdict(set)
    said: dict[int, list[str]] = defaultdict(list)
    for cell in one.truth.cells(one.tables):
        assert cell.within, str(cell)
        if cell.true:
            same[cell.contributors].add(cell.figure.count)
            said[cell.contributors].append(str(cell))
    torn = [said[contributors] for contributors, counts in same.items() if len(counts) > 1]
    assert torn == [], "the same contributors have several numbers"


@sizes
def test_figures_are_good_enough_to_plan_with(make: Make, contacts: int, months: int, seed: int) -> None:
    one = make(contacts, months, seed)
    errors = [cell.error for cell in one.truth.cells(one.tables) if cell.figure.count is not None]
    print(f"\n{len(errors)} numbers, mean error {mean(errors):.2f}, largest {max(errors)}")  # noqa: T201
    assert mean(errors) <= 2
    for table in one.tables:
        if table.name == "topic_language":
            share = one.truth.in_numbers(table)
            print(f"topic x language {table.period}: {share:.1%} of contacts in numeric cells")  # noqa: T201
            if contacts == LARGE[0] and "-" not in table.period:
                assert share >= 0.9
        if table.name == "channel" and "-" not in table.period:
            total, true = table.figures["ALL",].count, one.truth.number(table.period)
            assert total is not None
            print(f"{table.period}: {total} contacts, in truth {true}")  # noqa: T201
            assert abs(total - true) <= max(0.01 * true, ROUNDED_BY)


def test_what_is_logged_in_the_running_period_changes_no_published_byte(make: Make) -> None:
    folder = make(*SMALL, 1).folder
    before = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    database = Database(settings_for(folder / "instance", f"sqlite:///{folder / 'instance' / 'wegweiser.sqlite3'}"))
    with database.writing() as session:
        languages = session.scalars(select(Language.tag).order_by(Language.tag)).all()
        row = {"month": f"{NOW:%Y-%m}", "talk": "direct", "channel": "in_person"}
        rows = [row | {"key": token_bytes(16), "language": languages[n % len(languages)]} for n in range(10_000)]
        session.execute(insert(Contact), rows)
        session.execute(insert(DeskLoad), {"quarter": quarter_of(NOW.date()), "weekday": 1, "hour": 9, "n": 10_000})
    database.dispose()
    run(folder, "night")
    published(folder)
    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == before

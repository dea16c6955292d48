"""``wegweiser stats`` and ``wegweiser merge``: what they print and write, and that nothing is half written."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result

from app.cli.merge import merge
from app.cli.stats import stats
from app.db import Database
from app.errors import WegweiserError
from app.released.tables import DECLARED
from app.reports.exports.tables import csv_of, read_csv
from app.reports.reader import Reader
from tests.unit.exports.towns import packed, table
from tests.unit.test_load_command import wegweiser

Run = Callable[..., Result]


@pytest.fixture
def run(instance: Path) -> Run:
    """Run a command of this process on the furnished instance."""

    def run(command: Command, *arguments: object) -> Result:
        return CliRunner().invoke(command, [*map(str, arguments)], env={"WEGWEISER_INSTANCE": str(instance)})

    return run


def test_the_list_names_every_released_table_with_its_periods(run: Run, furnished: Database) -> None:
    done = run(stats, "--list", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    listed = {one["name"]: one for one in json.loads(done.stdout)}
    with furnished.reading() as session:
        reader = Reader(session, "de")
        assert {name: one["periods"] for name, one in listed.items()} == {
            name: reader.periods(name) for name in DECLARED
        }
    assert listed["topic_language"] == {
        "name": "topic_language",
        "dimensions": ["topic", "language"],
        "unit": "contacts",
        "multi": ["topic"],
        "periods": listed["topic"]["periods"],
    }


def test_all_tables_into_a_folder(run: Run, furnished: Database, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    done = run(stats, "--all", "-o", folder, "--json")
    assert done.exit_code == 0
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(files) == json.loads(done.stdout)["files"]
    with furnished.reading() as session:
        catalogue = Reader(session, "de").catalogue
    assert {(read.name, read.period): read.hash for read in map(read_csv, files.values())} == catalogue
    (folder / "topic--2025.csv").write_text("mine")
    refused = run(stats, "--all", "-o", folder)
    assert isinstance(refused.exception, WegweiserError)
    assert (folder / "topic--2025.csv").read_text() == "mine"


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_one_table_of_a_period(run: Run, furnished: Database, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"table.{form}"
    done = run(stats, "topic", "--period", "2026-Q3", "--format", form, "-o", path, "--json")
    said = json.loads(done.stdout)
    with furnished.reading() as session:
        released = Reader(session, "de").table("topic", "2026-Q3")
    assert released is not None
    assert (said["table"], said["period"], said["hash"]) == ("topic", "2026-Q3", released.hash)
    assert said["bytes"] == path.stat().st_size
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    if form == "csv":
        assert path.read_bytes() == csv_of(released)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["contacts", "--period", "2026-Q3"], "There is no table 'contacts'; there are channel, "),
        (["topic", "--period", "2026-Q4"], "Table topic is not released for '2026-Q4'; released are: 2025-05, "),
        (["topic", "--period", "2026-09..2026-10"], "Table topic is not released for '2026-09..2026-10'"),
        (["persons", "--period", "2026-09"], "Table persons is not released for '2026-09'; released are: 2025-Q2, "),
        (["--package", "2027"], "Nothing is released for '2027'"),
    ],
)
def test_what_is_not_released_is_one_sentence_and_no_file(
    run: Run, tmp_path: Path, arguments: list[str], why: str
) -> None:
    done = run(stats, *arguments, "-o", tmp_path / "file")
    assert isinstance(done.exception, WegweiserError)
    assert str(done.exception).startswith(why)
    assert "\n" not in str(done.exception)
    assert not list(tmp_path.iterdir())


def test_exit_codes_and_output_of_the_real_command(instance: Path, tmp_path: Path) -> None:
    done = wegweiser(instance, "stats", "topic", "--period", "2030", "-o", str(tmp_path / "file"), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Table topic is not released for '2030'")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--list", "--all"],
        ["topic"],
        ["topic", "--period", "2026"],
        ["--all"],
        ["--package", "2025"],
        ["topic", "--period", "2026", "--format", "pdf", "-o", "file"],
    ],
)
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    assert run(stats, *arguments).exit_code == 2


def test_a_file_that_cannot_be_written_leaves_the_old_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "folder", tmp_path / "none" / "file"):
        done = run(stats, "topic", "--period", "2026-Q3", "-o", place)
        assert isinstance(done.exception, WegweiserError)
        assert str(done.exception).startswith(f"{place} cannot be written")
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_packages_of_towns_become_tables_of_the_state(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "leipzig.zip"
    assert run(stats, "--package", "2025", "--town", "Leipzig am See", "-o", mine).exit_code == 0
    other = packed(tmp_path, "Aue", table("language", "2025-Q3", {("ALL",): 20, ("uk",): 5}), year="2025")
    folder = tmp_path / "state"
    done = run(merge, mine, other, "-o", folder, "--json")
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["towns"], said["packages"]) == (2, 2)
    assert sorted(path.name for path in folder.iterdir()) == said["files"]
    with (folder / "language--2025-Q3.csv").open() as file:
        rows = list(csv.DictReader(line for line in file if line[0] != "#"))
    whole = next(row for row in rows if row["language"] == "ALL")
    assert (whole["count"], whole["towns"]) == ("3470", "2")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    refused = run(merge, mine, mine, "-o", folder)
    assert "Leipzig am See 2025 is there twice" in str(refused.exception)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before

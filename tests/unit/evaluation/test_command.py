"""``wegweiser report``: a file, or a sentence why not."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import clock
from app.cli.instance import Instance
from app.cli.report import report
from app.db import Database
from app.errors import WegweiserError
from app.keys import Keys
from tests.database import settings_for
from tests.released import TODAY

Run = Callable[..., Result]


@pytest.fixture
def run(released: Database, tmp_path: Path) -> Run:
    instance = Instance(settings_for(tmp_path, released.url), Keys("a secret of the tests, long enough"), released)

    def run(*arguments: str) -> Result:
        with clock.fixed(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=clock.ZONE)):
            return CliRunner().invoke(report, arguments, obj=instance)

    return run


def test_writes_both_kinds_of_file(run: Run, tmp_path: Path) -> None:
    hashes = set()
    for name, begins in (("a.pdf", b"%PDF-1.7"), ("a.docx", b"PK")):
        path = tmp_path / name
        result = run("--from", "2026-08", "--to", "2026-09", "--language", "en", "-o", str(path), "--json")
        assert result.exit_code == 0, result.output
        values = json.loads(result.stdout)
        assert path.read_bytes().startswith(begins)
        assert (values["report"], values["bytes"]) == (None, path.stat().st_size)
        hashes.add(values["hash"])
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("first", "last"), [("2026-09", "2026-08"), ("2027-01", "2027-06"), ("2024-01", "2024-06"), ("2026", "2026-08")]
)
def test_refuses_with_a_sentence_and_writes_nothing(run: Run, tmp_path: Path, first: str, last: str) -> None:
    result = run("--from", first, "--to", last, "-o", str(tmp_path / "a.pdf"))
    assert isinstance(result.exception, WegweiserError)
    assert str(result.exception).endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_another_kind_of_file_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    result = run("--from", "2026-08", "--to", "2026-09", "-o", str(tmp_path / "a.odt"))
    assert result.exit_code == 2
    assert ".pdf or .docx" in result.output

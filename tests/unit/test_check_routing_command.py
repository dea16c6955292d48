"""The command ``wegweiser check-routing`` in a process of its own: output and exit code."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from app.directory.loading import EXAMPLE
from tests.unit.test_load_command import wegweiser

CONTRACT = {
    "gaps",
    "conflicts",
    "unreachable",
    "stale",
    "expiring",
    "unused_offices",
    "interpreter_only",
    "combinations",
}


def test_the_example_is_complete(instance: Path) -> None:
    done = wegweiser(instance, "check-routing", "--json", "--date", "2026-11-23")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found.keys() >= CONTRACT
    assert (found["gaps"], found["conflicts"], found["unreachable"]) == ([], [], [])
    assert found["combinations"] == 2553
    assert found["seconds"] < 5
    assert [one["rule"] for one in found["expired"]] == ["SPRA-004", "GELD-004"]
    assert {"topic", "offices", "rules"} == found["interpreter_only"][0].keys()
    assert found["stale"][0]["office"] == "wzl"
    later = json.loads(wegweiser(instance, "check-routing", "--json", "--date", "2026-12-15").stdout)
    assert [(one["rule"], one["valid_to"], one["leaves_gap"]) for one in later["expiring"]] == [
        ("SPRA-002", "2026-12-31", None)
    ]


def test_faults_are_named_and_the_exit_code_says_so(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "town"))
    _spoil(folder / "routing.csv")
    instance = tmp_path / "another"
    instance.mkdir(mode=0o700)
    assert wegweiser(instance, "load", str(folder)).returncode == 0
    done = wegweiser(instance, "check-routing", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert found["gaps"] == [
        {
            "topic": "aufenthalt/anmeldung",
            "rule": None,
            "offices": [],
            "from": None,
            "example": [],
            "combinations": 1,
            "out_of": 4,
            "exact": True,
        }
    ]
    assert found["conflicts"] == [
        {
            "topic": "aufenthalt/eu_freizuegigkeit",
            "rules": ["AUFE-034", "AUFE-099"],
            "from": None,
            "example": ["g:eu_efta"],
        }
    ]
    assert found["unreachable"] == [
        {
            "topic": "gesundheit/vorsorge_test",
            "rule": "GESU-099",
            "in_the_way": ["GESU-010"],
            "impossible": False,
        }
    ]
    text = wegweiser(instance, "check-routing")
    assert text.returncode == 1
    assert text.stdout.startswith("NOT complete: 2553 combinations checked; gaps 1, conflicts 1, unreachable rules 1.")


def _spoil(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(_with_faults(rows))


def _with_faults(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """A default is missing, a rule is there twice with other offices, another twice with a later priority."""
    for row in rows:
        if row["rule_id"] != "AUFE-001":
            yield row
        if row["rule_id"] == "AUFE-034":
            yield row | {"rule_id": "AUFE-099", "responsible": "standesamt"}
        if row["rule_id"] == "GESU-010":
            yield row | {"rule_id": "GESU-099", "priority": "90", "responsible": "caritas"}

"""The house's own rules for semgrep: the program keeps them, and each finds its example."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
RULES = "tests/semgrep/house.yml"
EXAMPLES = ("tests/semgrep/house.py", "tests/semgrep/house.html")
EXPECTED = re.compile(r"(?:#|<!--) ruleid: ([a-z-]+)")

Finding = tuple[str, str, int]


def scan(*targets: str, home: Path) -> set[Finding]:
    """Rule, file and line of everything that is found."""
    command = [str(Path(sys.executable).parent / "semgrep"), "scan", "--quiet", "--json", "--metrics=off"]
    options = ["--disable-version-check", "--no-git-ignore", "--config", RULES]
    done = subprocess.run(
        [*command, *options, *targets],
        cwd=ROOT,
        env={**os.environ, "HOME": str(home), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(done.stdout)
    assert report["errors"] == []
    assert report["paths"]["scanned"]
    return {(one["check_id"].rpartition(".")[2], one["path"], one["start"]["line"]) for one in report["results"]}


def expected(path: str) -> set[Finding]:
    """What the comments of an example announce for the line below them."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return {(match[1], path, at) for at, line in enumerate(lines, 2) if (match := EXPECTED.search(line))}


def test_the_program_keeps_the_rules(tmp_path: Path) -> None:
    assert scan("config.py", "app", "referrals", "handouts", "templates", home=tmp_path) == set()


def test_every_rule_finds_its_example_and_nothing_else(tmp_path: Path) -> None:
    announced = set().union(*(expected(path) for path in EXAMPLES))
    rules = yaml.safe_load((ROOT / RULES).read_text(encoding="utf-8"))["rules"]
    assert {rule["id"] for rule in rules} == {rule for rule, _, _ in announced}
    assert scan(*EXAMPLES, home=tmp_path) == announced

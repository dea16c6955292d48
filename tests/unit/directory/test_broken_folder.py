"""A broken folder is refused with file, line, field and what is expected; everything wrong in it at once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from referrals.directory.checks import read_directory
from referrals.directory.folder import EXAMPLE
from referrals.directory.reading import BrokenDirectory

FILES = (
    "documents.yaml", "fields_of_action.yaml", "flags.yaml", "handouts.yaml", "languages.csv", "offices.yaml",
    "routing.csv", "slip_phrases.csv", "target_groups.yaml", "topics.yaml",
)  # fmt: skip
CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "broken_directory.yaml").read_text())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the Leipzig directory, to be broken."""
    for file in FILES:
        shutil.copyfile(EXAMPLE / file, tmp_path / file)
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(BrokenDirectory) as caught:
        read_directory(folder)
    return [str(problem) for problem in caught.value.problems]


def replace(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first ``old``; the line of the change."""
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def test_the_example_is_valid() -> None:
    assert len(read_directory(EXAMPLE)["offices"]) == 77


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}-{case['field']}")
def test_each_problem_names_its_place_and_what_is_expected(folder: Path, case: dict[str, str]) -> None:
    line = replace(folder, case["file"], case["replace"], case["with"])
    found = problems(folder)
    if case.get("line") == "elsewhere":
        assert any(text.endswith(f", field {case['field']}: expected {case['expected']}") for text in found), found
    else:
        assert f"{case['file']}, line {line}, field {case['field']}: expected {case['expected']}" in found


def test_a_problem_is_not_repeated_where_the_entry_is_named(folder: Path) -> None:
    line = replace(folder, "offices.yaml", "  status: active", "  status: closed")
    assert problems(folder) == [
        f"offices.yaml, line {line}, field status: expected one of active, verify, defunct, found “closed”"
    ]


@pytest.mark.parametrize("file", FILES)
def test_missing_file(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert problems(folder) == [f"{file}: this file is missing in {folder.name}"]


@pytest.mark.parametrize("file", FILES)
def test_not_utf8(folder: Path, file: str) -> None:
    text = (folder / file).read_text()
    (folder / file).write_bytes(text.encode("utf-16"))
    assert problems(folder) == [f"{file}, line 1: expected UTF-8 text; save the file with the encoding UTF-8"]


def test_not_utf8_further_down(folder: Path) -> None:
    content = (folder / "offices.yaml").read_bytes()
    street = "Straße".encode()
    (folder / "offices.yaml").write_bytes(content.replace(street, "Straße".encode("latin-1"), 1))
    line = content[: content.index(street)].count(b"\n") + 1
    assert problems(folder)[0].startswith(f"offices.yaml, line {line}: expected UTF-8")


@pytest.mark.parametrize("file", FILES)
def test_too_large(folder: Path, file: str) -> None:
    with (folder / file).open("ab") as content:
        content.truncate(10_000_001)
    assert problems(folder) == [f"{file}: expected at most 10 MB"]


@pytest.mark.parametrize("file", FILES)
def test_empty(folder: Path, file: str) -> None:
    (folder / file).write_text("")
    assert problems(folder)[0].startswith(f"{file}, line 1: expected ")


@pytest.mark.parametrize(
    ("break_it", "expected"),
    [
        (lambda text: text.replace("- id: abh\n", "- id: [abh\n", 1), "expected YAML"),
        (lambda text: text.replace("- id: abh\n", "- id: abh\n  id: abh\n", 1), "field id: expected each name once"),
        (lambda text: text.replace("- id: abh\n", "- id: &a abh\n  kind: *a\n", 1), "YAML aliases (*) are not read"),
        (lambda text: text + "---\nmore: 1\n", "expected one YAML document"),
        (lambda text: text + "deep: " + "[" * 50 + "]" * 50, "expected at most 12 levels of nesting"),
        (lambda text: text + "deep: " + "[" * 100_000, "expected at most 12 levels of nesting"),
        (lambda text: text.replace("offices:\n", "office:\n", 1), "field offices: expected a list of entries"),
        (lambda text: "- one\n- two\n", "expected names with values"),
        (lambda text: text.replace("- id: abh\n", "- id: 'a\x07bh'\n", 1), "expected YAML"),
        (lambda text: text.replace("- id: abh\n", '- id: "a\\x07bh"\n', 1), "expected text without control characters"),
        (lambda text: text.replace("- id: abh\n", "- abh\n- id: abh\n", 1), "expected an entry with named fields"),
    ],
)
def test_yaml_that_is_none_or_too_much(folder: Path, break_it: Callable[[str], str], expected: str) -> None:
    path = folder / "offices.yaml"
    path.write_text(break_it(path.read_text()))
    assert any(expected in text for text in problems(folder))


@pytest.mark.parametrize(
    ("break_it", "expected"),
    [
        (lambda text: text.replace(",", ";"), "field rule_id: expected a column of this name"),
        (lambda text: text.replace(",priority,", ",", 1), "expected 17 columns separated by commas, found 18"),
        (lambda text: text.replace("AUFE-001,", "AUFE-001,,", 1), "routing.csv, line 4: expected 18 columns"),
        (lambda text: text.replace(",priority,", ",topic,", 1), "a different name for each column"),
        (lambda text: text.replace(",priority,", ",prioritaet,", 1), "line 1, field priority: expected a column"),
        (lambda text: text + 'X,"unfinished', "routing.csv, line 289: expected CSV"),
        (lambda text: text.replace("AUFE-001", "AUFE\x00001", 1), "line 4, field rule_id: expected"),
    ],
)
def test_csv_that_is_none(folder: Path, break_it: Callable[[str], str], expected: str) -> None:
    path = folder / "routing.csv"
    path.write_text(break_it(path.read_text()))
    assert any(expected in text for text in problems(folder)), problems(folder)


def test_the_line_of_a_row_after_a_text_with_line_breaks(folder: Path) -> None:
    path = folder / "routing.csv"
    lines = path.read_text().split("\n")
    lines[2] = lines[2].replace("nicht in Leipzig.", "nicht\nin Leipzig.")
    lines[3] = lines[3].replace(",30,", ",soon,")
    path.write_text("\n".join(lines))
    assert problems(folder) == [
        "routing.csv, line 5, field priority: expected a whole number from 0 to 100000, found “soon”"
    ]


def test_successors_in_a_circle(folder: Path) -> None:
    line = replace(
        folder,
        "offices.yaml",
        "- id: johanniter_beratung\n",
        "- id: johanniter_beratung\n  successor: fluechtlingsrat_leipzig\n",
    )
    found = problems(folder)
    assert len(found) == 2
    assert f"offices.yaml, line {line + 1}, field successor: expected no circle" in found[1]


def test_a_rule_may_name_a_defunct_office_only_with_a_successor(folder: Path) -> None:
    line = replace(folder, "routing.csv", ",caritas;rlc,", ",fluechtlingsrat_leipzig,")
    read_directory(folder)
    replace(folder, "offices.yaml", "  successor: johanniter_beratung\n", "")
    assert problems(folder) == [
        f"routing.csv, line {line}, field responsible: expected an office that exists: "
        "fluechtlingsrat_leipzig is defunct"
    ]


def test_a_rule_without_office(folder: Path) -> None:
    line = replace(folder, "routing.csv", ",caritas;rlc,", ",,")
    assert problems(folder) == [
        f"routing.csv, line {line}, field responsible: expected at least one office in responsible or advice"
    ]


def test_a_topic_is_in_one_field_of_action(folder: Path) -> None:
    replace(folder, "fields_of_action.yaml", "topics: [wohnen]", "topics: [gesundheit]")
    found = problems(folder)
    assert any("expected in one field of action, wohnen is in 0" in text for text in found)
    assert any("expected in one field of action, gesundheit is in 2" in text for text in found)


def test_everything_wrong_is_reported_at_once_but_at_most_twenty(folder: Path) -> None:
    replace(folder, "offices.yaml", "  status: active", "  status: closed")
    replace(folder, "topics.yaml", "  handling: sensitive\n", "  handling: secret\n")
    path = folder / "routing.csv"
    path.write_text(path.read_text().replace(",yes,high,", ",yes,sure,"))
    with pytest.raises(BrokenDirectory) as caught:
        read_directory(folder)
    lines = str(caught.value).splitlines()
    assert lines[0] == "The directory was not loaded, nothing was changed."
    assert len(lines) == 22
    assert lines[-1] == f"and {len(caught.value.problems) - 20} more"
    assert {problem.file for problem in caught.value.problems} == {"offices.yaml", "topics.yaml", "routing.csv"}


def test_optional_fields_may_be_absent(folder: Path) -> None:
    for file in ("routing.csv", "languages.csv"):
        lines = (folder / file).read_text().splitlines()
        (folder / file).write_text("\n".join(line.rpartition(",")[0] for line in lines) + "\n")
    text = (folder / "topics.yaml").read_text()
    (folder / "topics.yaml").write_text("\n".join(line for line in text.split("\n") if not line.startswith("  key: ")))
    directory = read_directory(folder)
    assert not any("key" in record.values for record in directory["topics"] + directory["languages"])
    assert not any("visit" in record.values for record in directory["rules"])


def test_other_fields_are_not_read(folder: Path) -> None:
    replace(folder, "offices.yaml", "- id: wzl\n", "- id: wzl\n  colour: green\n")
    assert "colour" not in read_directory(folder)["offices"][0].values

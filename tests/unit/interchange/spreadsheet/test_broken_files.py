"""Files that are none, or not whole: refused with file, line and what to do."""

import time
from collections.abc import Callable

import pytest

from referrals.directory import checks
from referrals.directory.reading import MAXIMUM_BYTES, Problems
from referrals.interchange.spreadsheet.comparing import compare
from referrals.interchange.spreadsheet.reading import read
from tests.unit.interchange.spreadsheet.directories import example, exported
from tests.unit.interchange.spreadsheet.test_spreadsheets import complaints, rows_of, saved, with_cells

ROUTING = exported()["routing.csv"]
TEXT = ROUTING.decode("utf-8-sig")
LAST_LINE = len(TEXT.splitlines())


def cut_within_a_character() -> bytes:
    return ROUTING[: ROUTING.rindex("ü".encode()) + 1]


def large_file() -> bytes:
    return ROUTING + b"x" * (100_000_000 - len(ROUTING))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (lambda: b"", "line 1: expected a header line with the names of the columns; the file is empty"),
        (lambda: b"\xef\xbb\xbf\r\n", "line 1: expected a header line"),
        (lambda: ROUTING[: ROUTING.rindex(b"\r\n")], f"line {LAST_LINE}: expected a line break at the end"),
        (lambda: ROUTING[:-40], f"line {LAST_LINE}: expected a line break at the end"),
        (cut_within_a_character, "expected the rest of the file, it ends within a character"),
        (
            lambda: ROUTING[: ROUTING.rindex(b'"')] + b"\r\n",
            "expected CSV (unexpected end of data); is the file complete?",
        ),
        (lambda: TEXT.encode("cp1252", "replace"), "expected UTF-8, found another encoding such as Windows-1252"),
        (lambda: TEXT.encode("utf-16"), "expected UTF-8, found UTF-16"),
        (lambda: TEXT.encode("utf-16-be"), "expected UTF-8, found UTF-16"),
        (lambda: b"PK\x03\x04" + ROUTING, "expected CSV, found a workbook or an archive; save it as “CSV UTF-8”"),
        (large_file, f"expected at most {MAXIMUM_BYTES // 1_000_000} MB"),
        (
            lambda: TEXT.replace("topic;subtopic", "topic;topic", 1).encode(),
            "field topic: expected a column of this name once",
        ),
        (lambda: saved([[*row[:5], f"{row[5]}\0", *row[6:]] for row in rows_of("routing.csv")]), "UTF-16"),
        (lambda: saved([*rows_of("routing.csv"), ["x"] * 40]), "expected at most 20 columns, each with a heading"),
    ],
)
def test_refused(content: Callable[[], bytes], complaint: str) -> None:
    found = complaints("routing.csv", content())
    assert any(complaint in text and text.startswith("routing.csv") for text in found), found


def test_much_that_is_wrong_takes_no_longer() -> None:
    rows = rows_of("routing.csv")
    wrong = [[*row[:3], "bald", *row[4:]] for row in rows[1:]]
    began = time.monotonic()
    found = complaints("routing.csv", saved([rows[0], *wrong * 40]))
    assert len(found) == 40 * len(wrong)
    assert time.monotonic() - began < 30
    many = [[*row, *(f"{number}" for number in range(500))] for row in rows]
    assert complaints("routing.csv", saved(many)) == [
        "routing.csv, line 1: expected at most 200 columns, each with a heading"
    ]


def test_every_cut_is_noticed_or_harmless() -> None:
    """A file that ends early is refused, or (cut off between two rows) says nothing of the rows that are missing."""
    step = 97
    for end in range(0, len(ROUTING), step):
        problems = Problems()
        upload = read({"routing.csv": ROUTING[:end]}, problems)
        if not problems.found:
            assert ROUTING[:end].endswith((b"\r", b"\r\n"))
            assert compare(example(), upload.records).differences == ()


def test_the_line_of_another_encoding() -> None:
    lines = ROUTING.split(b"\r\n")
    lines[6] = lines[6] + "ä".encode("cp1252")
    [found] = complaints("routing.csv", b"\r\n".join(lines))
    assert found.startswith("routing.csv, line 7: expected UTF-8")


def test_no_file_and_other_files() -> None:
    problems = Problems()
    read({}, problems)
    assert str(problems.found[0]).startswith("expected at least one of the files fields_of_action.csv")
    assert complaints("liste.csv", ROUTING)[0].startswith("liste.csv: expected the name of an exported file: one of")
    problems = Problems()
    read({"routing.csv": ROUTING, "routing (1).csv": ROUTING}, problems)
    assert [str(problem) for problem in problems.found] == ["routing (1).csv: expected routing.csv once"]


def checked(files: dict[str, bytes]) -> list[str]:
    """What is wrong with these files or with the whole directory that they would give."""
    problems = Problems()
    compared = compare(example(), read(files, problems).records)
    checks.check(compared.directory, problems)
    return [str(problem) for problem in problems.found]


def test_a_circle_of_successors() -> None:
    rows = rows_of("offices.csv")
    for line, successor in ((1, rows[2][0]), (2, rows[1][0])):
        rows[line][rows[0].index("successor")] = successor
    found = checked({"offices.csv": saved(rows)})
    assert [text.partition(":")[0] for text in found] == [
        f"offices.csv, line {line}, field successor" for line in (2, 3)
    ]
    assert all("expected no circle" in text for text in found)


def test_a_rule_for_an_unknown_topic() -> None:
    assert checked({"routing.csv": with_cells("routing.csv", topic="fliegen", subtopic="start")}) == [
        "routing.csv, line 2, field topic: expected an id of topics.yaml, found “fliegen/start”"
    ]


def test_a_rule_of_an_office_that_the_same_upload_brings() -> None:
    rows = rows_of("offices.csv")
    new = ["neu" if name == "id" else cell for name, cell in zip(rows[0], rows[2], strict=True)]
    rule = with_cells("routing.csv", responsible="neu")
    assert checked({"routing.csv": rule}) == [
        "routing.csv, line 2, field responsible: expected the id of an office in offices.yaml, found “neu”"
    ]
    assert checked({"routing.csv": rule, "offices.csv": saved([rows[0], new])}) == []


def test_two_rows_with_one_id() -> None:
    rows = rows_of("routing.csv")
    [found] = checked({"routing.csv": saved([*rows[:3], rows[2]])})
    assert found.startswith("routing.csv, line 4, field rule_id: expected an id of its own")

"""A state from its towns: sums of published numbers with their error, and nothing that a town has not told."""

import errno
import hashlib
import json
import time
from pathlib import Path

import duckdb
import pytest

from app.reports.exports import incoming, merging
from app.reports.exports.incoming import BrokenPackage
from app.reports.exports.merged import files
from app.reports.exports.merging import NoRoom, Sum, merge
from tests.unit.exports.towns import Cells, packed, table, unpacked

ALL_OF = ("ALL",)


@pytest.fixture
def towns(tmp_path: Path) -> list[Path]:
    """Three towns: each withholds or leaves out something else."""
    aue: Cells = {ALL_OF: 60, ("uk",): 35, ("ar",): 20, ("fr",): "<5"}
    borna: Cells = {ALL_OF: 25, ("uk",): 25, ("ar",): "<5", ("fr",): "<5"}
    coswig: Cells = {ALL_OF: 15}
    load: Cells = {("1", "9"): 7, ("1", "10"): 3}
    return [
        packed(tmp_path, "Aue", table("language", "2026-Q3", aue), table("desk_load", "2026-Q3", load)),
        unpacked(tmp_path, "Borna", table("language", "2026-Q3", borna), table("desk_load", "2026-Q3", load)),
        packed(tmp_path, "Coswig", table("language", "2026-Q3", coswig)),
    ]


def test_sums_of_what_is_published_with_their_error(towns: list[Path]) -> None:
    state = merge(towns)
    assert state.released == {("language", "2026-Q3"): 3, ("desk_load", "2026-Q3"): 2}
    assert list(state.tables["language", "2026-Q3"]) == [
        # 60 + 25 + 15; fifteen can be eleven at least.
        Sum(ALL_OF, 100, 56 + 21 + 11, 64 + 29 + 19, 3.5, 3, 0, 0, 0),
        Sum(("ar",), 20, 16, 24, 2.0, 1, 1, 4, 1),
        Sum(("fr",), None, None, None, None, 0, 2, 8, 1),
        Sum(("uk",), 60, 31 + 21, 39 + 29, 2.8, 2, 0, 0, 1),
    ]
    assert state.tables["desk_load", "2026-Q3"][0] == Sum(("1", "10"), 6, 6, 6, 0.0, 2, 0, 0, 0)


def test_a_number_next_to_the_threshold_cannot_have_been_below_it(tmp_path: Path) -> None:
    cells: Cells = {ALL_OF: 5, ("ar",): 5, ("uk",): "<10"}
    [whole, *_rest] = merge([packed(tmp_path, "Aue", table("language", "2026", cells))]).tables["language", "2026"]
    assert (whole.count, whole.low, whole.high) == (5, 5, 9)


def test_what_a_town_withholds_changes_no_sum(tmp_path: Path) -> None:
    """Whether it lists the cell or not: only the numbers of towns beside the sum tell the difference."""
    others: Cells = {ALL_OF: 40, ("uk",): 20}
    first = merge([packed(tmp_path, "Aue", table("language", "2026", others)),
                   packed(tmp_path, "Borna", table("language", "2026", {ALL_OF: 20, ("uk",): "<5"}))])  # fmt: skip
    second = merge([packed(tmp_path, "Coswig", table("language", "2026", others)),
                    packed(tmp_path, "Döbeln", table("language", "2026", {ALL_OF: 20}))])  # fmt: skip
    numbers = [
        [(one.key, one.count, one.low, one.high) for one in state.tables["language", "2026"]]
        for state in (first, second)
    ]
    assert numbers[0] == numbers[1]


def test_the_files_are_the_same_in_whatever_order_the_towns_come(towns: list[Path]) -> None:
    found = files(merge(towns))
    assert found == files(merge(towns[::-1]))
    assert sorted(found) == ["README.md", "desk_load--2026-Q3.csv", "language--2026-Q3.csv", "towns.csv"]
    lines = found["language--2026-Q3.csv"].decode().splitlines()
    assert lines[0] == "# table: language"
    assert "# towns: 3" in lines
    assert lines[-4:] == [
        "ALL,100,88,112,3.5,3,0,0,0,",
        "ar,20,16,24,2.0,1,1,4,1,",
        "fr,,,,,0,2,8,1,no town publishes a number",
        "uk,60,52,68,2.8,2,0,0,1,",
    ]
    digest = hashlib.sha256((towns[1] / "datapackage.json").read_bytes()).hexdigest()
    assert f"Borna,2026,0.1.0,{digest}" in found["towns.csv"].decode().splitlines()
    assert "Tabellen von 3 Städten" in found["README.md"].decode()


def test_example_data_stays_among_itself_and_says_so(towns: list[Path], tmp_path: Path) -> None:
    made_up = [
        packed(tmp_path, town, table("language", "2026-Q3", {ALL_OF: 20}), example=True) for town in ("Zeitz", "Zittau")
    ]
    found = files(merge(made_up))
    assert b"\n# example: all contacts and figures are made up\n" in found["language--2026-Q3.csv"]
    assert "**Beispieldaten" in found["README.md"].decode()
    with pytest.raises(BrokenPackage, match="made-up example data and real figures"):
        merge([*towns, *made_up])


def change(folder: Path, name: str, old: str, new: str, *, hashed: bool) -> None:
    """Change a file of an unpacked package; with ``hashed`` its descriptor agrees."""
    path = folder / name
    path.write_text(path.read_text().replace(old, new))
    if hashed:
        descriptor = json.loads((folder / "datapackage.json").read_text())
        for resource in descriptor["resources"]:
            resource["hash"] = "sha256:" + hashlib.sha256((folder / resource["path"]).read_bytes()).hexdigest()
        (folder / "datapackage.json").write_text(json.dumps(descriptor))


@pytest.mark.parametrize(
    ("name", "old", "new", "hashed", "why"),
    [
        ("language--2026-Q3.csv", ",25,", ",30,", False, "is not the file that its hash was made of"),
        ("language--2026-Q3.csv", ",25,", ",26,", True, "a cell that no release has"),
        ("language--2026-Q3.csv", ",25,", ",-25,", True, "a cell that no release has"),
        ("language--2026-Q3.csv", "<5,withheld", "<5,", True, "a cell that no release has"),
        ("language--2026-Q3.csv", "<5,withheld", "3,", True, "a cell that no release has"),
        ("language--2026-Q3.csv", "ALL,25,\n", "ALL,25,\nALL,25,\n", True, "a cell that no release has"),
        ("language--2026-Q3.csv", "ALL,25,\n", "ALL,25\n", True, "is not a table"),
        ("language--2026-Q3.csv", "ALL,25,\n", 'ALL,25,"x\n', True, "is not the long form"),
        ("language--2026-Q3.csv", "# period: 2026-Q3", "# period: 2026-Q2", True, "says something else of itself"),
        ("datapackage.json", '"town": "Borna"', '"town": " "', False, "does not say of which town"),
        ("datapackage.json", '"town": "Borna"', '"town": "AUE"', False, "is there twice"),
        ("datapackage.json", '"table": "language"', '"table": "../language"', False, "is no table"),
        ("datapackage.json", '"path": "language', '"path": "../language', False, "is not the file"),
        ("datapackage.json", '"year": "2026"', '"year": "2025"', False, "is no table"),
        ("datapackage.json", "{", "", False, "nothing was merged"),
    ],
)
def test_what_is_not_as_it_was_released_is_refused(  # noqa: PLR0917 - a column of the table above for each
    towns: list[Path], name: str, old: str, new: str, hashed: bool, why: str
) -> None:
    change(towns[1], name, old, new, hashed=hashed)
    with pytest.raises(BrokenPackage, match=why):
        merge(towns)


def test_no_other_method_no_town_twice_no_missing_file(towns: list[Path], tmp_path: Path) -> None:
    for number, (method, why) in enumerate((("none-1", "which this"), ("threshold-rounding-1", "of others by"))):
        other = packed(tmp_path, f"Dahlen {number}", table("language", "2026-Q3", {ALL_OF: 20}, method=method))
        with pytest.raises(BrokenPackage, match=f"language of 2026-Q3 was made by the method {method}.*{why}"):
            merge([*towns, other])
    with pytest.raises(BrokenPackage, match="Aue 2026 is there twice"):
        merge([*towns, towns[0]])
    of_another_year = packed(tmp_path, "Aue", table("language", "2025", {ALL_OF: 20}), year="2025")
    assert len(merge([*towns, of_another_year]).towns) == 4
    for broken in (tmp_path / "nothing.zip", tmp_path, Path(__file__)):
        with pytest.raises(BrokenPackage, match=r"is missing|cannot be read"):
            merge([*towns, broken])


def test_a_package_that_swells_and_a_full_disk_end_in_words(
    towns: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BrokenPackage, match=rf"^{tmp_path}/nothing\.zip is missing"):
        merge([*towns, tmp_path / "nothing.zip"])

    def full(self: object, name: str, begins: str, body: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(merging._Gathered, "_write", full)
        with pytest.raises(NoRoom, match="nothing was merged"):
            merge(towns)
    monkeypatch.setattr(incoming, "MOST_TOGETHER", 10)
    with pytest.raises(BrokenPackage, match="in all; nothing was merged"):
        merge(towns)


def test_duckdb_sees_its_folder_only(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("1")
    own = tmp_path / "own"
    own.mkdir()
    with duckdb.connect(":memory:") as connection:
        merging._shut_in(connection, str(own))
        for statement in (
            f"SELECT * FROM read_csv('{tmp_path}/secret.csv')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
            "SELECT * FROM read_csv('http://127.0.0.1/x.csv')",
            "INSTALL httpfs",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own", "secret.csv"]


def test_four_hundred_towns(tmp_path: Path) -> None:
    """As small towns release: topics and languages by quarter, topic × language by year."""
    periods = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026")
    topics: Cells = {("ALL", "ALL"): 300} | {(f"t{n}", "ALL"): 5 * n if n else "<5" for n in range(20)}
    cross: Cells = {("ALL", "ALL"): 1200} | {(f"t{n}", f"l{m}"): 5 * n or "<5" for n in range(20) for m in range(20)}
    released = [table("topic", period, topics) for period in periods] + [table("topic_language", "2026", cross)]
    packages = [packed(tmp_path, f"Ort {number}", *released) for number in range(400)]
    start = time.process_time()
    state = merge(packages)
    assert time.process_time() - start <= 10
    whole = state.tables["topic", "2026"][0]
    assert (whole.count, whole.low, whole.high, whole.standard_error) == (120_000, 118_400, 121_600, 40.0)
    assert len(state.tables["topic_language", "2026"]) == len(cross)

"""Files from outside: whatever is wrong is refused with file, place and what is expected."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.hsds.files import texts
from referrals.directory.folder import Directory
from referrals.directory.reading import Problems
from referrals.interchange.hsds.reading import MAXIMUM_BYTES, Files, read_folder

ID = "5d1f0c59-3c3f-4d0e-9f6e-0c7d4a6f2b11"
SERVICE = {"id": ID, "name": "Beratung", "status": "active"}


def problems(folder: Path) -> list[str]:
    found = Problems()
    read_folder(folder, found)
    return [str(problem) for problem in found.found]


def read(folder: Path) -> Files:
    found = Problems()
    files = read_folder(folder, found)
    found.refuse()
    return files


def listed(folder: Path, *services: Any) -> Path:
    (folder / "services.json").write_text(json.dumps(services))
    return folder


def tables(folder: Path, **contents: str) -> Path:
    for name, text in contents.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


@pytest.fixture
def exported(tmp_path: Path, leipzig: Directory) -> Path:
    """An export of Leipzig, to be broken."""
    for name, text in texts(leipzig, date(2026, 11, 22)).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_lists_and_tables_of_an_export(exported: Path) -> None:
    files = read(exported)
    assert files.listed is not None
    assert files.tables is not None
    assert len(files.listed) == len(files.tables) == 77
    assert not files.unread
    lines = (exported / "services.json").read_text().splitlines()
    for given in files.listed:
        assert lines[given.line] == f'  "id": "{given.service["id"]}",'


@pytest.mark.parametrize(
    "file", ["services.json", "organizations.json", "tabular/services.csv", "tabular/attributes.csv"]
)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_truncated_files(exported: Path, file: str, share: float) -> None:
    """Cut within a line: what is cut at the end of one is a whole file to a reader of tables."""
    content = (exported / file).read_bytes()
    cut = content[: int(len(content) * share)]
    cut = cut[: cut.rindex(b'"')] if file.endswith("json") else cut.rpartition(b"\n")[0] + b'\n7,"'
    (exported / file).write_bytes(cut)
    [*found] = problems(exported)
    line = cut.count(b"\n") + 1
    assert any(one.startswith(f"{file}, line {line}") for one in found), found


@pytest.mark.parametrize("file", ["languages.csv", "schedules.csv", "attributes.csv"])
def test_a_table_of_our_own_export_that_got_lost(exported: Path, file: str) -> None:
    """It would say that no office speaks a language, or is open."""
    (exported / "tabular" / file).unlink()
    assert problems(exported) == [f"tabular/{file}: this file is missing"]


@pytest.mark.parametrize("file", ["services.json", "tabular/services.csv"])
def test_another_encoding(exported: Path, file: str) -> None:
    text = (exported / file).read_text()
    (exported / file).write_bytes(text.encode("latin-1", "replace"))
    line = next(number for number, one in enumerate(text.split("\n"), start=1) if not one.isascii())
    expected = f"{file}, line {line}: expected UTF-8 text; save the file with the encoding UTF-8"
    assert problems(exported) == [expected]


def test_utf_16(exported: Path) -> None:
    text = (exported / "services.json").read_text()
    (exported / "services.json").write_bytes(text.encode("utf-16"))
    assert problems(exported)[0].startswith("services.json, line 1: expected UTF-8")


@pytest.mark.parametrize("file", ["services.json", "organizations.json", "tabular/services.csv"])
def test_100_megabytes(exported: Path, file: str) -> None:
    with (exported / file).open("r+b") as stream:
        stream.truncate(100_000_000)
    assert problems(exported) == [f"{file}: expected at most {MAXIMUM_BYTES // 1_000_000} MB"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "services.json, line 1: expected JSON; column 1: Expecting ["),
        ("{}", "services.json, line 1: expected JSON; column 1: Expecting ["),
        ("[\n1]", "services.json, line 2, field service 1: expected an object with named fields"),
        ("[{}\n{}]", "services.json, line 2: expected JSON; column 1: Expecting , or ]"),
        ("[\n{}]]", "services.json, line 2: expected JSON; column 4: Extra data"),
        ("[\n" + "[" * 100_000, "services.json, line 2: expected at most 20 levels of nesting"),
        ('[\n{"id": 1, "id": 2}]', "services.json, line 2: expected each name once in an object, “id” stands twice"),
        ('[\n{"id": NaN}]', "services.json, line 2: expected a number, found “NaN”"),
        ('[\n{"id": ' + "9" * 5000 + "}]", "services.json, line 2: expected numbers of at most some hundred digits"),
        ('[\n{"id": "\\ud800"}]', "services.json, line 2: expected text without half characters (surrogates)"),
    ],
    ids=["empty", "object", "number", "comma", "after", "deep", "twice", "nan", "digits", "surrogate"],
)  # fmt: skip
def test_json_that_is_none(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "services.json").write_text(text)
    assert expected in problems(tmp_path)


@pytest.mark.parametrize(
    ("change", "field", "expected"),
    [
        ({"id": "7"}, "id", "a UUID such as 6ba7b810-9dad-11d1-80b4-00c04fd430c8, found “7”"),
        ({"id": None}, "id", "a value"),
        ({"name": ""}, "name", "a value"),
        ({"name": 7}, "name", "text"),
        ({"status": "open"}, "status", "one of active, inactive, defunct, temporarily closed, found “open”"),
        ({"minimum_age": "12"}, "minimum_age", "a number"),
        ({"minimum_age": True}, "minimum_age", "a number"),
        ({"assured_date": "2026-13-01"}, "assured_date", "a date such as 2026-11-23, found “2026-13-01”"),
        ({"url": "Rathaus"}, "url", "an address such as https://www.leipzig.de, found “Rathaus”"),
        ({"phones": {}}, "phones", "a list"),
        ({"phones": ["115"]}, "phones[0]", "an object with named fields"),
        ({"phones": [{"id": ID}]}, "phones[0].number", "a value"),
        ({"schedules": [{"id": ID, "freq": "DAILY"}]}, "schedules[0].freq", "one of WEEKLY, MONTHLY, found “DAILY”"),
        ({"schedules": [{"id": ID, "opens_at": "8"}]}, "schedules[0].opens_at", "a time such as 08:00, found “8”"),
        ({"organization": "Verein"}, "organization", "an object with named fields"),
    ],
)  # fmt: skip
def test_a_service_that_is_none(tmp_path: Path, change: dict[str, Any], field: str, expected: str) -> None:
    listed(tmp_path, SERVICE, SERVICE | {"id": ID.replace("5", "6")} | change)
    assert problems(tmp_path) == [f"services.json, line 1, field service 2, {field}: expected {expected}"]


def test_ids_that_stand_twice(tmp_path: Path) -> None:
    listed(tmp_path, SERVICE, SERVICE)
    expected = f"expected an id of its own, “{ID}” is used twice"
    assert problems(tmp_path) == [f"services.json, line 1, field service 2, id: {expected}"]


def test_unknown_fields_are_counted_and_empty_ones_are_not_there(tmp_path: Path) -> None:
    files = read(listed(tmp_path, SERVICE | {"email": None, "url": "", "colour": "red", "phones": []}))
    assert files.listed is not None
    assert files.listed[0].service == SERVICE | {"colour": "red", "phones": []}
    assert files.unread == {"service.colour": 1}


def test_organizations_from_their_own_file(tmp_path: Path) -> None:
    organization = {"id": ID.replace("5", "7"), "name": "Verein", "description": "x"}
    (tmp_path / "organizations.json").write_text(json.dumps([organization]))
    files = read(listed(tmp_path, SERVICE | {"organization_id": organization["id"]}))
    assert files.listed is not None
    assert files.listed[0].service["organization"] == organization


@pytest.mark.parametrize(
    ("prepare", "expected"),
    [
        (lambda folder: folder / "missing", "missing: expected a folder with services.json, or with tables as CSV"),
        (lambda folder: folder, "services.json: expected services.json, or tabular/services.csv"),
        (lambda folder: (folder / "tabular").mkdir() or folder, "tabular/services.csv: this file is missing"),
        (lambda folder: (folder / "services.json").mkdir() or folder, "services.json: this file is missing"),
    ],
)
def test_folders_without_services(tmp_path: Path, prepare: Callable[[Path], Path], expected: str) -> None:
    [found] = problems(prepare(tmp_path))
    assert found.endswith(expected)


HEADER = "id,organization_id,name,status\n"


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ("id,name\n", "services.csv, line 1, field status: expected a column of this name"),
        (HEADER + f"{ID},{ID},A\n", "services.csv, line 2: expected 4 columns separated by commas, found 3"),
        (HEADER + f"{ID},,A,active\n", "services.csv, line 2, field organization_id: expected a value"),
        (
            HEADER + f"{ID},{ID},A,active\n{ID},{ID},B,active\n",
            f"services.csv, line 3, field id: expected an id of its own, “{ID}” is used twice",
        ),
        (
            HEADER + f'{ID},{ID},"A\nB",active\n7,{ID},C,active\n',
            "services.csv, line 4, field id: expected a UUID such as 6ba7b810-9dad-11d1-80b4-00c04fd430c8, found “7”",
        ),
        (
            "id,id,organization_id,name,status\n",
            "services.csv, line 1: expected a header line with a different name for each column",
        ),
        (
            HEADER + f"{ID},{ID},A,active\n{ID.replace('5', '6')},{ID},B,active",
            "services.csv, line 3: expected a line break at the end; the file seems to be cut off, export it again",
        ),
        (
            HEADER + f'{ID},{ID},"A',
            "services.csv, line 2: expected CSV with commas and double quotes (unexpected end of data)",
        ),
    ],
)  # fmt: skip
def test_tables_that_are_none(tmp_path: Path, services: str, expected: str) -> None:
    assert expected in problems(tables(tmp_path, services=services))


def test_what_belongs_to_nothing_tells_of_a_truncated_table(tmp_path: Path) -> None:
    other = ID.replace("5", "7")
    tables(
        tmp_path,
        services=HEADER + f"{ID},{ID},Beratung,active\n",
        organizations=f"id,name,description\n{ID},Verein,Ein Verein\n",
        phones=f"id,service_id,number\n{ID},{ID},115\n{other},{other},116\n",
        attributes=f"id,link_id,taxonomy_term_id,link_entity\n{ID},{other},{ID},service\n",
    )
    assert problems(tmp_path) == [
        f"attributes.csv, line 2, field link_id: expected the id of a row in services.csv, found “{other}”",
        f"phones.csv, line 3, field service_id: expected the id of a row in services.csv, found “{other}”",
    ]


def test_tables_of_another_system_are_nested(tmp_path: Path) -> None:
    organization, location = ID.replace("5", "7"), ID.replace("5", "8")
    tables(
        tmp_path,
        services=HEADER + f"{ID},{organization},Beratung,active\n",
        organizations=f"id,name,description\n{organization},Verein,Ein Verein\n",
        locations=f"id,location_type,organization_id\n{location},physical,{organization}\n",
        service_at_location=f"id,service_id,location_id\n{ID},{ID},{location}\n",
        phones=f"id,organization_id,number\n{ID},{organization},115\n",
        cost_options=f"id,service_id,amount\n{ID},{ID},2.50\n",
    )
    files = read(tmp_path)
    assert files.listed is None
    assert files.tables is not None
    [given] = files.tables
    service = given.service
    assert (given.file, given.line) == ("services.csv", 2)
    assert service["organization"]["phones"][0]["number"] == "115"
    assert service["service_at_locations"][0]["location"]["id"] == location
    assert service["cost_options"][0]["amount"] == 2.5


def test_organizations_that_are_each_others_parents_come_to_an_end(tmp_path: Path) -> None:
    other = ID.replace("5", "7")
    tables(
        tmp_path,
        services=HEADER + f"{ID},{ID},Beratung,active\n",
        organizations=f"id,name,description,parent_organization_id\n{ID},A,A,{other}\n{other},B,B,{ID}\n",
    )
    assert read(tmp_path).tables is not None

"""HSDS files out of a database and into one: byte for byte the same, or refused with nothing changed."""

import filecmp
import json
from collections.abc import Callable
from datetime import UTC, date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select

from app import clock
from app.cli import wegweiser
from app.db import Database
from app.directory.history import changes
from app.directory.loading import EXAMPLE
from app.directory.models import Change, EntryVersion
from app.hsds.data import last_modified
from app.hsds.files import CannotWrite, Taking, export, take_in
from app.migrations.models import METADATA
from app.vocabulary.service import raise_revision
from referrals.directory.checks import read_directory
from referrals.directory.loader import write
from referrals.directory.models import Office, OfficeAlias, OfficeClosure
from referrals.directory.reading import BrokenDirectory
from referrals.directory.tables import rows_of
from referrals.routing.models import RoutingRule, RuleDocument, RuleOffice

pytestmark = pytest.mark.one_database

TODAY = date(2026, 11, 22)
MUCH = 40


def exported(database: Database, folder: Path) -> Path:
    with database.reading() as session:
        export(session, folder, TODAY)
    return folder


def imported(database: Database, folder: Path) -> Taking:
    with database.writing() as session:
        return take_in(session, folder, now=clock.now())


def same(first: Path, second: Path) -> bool:
    """Whether two exports are the same, byte for byte."""
    names = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(second) for path in second.rglob("*") if path.is_file())
    assert len(names) == 24
    return filecmp.cmpfiles(first, second, list(map(str, names)), shallow=False)[0] == list(map(str, names))


def rows(database: Database) -> dict[str, list[str]]:
    with database.reading() as session:
        return {table.name: sorted(map(repr, session.execute(select(table)))) for table in METADATA.sorted_tables}


def services(folder: Path) -> Any:
    return json.loads((folder / "services.json").read_text())


def rewrite(folder: Path, found: Any) -> None:
    (folder / "services.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def only_lists(folder: Path) -> Path:
    """The folder without its tables, so that the lists can be changed alone."""
    for path in (folder / "tabular").iterdir():
        path.unlink()
    (folder / "tabular").rmdir()
    return folder


def value(database: Database, name: str, field: str) -> Any:
    with database.reading() as session:
        return getattr(session.get_one(Office, name), field)


@pytest.fixture
def without_offices(database: Database) -> Database:
    """The same vocabulary, and no offices and rules yet."""
    with database.writing() as session:
        for model in (
            RuleOffice, RuleDocument, RoutingRule, OfficeAlias, OfficeClosure, Office, EntryVersion, Change,
        ):  # fmt: skip
            session.execute(delete(model))
        raise_revision(session)
    return database


def test_our_own_export_changes_nothing(database: Database, tmp_path: Path) -> None:
    first = exported(database, tmp_path / "first")
    before = rows(database)
    taking = imported(database, first)
    assert (taking.created, taking.changed, taking.change) == ((), (), None)
    assert (len(taking.unchanged), dict(taking.left_out)) == (77, {})
    assert rows(database) == before
    assert same(first, exported(database, tmp_path / "second"))


def test_an_edited_directory_goes_out_and_in_too(database: Database, tmp_path: Path) -> None:
    """With everything that an editor can set, and texts that are awkward in CSV and JSON."""
    with database.writing() as session:
        found = session.get_one(Office, "wzl")
        found.opening_hours = "Mo-Fr 08:00-12:00,13:00-24:00; PH 10:00-12:00; Dec 24 off; 2026 Dec 27 10:00-11:00"
        found.closures = [OfficeClosure(starts=date(2026, 12, 28), ends=date(2027, 1, 3))]
        found.aliases = [OfficeAlias(name='Alias; "A"'), OfficeAlias(name="Ärger, Öde")]
        found.limits = 'Für "alle"; auch, =1+1 und \\ <b>'
        found.website = "https://www.köln.de/straße"
        found.cost_code, found.appointment_code = "fee", "by_post"
        found.note_codes = ["age_12_26", "german_only"]
        found.checked_on, found.review_on, found.caretaker = date(2026, 11, 1), date(2027, 11, 1), "erika"
        found.contact_name, found.contact_email = "Erika Muster", "erika@example.org"
        raise_revision(session)
    first = exported(database, tmp_path / "first")
    before = rows(database)
    assert imported(database, first).changed == ()
    assert rows(database) == before
    assert same(first, exported(database, tmp_path / "second"))


def test_into_an_instance_with_the_same_vocabulary(
    without_offices: Database, prepared_sqlite: Path, tmp_path: Path
) -> None:
    """Rules travel as CSV; when they are there too, the second export is the first one."""
    first = exported(_prepared(prepared_sqlite), tmp_path / "first")
    taking = imported(without_offices, first)
    assert (len(taking.created), taking.changed) == (77, ())
    second = exported(without_offices, tmp_path / "second")
    for found in (expected := services(first)):
        found["attributes"] = [one for one in found["attributes"] if one["link_type"] not in {"responsible", "advises"}]
    assert services(second) == expected
    with without_offices.writing() as session:
        write(session, [table for table in rows_of(read_directory(EXAMPLE)) if table.kind == "rules"])
    assert same(first, exported(without_offices, tmp_path / "third"))


def _prepared(path: Path) -> Database:
    from tests.database import settings_for

    return Database(settings_for(path.parent, f"sqlite:///{path}"))


def test_tables_alone_do_as_well(database: Database, tmp_path: Path) -> None:
    folder = exported(database, tmp_path / "first") / "tabular"
    assert len(imported(database, folder).unchanged) == 77
    file = folder / "phones.csv"
    file.write_text(file.read_text().replace("+49 341 1232676", "+49 341 999"))
    assert imported(database, folder).changed == ("wzl",)
    assert value(database, "wzl", "phone") == "+49 341 999"


def test_what_changes_is_one_change_of_the_history(database: Database, tmp_path: Path) -> None:
    folder = only_lists(exported(database, tmp_path / "first"))
    found = services(folder)
    for one in found[:3]:
        one["fees_description"] = "frei"
    found.append({"id": "5d1f0c59-3c3f-4d0e-9f6e-0c7d4a6f2b11", "name": "Neue Beratung", "status": "active"})
    rewrite(folder, found)
    taking = imported(database, folder)
    assert (len(taking.changed), taking.created) == (3, ("hsds-5d1f0c59-3c3f-4d0e-9f6e-0c7d4a6f2b11",))
    with database.reading() as session:
        change = changes(session)[0]
        assert (change.number, change.made_by, change.why) == (taking.change, "import hsds", "first")
        assert len(change.versions) == 4
        moments = last_modified(session)
        assert moments[taking.created[0]] == moments["wzl"] == change.made_at.replace(tzinfo=UTC)
        assert moments["mieterverein"] < moments["wzl"]
    assert value(database, "wzl", "cost") == "frei"
    assert value(database, taking.created[0], "status") == "verify"


def damaged(change: Callable[[Any], None]) -> Callable[[Path], None]:
    """A folder whose services.json is changed."""

    def damage(folder: Path) -> None:
        found = services(only_lists(folder))
        change(found)
        rewrite(folder, found)

    return damage


def circle(found: Any) -> None:
    for one, successor in ((found[0], "buergerbuero_mitte"), (found[1], "wzl")):
        term = {"id": one["id"], "code": "successor", "name": "x", "description": "y"}
        attribute = {"id": one["id"], "link_type": "detail", "value": successor, "taxonomy_term": term}
        one["attributes"].append(attribute)


def of_both(folder: Path) -> None:
    found = services(folder)
    found[2]["email"] = "nur.hier@leipzig.de"
    rewrite(folder, found)


def detail(found: Any, code: str, value: str) -> None:
    [one] = [one for one in found[0]["attributes"] if one["taxonomy_term"]["code"] == f"detail:{code}"]
    one["value"] = value


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (damaged(circle), "field service 1, successor: expected no circle"),
        (damaged(lambda found: found[3].update(url="https://x y")), "field service 4, url: expected an address"),
        (damaged(lambda found: found[3].update(email="x@y")), "field service 4, email: expected an e-mail address"),
        (
            damaged(lambda found: found[0]["phones"][0].update(number="Frau Muster")),
            "field service 1, phone: expected a telephone number",
        ),
        (
            damaged(lambda found: detail(found, "opening_hours", "sometimes")),
            "field service 1, opening_hours: expected",
        ),
        (damaged(lambda found: detail(found, "kind", "")), "field service 1, kind: expected a value"),
        (
            damaged(lambda found: found[0]["attributes"][0]["taxonomy_term"].update(code="nothing")),
            "field service 1, topics: expected the id of a topic",
        ),
        (
            damaged(lambda found: found[0].update(eligibility_description="x" * 3000)),
            "field service 1, limits: expected at most 2000 characters",
        ),
        (of_both, "tabular/services.csv, line 4, field service 3: expected the same as in services.json"),
        (lambda folder: (folder / "services.json").write_text("[]\n"), "or one of the two removed"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(
    sqlite_database: Database, tmp_path: Path, damage: Callable[[Path], None], expected: str
) -> None:
    folder = exported(sqlite_database, tmp_path / "first")
    damage(folder)
    before = rows(sqlite_database)
    with pytest.raises(BrokenDirectory) as caught:
        imported(sqlite_database, folder)
    assert any(expected in str(problem) for problem in caught.value.problems), caught.value
    assert all(problem.line for problem in caught.value.problems)
    assert rows(sqlite_database) == before


def test_many_services_of_another_system(sqlite_database: Database, tmp_path: Path) -> None:
    ids = (f"00000000-0000-4000-8000-{number:012}" for number in range(MUCH))
    rewrite(tmp_path, [{"id": one, "name": f"Angebot {one[-2:]}", "status": "active"} for one in ids])
    assert len(imported(sqlite_database, tmp_path).created) == MUCH
    assert len(imported(sqlite_database, tmp_path).unchanged) == MUCH
    found = services(exported(sqlite_database, tmp_path / "again"))
    assert [one["name"] for one in found[77:]] == [f"Angebot {number:02}" for number in range(MUCH)]


def test_a_folder_that_cannot_be_written(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        exported(sqlite_database, tmp_path / "file")


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEGWEISER_INSTANCE", str(tmp_path / "instance"))
    folder = str(tmp_path / "out")
    written = CliRunner().invoke(wegweiser, ["export", "hsds", "-o", folder, "--json"])
    assert written.exit_code == 0, written.output
    assert len(json.loads(written.stdout)["files"]) == 24
    taken = CliRunner().invoke(wegweiser, ["import", "hsds", folder, "--json"])
    assert taken.exit_code == 0
    report = json.loads(taken.stdout)
    assert (report["created"], report["changed"], report["unchanged"], report["change"]) == (0, 0, 77, None)
    said = CliRunner().invoke(wegweiser, ["import", "hsds", folder])
    assert said.stdout == "offices: 0 created, 0 changed, 77 unchanged\n"
    assert CliRunner().invoke(wegweiser, ["export", "hsds"]).exit_code == 2
    (tmp_path / "out" / "services.json").write_text("[")
    refused = CliRunner().invoke(wegweiser, ["import", "hsds", folder])
    assert isinstance(refused.exception, BrokenDirectory)

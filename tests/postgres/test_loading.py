"""Loading a directory: counts, what stays, what an editor set, all or nothing; on both databases."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.db import Database
from app.directory.loading import EXAMPLE, Report, load
from app.vocabulary.models import Language, Question, SlipPhrase, Topic
from app.vocabulary.service import revision
from handouts.models import Handout
from handouts.service import handouts
from referrals.directory.models import Office, Source
from referrals.directory.reading import BrokenDirectory
from referrals.directory.service import offices
from referrals.routing.models import RoutingRule

SIZES = {
    "fields of action": 8, "topics": 110, "target groups": 28, "questions": 11, "flags": 28, "documents": 53,
    "languages": 37, "phrases": 99, "sources": 152, "offices": 77, "rules": 287, "handouts": 16,
    "handout editions": 6,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the Leipzig directory, to be changed."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "town"))


def replace(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))


def loaded(database: Database, folder: Path) -> Report:
    with database.writing() as session:
        return load(session, folder)


def number(database: Database) -> int:
    with database.reading() as session:
        return revision(session)


def totals(report: Report) -> tuple[int, int, int]:
    return report.created, report.changed, report.kept


def test_the_first_load_creates_everything(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        for model, size in ((Topic, 110), (Office, 77), (RoutingRule, 287), (Handout, 16), (Source, 152)):
            assert session.scalar(select(func.count()).select_from(model)) == size
        assert [option.value for option in session.get_one(Question, "residence").options] == ["city", "county"]
    assert number(sqlite_database) == 1


def test_the_same_folder_changes_nothing(database: Database) -> None:
    report = loaded(database, EXAMPLE)
    assert totals(report) == (0, 0, 0)
    assert {kind: count.unchanged for kind, count in report.kinds.items()} == SIZES
    assert report.unchanged == sum(SIZES.values())
    assert number(database) == 1


def test_a_change_is_one_change(database: Database, folder: Path) -> None:
    replace(folder, "offices.yaml", "+49 341 1232676", "+49 341 1230000")
    report = loaded(database, folder)
    assert totals(report) == (0, 1, 0)
    assert report.kinds["offices"].changed == 1
    assert number(database) == 2
    with database.reading() as session:
        assert offices(session)["wzl"].phone == "+49 341 1230000"
    assert totals(loaded(database, EXAMPLE)) == (0, 1, 0)
    with database.reading() as session:
        assert offices(session)["wzl"].phone == "+49 341 1232676"


def test_lists_of_a_row_change_as_a_whole(database: Database, folder: Path) -> None:
    replace(folder, "offices.yaml", "  - Bürgeramt Mitte\n", "  - Bürgeramt Zentrum\n")
    replace(folder, "routing.csv", "undocumented,caritas;rlc,", "undocumented,rlc;caritas,")
    report = loaded(database, folder)
    assert report.kinds["offices"].changed == 1
    assert report.kinds["rules"].changed > 1
    with database.reading() as session:
        assert offices(session)["buergerbuero_mitte"].aliases == ("Bürgeramt Otto-Schill-Straße", "Bürgeramt Zentrum")
        rule = session.get_one(RoutingRule, "AUFE-041")
        assert [named.office_id for named in rule.offices] == ["rlc", "caritas"]


def test_a_new_office_in_the_middle_is_the_only_change(database: Database, folder: Path) -> None:
    text = (folder / "offices.yaml").read_text()
    start, end = text.index("- id: abh\n"), text.index("- id: einbuergerung\n")
    new = text[start:end].replace("- id: abh\n", "- id: neu\n").replace("  - Ausländeramt\n", "  - Neues Amt\n")
    (folder / "offices.yaml").write_text(text[:start] + new + text[start:])
    report = loaded(database, folder)
    assert totals(report) == (1, 0, 0)
    with database.reading() as session:
        names = list(offices(session))
    assert names.index("neu") == names.index("abh") - 1


def test_what_is_not_in_the_files_stays(database: Database, folder: Path) -> None:
    lines = (folder / "routing.csv").read_text().splitlines()
    (folder / "routing.csv").write_text("\n".join(lines[:-10]) + "\n")
    report = loaded(database, folder)
    assert totals(report) == (0, 0, 10)
    assert report.kinds["rules"].kept == 10
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RoutingRule)) == 287
    assert number(database) == 1


def test_a_successor_may_come_later_in_the_file_and_later_in_time(database: Database, folder: Path) -> None:
    replace(folder, "offices.yaml", "  successor: johanniter_beratung\n", "  successor: neuer_verein\n")
    text = (folder / "offices.yaml").read_text()
    start = text.index("- id: villa\n")
    end = text.index("- id: ", start + 1)
    (folder / "offices.yaml").write_text(text + text[start:end].replace("- id: villa\n", "- id: neuer_verein\n"))
    assert totals(loaded(database, folder)) == (1, 1, 0)
    with database.reading() as session:
        assert offices(session)["fluechtlingsrat_leipzig"].successor == "neuer_verein"


def test_absent_optional_columns_leave_what_an_editor_set(database: Database, folder: Path) -> None:
    with database.writing() as session:
        session.get_one(Topic, "wohnen").key = "X"
        session.get_one(Language, "tr").key = "X"
        session.get_one(RoutingRule, "AUFE-001").visit = "wait"
    for file in ("routing.csv", "languages.csv"):
        lines = (folder / file).read_text().splitlines()
        (folder / file).write_text("\n".join(line.rpartition(",")[0] for line in lines) + "\n")
    text = (folder / "topics.yaml").read_text()
    (folder / "topics.yaml").write_text("\n".join(line for line in text.split("\n") if not line.startswith("  key: ")))
    assert totals(loaded(database, folder)) == (0, 0, 0)
    with database.reading() as session:
        assert session.get_one(Topic, "wohnen").key == "X"
        assert session.get_one(Language, "tr").key == "X"
        assert session.get_one(RoutingRule, "AUFE-001").visit == "wait"


def test_phrases_of_a_folder_override_those_of_the_program(database: Database, folder: Path) -> None:
    header, *rows = (folder / "slip_phrases.csv").read_text().splitlines()
    own = [row for row in rows if row.startswith("your_topic,")]
    assert own == ["your_topic,Ihr Thema,Your topic,step,,20,omit in neutral mode"]
    (folder / "slip_phrases.csv").write_text(f"{header}\n{own[0].replace('Ihr Thema', 'Ihr Anliegen')}\n")
    report = loaded(database, folder)
    assert (report.kinds["phrases"].changed, report.kinds["phrases"].unchanged) == (1, 98)
    with database.reading() as session:
        assert session.get_one(SlipPhrase, "your_topic").label_de == "Ihr Anliegen"


def test_german_is_a_language_and_romani_has_a_tag(database: Database) -> None:
    with database.reading() as session:
        german, romani = session.get_one(Language, "de"), session.get_one(Language, "rmn")
        assert (german.key, german.locale, german.position) == ("0", "de", 0)
        assert (romani.locale, romani.name_de) == (None, "Romanes")


def test_a_broken_folder_changes_nothing(database: Database, folder: Path) -> None:
    replace(folder, "offices.yaml", "+49 341 1232676", "+49 341 1230000")
    replace(folder, "handouts.yaml", "  title_de: Formular Wohnungsgeberbestätigung\n", "")
    with pytest.raises(BrokenDirectory, match=r"handouts.yaml, line 30, field title_de: expected a value"):
        loaded(database, folder)
    with database.reading() as session:
        assert offices(session)["wzl"].phone == "+49 341 1232676"
    assert number(database) == 1


def test_every_office_keeps_source_date_and_the_flag_to_verify(database: Database) -> None:
    with database.reading() as session:
        found = session.scalars(select(Office)).all()
        known = set(session.scalars(select(Source.id)))
        for office in found:
            assert office.review["verify_before_use"] is True, office.id
            assert office.sources, office.id
            named = {source for sources in office.sources.values() for source in sources}
            assert {source for source in named if source[0] == "S" and source[1:].isdigit()} <= known
        abh = session.get_one(Office, "abh")
        assert abh.as_of["street"] == "2026-07-04"
        assert abh.sources["appointment"][0].startswith("S")


def test_offices_as_values(database: Database) -> None:
    with database.reading() as session:
        found = offices(session)
        assert offices(session) is found
    wzl, krankenkasse, notruf = found["wzl"], found["krankenkasse"], found["notruf"]
    assert next(iter(found)) == "wzl"
    assert (wzl.verified, wzl.as_of, wzl.appointment, wzl.cost) == (True, "2020-11", "none", "free")
    assert (krankenkasse.generic, notruf.generic) == (True, False)
    assert not found["ankommenszentrum"].verified
    assert found["fluechtlingsrat_leipzig"].successor == "johanniter_beratung"
    assert found["frauen_sofortaufnahme"].street is None
    assert found["jobcenter"].as_of == "2015"
    assert found["finanzamt"].as_of is None


def test_handouts_as_values(database: Database) -> None:
    with database.reading() as session:
        found = handouts(session)
    assert list(found)[:2] == ["h_stadtplan", "h_info_to_go"]
    assert found["h_kita"].en == "Child-care booklet"

"""The commands backup, restore, verify, move and backup-key, as an administrator calls them."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli import main
from app.db import Database
from app.keys import SECRET_FILE
from tests.database import Postgres, settings_for

PASSPHRASE = "eine Passphrase mit vielen Zeichen"
Said = tuple[int, str, str]
Wegweiser = Callable[..., Said]


@pytest.fixture
def wegweiser(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Wegweiser:
    """Exit code, standard output and standard error of a command in this instance folder."""

    def run(instance: Path, *arguments: object, stdin: str = "", **settings: str) -> Said:
        monkeypatch.setenv("WEGWEISER_INSTANCE", str(instance))
        for name, value in settings.items():
            monkeypatch.setenv(f"WEGWEISER_{name}", value)
        monkeypatch.setattr(sys, "argv", ["wegweiser", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main()
        for name in settings:
            monkeypatch.delenv(f"WEGWEISER_{name}")
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int | None)
        return ended.value.code or 0, said.out, said.err

    return run


def test_a_backup_goes_and_comes_back(instance: Path, tmp_path: Path, wegweiser: Wegweiser) -> None:
    file, key, new = tmp_path / "backup.age", tmp_path / "key", tmp_path / "new"
    code, public, _ = wegweiser(tmp_path, "backup-key", key)
    assert code == 0
    assert public.startswith("age1")
    assert key.stat().st_mode & 0o777 == 0o600
    assert wegweiser(tmp_path, "backup-key", key)[0] == 1, "an old key is never written over"
    code, out, err = wegweiser(instance, "backup", file, "--json", BACKUP_RECIPIENT=public.strip(), PRODUCTION="1")
    assert (code, err, json.loads(out)["encrypted"]) == (0, "", True)
    assert json.loads(out)["bytes"] == file.stat().st_size
    assert wegweiser(new, "restore", file) == (
        1, "", "This backup is encrypted for a public key; name the file with the private key (--identity FILE).\n",
    )  # fmt: skip
    code, out, err = wegweiser(new, "restore", file, "--identity", key, "--json")
    assert (code, err, json.loads(out)["moment"]) == (0, "", json.loads(out)["moment"])
    assert (new / SECRET_FILE).read_text() == (instance / SECRET_FILE).read_text()
    assert wegweiser(new, "verify", "--json")[:2] == (0, '{\n  "ok": true,\n  "findings": []\n}\n')
    assert wegweiser(new, "verify", file, "--identity", key)[:2] == (0, "Everything is whole.\n")
    assert rows(new, "SELECT action || ' ' || kind FROM audit_entry ORDER BY number DESC LIMIT 1") == [
        "restored restore"
    ]


def rows(instance: Path, query: str) -> list[object]:
    database = Database(settings_for(instance, f"sqlite:///{instance}/wegweiser.sqlite3"))
    with database.reading() as session:
        found = list(session.scalars(text(query)))
    database.dispose()
    return found


def test_a_trial_without_a_key_is_warned_and_production_refuses(
    instance: Path, tmp_path: Path, wegweiser: Wegweiser
) -> None:
    code, _, err = wegweiser(instance, "backup", tmp_path / "plain")
    assert code == 0
    assert "not encrypted" in err
    assert (tmp_path / "plain").stat().st_mode & 0o777 == 0o600
    code, _, err = wegweiser(instance, "backup", tmp_path / "other", PRODUCTION="1")
    assert code == 1
    assert "must be encrypted" in err
    assert not (tmp_path / "other").exists()
    assert wegweiser(tmp_path / "new", "restore", tmp_path / "plain")[0] == 0


def test_the_backup_of_every_night(instance: Path, tmp_path: Path, wegweiser: Wegweiser) -> None:
    folder, (_, public, _) = tmp_path / "backups", wegweiser(tmp_path, "backup-key", tmp_path / "key")
    settings = {"BACKUP_FOLDER": str(folder), "BACKUP_RECIPIENT": public.strip()}
    assert wegweiser(instance, "backup", "--daily")[0] == 2
    code, _, err = wegweiser(instance, "backup", "--daily", **settings)
    assert (code, "folder of backups is not there" in err) == (1, True)
    folder.mkdir()
    code, out, _ = wegweiser(instance, "backup", "--daily", "--json", **settings)
    assert code == 0
    assert [path.name for path in folder.iterdir()] == [json.loads(out)["file"]]
    assert json.loads(wegweiser(instance, "backup", "--daily", "--json", **settings)[1]) == {"file": None}
    assert wegweiser(instance, "backup", tmp_path / "by-hand", **settings)[0] == 0
    assert rows(instance, "SELECT kind FROM backup_record WHERE failure IS NULL ORDER BY id") == ["daily", "command"]


def test_a_weak_passphrase_and_two_locks_are_refused(instance: Path, tmp_path: Path, wegweiser: Wegweiser) -> None:
    code, _, err = wegweiser(instance, "backup", tmp_path / "b", "--passphrase-stdin", stdin="short\n")
    assert (code, err) == (1, "The passphrase must have at least 20 characters.\n")
    code, _, _ = wegweiser(
        instance, "backup", tmp_path / "b", "--recipient", "age1x", "--passphrase-stdin", stdin=PASSPHRASE
    )
    assert code == 2
    assert not (tmp_path / "b").exists()


def test_verify_says_what_is_wrong_and_changes_nothing(instance: Path, tmp_path: Path, wegweiser: Wegweiser) -> None:
    assert wegweiser(instance, "verify")[0] == 0
    database = Database(settings_for(instance, f"sqlite:///{instance}/wegweiser.sqlite3"))
    with database.writing() as session:
        session.execute(text("INSERT INTO desk_load (quarter, weekday, hour, n) VALUES ('2026-Q4', 1, 9, -1)"))
    database.dispose()
    code, out, _ = wegweiser(instance, "verify", "--json")
    assert (code, json.loads(out)) == (1, {"ok": False, "findings": ["1 counters of “desk_load” are below nothing."]})
    (tmp_path / "foreign").write_text("something else")
    code, out, _ = wegweiser(instance, "verify", tmp_path / "foreign")
    assert (code, out) == (1, f"{tmp_path / 'foreign'} is not a backup of Wegweiser.\n")


def test_move_says_what_to_set(instance: Path, tmp_path: Path, postgres: Postgres, wegweiser: Wegweiser) -> None:
    here = f"sqlite:///{instance}/wegweiser.sqlite3"
    assert wegweiser(instance, "move", "--to", here)[0] == 1
    with postgres.new_database() as url:
        code, out, err = wegweiser(instance, "move", "--to", url, "--json")
        assert (code, err) == (0, "")
        assert json.loads(out)["tables"]["office"]["rows"] == 77
        assert wegweiser(instance, "verify", DATABASE_URL=url)[:2] == (0, "Everything is whole.\n")
        code, _, err = wegweiser(instance, "move", "--to", f"sqlite:///{tmp_path}/back.sqlite3", DATABASE_URL=url)
        assert (code, err) == (0, "")

"""What is uploaded, by whom, how large, under which name, and several at once."""

import errno
import threading
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.roles import Role
from app.db import Database
from app.files import cleaning
from app.files.models import StoredFile
from app.files.store import FileStore
from app.files.words import MOST_BYTES
from config import Settings
from tests.unit.files.active import ACTIVE
from tests.unit.files.inspection import active
from tests.unit.files.pdfs import TEXT, plain
from tests.web.pages import check_fragment, check_page, open_page, text_of
from tests.web.staff import csrf_token, log_in, post
from tests.web.uploads.conftest import Send

NAMES = (
    "../../../etc/passwd", "..\\..\\windows\\system32\\cmd.exe", "/etc/passwd", "C:\\autoexec.bat", "~root", "%2e%2e",
    "\\\\evil.example\\share\\a.pdf", "leaf\0let.pdf", "fdp.\u202eexe.pdf", "\u00e4\u0308\ufeff\u200b.pdf", "a" * 300,
    "CON", "NUL.pdf", "COM1", "aux.pdf", "LPT1.txt", ".", "..", ".htaccess", " .pdf", "a.pdf.exe", "; rm -rf ~ #.pdf",
    '"; filename="evil.exe', "<script>alert(1)</script>.pdf", "{{ 7*7 }}.pdf", "$(id)", "`id`", "|id",
)  # fmt: skip


def rows(database: Database) -> list[StoredFile]:
    with database.reading() as session:
        found = list(session.scalars(select(StoredFile).order_by(StoredFile.digest)))
        session.expunge_all()
        return found


def test_a_file_is_cleaned_and_kept(send: Send, database: Database, files: FileStore) -> None:
    response = send(ACTIVE["script on opening"][0]())
    page = check_fragment(response)
    assert response.status_code == 200
    assert "JavaScript" in text_of(page.root)
    (row,) = rows(database)
    assert page.one("div", **{"data-digest": row.digest}) is not None
    assert (row.pages, row.notes, row.width) == (1, ["script"], 595)
    assert TEXT in row.text
    assert TEXT.casefold() in row.folded
    content = files.path(row.digest).read_bytes()
    assert len(content) == row.size
    assert active(content) == set()


def test_names_are_never_looked_at(send: Send, database: Database, files: FileStore, editor: FlaskClient) -> None:
    content = plain()
    for name in NAMES:
        response = send(content, name, "text/html")
        assert response.status_code == 200, name
        assert "evil" not in response.text
        assert "passwd" not in response.text
    (row,) = rows(database)
    assert {path.name for path in files.path(row.digest).parent.iterdir()} == {row.digest, row.thumbnail}
    served = editor.get(f"/files/{row.digest}.pdf")
    assert served.headers["Content-Disposition"] == f"inline; filename={row.digest[:12]}.pdf"
    assert served.mimetype == "application/pdf"


def test_the_same_file_twice_is_one(send: Send, database: Database) -> None:
    assert send(plain()).status_code == send(plain()).status_code == 200
    assert len(rows(database)) == 1


def test_nothing_of_a_refused_file_is_kept(send: Send, database: Database, settings: Settings) -> None:
    response = send(b"MZ" + bytes(100))
    assert response.status_code == 422
    assert response.headers["X-Upload"]
    assert "keine PDF-Datei" in text_of(check_fragment(response).root)
    assert rows(database) == []
    assert not (settings.instance / "uploads").exists()


def test_a_full_disk_is_told(send: Send, database: Database, files: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: FileStore, _content: bytes) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileStore, "put", full)
    response = send(plain())
    assert (response.status_code, "keinen Platz" in response.text) == (422, True)
    assert rows(database) == []


def test_no_file_is_told(editor: FlaskClient) -> None:
    response = post(editor, "/files")
    assert response.status_code == 422
    assert "nicht vollständig angekommen" in response.text


def test_a_digest_that_is_gone_is_told(editor: FlaskClient) -> None:
    response = post(editor, "/files", {"file_digest": "0" * 64})
    assert response.status_code == 422
    assert "mehr als einem Tag" in response.text


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 2 * MOST_BYTES])
def test_large_files_are_refused_in_words(send: Send, size: int) -> None:
    response = send(bytes(size))
    assert response.status_code == 422
    assert "größer als 25 MB" in response.text


def test_a_giant_is_refused_by_its_length_before_it_is_read(editor: FlaskClient) -> None:
    """What our web server refuses before (tests/unit/test_server.py); here for any other one."""

    class Unread(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("it was read")

    response = editor.post(
        "/files",
        input_stream=Unread(),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "200000000"},
    )
    assert response.status_code == 413
    check_page(response)


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.PARTNER, Role.ANALYST])
def test_others_upload_nothing(app: Flask, database: Database, role: Role) -> None:
    client = log_in(app, database, role)
    data = {"csrf_token": csrf_token(client), "file": (BytesIO(plain()), "a.pdf")}
    assert client.post("/files", data=data).status_code == 403
    large = {"csrf_token": csrf_token(client), "file": (BytesIO(bytes(1_000_000)), "a.pdf")}
    assert client.post("/files", data=large).status_code == 413
    assert rows(database) == []


def test_several_at_once_are_limited_and_the_rest_goes_on(
    send: Send, editor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, release = threading.Semaphore(0), threading.Event()

    def slow(*_arguments: object) -> str:
        started.release()
        release.wait(10)
        return "crashed"

    monkeypatch.setattr(cleaning, "_run", slow)
    waiting = []
    for _ in range(cleaning.AT_ONCE + cleaning.WAITING):
        waiting.append(threading.Thread(target=refused_in_the_end))
        waiting[-1].start()
    for _ in range(cleaning.AT_ONCE):
        assert started.acquire(timeout=5)
    wait_until_full()
    response = send(plain())
    assert (response.status_code, "Gerade werden mehrere Dateien geprüft" in response.text) == (422, True)
    open_page(editor, "/account")
    release.set()
    for thread in waiting:
        thread.join(10)
    monkeypatch.undo()
    assert send(plain()).status_code == 200


def refused_in_the_end() -> None:
    with pytest.raises(cleaning.Refused):
        cleaning.clean(plain())


def wait_until_full() -> None:
    """Until every place is taken, of those who wait, too."""
    for _ in range(500):
        if cleaning._places._value == 0:
            return
        threading.Event().wait(0.01)
    raise AssertionError("they do not wait")

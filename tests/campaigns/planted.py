"""What tells a visitor apart goes in through every input, and is then looked for wherever the program leaves something:
database, write-ahead log, logs, temporary files, cookies, slips, and the backup, while it runs and after the night.
"""

import base64
import gzip
import io
import json
import sqlite3
import subprocess
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import pikepdf

from app import clock
from app.accounts import service
from app.accounts.roles import Role
from app.db import Database
from app.resend import FIELD, new_key
from tests.campaigns.planting import HEADERS, KEPT, Planted, details, requests
from tests.campaigns.town import Town
from tests.database import settings_for
from tests.web.faults.server import COMMAND, ROOT, Answer, Browser, Server, environment, serving
from tests.web.staff import PASSWORD

BOUNDARY = "planted"
# Of staff and of the machine: these may say when.
OF_STAFF = {"login", "login_failure", "failed_logins", "audit_entry", "audit_chain", "backup_record", "nightly_job",
            "stored_file", "work_aid", "work_aid_version", "setting"}  # fmt: skip


@dataclass
class Found:
    """What came of it: how many requests, what they were answered with, and where which token was found."""

    tokens: int
    requests: int = 0
    slips: int = 0
    files: int = 0
    control: bool = False
    statuses: Counter[int] = field(default_factory=Counter)
    places: list[str] = field(default_factory=list)
    bytes_searched: int = 0

    def missed(self) -> list[str]:
        """Which goals were missed."""
        found = [f"{n} answers {status}" for status, n in self.statuses.items() if status >= 500]
        found += [] if self.slips and self.files else ["no slip was printed, or no file kept"]
        return self.places + found + ([] if self.control else ["not even what is kept was found: the search is blind"])

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {"tokens": self.tokens, "requests": self.requests, "slips": self.slips, "files": self.files}
        return told | {"statuses": dict(sorted(self.statuses.items())), "bytes_searched": self.bytes_searched}

    def search(self, place: str, content: bytes, forms: Iterable[bytes]) -> None:
        """Look for all of them in it."""
        self.bytes_searched += len(content)
        self.places += [f"{one[:60]!r} in {place}" for one in forms if one in content]


def run(town: Town, *, tokens: int) -> Found:
    """Plant so many, and look for them."""
    planted = details(tokens)
    done, wanted = Found(tokens), [form for detail in planted for form in looks_of(detail)]
    folder = town.instance.parent / "temporary"
    folder.mkdir()
    _add_editor(town)
    with serving(town.instance, town.url, TMPDIR=str(folder)) as server:
        moments = _plant(server, planted, done, wanted)
        _search_files(town, server, done, wanted, "while it runs")
    for command in (["night"], ["backup", str(town.instance.parent / "backup.wegweiser")]):
        env = environment(town.instance, town.url, TMPDIR=str(folder))
        ran = subprocess.run([*COMMAND, *command], env=env, cwd=ROOT, capture_output=True, check=True)
        done.search(f"what {command[0]} says", ran.stdout + ran.stderr, wanted)
    _search_files(town, server, done, wanted, "after the night")
    backup = gzip.decompress((town.instance.parent / "backup.wegweiser").read_bytes())
    done.search("the backup", backup, wanted)
    # The one thing that the editor wrote for everybody.
    done.control = all(KEPT.encode() in content for content in (backup, town.file.read_bytes()))
    done.places += _moments_in(town, moments)
    return done


def looks_of(token: str) -> set[bytes]:
    """How it may be written in a file."""
    texts = {token, quote(token), quote_plus(token), json.dumps(token)[1:-1], token.casefold()}
    return {text.encode() for text in texts} | {token.encode("utf-16-le"), base64.b64encode(token.encode())[:-4]}


def _add_editor(town: Town) -> None:
    database = Database(settings_for(town.instance, town.url))
    with database.writing():
        service.add_user(name="redakteurin", password=PASSWORD, role=Role.EDITOR, must_change_password=False)
    database.dispose()


def _plant(server: Server, planted: list[str], done: Found, wanted: list[bytes]) -> set[str]:
    """Send everything; the seconds at which contacts were logged, as a clock says them."""
    browsers = {"advisor": server.browser().log_in(), "editor": server.browser().log_in("redakteurin"),
                "nobody": server.browser()}  # fmt: skip
    # Whoever logs in writes when: what is logged within the same second could not be told from it.
    time.sleep(1)
    moments: set[str] = set()
    for number, token in enumerate(planted):
        conversation = browsers["advisor"].form()
        csrf = {who: one.get("/login" if who == "nobody" else "/account").csrf for who, one in browsers.items()}
        for one in requests(token):
            browser = browsers[one.who]
            answer = _send(browser, one, token, number, csrf=csrf[one.who], conversation=conversation)
            done.requests += 1
            done.statuses[answer.status] += 1
            done.search("a cookie", _readable(browser.cookie), wanted)
            done.files += bool(one.file) and answer.status == 303
            if one.path == "/counter" and 'name="ticket" value="' in answer.body:
                moments |= _now()
                _print(server.port, browser, answer, done, wanted)
    for browser in browsers.values():
        browser.close()
    return moments


def _send(
    browser: Browser, one: Planted, token: str, number: int, *, csrf: str, conversation: Mapping[str, str]
) -> Answer:
    """The request as that browser sends it, with the token in its headers."""
    headers = {HEADERS[number % len(HEADERS)]: token, "User-Agent": token}
    if one.method != "POST":
        return browser.request(one.method, one.path, headers=headers)
    fields = dict(conversation) if one.form else {"csrf_token": csrf}
    fields |= {FIELD: new_key(clock.now().date())} | one.fields
    if one.file is None:
        return browser.post(one.path, fields, **headers)
    headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
    return browser.request("POST", one.path, _multipart(fields, one.file), headers)


def _multipart(fields: dict[str, str], file: tuple[str, bytes]) -> bytes:
    part = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f'{part}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    head = f'{part}"file"; filename="{file[0]}"\r\nContent-Type: application/pdf\r\n\r\n'
    return "".join([*parts, head]).encode() + file[1] + f"\r\n--{BOUNDARY}--\r\n".encode()


def _print(port: int, browser: Browser, answer: Answer, done: Found, wanted: list[bytes]) -> None:
    """The slip of the contact: everything in the file, unpacked."""
    ticket = answer.body.partition('name="ticket" value="')[2].partition('"')[0]
    body = urlencode({"csrf_token": answer.csrf, "ticket": ticket}).encode()
    headers = {"Cookie": browser.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", "/slip.pdf", body, headers)
        pdf = connection.getresponse().read()
    done.slips += 1
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [one.read_bytes() for one in opened.objects if isinstance(one, pikepdf.Stream)]
    done.search("a slip", b"\n".join([pdf, *streams]), wanted)


def _readable(cookie: str) -> bytes:
    """What stands in the signed cookie."""
    signed = cookie.partition("=")[2]
    packed = signed.lstrip(".").partition(".")[0]
    try:
        content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        return zlib.decompress(content) if signed.startswith(".") else content
    except (ValueError, zlib.error):
        return signed.encode()


def _search_files(town: Town, server: Server, done: Found, wanted: list[bytes], when: str) -> None:
    """Everything in the folder of the installation and beside it: database, WAL, uploads, logs, temporary files."""
    for path in _files(town.instance.parent):
        done.search(f"{path.name} {when}", path.read_bytes(), wanted)
    assert server.log.is_file()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _now() -> set[str]:
    """This second and the one before, here and in Greenwich."""
    near = (clock.now(), clock.now() - timedelta(seconds=1))
    return {f"{moment - timedelta(hours=hours):%H:%M:%S}" for hours in (0, 1, 2) for moment in near}


def _moments_in(town: Town, moments: set[str]) -> list[str]:
    """Where the database says when a contact was logged."""
    found = []
    with closing(sqlite3.connect(town.file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in sorted(set(tables) - OF_STAFF):
            for row in connection.execute(f"SELECT * FROM {name}"):
                text = repr(row)
                found += [f"the second {one} in {name}" for one in moments if one in text]
    return found

"""Bad requests of 25 classes and more, one after the other, from an administrator, an advisor and nobody.

After each it is looked at whether the database has changed: on a 4xx it must not have, but for the counters that slow
down guessing. Nothing may be a 5xx, hang, or leave an error in the log.
"""

import random
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

from app.accounts import service
from app.accounts.roles import Role
from app.db import Database
from app.factory import create_app
from app.keys import Keys
from tests.campaigns.badness import CLASSES, Bad, Form, Known, one
from tests.campaigns.desks import LENGTH, Request
from tests.campaigns.load import figures
from tests.campaigns.town import Town
from tests.database import SECRET, settings_for
from tests.web.faults.server import Server
from tests.web.pages import Page
from tests.web.staff import PASSWORD

GOAL_MS = 200
TIMEOUT_SECONDS = 20
LARGEST_ANSWER = 64 * 1024
# What may be counted when somebody has guessed: in no case what anyone would call the state of the program.
GUESSES = {"login_failure", "failed_logins"}
GUESSED = ("/login", "/lock", "/welcome", "/r", "/account")
# Forms that would end the attacker's own login or lock the account: they are sent with a bad token only.
SUICIDAL = ("/logout", "/lock", "/account", "/accounts", "/welcome", "/second-factor")
SKIPPED = (".pdf", ".xlsx", ".zip", ".csv", ".docx", ".svg", ".png", ".ics", "/healthz")
FILLED = {
    "office": "wzl", "handout": "h_stadtplan", "topic": "aufenthalt", "subtopic": "titel_verlaengern",
    "catalogue": "uk", "page": "overview", "period": "2026-Q3", "year": "2026", "number": 1, "name": "talk",
    "section": "talk", "form": "csv", "suffix": "svg", "domain": "slip", "chapter": "volumes", "kind": "docx",
}  # fmt: skip
ERRORS = ("Traceback", "unexpected error", "unhandled", "Error at", "database unavailable")


@dataclass(frozen=True)
class Sent(Request):
    """A request that was sent; its kind is its class."""

    what: str


@dataclass
class Badly:
    """What came of it."""

    sent: list[Sent] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def missed(self) -> list[str]:
        """Which goals were missed."""
        found = [f"{one.status} after {one.what}" for one in self.sent if one.status >= 500]
        found += [f"no answer to {one.what}" for one in self.sent if not one.status and one.kind != "broken protocol"]
        found += [f"changed: {one}" for one in self.changed] + [f"log: {one}" for one in self.log] + self.broken
        slow = self.as_dict()["ms"]["all"]["p99"]
        return found + ([f"p99 is {slow} ms, not below {GOAL_MS} ms"] if slow >= GOAL_MS else [])

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        statuses = Counter(one.status for one in self.sent)
        return {"requests": len(self.sent), "classes": len({one.kind for one in self.sent}),
                "statuses": dict(sorted(statuses.items())), "ms": figures(self.sent)}  # fmt: skip


def run(town: Town, server: Server, *, number: int, seconds: float, seed: int = 1) -> Badly:
    """Send so many, evenly of all classes, or as many as there is time for."""
    add_staff(town)
    attacker = Attacker(town, server)
    chance, done, until = random.Random(seed), Badly(), time.monotonic() + seconds
    for at in range(number):
        if time.monotonic() > until:
            break
        if at % 200 == 0:
            attacker.renew()
        attacker.send(CLASSES[at % len(CLASSES)], chance, done)
    done.log = [line for line in server.log.read_text().splitlines() if any(word in line for word in ERRORS)]
    if not server.healthy():
        done.broken.append("the server is not healthy any more")
    with closing(sqlite3.connect(town.file)) as connection:
        done.broken += [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    return done


def add_staff(town: Town) -> None:
    """An administrator beside the advisor."""
    database = Database(settings_for(town.instance, town.url))
    with database.writing():
        service.add_user(name="chefin", password=PASSWORD, role=Role.ADMIN, must_change_password=False)
    database.dispose()


class State:
    """The database as seen from outside."""

    def __init__(self, town: Town) -> None:
        self._connection = sqlite3.connect(town.file, isolation_level=None)
        tables = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        self._tables = [name for (name,) in tables if name not in GUESSES]

    def version(self) -> int:
        """Another number after each commit of another connection that has changed something."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def digest(self) -> str:
        """Of everything but what counts guesses."""
        told = sha256()
        for name in self._tables:
            for row in self._connection.execute(f"SELECT * FROM {name}"):
                told.update(repr(row).encode("utf-8", "surrogatepass"))
        return told.hexdigest()


class Attacker:
    """Somebody with an account and without, who knows the program's forms and addresses."""

    def __init__(self, town: Town, server: Server) -> None:
        self._port = server.port
        self._state = State(town)
        self._admin, self._advisor = server.browser().log_in("chefin"), server.browser().log_in()
        self._nobody, foreign = server.browser(), server.browser()
        self._csrf: dict[int, str] = {}
        paths, posts = addresses(town)
        token = foreign.get("/login").csrf
        self._known = Known(list(self._forms(paths)), paths, posts, token)

    def renew(self) -> None:
        """A login that has ended begins again, before anything notices that it is idle."""
        for browser, name in ((self._admin, "chefin"), (self._advisor, "advisor")):
            page = browser.get("/account")
            if page.status != 200:
                browser.log_in(name)
                page = browser.get("/account")
            self._csrf[id(browser)] = page.csrf
        self._csrf[id(self._nobody)] = self._nobody.get("/login").csrf

    def send(self, kind: str, chance: random.Random, done: Badly) -> None:
        """One request, and what it did."""
        bad = one(kind, chance, self._known)
        browser = chance.choices((self._admin, self._advisor, self._nobody), (6, 2, 1))[0]
        csrf = "bad" if bad.path.startswith(SUICIDAL) else self._csrf[id(browser)]
        guess = bad.path.startswith(GUESSED)
        before, digest = self._state.version(), self._state.digest() if guess else ""
        begun = time.perf_counter()
        status = exchange(self._port, _bytes(bad, csrf, browser.cookie), ends=bad.raw is not None)
        what = f"{kind}: {bad.method} {bad.path[:120]}" if bad.raw is None else f"{kind}: {bad.raw[:60]!r}"
        done.sent.append(Sent(kind, status, time.perf_counter() - begun, what))
        if 400 <= status < 500 and self._state.version() != before and not (guess and self._state.digest() == digest):
            done.changed.append(f"{status} {what} {bad.fields[:40]}")

    def _forms(self, paths: list[str]) -> Iterator[Form]:
        """All forms on the pages that the administrator can open, once each."""
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for path in paths:
            answer = self._admin.get(path)
            if answer.status != 200 or "<form" not in answer.body:
                continue
            for form in Page(SimpleNamespace(text=answer.body)).all("form", method="post"):  # type: ignore[arg-type]
                fields = tuple((one.attrib["name"], one.get("value", "")) for one in form.iter() if one.get("name"))
                action = form.get("action", path).partition("#")[0]
                key = action, tuple(sorted({name for name, _ in fields}))
                if key not in seen and not action.startswith(SUICIDAL):
                    seen.add(key)
                    yield Form(action, fields)


def addresses(town: Town) -> tuple[list[str], list[str]]:
    """The paths that can be read, and those that can be posted to."""
    settings = settings_for(town.instance, town.url)
    database = Database(settings)
    app = create_app(settings, Keys(SECRET), database)
    found: dict[str, list[str]] = {"GET": [], "POST": []}
    for rule in app.url_map.iter_rules():
        built = rule.build({name: FILLED.get(name, "0" * 12) for name in rule.arguments})
        if built is None or built[1].endswith(SKIPPED):
            continue
        for method, paths in found.items():
            if method in (rule.methods or ()):
                paths.append(built[1])
    database.dispose()
    return found["GET"], [path for path in found["POST"] if path != "/logout"]


def exchange(port: int, request: bytes, *, ends: bool) -> int:
    """Send these bytes, and say that nothing more comes if it ``ends``; the status of the answer, 0 for none."""
    answer = bytearray()
    with closing(socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS)) as connection:
        try:
            connection.sendall(request)
            if ends:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            # It is refused while it is still being sent; the answer may be there all the same.
            pass
        try:
            # Some of them ask for the connection to be kept.
            while not _is_whole(answer) and (piece := connection.recv(LARGEST_ANSWER)):
                answer += piece
        except OSError:
            pass
    parts = bytes(answer[:64]).split(b" ", 2)
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0


def _is_whole(answer: bytearray) -> bool:
    """Whether all of it is there, as far as it says how long it is."""
    head, end, body = bytes(answer).partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    return bool(end and length) and len(body) >= int(length[1] if length else 0)


def _bytes(bad: Bad, csrf: str, cookie: str) -> bytes:
    if bad.raw is not None:
        return bad.raw
    body = bad.encoded(csrf) if bad.method not in {"GET", "HEAD"} or bad.fields or bad.body else b""
    headers = {"Host": "127.0.0.1", "Connection": "close", "Cookie": cookie if bad.cookie is None else bad.cookie}
    if body:
        headers |= {"Content-Length": str(len(body)), "Content-Type": bad.kind}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (headers | bad.headers).items())
    return f"{bad.method} {bad.path} HTTP/1.1\r\n{lines}\r\n".encode("utf-8", "surrogatepass") + body

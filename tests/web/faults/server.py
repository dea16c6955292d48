"""The real server in a process of its own, and browsers that talk to it over HTTP."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from app.accounts import service
from app.accounts.roles import Role
from app.db import Database
from tests.database import SECRET, settings_for
from tests.web.staff import PASSWORD

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-c", "import sys; sys.argv[0] = 'wegweiser'; from app.cli import main; main()"]
START_SECONDS = 60
TOKEN = re.compile(r'name="token" value="([^"]+)"')
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')

Fields = Mapping[str, str] | Sequence[tuple[str, str]]


def environment(instance: Path, url: str | None = None, **more: str) -> dict[str, str]:
    """What the program is started with, and nothing of the environment of the tests."""
    settings = {"WEGWEISER_INSTANCE": str(instance), "WEGWEISER_ADMIN_PASSWORD": PASSWORD}
    if url:
        settings |= {"WEGWEISER_DATABASE_URL": url, "WEGWEISER_SECRET_KEY": SECRET}
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(instance.parent)} | settings | more


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Answer:
    """A response: status, headers as one text, body."""

    status: int
    headers: str
    body: str

    @property
    def token(self) -> str:
        """The form's token in the page."""
        return self._only(TOKEN)

    @property
    def csrf(self) -> str:
        """The CSRF token in the page."""
        return self._only(CSRF)

    def _only(self, pattern: re.Pattern[str]) -> str:
        found = pattern.search(self.body)
        assert found, f"{pattern.pattern} is not in the page: {self.status} {self.body[:300]}"
        return found[1]


class Browser:
    """One desk: keeps its cookie and its connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = ""

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def post(self, path: str, fields: Fields, **headers: str) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        return self.request("POST", path, urlencode(fields).encode(), headers)

    def request(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        sent = {"Cookie": self.cookie} | dict(headers or {})
        try:
            self._connection.request(method, path, body, sent)
            response = self._connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, HTTPException):
            self._connection.close()
            raise
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.partition(";")[0]
        return Answer(response.status, str(response.headers), text)

    def log_in(self, name: str = "advisor") -> "Browser":
        """Log in; the page of the counter is then open to this browser."""
        login = self.get("/login")
        answer = self.post("/login", {"csrf_token": login.csrf, "name": name, "password": PASSWORD})
        assert answer.status == 303, answer.body[:500]
        return self

    def form(self, **fields: str) -> dict[str, str]:
        """A conversation ready to be finished, with a fresh token."""
        page = self.get("/counter")
        said = {"csrf_token": page.csrf, "token": page.token, "language": "uk", "subtopic": "wohnen/mietproblem"}
        return said | {"finish": "print_log"} | fields

    def close(self) -> None:
        self._connection.close()


class Server:
    """A running ``wegweiser serve``; what it writes to standard output and error goes to ``log``.

    ``command`` is what starts the program.
    """

    def __init__(
        self,
        instance: Path,
        url: str | None = None,
        *,
        port: int | None = None,
        command: Sequence[str] = COMMAND,
        **settings: str,
    ) -> None:
        self.port = port or free_port()
        self.log = instance.parent / f"server-{self.port}.log"
        instance.mkdir(parents=True, exist_ok=True)
        env = environment(instance, url, WEGWEISER_BIND=f"127.0.0.1:{self.port}", **settings)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([*command, "serve"], env=env, cwd=ROOT, stdout=log, stderr=log)
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise

    def browser(self) -> Browser:
        return Browser(self.port)

    def desks(self, number: int) -> list[Browser]:
        """So many browsers that share one login, as fast as if each had its own."""
        first = self.browser().log_in()
        others = [self.browser() for _ in range(number - 1)]
        for other in others:
            other.cookie = first.cookie
        return [first, *others]

    def kill(self) -> None:
        """As if the power went off."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(START_SECONDS)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.kill()

    def healthy(self) -> bool:
        """Whether /healthz says that the database can be written."""
        try:
            return Browser(self.port).get("/healthz").status == 200
        except OSError:
            return False

    def _wait(self) -> None:
        last = time.monotonic() + START_SECONDS
        while not self.healthy():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < last, self.log.read_text()
            time.sleep(0.05)


@contextmanager
def serving(
    instance: Path, url: str | None = None, *, command: Sequence[str] = COMMAND, **settings: str
) -> Iterator[Server]:
    """A server that is stopped at the end."""
    server = Server(instance, url, port=None, command=command, **settings)
    try:
        yield server
    finally:
        server.stop()


def add_advisor(url: str, instance: Path) -> None:
    """The account ``advisor`` with PASSWORD, straight into the database."""
    database = Database(settings_for(instance, url))
    with database.writing():
        service.add_user(name="advisor", password=PASSWORD, role=Role.ADVISOR, must_change_password=False)
    database.dispose()

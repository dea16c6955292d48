"""Desks that serve visitors over HTTP as a browser does: answer, finish, print. Hundreds of them in one process."""

import asyncio
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(rb'name="token" value="([^"]+)"')
TICKET = re.compile(rb'name="ticket" value="([^"]+)"')
CSRF = re.compile(rb'name="csrf_token" value="([^"]+)"')
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: ([^;\r]+)", re.IGNORECASE)
# Those of a day: slips of the same language, topic and office are printed again and again.
VISITORS = (
    ("uk", "aufenthalt/ukraine_24"),
    ("ar", "aufenthalt/adresse_eat"),
    ("fa", "wohnen/mietproblem"),
    ("en", "kultur/bibliothek"),
    ("vi", "wohnen/mietproblem"),
)
PATIENCE_SECONDS = 60
FIRST_VISITOR_SECONDS = 1.0
"""Within which every desk begins."""


@dataclass(frozen=True)
class Request:
    """One request: its kind, what it was answered with (0: with nothing), how many seconds that took."""

    kind: str
    status: int
    seconds: float


@dataclass
class Record:
    """What the desks have seen: all requests, and how many contacts the server said it had logged."""

    requests: list[Request] = field(default_factory=list)
    logged: int = 0

    def errors(self) -> list[Request]:
        """Everything that is not what a desk hopes for."""
        return [one for one in self.requests if one.status != 200]


class Desk:
    """A desk with its own connection; ``cookie`` is that of somebody who is logged in."""

    def __init__(self, port: int, cookie: str, record: Record, chance: random.Random) -> None:
        self._port = port
        self._cookie = cookie
        self._record = record
        self._chance = chance
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._csrf = self._token = b""

    async def work(self, *, until: float, think: float) -> None:
        """Serve one visitor after the other until the monotonic clock says so; ``think`` seconds, on average."""
        # Not all in the same moment: without pauses they would print their slips together for ever.
        await asyncio.sleep(self._chance.uniform(0, max(2 * think, FIRST_VISITOR_SECONDS)))
        while time.monotonic() < until:
            await self._visitor(*self._chance.choice(VISITORS), think)
        self.close()

    async def rehearse(self) -> None:
        """Serve one visitor of each kind, so that what is made once is made."""
        for language, subtopic in VISITORS:
            await self._visitor(language, subtopic, 0)

    def close(self) -> None:
        """Leave; the next request connects anew."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _visitor(self, language: str, subtopic: str, think: float) -> None:
        if not self._token and not self._take_form(await self.request("page", "GET", "/counter")):
            return
        spoken = {"language": language}
        said = {**spoken, "topic": subtopic.partition("/")[0]}
        begun = {**said, "subtopic": subtopic}
        for step in (spoken, said, begun, {**begun, "a-residence": "city"}):
            await self._pause(think)
            await self._post("answer", "/counter/answer", {**step, "go": "next"})
        await self._pause(think)
        form = {**begun, "a-residence": "city", "finish": "print_log"}
        page = await self._post("finish", "/counter", form)
        if not self._take_form(page):
            return
        self._record.logged += 1
        if ticket := TICKET.search(page):
            await self._post("slip", "/slip.pdf", {"ticket": ticket[1].decode()})

    async def _pause(self, think: float) -> None:
        if think:
            await asyncio.sleep(self._chance.uniform(0, 2 * think))

    def _take_form(self, page: bytes) -> bool:
        """The next visitor's form; False if there is none on the page, so that the counter is opened anew."""
        token, csrf = TOKEN.search(page), CSRF.search(page)
        self._token = token[1] if token else b""
        self._csrf = csrf[1] if csrf else self._csrf
        return bool(token)

    async def _post(self, kind: str, path: str, fields: Mapping[str, str]) -> bytes:
        form = {**fields, "csrf_token": self._csrf.decode(), "token": self._token.decode()}
        return await self.request(kind, "POST", path, urlencode(form).encode())

    async def request(self, kind: str, method: str, path: str, body: bytes = b"") -> bytes:
        """The answer's body, empty without an answer; what it took goes into the record."""
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                status, answer = await self._exchange(method, path, body)
        except (OSError, EOFError, TimeoutError):
            self.close()
            status, answer = 0, b""
        self._record.requests.append(Request(kind, status, time.perf_counter() - begun))
        return answer if status == 200 else b""

    async def _exchange(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nCookie: {self._cookie}\r\n"
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        if method == "POST" and path.startswith("/counter"):
            # Every press on the counter, finishing included: the desk is replaced in its page.
            head += "HX-Request: true\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        headers = await reader.readuntil(b"\r\n\r\n")
        if cookie := COOKIE.search(headers):
            self._cookie = cookie[1].decode()
        length = LENGTH.search(headers)
        answer = await reader.readexactly(int(length[1])) if length else b""
        if b"\r\nConnection: close" in headers:
            self.close()
        return int(headers.split(b" ", 2)[1]), answer

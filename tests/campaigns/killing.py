"""Power cuts: kill -9 while desks write. What was acknowledged is there; what was not is sent again and counts once."""

import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from typing import Any

from app import clock
from tests.campaigns.books import Books
from tests.campaigns.town import Town
from tests.web.faults.server import Browser, Server, free_port

UP_AGAIN_SECONDS = 3
HANDOUT = "h_mbe"
PATIENCE_SECONDS = 0.2


@dataclass
class Killed:
    """What came of it; ``up`` are the seconds of each start until the program could write."""

    kills: int
    writers: int
    acknowledged: int = 0
    sent_again: int = 0
    contacts: int = 0
    up: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def missed(self) -> list[str]:
        """Which goals were missed."""
        found = [f"lost: {len(self.lost)}"] if self.lost else []
        found += self.partial[:5] + self.refused[:5]
        if self.contacts != self.acknowledged:
            found.append(f"{self.contacts} contacts of {self.acknowledged} forms")
        if max(self.up) >= UP_AGAIN_SECONDS:
            found.append(f"up again after {max(self.up):.1f} s, not within {UP_AGAIN_SECONDS}")
        return found

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {"kills": self.kills, "writers": self.writers, "acknowledged": self.acknowledged}
        told |= {"sent_again": self.sent_again, "contacts": self.contacts, "lost": len(self.lost)}
        ordered = sorted(self.up)
        middle, slowest = ordered[len(ordered) // 2], ordered[-1]
        return {**told, "partial": len(self.partial), "up_s": {"p50": round(middle, 2), "slowest": round(slowest, 2)}}


class _Writer(threading.Thread):
    """A desk that goes on with the same form until it is acknowledged, however often the server dies meanwhile."""

    def __init__(self, browser: Browser, campaign: "_Campaign") -> None:
        super().__init__(daemon=True)
        self._browser = browser
        self._campaign = campaign

    def run(self) -> None:
        while not self._campaign.over.is_set():
            form = self._new_form()
            if form:
                self._send(form)

    def _new_form(self) -> dict[str, str] | None:
        try:
            return self._browser.form(handout=HANDOUT)
        except (OSError, HTTPException):
            time.sleep(PATIENCE_SECONDS)
            return None

    def _send(self, form: dict[str, str]) -> None:
        for attempt in range(10**9):
            try:
                answer = self._browser.post("/counter", form)
            except (OSError, HTTPException):
                time.sleep(PATIENCE_SECONDS)
                continue
            self._campaign.note(form["token"], answer.status, again=attempt > 0)
            return


class _Campaign:
    """What the desks know."""

    def __init__(self, killed: Killed) -> None:
        self.over = threading.Event()
        self.acknowledged: list[str] = []
        self._killed = killed
        self._lock = threading.Lock()

    def note(self, token: str, status: int, *, again: bool) -> None:
        """A form was answered."""
        with self._lock:
            self._killed.sent_again += again
            if status == 200:
                self.acknowledged.append(token)
            else:
                self._killed.refused.append(f"a form was answered with {status}")


def run(town: Town, *, kills: int, writers: int, seconds: float) -> Killed:
    """Kill the server so often, each time after up to so many ``seconds`` of writing."""
    killed, chance, port = Killed(kills, writers), Random(kills), free_port()
    campaign, books = _Campaign(killed), Books(town.file)
    server = Server(town.instance, town.url, port=port)
    desks = [_Writer(browser, campaign) for browser in server.desks(writers)]
    for desk in desks:
        desk.start()
    for _ in range(kills):
        _wait_for_more(campaign, len(campaign.acknowledged))
        time.sleep(chance.uniform(0, seconds))
        server.kill()
        _check(killed, campaign, books)
        begun = time.monotonic()
        server = Server(town.instance, town.url, port=port)
        killed.up.append(time.monotonic() - begun)
    campaign.over.set()
    for desk in desks:
        desk.join()
    server.stop()
    _check(killed, campaign, books)
    killed.acknowledged, killed.contacts = len(campaign.acknowledged), books.counts()["contacts"]
    return killed


def _wait_for_more(campaign: _Campaign, than: int) -> None:
    last = time.monotonic() + 60
    while len(campaign.acknowledged) <= than:
        assert time.monotonic() < last, "no desk can write any more"
        time.sleep(0.005)


def _check(killed: Killed, campaign: _Campaign, books: Books) -> None:
    """After each cut: all that was acknowledged until then is there, and nothing is there by halves."""
    acknowledged = list(campaign.acknowledged)
    killed.lost += books.missing(acknowledged, clock.now().date())
    killed.partial += books.partial()

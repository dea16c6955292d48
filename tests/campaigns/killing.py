"""Power cuts: kill -9 while desks write. What was acknowledged is there; what was not is sent again and counts once."""

import time
from dataclasses import dataclass, field
from random import Random
from typing import Any

from app import clock
from tests.campaigns.books import Books
from tests.campaigns.town import Town
from tests.campaigns.writers import Sent, writing
from tests.web.faults.server import Server, free_port

UP_AGAIN_SECONDS = 3


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


def run(town: Town, *, kills: int, writers: int, seconds: float) -> Killed:
    """Kill the server so often, each time after up to so many ``seconds`` of writing."""
    killed, chance, port = Killed(kills, writers), Random(kills), free_port()
    books = Books(town.file)
    server = Server(town.instance, town.url, port=port)
    try:
        with writing(server.desks(writers)) as sent:
            for _ in range(kills):
                sent.wait_for_more()
                time.sleep(chance.uniform(0, seconds))
                server.kill()
                _check(killed, sent, books)
                begun = time.monotonic()
                server = Server(town.instance, town.url, port=port)
                killed.up.append(time.monotonic() - begun)
    finally:
        server.stop()
    _check(killed, sent, books)
    killed.acknowledged, killed.contacts = len(sent.acknowledged), books.counts()["contacts"]
    killed.sent_again, killed.refused = sent.again, sent.refused
    return killed


def _check(killed: Killed, sent: Sent, books: Books) -> None:
    """After each cut: all that was acknowledged until then is there, and nothing is there by halves."""
    killed.lost += books.missing(list(sent.acknowledged), clock.now().date())
    killed.partial += books.partial()

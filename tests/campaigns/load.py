"""Load: so many desks that serve visitors at the same time, each request timed from outside."""

import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tests.campaigns.desks import Desk, Record, Request
from tests.web.faults.server import Server

GOALS_MS = {3: 50, 30: 150, 300: 500}
"""Up to so many desks, 99 of 100 requests are answered within so many milliseconds."""


@dataclass(frozen=True)
class Loaded:
    """What came of it. ``figures`` are milliseconds by kind of request."""

    desks: int
    think: float
    seconds: float
    logged: int
    figures: dict[str, dict[str, float]]
    errors: list[Request]

    def missed(self) -> list[str]:
        """Which goals were missed."""
        goal = next(limit for desks, limit in GOALS_MS.items() if self.desks <= desks)
        slow = self.figures["all"]["p99"]
        found = [f"p99 of all requests is {slow} ms, not below {goal} ms"] if slow >= goal else []
        return found + ([f"{len(self.errors)} errors, such as {self.errors[0]}"] if self.errors else [])

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        a_second = round(self.figures["all"]["n"] / self.seconds, 1)
        told = {"desks": self.desks, "think_s": self.think, "requests_a_second": a_second, "contacts": self.logged}
        return {**told, "ms": self.figures, "errors": len(self.errors)}


def run(server: Server, *, desks: int, think: float, seconds: float) -> Loaded:
    """Let so many desks work, each with ``think`` seconds on average before a request."""
    cookie = server.browser().log_in().cookie
    return asyncio.run(_run(server.port, cookie, desks, think, seconds))


async def _run(port: int, cookie: str, desks: int, think: float, seconds: float) -> Loaded:
    chance = random.Random(desks)
    rehearsal, record = Record(), Record()
    await Desk(port, cookie, rehearsal, chance).rehearse()
    until = time.monotonic() + seconds
    await asyncio.gather(*(Desk(port, cookie, record, chance).work(until=until, think=think) for _ in range(desks)))
    logged = rehearsal.logged + record.logged
    return Loaded(desks, think, seconds, logged, figures(record.requests), rehearsal.errors() + record.errors())


def figures(requests: Sequence[Request]) -> dict[str, dict[str, float]]:
    """Milliseconds by kind of request, and of all."""
    by_kind = groupby(sorted(requests, key=lambda one: one.kind), key=lambda one: one.kind)
    times = {kind: [one.seconds for one in some] for kind, some in by_kind}
    return {kind: _summary(taken) for kind, taken in (times | {"all": [one.seconds for one in requests]}).items()}


def _summary(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)

    def at(share: float) -> float:
        return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000, 1)

    middle = round(statistics.median(ordered) * 1000, 1)
    return {"n": len(ordered), "p50": middle, "p95": at(0.95), "p99": at(0.99), "slowest": at(1)}

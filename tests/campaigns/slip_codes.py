"""Codes of slips: as many as a town has, far more guesses, and what a guesser learns from the answers."""

import re
import secrets
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app import clock
from app.db import Database
from app.keys import Keys
from referrals import feedback
from referrals.models import SlipCode
from referrals.service import code_digest, issue_codes
from referrals.slip.code import new_code
from tests.campaigns.town import Town
from tests.database import SECRET, settings_for
from tests.web.faults.server import Browser, Server

OFFICE, FIELD = "mieterverein", "wohnen"
KINDS = ("never issued", "redeemed", "ended")
AT_ONCE = 5_000
SLOWER = 1.25
"""By so much may one kind of wrong code take longer than another, by the median."""
GUESSES_OF_A_NETWORK = 60
PASSING = re.compile(r'(name="(?:csrf_token|form_key|undo)" value|nonce)="[^"]*"')


@dataclass(frozen=True)
class Guessed:
    """What came of it. ``answers`` are how many different ones each form gave to wrong codes, ``ms`` their medians."""

    codes: int
    different: int
    stored: int
    guesses: int
    hits: int
    answers: dict[str, int]
    ms: dict[str, dict[str, float]]

    def missed(self) -> list[str]:
        """Which goals were missed."""
        found = [f"{name} gave {n} answers to wrong codes" for name, n in self.answers.items() if n != 1]
        for form, times in self.ms.items():
            if max(times.values()) > SLOWER * min(times.values()):
                found.append(f"{form}: the time tells wrong codes apart: {times}")
        if self.hits:
            found.append(f"{self.hits} guesses hit")
        return found + ([] if self.codes == self.different == self.stored else ["two codes were the same"])

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"codes": self.codes, "guesses": self.guesses, "hits": self.hits, "answers": self.answers, "ms": self.ms}


def run(town: Town, server: Server, *, codes: int, guesses: int, asked: int) -> Guessed:
    """Issue codes, guess at random in the database, and ask both forms so often about each kind of wrong code."""
    database, keys = Database(settings_for(town.instance, town.url)), Keys(SECRET)
    issued = [new_code(secrets.token_bytes(16)) for _ in range(codes)]
    today = clock.now().date()
    with database.writing():
        issue_codes({code_digest(keys, code): (OFFICE, FIELD) for code in issued}, today=today)
    with database.reading() as session:
        stored = session.query(SlipCode).count()
    hits = sum(guess(database, keys, min(AT_ONCE, guesses - done)) for done in range(0, guesses, AT_ONCE))
    wrong = {kind: prepared(database, keys, kind, asked) for kind in KINDS}
    database.dispose()
    staff, office = server.browser().log_in(), server.browser()
    few = min(asked, GUESSES_OF_A_NETWORK // len(KINDS) - 1)
    said = {
        "/feedback": ask(staff, "/feedback", wrong, asked),
        "/r": ask(office, "/r", {kind: some[:few] for kind, some in wrong.items()}, few),
    }
    return Guessed(
        codes,
        len(set(issued)),
        stored,
        guesses,
        hits,
        {path: len(found[0]) for path, found in said.items()},
        {path: found[1] for path, found in said.items()},
    )


def guess(database: Database, keys: Keys, number: int) -> int:
    """Redeem so many random codes with a right check sign, as the form does; how many there were."""
    with database.writing():
        now = clock.now()
        return sum(
            feedback.redeem(keys, new_code(secrets.token_bytes(16)), "reached", now=now) is not None
            for _ in range(number)
        )


def prepared(database: Database, keys: Keys, kind: str, number: int) -> list[str]:
    """So many codes that are wrong in this way."""
    made = [new_code(secrets.token_bytes(16)) for _ in range(number)]
    if kind == "never issued":
        return made
    now = clock.now()
    with database.writing() as session:
        meanings = {code_digest(keys, code): (OFFICE, FIELD) for code in made}
        issue_codes(meanings, today=now.date())
        if kind == "redeemed":
            assert all(feedback.redeem(keys, code, "reached", now=now) for code in made)
        else:
            for digest in meanings:
                session.get_one(SlipCode, digest).valid_until = now.date() - timedelta(days=1)
    return made


def ask(
    browser: Browser, path: str, wrong: Mapping[str, Sequence[str]], number: int
) -> tuple[set[tuple[int, str]], dict[str, float]]:
    """The different answers to wrong codes, without what differs each time, and the median of milliseconds by kind."""
    csrf = browser.get(path).csrf if path != "/r" else ""
    answers: set[tuple[int, str]] = set()
    times: dict[str, list[float]] = {kind: [] for kind in wrong}
    for kind, code in _in_turn(wrong, number):
        begun = time.perf_counter()
        answer = browser.post(path, {"csrf_token": csrf, "code": code, "outcome": "reached"})
        times[kind].append(time.perf_counter() - begun)
        answers.add((answer.status, PASSING.sub("", answer.body)))
    return answers, {kind: round(statistics.median(some) * 1000, 2) for kind, some in times.items()}


def _in_turn(wrong: Mapping[str, Sequence[str]], number: int) -> Iterator[tuple[str, str]]:
    """One of each kind after the other, beginning with another kind each time: the machine is slower at some times."""
    kinds = list(wrong)
    for at in range(number):
        for place in range(len(kinds)):
            kind = kinds[(place + at) % len(kinds)]
            yield kind, wrong[kind][at]

"""Forms that are sent again and again, several at the same moment: each is done once.

Nine of ten are the counter's, the tenth hangs an offer on the board; half a form's copies come while it is dealt with.
"""

import random
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from app import clock
from app.accounts import service
from app.accounts.roles import Role
from app.counter.tickets import new_token, seal_form
from app.db import Database
from app.keys import Keys
from app.resend import FIELD, new_key
from tests.campaigns.books import Books
from tests.campaigns.town import Town
from tests.database import SECRET, settings_for
from tests.web.faults.server import Answer, Browser, Server
from tests.web.staff import PASSWORD

FEWEST, MOST = 2, 50
STEEP = 8
"""Few are sent often: on average a form comes FEWEST + (MOST - FEWEST) / (STEEP + 1) times."""
OFFER = {
    "kind": "offer", "category": "room", "office_id": "mieterverein", "title": "Raum", "text": "Dienstags ab 16 Uhr.",
    "contact_note": "", "topics": "engagement/raum_veranstaltung", "until": "2027-01-31",
}  # fmt: skip


@dataclass(frozen=True)
class Resent:
    """What came of it: forms and requests, the rows that are there, and answers that were not as they should be."""

    forms: int
    requests: int
    contacts: int
    offers: int
    wrong: list[str]
    partial: list[str]

    def missed(self) -> list[str]:
        """Which goals were missed."""
        rows = self.contacts + self.offers
        return [*self.wrong, *self.partial] + ([] if rows == self.forms else [f"{rows} rows of {self.forms} forms"])

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"forms": self.forms, "requests": self.requests, "contacts": self.contacts, "offers": self.offers}


def run(town: Town, server: Server, *, forms: int, browsers: int = 6, seed: int = 1) -> Resent:
    """Send so many forms, each FEWEST to MOST times, from so many browsers at once."""
    database = Database(settings_for(town.instance, town.url))
    with database.writing():
        service.add_user(name="redakteurin", password=PASSWORD, role=Role.EDITOR, must_change_password=False)
    database.dispose()
    first = server.browser().log_in("redakteurin")
    csrf = first.get("/account").csrf
    everybody = [first, *(server.browser() for _ in range(browsers - 1))]
    for one in everybody:
        one.cookie = first.cookie
    sender = _Sender(everybody, csrf)
    chance = random.Random(seed)
    for number in range(forms):
        copies = FEWEST + int((MOST - FEWEST + 1) * chance.random() ** STEEP)
        (sender.offer if number % 10 == 9 else sender.contact)(copies)
    sender.end()
    with closing(sqlite3.connect(town.file)) as connection:
        offers = connection.execute("SELECT count(*) FROM board_entry").fetchone()[0]
    books = Books(town.file)
    # The keys of offers stand in the same table, and these visitors take no handout.
    partial = [one for one in books.partial() if not one.startswith(("resend keys", "handouts given"))]
    return Resent(forms, sender.requests, books.counts()["contacts"], offers, sender.wrong, partial)


class _Sender:
    """Sends copies of a form from all browsers at the same time, and looks at the answers."""

    def __init__(self, browsers: list[Browser], csrf: str) -> None:
        self._browsers, self._csrf = browsers, csrf
        self._pool = ThreadPoolExecutor(len(browsers))
        self._keys = Keys(SECRET)
        self.requests = 0
        self.wrong: list[str] = []

    def contact(self, copies: int) -> None:
        """A contact at the counter."""
        token = seal_form(self._keys, new_token(clock.now()))
        said = {"token": token, "language": "uk", "subtopic": "wohnen/mietproblem", "finish": "print_log"}
        answers = self._send("/counter", said, copies)
        self.wrong += [f"/counter answered {one.status}" for one in answers if one.status != 200]

    def offer(self, copies: int) -> None:
        """An offer on the board: all are led to the same entry, and one of them made it."""
        answers = self._send("/board/new", OFFER | {FIELD: new_key(clock.now().date())}, copies)
        led = [parse_qs(_location(one).partition("?")[2].partition("#")[0]) for one in answers]
        told = Counter("made" if one.get("done") == ["created"] else str(one.get("before", "lost")) for one in led)
        if len({str(one.get("entry")) for one in led}) != 1 or told != {"made": 1, "['sent']": copies - 1}:
            self.wrong.append(f"/board/new: {[one.status for one in answers]} {dict(told)}")

    def end(self) -> None:
        """Let the browsers go."""
        self._pool.shutdown()
        for browser in self._browsers:
            browser.close()

    def _send(self, path: str, fields: dict[str, str], copies: int) -> list[Answer]:
        """All copies; a browser sends one after the other."""
        self.requests += copies
        said = {"csrf_token": self._csrf, **fields}
        shares = [len(range(at, copies, len(self._browsers))) for at in range(len(self._browsers))]

        def share(browser: Browser, number: int) -> list[Answer]:
            return [browser.post(path, said) for _ in range(number)]

        running = [self._pool.submit(share, *one) for one in zip(self._browsers, shares, strict=True)]
        return [answer for one in running for answer in one.result()]


def _location(answer: Answer) -> str:
    lines = [line for line in answer.headers.splitlines() if line.lower().startswith("location:")]
    return lines[0] if lines else ""

"""Desks that go on with the same form until it is acknowledged, whatever becomes of the server meanwhile."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from itertools import count

from tests.web.faults.server import Browser

HANDOUT = "h_mbe"
PATIENCE_SECONDS = 0.2


class Sent:
    """What the desks know: the forms (their tokens) that were acknowledged, how many were sent more than once, and
    what was answered with anything but a page that says so.
    """

    def __init__(self) -> None:
        self.over = threading.Event()
        self.acknowledged: list[str] = []
        self.again = 0
        self.refused: list[str] = []
        self._lock = threading.Lock()

    def note(self, token: str, status: int, *, again: bool) -> None:
        """A form was answered."""
        with self._lock:
            self.again += again
            if status == 200:
                self.acknowledged.append(token)
            else:
                self.refused.append(f"a form was answered with {status}")

    def wait_for_more(self, seconds: float = 60) -> None:
        """Until another form is acknowledged."""
        last, known = time.monotonic() + seconds, len(self.acknowledged)
        while len(self.acknowledged) <= known:
            assert time.monotonic() < last, "no desk can write any more"
            time.sleep(0.005)


@contextmanager
def writing(browsers: Sequence[Browser], pause: float = 0) -> Iterator[Sent]:
    """Let all of them write within the block, with so many seconds between two contacts."""
    sent = Sent()
    threads = [threading.Thread(target=_work, args=(one, sent, pause), daemon=True) for one in browsers]
    for thread in threads:
        thread.start()
    try:
        yield sent
    finally:
        sent.over.set()
    for thread in threads:
        thread.join()


def _work(browser: Browser, sent: Sent, pause: float) -> None:
    while not sent.over.is_set():
        try:
            form = browser.form(handout=HANDOUT)
        except (OSError, HTTPException):
            time.sleep(PATIENCE_SECONDS)
            continue
        _send(browser, form, sent)
        time.sleep(pause)


def _send(browser: Browser, form: dict[str, str], sent: Sent) -> None:
    for attempt in count():
        try:
            answer = browser.post("/counter", form)
        except (OSError, HTTPException):
            time.sleep(PATIENCE_SECONDS)
            continue
        sent.note(form["token"], answer.status, again=attempt > 0)
        return

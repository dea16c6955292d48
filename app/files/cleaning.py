"""Makes a safe PDF of an uploaded file, in a child process with limits: whatever happens to it, the server goes on.

The child (app.files.worker) knows nothing but the file: no environment, no database, no files of the installation. It
gets the content and gives the answer through memory, so that the original is on no disk.
"""

import json
import os
import signal
import subprocess  # nosec B404 - our own interpreter and module
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.errors import Text, WegweiserError
from app.files.words import MOST_BYTES, NOTES, refusal

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-s", "-m", "app.files.worker")
SECONDS = 9.0
"""For one file, on the clock; the child's own limit (app.files.worker) is less, of the processor's time."""
OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}
AT_ONCE = 2
WAITING = 2
"""Uploads beyond these are asked to come again: the other threads are for the desks."""

_places = threading.BoundedSemaphore(AT_ONCE + WAITING)
_workers = threading.BoundedSemaphore(AT_ONCE)


class Refused(WegweiserError):
    """The file is not taken; the sentence says why, and what to do."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.reason: Text = refusal(code)
        super().__init__(self.reason)


@dataclass(frozen=True)
class Cleaned:
    """A PDF written anew. ``width`` and ``height`` of its first page are in points; ``notes`` as in app.files.words."""

    content: bytes
    pages: int
    width: float
    height: float
    text: str
    thumbnail: bytes
    notes: tuple[str, ...]


def clean(content: bytes) -> Cleaned:
    """The same pages without anything active. Raises Refused."""
    if not content:
        raise Refused("empty")
    if len(content) > MOST_BYTES:
        raise Refused("too_large")
    with _turn(), _memory("upload") as given, _memory("cleaned") as answer:
        given.write(content)
        given.seek(0)
        code = _run(given, answer)
        answer.seek(0)
        if code:
            raise Refused(code)
        return _read(answer)


@contextmanager
def _turn() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise Refused("busy")
    try:
        if not _workers.acquire(timeout=2 * SECONDS):
            raise Refused("busy")
        try:
            yield
        finally:
            _workers.release()
    finally:
        _places.release()


@contextmanager
def _memory(name: str) -> Iterator[BinaryIO]:
    """A file that is on no disk."""
    with os.fdopen(os.memfd_create(name), "w+b", buffering=0) as file:
        yield file


def _run(given: BinaryIO, answer: BinaryIO) -> str:
    """Why it failed: a code of app.files.words; empty if there is an answer."""
    try:
        done = subprocess.run(  # noqa: S603  # nosec B603
            COMMAND,
            cwd=ROOT,
            env={},
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "too_long"
    if done.returncode in OUT_OF_TIME:
        return "too_long"
    return "" if done.returncode == 0 else "crashed"


def _read(answer: BinaryIO) -> Cleaned:
    """The answer is a line of JSON, then the PDF and the PNG. Raises Refused."""
    raw = answer.read()
    head, _, rest = raw.partition(b"\n")
    try:
        said = json.loads(head)
        if "refused" in said:
            raise Refused(str(said["refused"]))
        size = int(said["size"])
        return Cleaned(
            content=rest[:size],
            thumbnail=rest[size:],
            pages=int(said["pages"]),
            width=float(said["width"]),
            height=float(said["height"]),
            text=str(said["text"]),
            notes=tuple(code for code in NOTES if code in said["notes"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("crashed") from error

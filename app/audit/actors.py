"""Who acts: a member of staff, a command, the night job, or nobody who has logged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

STAFF, COMMAND, NIGHT, NOBODY = KINDS = ("staff", "command", "night", "nobody")


@dataclass(frozen=True)
class Actor:
    """``kind`` is one of KINDS; ``name`` that of the account or the command, "" where there is none."""

    kind: str
    name: str = ""


def staff(name: str) -> Actor:
    """A person by the account's name."""
    return Actor(STAFF, name)


def command(path: str) -> Actor:
    """Somebody at the server's own command line, such as ``user add``."""
    return Actor(COMMAND, path.removeprefix("wegweiser").strip())


NIGHT_JOB = Actor(NIGHT)
UNKNOWN = Actor(NOBODY)
_acting: ContextVar[Actor] = ContextVar("actor", default=UNKNOWN)


def current() -> Actor:
    """Who acts at the moment."""
    return _acting.get()


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """What is written within the block is this one's doing."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)

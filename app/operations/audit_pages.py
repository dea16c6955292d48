"""What the page of the log shows of an entry, and the same as a file."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app import clock
from app.audit.actors import Actor
from app.audit.models import AuditEntry
from app.interface import translate
from app.operations import audit_words as words
from app.reports.exports.guard import guarded
from app.upkeep.words import NOTHING, moment

MOST_BESIDE = 3
LONGEST_BESIDE = 120
"""So many fields and signs are shown at once, more behind a click."""
COLUMNS = (
    "number",
    "at",
    "actor_kind",
    "actor",
    "action",
    "kind",
    "subject",
    "title",
    "before",
    "after",
    "hash",
)


@dataclass(frozen=True)
class Difference:
    """A field before and after, as texts."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Shown:
    """An entry in words; ``rows``: it stands for so many new things; ``is_long``: show differences after a click."""

    number: int
    at: str
    actor: str
    action: str
    kind: str
    title: str
    subject: str
    rows: int
    differences: list[Difference]
    is_long: bool


def shown(entry: AuditEntry) -> Shown:
    """An entry as the page shows it."""
    rows = int((entry.after or {}).get("rows", 0)) if not entry.subject else 0
    found = [] if rows else _differences(entry.before, entry.after)
    signs = sum(len(one.before) + len(one.after) for one in found)
    return Shown(
        number=entry.number,
        at=moment(entry.at),
        actor=words.actor(Actor(entry.actor_kind, entry.actor)),
        action=words.action(entry.action),
        kind=words.kind(entry.kind),
        # The reason of a change, and an account's name, may be texts of the program.
        title=translate(entry.title) if entry.kind == "change" else entry.title,
        subject=entry.subject if entry.subject != entry.title else "",
        rows=rows,
        differences=found,
        is_long=len(found) > MOST_BESIDE or signs > LONGEST_BESIDE,
    )


def as_csv(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """The entries as lines of a CSV file, as they are stored: with local times, and differences as JSON."""
    yield _line(COLUMNS)
    for entry in entries:
        yield _line(
            (
                str(entry.number),
                _local(entry.at),
                entry.actor_kind,
                entry.actor,
                entry.action,
                entry.kind,
                entry.subject,
                entry.title,
                _json(entry.before),
                _json(entry.after),
                entry.hash.hex(),
            )
        )


def _differences(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Difference]:
    found = []
    for name in dict.fromkeys([*(before or {}), *(after or {})]):
        old, new = ((side or {}).get(name) for side in (before, after))
        # Where only a secret has changed, both sides say the same.
        if isinstance(old, list) and isinstance(new, list) and old != new:
            old, new = ([one for one in side if one not in other] for side, other in ((old, new), (new, old)))
        texts = words.shown(name, old), words.shown(name, new)
        if texts != (NOTHING, NOTHING):
            found.append(Difference(words.field(name), *texts))
    return found


def _local(at: datetime) -> str:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(clock.ZONE).isoformat(timespec="minutes")


def _json(value: dict[str, Any] | None) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([guarded(cell) for cell in cells])
    return text.getvalue()

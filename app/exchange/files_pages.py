"""The pages of files: what can be downloaded, what files would change, what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from app.directory.entries import Content, Entry
from app.directory.stored import stored_contents
from app.errors import Text
from app.exchange.files_archive import MOST_UPLOAD_BYTES
from app.exchange.files_tickets import Ticket
from app.interface import translate
from app.upkeep import words
from referrals.directory.reading import SHOWN_PROBLEMS, Problem
from referrals.interchange.spreadsheet.sheets import SHEETS

MOST_SHOWN = 200
"""Entries whose fields are shown: of a whole new directory nobody reads each."""


@dataclass(frozen=True)
class Row:
    """An entry that files change."""

    entry: Entry
    title: str
    new: bool
    fields: list[words.FieldChange]


@dataclass(frozen=True)
class Group:
    """The entries of one kind: how many are new, changed, as they are, and not in the file. ``rows`` are some."""

    kind: str
    file: str
    created: int
    changed: int
    unchanged: int
    kept: int
    rows: list[Row]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.created + self.changed - len(self.rows)


@dataclass(frozen=True)
class Outcome:
    """What became of an import: the number of its change (None: nothing to change), entries in all and drafted."""

    change: int | None
    entries: int
    drafted: int


def overview_page(
    *,
    taken: Outcome | None = None,
    problems: Sequence[Problem] = (),
    trouble: Sequence[str] = (),
    status: int = 200,
) -> Response:
    """Downloads and the form for uploads; what became of the last one."""
    said = [_said(problem) for problem in problems[:SHOWN_PROBLEMS]]
    body = render_template(
        "exchange/files.html",
        taken=taken,
        problems=[*trouble, *said],
        further=max(0, len(problems) - SHOWN_PROBLEMS),
        most=MOST_UPLOAD_BYTES // 1_000_000,
        files=[(sheet.file, translate(words.KINDS[kind])) for kind, sheet in SHEETS.items()],
    )
    return make_response(body, status)


def _said(problem: Problem) -> str:
    """A problem of a file, with the column as it is headed there, or of a stored entry that the files do not have."""
    kind = next((kind for kind in SHEETS if problem.file.startswith(f"{kind} ")), None)
    if kind is not None and not problem.line:
        return words.said(problem, Entry(kind, problem.file.removeprefix(f"{kind} ")))
    place = [problem.file] if problem.file else []
    if problem.line:
        place.append(translate(Text("line {n}", n=problem.line)))
    if problem.field:
        place.append(translate(Text("column {name}", name=problem.field)) if problem.line else problem.field)
    expected = translate(problem.expected)
    return f"{', '.join(place)}: {expected}" if place else expected


def preview_page(session: Session, ticket: Ticket, sealed: str, *, trouble: Sequence[str] = ()) -> Response:
    """What files would change; nothing is changed yet."""
    known = stored_contents(session)
    read = words.Reader(session)
    groups = [_group(kind, ticket, known, read) for kind in SHEETS if kind in ticket.unchanged]
    body = render_template(
        "exchange/files_preview.html",
        groups=groups,
        ignored=ticket.ignored,
        changes=len(ticket.edits),
        ticket=sealed,
        trouble=trouble,
        words=words,
    )
    return make_response(body, 400 if trouble else 200)


def _group(kind: str, ticket: Ticket, known: dict[Entry, Content], read: words.Reader) -> Group:
    wanted = {entry: content for entry, content in ticket.edits.items() if entry.kind == kind}
    created = sum(entry not in known for entry in wanted)
    # Each kind has its share of what is shown.
    kinds = len({entry.kind for entry in ticket.edits})
    shown = list(wanted.items())[: MOST_SHOWN // max(1, kinds)]
    rows = [
        Row(entry, words.title(entry, content), entry not in known, read.differences(known.get(entry), content))
        for entry, content in shown
    ]
    unchanged, kept = ticket.unchanged[kind], ticket.kept.get(kind, 0)
    return Group(kind, SHEETS[kind].file, created, len(wanted) - created, unchanged, kept, rows)

"""Files of other systems -> open proposals. The directory itself is never touched."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.directory import history
from app.directory.drafts import drafts
from app.directory.stored import stored_contents
from referrals.interchange.models import ExternalId, Proposal
from referrals.interchange.xzufi.proposing import Directory, Draft, Proposed, listed, proposed
from referrals.interchange.xzufi.values import Flaw, Key, Message

OPEN, ACCEPTED, REJECTED, REPLACED = "open", "accepted", "rejected", "replaced"


@dataclass
class Report:
    """What became of a file. All are numbers of entries; ``flaws`` say what was left out, and where.

    ``known`` were proposed before, ``rejected`` were rejected then; ``older`` is older than what is known already.
    ``same`` is what our directory says too, ``elsewhere`` concerns other regions, ``ignored`` an editor has called none
    of ours, ``empty`` says too little, ``expired`` is over. ``withdrawn`` are open proposals that the sender has
    deleted, ``unknown_deletions`` are deletions of what was never here. ``other_kinds`` are objects that are not read,
    such as online services.
    """

    file: str
    created: int = 0
    known: int = 0
    rejected: int = 0
    older: int = 0
    same: int = 0
    elsewhere: int = 0
    ignored: int = 0
    empty: int = 0
    expired: int = 0
    withdrawn: int = 0
    unknown_deletions: int = 0
    left_out: int = 0
    other_kinds: int = 0
    flaws: list[Flaw] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(replace(self, flaws=[])) | {"flaws": [str(flaw) for flaw in self.flaws]}


def compare(session: Session, message: Message, today: date) -> Proposed:
    """What the message says and we do not. Only reads: a large file takes seconds, and the desk must not wait."""
    return proposed(message, ours(session), today)


def take_in(session: Session, message: Message, found: Proposed, *, now: datetime) -> Report:
    """Store what ``compare`` found as proposals. The caller commits."""
    history.lock(session)
    report = Report(message.file, left_out=message.flawed, other_kinds=message.others)
    report.flaws = list(message.flaws)
    report.same, report.elsewhere, report.ignored = found.same, found.elsewhere, found.ignored
    report.empty, report.expired, report.unknown_deletions = found.empty, found.expired, found.unknown_deletions
    _withdraw(session, message, report)
    _store(session, message, found, report, now)
    session.flush()
    return report


def ours(session: Session) -> Directory:
    """Our directory with its drafts, which a proposal that was accepted is too."""
    offices: dict[str, Any] = {}
    rules: dict[str, Any] = {}
    by_kind = {"offices": offices, "rules": rules}
    for entry, content in stored_contents(session).items():
        if entry.kind in by_kind:
            by_kind[entry.kind][entry.id] = content
    for draft in drafts(session):
        if draft.kind in by_kind and draft.content is not None:
            by_kind[draft.kind][draft.entry_id] = draft.content
    known = {(row.kind, Key(row.agency, row.scheme, row.value)): row.entry_id for row in session.scalars(_links())}
    existing = {"office": offices, "competence": rules}
    # An accepted draft that was thrown away is unknown again.
    known = {link: entry for link, entry in known.items() if entry is None or entry in existing.get(link[0], [entry])}
    return Directory(offices, rules, known)


def _links() -> Any:
    return select(ExternalId).order_by(ExternalId.kind, ExternalId.agency, ExternalId.scheme, ExternalId.value)


def _store(session: Session, message: Message, found: Proposed, report: Report, now: datetime) -> None:
    rows = list(session.scalars(select(Proposal).order_by(Proposal.imported_at, Proposal.id)))
    by_id = {row.id: row for row in rows}
    newest: dict[str, Proposal] = {}
    for one in rows:
        if one.subject not in newest or _age(newest[one.subject]) <= _age(one):
            newest[one.subject] = one
    for draft in found.drafts:
        row, latest = by_id.get(draft.id), newest.get(draft.subject)
        if row is not None and row.state == REJECTED:
            report.rejected += 1
        elif row is not None and row is latest and (row.state != REPLACED or _day(message) <= _age(row)):
            report.known += 1
        elif latest is not None and row is not latest and _day(message) < _age(latest):
            report.older += 1
        else:
            if latest is not None and latest.state == OPEN:
                latest.state = REPLACED
            kept = row or Proposal(id=draft.id)
            _fill(kept, draft, message, now)
            session.add(kept)
            by_id[kept.id] = newest[draft.subject] = kept
            report.created += 1


def _fill(row: Proposal, draft: Draft, message: Message, now: datetime) -> None:
    row.subject, row.kind, row.state = draft.subject, draft.kind, OPEN
    row.file, row.written_on, row.imported_at = message.file[:200], message.written_on, now.astimezone(UTC)
    row.agency, row.scheme, row.value = draft.key.agency, draft.key.scheme, draft.key.value
    row.entry_id, row.name, row.content = draft.entry, draft.name, draft.content
    row.decided_by, row.decided_at = "", None


def _withdraw(session: Session, message: Message, report: Report) -> None:
    """Open proposals of what the sender has deleted meanwhile need no decision."""
    deleted = {tuple(listed(deletion.key)) for deletion in message.deletions}
    if not deleted:
        return
    for row in session.scalars(select(Proposal).where(Proposal.state == OPEN).order_by(Proposal.id)):
        named = set(_named(row))
        if named and named <= deleted and _age(row) <= _day(message):
            row.state, row.written_on = REPLACED, message.written_on
            report.withdrawn += 1
            report.unknown_deletions = max(0, report.unknown_deletions - len(named))


def _named(row: Proposal) -> Iterable[tuple[str, ...]]:
    """The sender's keys, unknown here, that all must be deleted for a proposal to be void."""
    if row.kind == "rule_new":
        return [tuple(key) for key in row.content["ids"]]
    return [(row.agency, row.scheme, row.value)] if row.kind == "office_new" else []


def _age(row: Proposal) -> date:
    return row.written_on or date.min


def _day(message: Message) -> date:
    return message.written_on or date.min

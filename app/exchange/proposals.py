"""Proposals to decide one by one: find them, accept one as a draft, reject, take back. Nothing is published here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.directory import history
from app.directory.drafts import Conflict, current, save
from app.directory.entries import Content, Entry
from app.directory.stored import stored_contents
from app.errors import N_, NotFound, WegweiserError
from app.exchange import proposals_drafting as drafting
from app.exchange.proposals_import import ACCEPTED, OPEN, REJECTED
from referrals.interchange.models import ExternalId, Proposal
from referrals.interchange.xzufi.differences import changed

KINDS = ("office_new", "office_changed", "office_deleted", "rule_new", "rule_changed", "rule_deleted")
DELETIONS = frozenset({"office_deleted", "rule_deleted"})
MOST_ALL = 5_000
"""Proposals that are rejected at one go."""


class Decided(WegweiserError):
    """Somebody has decided the proposal meanwhile; ``who`` is empty if a newer file took its place."""

    def __init__(self, who: str) -> None:
        super().__init__(N_("Somebody has decided this proposal meanwhile."))
        self.who = who


class Undecidable(WegweiserError):
    """Something that the draft needs is missing; the text says what."""


@dataclass(frozen=True)
class Accepted:
    """What became of a proposal: the entry that was drafted, None if there was nothing to take over."""

    entry: Entry | None


def find(session: Session, key: str) -> Proposal:
    """The proposal with this id. Raises NotFound."""
    found = session.get(Proposal, key)
    if found is None:
        raise NotFound(N_("There is no such proposal."))
    return found


def listed(session: Session, state: str, kind: str = "") -> list[Proposal]:
    """All in this state (and of this kind), newest file first, by kind and name."""
    order = (Proposal.written_on.desc().nulls_last(), Proposal.file, Proposal.kind, Proposal.name, Proposal.id)
    query = select(Proposal).where(Proposal.state == state).order_by(*order)
    return list(session.scalars(query.where(Proposal.kind == kind) if kind else query))


def counted(session: Session) -> Counter[tuple[str, str]]:
    """How many there are, by state and kind."""
    by = (Proposal.state, Proposal.kind)
    return Counter({(state, kind): n for state, kind, n in session.execute(select(*by, func.count()).group_by(*by))})


def following(session: Session, proposal: Proposal) -> Proposal | None:
    """The next open one of the same kind, in the order of the list; the first if it was the last."""
    own = [one for one in listed(session, OPEN, proposal.kind) if one.id != proposal.id]
    place = (proposal.file, proposal.name, proposal.id)
    return next((one for one in own if (one.file, one.name, one.id) > place), own[0] if own else None)


def open_office(session: Session, key: Sequence[str]) -> Proposal | None:
    """The open proposal about the sender's office with this key, if there is one."""
    agency, scheme, value = key
    same = (Proposal.agency == agency, Proposal.scheme == scheme, Proposal.value == value)
    return session.scalar(select(Proposal).where(*same, Proposal.kind == "office_new", Proposal.state == OPEN).limit(1))


def accept_fields(
    session: Session, key: str, office: str, fields: Iterable[str], *, seen: str, by: str, now: datetime
) -> Accepted:
    """It is this office of ours; the ticked fields become a draft of it, and next time it is known.

    Raises Decided, Undecidable, Conflict, Unfit.
    """
    proposal = _open(session, key)
    found = current(session, Entry("offices", office))
    if found.shown is None:
        raise Undecidable(N_("Choose one of our offices."))
    if found.seen != seen:
        raise Conflict(found)
    offered = changed(proposal.content["facts"], found.shown)
    facts = {name: offered[name] for name in fields if name in offered}
    link(session, "office", _key(proposal), office)
    _decide(proposal, ACCEPTED, by, now, entry=office)
    if not facts:
        return Accepted(None)
    save(session, found.entry, drafting.with_facts(found.shown, facts, proposal, now.date()), seen=seen, by=by, now=now)
    return Accepted(found.entry)


def accept_office(session: Session, key: str, *, name: str, kind: str, by: str, now: datetime) -> Accepted:
    """A new office, as a draft that is marked unverified. Raises Decided, Undecidable, Unfit."""
    proposal = _open(session, key)
    if not name:
        raise Undecidable(N_("Give the office a name."))
    entry = Entry("offices", drafting.free_office_id(session, name))
    wanted = drafting.new_office(entry.id, name, kind, proposal, now.date())
    save(session, entry, wanted, seen=current(session, entry).seen, by=by, now=now)
    link(session, "office", _key(proposal), entry.id)
    _decide(proposal, ACCEPTED, by, now, entry=entry.id)
    return Accepted(entry)


def accept_rule(session: Session, key: str, *, subtopic: str, office: str, by: str, now: datetime) -> Accepted:
    """A new rule beside ours, as a draft. What service and office are here is remembered.

    Raises Decided, Undecidable, Unfit.
    """
    proposal = _open(session, key)
    if Entry("subtopics", subtopic) not in stored_contents(session):
        raise Undecidable(N_("Choose a topic."))
    if current(session, Entry("offices", office)).shown is None:
        raise Undecidable(N_("Choose one of our offices."))
    entry = Entry("rules", drafting.free_rule_id(session))
    wanted = drafting.new_rule(entry.id, subtopic, office, proposal)
    save(session, entry, wanted, seen=current(session, entry).seen, by=by, now=now)
    link(session, "service", _key(proposal), subtopic)
    link(session, "office", proposal.content["unit"], office)
    for competence in proposal.content["ids"]:
        link(session, "competence", competence, entry.id)
    _decide(proposal, ACCEPTED, by, now, entry=entry.id)
    return Accepted(entry)


def accept_deletion(session: Session, key: str, *, seen: str, closed: bool, by: str, now: datetime) -> Accepted:
    """Draft that the office is closed, or has to be verified; of a rule, that it ends. Raises Decided, Conflict."""
    proposal = _open(session, key)
    entry = entry_of(proposal)
    found = current(session, entry) if entry else None
    if found is None or found.shown is None:
        raise Undecidable(N_("This entry is not there any more."))
    if found.entry.kind == "offices":
        change: Content = {"status": "defunct" if closed else "verify", "status_note": drafting.deleted_note(proposal)}
    else:
        change = {"valid_to": drafting.day_of(proposal, now.date()).isoformat()}
    save(session, found.entry, found.shown | change, seen=seen, by=by, now=now)
    _decide(proposal, ACCEPTED, by, now)
    return Accepted(found.entry)


def reject(session: Session, keys: Sequence[str], *, by: str, now: datetime) -> list[str]:
    """Reject those that are open; returns them, to be taken back."""
    history.lock(session)
    done = []
    for key in keys[:MOST_ALL]:
        proposal = session.get(Proposal, key, populate_existing=True)
        if proposal is not None and proposal.state == OPEN:
            _decide(proposal, REJECTED, by, now)
            done.append(key)
    session.flush()
    return done


def reject_one(session: Session, key: str, *, by: str, now: datetime) -> list[str]:
    """The same for one. Raises Decided if it is not open any more."""
    _open(session, key)
    return reject(session, [key], by=by, now=now)


def ignore(session: Session, key: str, *, by: str, now: datetime) -> list[str]:
    """The service, or the office, is none of ours: all its open proposals are rejected, and none comes again."""
    proposal = _open(session, key)
    kind = "service" if proposal.kind.startswith("rule") else "office"
    link(session, kind, _key(proposal), None)
    same = select(Proposal.id).where(
        Proposal.agency == proposal.agency,
        Proposal.scheme == proposal.scheme,
        Proposal.value == proposal.value,
        Proposal.kind.startswith(proposal.kind.partition("_")[0]),
        Proposal.state == OPEN,
    )
    return reject(session, list(session.scalars(same.order_by(Proposal.id))), by=by, now=now)


def take_back(session: Session, keys: Sequence[str]) -> int:
    """Make rejected proposals open again, and their service or office one that may be ours; returns how many."""
    history.lock(session)
    done = 0
    for key in keys:
        proposal = session.get(Proposal, key, populate_existing=True)
        if proposal is None or proposal.state != REJECTED:
            continue
        proposal.state, proposal.decided_by, proposal.decided_at = OPEN, "", None
        for kind in ("service", "office"):
            found = session.get(ExternalId, (*_key(proposal), kind))
            if found is not None and found.entry_id is None:
                session.delete(found)
        done += 1
    session.flush()
    return done


def entry_of(proposal: Proposal) -> Entry | None:
    """Our office or rule that the proposal is about, if it is known."""
    kind = "offices" if proposal.kind.startswith("office") else "rules"
    return Entry(kind, proposal.entry_id) if proposal.entry_id else None


def linked(session: Session, kind: str, key: Sequence[str]) -> str | None:
    """Our entry that the sender's thing is, as an editor said; None if nobody did, or it is none of ours."""
    found = session.get(ExternalId, (*key, kind))
    return found.entry_id if found else None


def link(session: Session, kind: str, key: Sequence[str], entry_id: str | None) -> None:
    """Remember what the sender's thing is here."""
    agency, scheme, value = key
    session.merge(ExternalId(agency=agency, scheme=scheme, value=value, kind=kind, entry_id=entry_id))


def _open(session: Session, key: str) -> Proposal:
    history.lock(session)
    proposal = session.get(Proposal, key, populate_existing=True)
    if proposal is None:
        raise NotFound(N_("There is no such proposal."))
    if proposal.state != OPEN:
        raise Decided(proposal.decided_by)
    return proposal


def _decide(proposal: Proposal, state: str, by: str, now: datetime, *, entry: str | None = None) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now.astimezone(UTC)
    proposal.entry_id = entry or proposal.entry_id


def _key(proposal: Proposal) -> tuple[str, str, str]:
    return proposal.agency, proposal.scheme, proposal.value

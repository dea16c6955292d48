"""Drafts: entries as an editor wants them, seen by all editors and by nobody at the counter until published."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.directory import history, publishing, settings
from app.directory.entries import FIELDS, Content, Entry, read, with_contents
from app.directory.loading import rows_of
from app.directory.models import Change, Draft
from app.directory.stored import stored_contents
from app.errors import N_, WegweiserError
from referrals.directory.facts import Office as OfficeFacts
from referrals.directory.folder import Directory
from referrals.directory.models import Office
from referrals.directory.reading import Problems
from referrals.directory.service import facts_of, offices
from referrals.directory.tables import Rows
from referrals.routing.models import RoutingRule
from referrals.routing.service import rule_of, table
from referrals.routing.values import Rule, Table


@dataclass(frozen=True)
class Current:
    """An entry as it is published (None: not there) and as it is drafted.

    ``seen`` stands for both: a form carries it, so that nobody writes over what he has not seen.
    """

    entry: Entry
    published: Content | None
    draft: Draft | None

    @property
    def shown(self) -> Content | None:
        """What an editor goes on with: the draft, else what is published."""
        return self.draft.content if self.draft else self.published

    @property
    def seen(self) -> str:
        """A fingerprint of what is published and drafted."""
        both = [self.published, self.draft is not None, self.draft.content if self.draft else None]
        return hashlib.sha256(json.dumps(both, sort_keys=True).encode()).hexdigest()[:32]


class Conflict(WegweiserError):
    """Somebody else has changed the entry meanwhile; ``current`` is what there is now, ``fields`` what both changed."""

    def __init__(self, current: Current, fields: Iterable[str] = ()) -> None:
        super().__init__(N_("Somebody else has changed this entry meanwhile."))
        self.current = current
        self.fields = tuple(fields)


class SeenOtherwise(WegweiserError):
    """The drafts are not what the page showed when its button was pressed."""


class FourEyes(WegweiserError):
    """A second person has to publish this draft."""


def check_seen(session: Session, seen: Mapping[Entry, str]) -> None:
    """Each of these has a draft, and is what ``seen`` stands for. Raises SeenOtherwise."""
    history.lock(session)
    found = [current(session, entry) for entry in seen]
    if any(one.draft is None or one.seen != seen[one.entry] for one in found):
        raise SeenOtherwise(N_("These drafts have changed since this page was opened. Please look at them again."))


def drafts(session: Session) -> list[Draft]:
    """All drafts, in the order of kind and id."""
    return list(session.scalars(select(Draft).order_by(Draft.kind, Draft.entry_id)))


def current(session: Session, entry: Entry) -> Current:
    """An entry as it is published and drafted; neither if there is no such entry yet."""
    published = stored_contents(session).get(entry)
    return Current(entry, published, session.get(Draft, (entry.kind, entry.id), populate_existing=True))


def save(session: Session, entry: Entry, wanted: Content | None, *, seen: str, by: str, now: datetime) -> Current:
    """Keep ``wanted`` (None: to be removed) as a draft; what is published already needs none.

    Raises Conflict if the entry is not what ``seen`` stands for, Unfit if a field cannot be so.
    """
    history.lock(session)
    found = current(session, entry)
    if found.seen != seen:
        raise Conflict(found)
    if wanted is not None:
        wanted, problems = read(entry, wanted)
        if problems:
            raise publishing.Unfit((entry, problem) for problem in problems)
    if wanted == found.published:
        discard(session, [entry])
    elif found.draft is None:
        # What a draft was begun from is found again: a directory older than its history gets its first state now.
        history.begin(session, now=now)
        base = history.latest_number(session, entry)
        made = {"base": base, "made_by": by, "made_at": now.astimezone(UTC)}
        session.add(Draft(kind=entry.kind, entry_id=entry.id, content=wanted, **made))
    elif found.draft.content != wanted:
        found.draft.content = wanted
        found.draft.made_by, found.draft.made_at, found.draft.submitted_by = by, now.astimezone(UTC), ""
    session.flush()
    return current(session, entry)


def discard(session: Session, entries: Iterable[Entry]) -> None:
    """Forget the drafts of these entries."""
    for entry in entries:
        draft = session.get(Draft, (entry.kind, entry.id))
        if draft is not None:
            session.delete(draft)
    session.flush()


def submit(session: Session, entries: Iterable[Entry], *, by: str, why: str) -> None:
    """Ask a second person to publish these drafts, with the reason that the history will show."""
    for draft in _of(session, entries):
        draft.submitted_by, draft.why = by, why
    session.flush()


def merged(session: Session, draft: Draft) -> Content | None:
    """The draft with what others have published since it was begun. Raises Conflict where both changed a field."""
    entry = Entry(draft.kind, draft.entry_id)
    found = current(session, entry)
    base = history.content_at(session, entry, draft.base)
    ours, theirs = draft.content, found.published
    if theirs in (base, ours) or history.latest_number(session, entry) == draft.base:
        return ours
    if base is None or theirs is None or ours is None:
        raise Conflict(found)
    clashes = [
        name for name in ours if theirs[name] != base.get(name) and ours[name] not in (base.get(name), theirs[name])
    ]
    if clashes:
        raise Conflict(found, clashes)
    return _joined(base, ours, theirs)


def rebase(session: Session, entry: Entry) -> None:
    """Put a draft on the ground of what is published now; where both changed a field, the draft's stands.

    Whoever is told of a conflict sees both then, and publishes the draft knowingly.
    """
    history.lock(session)
    found = current(session, entry)
    if found.draft is None:
        return
    base = history.content_at(session, entry, found.draft.base)
    if base is not None and found.draft.content is not None and found.published is not None:
        found.draft.content = _joined(base, found.draft.content, found.published)
    found.draft.base = history.latest_number(session, entry)
    session.flush()


def _joined(base: Content, ours: Content, theirs: Content) -> Content:
    """Theirs where ours changes nothing."""
    return {name: theirs[name] if ours[name] == base.get(name) else ours[name] for name in ours}


def publish_drafts(session: Session, entries: Iterable[Entry], *, by: str, why: str, now: datetime) -> Change | None:
    """Publish the drafts of these entries as one change. Raises Conflict, Unfit, FourEyes."""
    history.lock(session)
    chosen = _of(session, entries)
    authors = {draft.made_by for draft in chosen}
    if settings.four_eyes(session) and by in authors:
        raise FourEyes(N_("Somebody else has to publish what you have drafted."))
    edits = {Entry(draft.kind, draft.entry_id): merged(session, draft) for draft in chosen}
    made_by = ", ".join(sorted(authors)) or by
    reason = why or "; ".join(dict.fromkeys(draft.why for draft in chosen if draft.why))
    approved_by = "" if by in authors else by
    made = publishing.publish(session, edits, by=made_by, why=reason, now=now, approved_by=approved_by)
    discard(session, edits)
    return made


def drafted_table(session: Session, entries: Iterable[Entry] | None = None) -> tuple[Table, Mapping[str, OfficeFacts]]:
    """The rules and offices as they would be with these drafts (default: all), for previews."""
    chosen = drafts(session) if entries is None else _of(session, entries)
    return with_drafts(session, {Entry(draft.kind, draft.entry_id): draft.content for draft in chosen})


def with_drafts(session: Session, edits: Mapping[Entry, Content | None]) -> tuple[Table, Mapping[str, OfficeFacts]]:
    """The same with contents that need not be stored; what fields may not hold is left as it is."""
    published, known = table(session), dict(offices(session))
    rules = {rule.id: rule for own in published.rules.values() for rule in own}
    for entry in edits:
        if entry.kind == "rules":
            rules.pop(entry.id, None)
    wanted = {entry: content for entry, content in edits.items() if content is not None}
    for made in _transient(wanted):
        if isinstance(made, RoutingRule):
            rules[made.id] = rule_of(made)
        elif isinstance(made, Office):
            known[made.id] = facts_of(made)
    return Table(rules=_by_topic(rules.values()), questions=published.questions), known


def _transient(wanted: Mapping[Entry, Content]) -> Iterator[object]:
    """The objects of these offices and rules, which are never added to a session; not of those with a problem."""
    empty = Directory({kind: [] for kind in FIELDS})
    for entry, content in wanted.items():
        problems = Problems()
        alone = with_contents(empty, {entry: content}, problems)
        for rows in rows_of(alone) if entry.kind in publishing.ALONE and not problems.found else ():
            if rows.kind == entry.kind:
                yield from (_object(rows, row) for row in rows.rows)


def _object(rows: Rows, row: dict[str, Any]) -> object:
    values = {
        name: [rows.children[name](**one) for one in value] if name in rows.children else value
        for name, value in row.items()
    }
    return rows.model(**values)


def _by_topic(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        found.setdefault(rule.topic, []).append(rule)
    return {topic: tuple(own) for topic, own in found.items()}


def _of(session: Session, entries: Iterable[Entry]) -> list[Draft]:
    keys = [(entry.kind, entry.id) for entry in entries]
    return [draft for key in keys if (draft := session.get(Draft, key, populate_existing=True)) is not None]

"""The chain: every entry's hash is keyed and made of the entry and of the hash before it.

Who can write to the database but does not have the installation's secret can change, remove, insert or reorder nothing
unnoticed. Who has both could write a new chain: so its head (number and hash of the newest entry) also stands in every
backup and in the server's log each night, outside of what one person can reach.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Update, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app import clock
from app.audit import failures
from app.audit.actors import Actor
from app.audit.models import AuditChain, AuditEntry
from app.audit.pending import Deed
from app.db import Base
from app.errors import N_, Text
from app.keys import Keys

THE_ONE = 1
BEGINNING = bytes(32)
MOST_FINDINGS = 20
CHUNK = 1000
SEALED = ("actor_kind", "actor", "action", "kind", "subject", "title", "before", "after")
ENDS = ("anchor_number", "anchor_hash", "accepted_number", "head_number", "head_hash")
Values = dict[str, Any]
SEAL_IS_WRONG = N_(
    "The ends of the log of staff actions were changed by somebody without this installation's secret (or the secret "
    "was replaced)."
)
CHAIN, ENTRY = (Base.metadata.tables[model.__tablename__] for model in (AuditChain, AuditEntry))


@dataclass(frozen=True)
class Head:
    """Number and hash (hexadecimal) of the newest entry; 0 and zeros before the first one."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class Sealer:
    """Makes the hashes of one installation."""

    def __init__(self, keys: Keys) -> None:
        self._entries, self._ends = keys.derive("audit chain"), keys.derive("audit seal")

    def entry(self, values: Values) -> bytes:
        """The hash of an entry's columns, of which ``previous`` is one and ``hash`` is not."""
        text = _canonical([values["number"], _minute(values["at"]), *(values[name] for name in SEALED)])
        return hmac.new(self._entries, values["previous"] + text, hashlib.sha256).digest()

    def ends(self, values: Values) -> bytes:
        """The seal of the row that holds both ends."""
        text = _canonical([value.hex() if isinstance(value := values[name], bytes) else value for name in ENDS])
        return hmac.new(self._ends, text, hashlib.sha256).digest()


def append(session: Session, keys: Keys, deeds: Iterable[Deed], actor: Actor) -> None:
    """Add entries at the end. On PostgreSQL others wait from here to the end of this transaction."""
    sealer, ends = Sealer(keys), _locked_ends(session, keys)
    at = clock.now().astimezone(UTC).replace(second=0, microsecond=0)
    # Whatever somebody did to the ends, the program must be able to go on.
    number = max(ends["head_number"], session.scalar(select(func.max(ENTRY.c.number))) or 0)
    previous: bytes = ends["head_hash"]
    rows = []
    for deed in deeds:
        number += 1
        row: Values = {"number": number, "at": at, "previous": previous}
        row |= {"actor_kind": actor.kind, "actor": actor.name[:80], "action": deed.action, "kind": deed.kind}
        row |= {"subject": deed.subject[:300], "title": deed.title[:200], "before": deed.before, "after": deed.after}
        row["hash"] = previous = sealer.entry(row)
        rows.append(row)
    if rows:
        session.execute(insert(ENTRY), rows)
        _write_ends(session, keys, ends, {"head_number": number, "head_hash": previous})


def head(session: Session) -> Head:
    """The newest entry, to be kept outside of the database."""
    found = session.execute(select(CHAIN.c.head_number, CHAIN.c.head_hash)).first()
    return Head(found.head_number, found.head_hash.hex()) if found else Head(0, BEGINNING.hex())


def forget(session: Session, keys: Keys, *, days: int, now: datetime) -> int:
    """Delete what is older than so many days and say behind which entry the chain now begins; how many there were.

    Only from the beginning of the chain: an entry of a clock that was wrong goes with those around it. Entries that
    were tampered with are forgotten like others; ends that were stay marked.
    """
    before = now.astimezone(UTC) - timedelta(days=days)
    failures.forget(session, before=before.date())
    kept = session.scalar(select(func.min(ENTRY.c.number)).where(ENTRY.c.at >= before))
    due = select(ENTRY.c.number, ENTRY.c.hash).order_by(ENTRY.c.number.desc()).limit(1)
    last = session.execute(due if kept is None else due.where(ENTRY.c.number < kept)).first()
    if last is None:
        return 0
    ends = _locked_ends(session, keys)
    count = session.scalar(select(func.count()).where(ENTRY.c.number <= last.number)) or 0
    session.execute(delete(ENTRY).where(ENTRY.c.number <= last.number))
    changed: Values = {}
    if last.number > ends["anchor_number"]:
        changed |= {"anchor_number": last.number, "anchor_hash": last.hash}
    if last.number >= ends["accepted_number"]:
        changed |= {"accepted_number": 0}
    _write_ends(session, keys, ends, changed)
    return count


def accept(session: Session, keys: Keys) -> list[str]:
    """An administrator knows what is wrong with the chain: it begins anew behind what is there; what was wrong.

    The entries stay readable, but are not checked any more.
    """
    findings = verify(session, keys)
    if findings:
        ends = _locked_ends(session, keys)
        last = session.execute(select(ENTRY.c.number, ENTRY.c.hash).order_by(ENTRY.c.number.desc()).limit(1)).first()
        number, end = ends["head_number"], ends["head_hash"]
        if last is not None and last.number >= number:
            number, end = last.number, last.hash
        changed = {"anchor_number": number, "anchor_hash": end, "accepted_number": number}
        changed |= {"head_number": number, "head_hash": end}
        session.execute(_of_chain(ends | changed, Sealer(keys).ends(ends | changed)))
    return findings


def verify(session: Session, keys: Keys) -> list[str]:
    """What is wrong with the log, in sentences; an empty list if nothing is. Reads every entry."""
    sealer = Sealer(keys)
    found = session.execute(select(CHAIN)).mappings().first()
    if found is None:
        number = session.scalar(select(func.count()).select_from(ENTRY))
        gone = Text("The log of staff actions has {n} entries but no ends: its row was removed.", n=number)
        return [gone] if number else []
    ends, findings = dict(found), list[str]()
    if ends["seal"] != sealer.ends(ends):
        findings.append(Text(SEAL_IS_WRONG))
    anchor, previous = ends["anchor_number"], ends["anchor_hash"]
    if session.scalar(select(ENTRY.c.number).where(ENTRY.c.number.between(ends["accepted_number"] + 1, anchor))):
        findings.append(Text("The log of staff actions has entries from before its beginning."))
    number = anchor
    checked = select(ENTRY).where(ENTRY.c.number > anchor).order_by(ENTRY.c.number)
    for row in session.execute(checked.execution_options(yield_per=CHUNK)).mappings():
        if len(findings) >= MOST_FINDINGS:
            return [*findings, Text("There is more; the rest was not looked at.")]
        findings += _wrong_with(dict(row), sealer, number, previous)
        number, previous = row["number"], row["hash"]
    if (number, previous) != (ends["head_number"], ends["head_hash"]):
        ended = N_("The log of staff actions ends with entry {number}; the newest one must be {newest}.")
        findings.append(Text(ended, number=number, newest=ends["head_number"]))
    return findings


def accepted_up_to(session: Session) -> int:
    """The last entry that an administrator has accepted as broken and that is not checked any more; 0 for none."""
    return session.scalar(select(CHAIN.c.accepted_number)) or 0


def missing_head(session: Session, known: Head) -> list[str]:
    """Whether the chain still holds a head that was written down elsewhere: [] if so, or if it was forgotten since."""
    anchor = session.execute(select(CHAIN.c.anchor_number, CHAIN.c.anchor_hash)).first() or (0, BEGINNING)
    stored = session.scalar(select(ENTRY.c.hash).where(ENTRY.c.number == known.number))
    if stored is None and known.number == anchor[0]:
        stored = anchor[1]
    if (known.number < anchor[0] and stored is None) or (stored is not None and stored.hex() == known.hash):
        return []
    missing = N_("The log of staff actions does not hold entry {number} as it was written down elsewhere.")
    return [Text(missing, number=known.number)]


def _wrong_with(row: Values, sealer: Sealer, number: int, previous: bytes) -> list[str]:
    if row["number"] != number + 1:
        gap = f"{number + 1}–{row['number'] - 1}" if row["number"] > number + 2 else str(number + 1)
        return [Text("Of the log of staff actions, entry {gap} is missing.", gap=gap)]
    if row["hash"] != sealer.entry(row) or row["previous"] != previous:
        return [Text("Entry {number} of the log of staff actions was changed.", number=row["number"])]
    return []


def _locked_ends(session: Session, keys: Keys) -> Values:
    """Both ends, made if there are none yet, for this transaction alone."""
    wanted = select(CHAIN).where(CHAIN.c.id == THE_ONE).with_for_update()
    found = session.execute(wanted).mappings().first()
    if found is None:
        empty: Values = {"anchor_number": 0, "anchor_hash": BEGINNING, "accepted_number": 0}
        empty |= {"head_number": 0, "head_hash": BEGINNING}
        # Entries without ends are no beginning: those are sealed wrongly, and stay so.
        is_new = session.scalar(select(ENTRY.c.number).limit(1)) is None
        make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        row = empty | {"id": THE_ONE, "seal": Sealer(keys).ends(empty) if is_new else BEGINNING}
        session.execute(make(AuditChain).values(**row).on_conflict_do_nothing())
        found = session.execute(wanted).mappings().one()
    return dict(found)


def _write_ends(session: Session, keys: Keys, before: Values, changed: Values) -> None:
    """Seal the ends anew, but only if nobody had touched them: what was tampered with must not look whole again."""
    sealer, after = Sealer(keys), before | changed
    session.execute(_of_chain(after, sealer.ends(after) if before["seal"] == sealer.ends(before) else BEGINNING))


def _of_chain(values: Values, seal: bytes) -> Update:
    return (
        update(AuditChain).where(CHAIN.c.id == THE_ONE).values({name: values[name] for name in ENDS} | {"seal": seal})
    )


def _canonical(value: object) -> bytes:
    """One text for one value, on every database; ASCII, so that no sign can be written in two ways."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def _minute(moment: datetime) -> str:
    """SQLite gives UTC back without saying so."""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%dT%H:%MZ")

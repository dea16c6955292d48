"""The list of what is due as a page: which entries are shown, in what order, and where the focus goes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from flask import g, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import User
from app.accounts.roles import EDITORS
from app.directory import history
from app.directory.entries import Entry
from app.interface import language
from app.upkeep import due_words, letters
from app.upkeep.due import CONFIRMABLE, Done, Seen
from app.upkeep.due_entries import entries
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from referrals import reports
from referrals.upkeep import REASONS, Due, Kept, due, is_over

PAGE = 25
"""Entries on one page: nobody looks at more at once."""
MOST_AREAS = 2
NOBODY = "nobody"
MINE = "mine"
EVERYBODY = "all"
KINDS = ("offices", "rules")

What = Literal["confirmed", "assigned", "settled", "undone", "expired", "nothing ticked", "unfit"]


@dataclass(frozen=True)
class Filter:
    """Which of the due entries are shown; empty is all of them. ``page`` counts from 1.

    ``caretaker`` is mine, nobody, all, or ``=`` and a name of an account; "" is mine for those who look after anything.
    """

    caretaker: str = ""
    kind: str = ""
    topic: str = ""
    reason: str = ""
    page: int = 1

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Filter":
        """From an address or a form; what makes no sense counts as empty."""
        kind, reason, page = values.get("kind", ""), values.get("reason", ""), values.get("page", "")
        return cls(
            caretaker=values.get("caretaker", "")[:90],
            kind=kind if kind in KINDS else "",
            topic=values.get("topic", "")[:60],
            reason=reason if reason in REASONS else "",
            page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    def takes(self, entry: Kept, me: str) -> bool:
        """Whether the entry is in the selection, whatever it is due for."""
        if self.kind not in {"", entry.kind} or (self.topic and self.topic not in entry.topics):
            return False
        if entry.kind == "subtopics":
            # Nobody looks after what is not there yet: a gap concerns everybody.
            return True
        match self.caretaker:
            case "mine":
                return entry.caretaker == me
            case "nobody":
                return entry.caretaker == ""
            case "" | "all":
                return True
        return self.caretaker == f"={entry.caretaker}"

    def query(self, **changed: str | int) -> dict[str, str | int]:
        """The parts of an address, without empty ones."""
        values: dict[str, str | int] = {
            "caretaker": self.caretaker,
            "kind": self.kind,
            "topic": self.topic,
            "reason": self.reason,
            **changed,
        }
        return {name: value for name, value in values.items() if value}

    def hidden(self) -> list[tuple[str, str | int]]:
        """The hidden fields that bring a form back to the same entries."""
        return list(self.query(page=self.page).items())


@dataclass(frozen=True)
class Message:
    """What became of the last step, and how to take it back (``undo``: sealed, "" for no way)."""

    what: What
    done: Done = field(default_factory=Done)
    undo: str = ""
    problems: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether all that was asked for was done."""
        return self.what in {"confirmed", "assigned", "settled", "undone"} and not self.done.left


def due_page(session: Session, chosen: Filter, *, message: Message | None = None, focus: int = 0) -> str:
    """The list. The focus is on the entry at ``focus`` of the whole selection, or on the last one."""
    today, me = clock.now().date(), str(g.staff.name)
    everything, words = entries(session), vocabulary(session)
    chosen = _mine_first(chosen, everything, me)
    kept = [one for one in everything if one.kind in KINDS and not is_over(one, today)]
    selected = [one for one in due(everything, reports.reported(session), today) if chosen.takes(one.entry, me)]
    shown = [one for one in selected if chosen.reason in {"", one.reason}]
    focus = min(focus, max(0, len(shown) - 1))
    page = focus // PAGE + 1 if focus else min(chosen.page, max(1, -(-len(shown) // PAGE)))
    on_page = shown[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "upkeep/due.html",
        rows=_rows(session, on_page, today, words),
        focus=focus - (page - 1) * PAGE if focus else 0,
        chosen=chosen,
        page=page,
        pages=-(-len(shown) // PAGE),
        first=(page - 1) * PAGE + 1,
        found=len(shown),
        due=len(selected),
        total=sum(chosen.takes(one, me) for one in kept) + sum(one.entry.kind not in KINDS for one in selected),
        counts=[(reason, n) for reason in REASONS if (n := Counter(one.reason for one in selected)[reason])],
        reason_name=due_words.reason_name,
        topics=[(topic.id, topic.label[language()]) for topic in words.topics.values()],
        caretakers=editors(session),
        caretaker_options=[(f"={name}", name) for name in _caretakers(everything) if name != me],
        message=message,
    )


def letters_page(session: Session, offices: Sequence[str], *, can_send: bool, results: Mapping[str, str] | None) -> str:
    """The e-mails to these offices, to look at before they are sent; ``results`` say what became of each."""
    found = letters.letters(session, offices, clock.now())
    return render_template(
        "upkeep/due_letters.html",
        letters=found,
        reachable=[one for one in found if one.to],
        can_send=can_send,
        results=results,
        asked=reports.asked_on(session),
    )


def position(session: Session, chosen: Filter, wanted: Sequence[Entry]) -> int:
    """Where the first of these stands in the selection: the next one takes its place once it is done."""
    me = str(g.staff.name)
    chosen = _mine_first(chosen, entries(session), me)
    listed = due(entries(session), reports.reported(session), clock.now().date())
    shown = [one for one in listed if chosen.takes(one.entry, me) and chosen.reason in {"", one.reason}]
    names = {(entry.kind, entry.id) for entry in wanted}
    return next((at for at, one in enumerate(shown) if (one.entry.kind, one.entry.id) in names), 0)


def editors(session: Session) -> list[str]:
    """The names of those who can look after entries."""
    roles = [role.value for role in EDITORS]
    names = session.scalars(select(User.name).where(User.active, User.role.in_(roles)))
    return sorted(names, key=str.casefold)


def _caretakers(everything: Sequence[Kept]) -> list[str]:
    """Everybody who looks after something, also those whose account is gone."""
    return sorted({one.caretaker for one in everything} - {""}, key=str.casefold)


def _mine_first(chosen: Filter, everything: Sequence[Kept], me: str) -> Filter:
    """Who looks after entries sees them first; others see all."""
    if chosen.caretaker:
        return chosen
    mine = any(one.caretaker == me for one in everything)
    return Filter(MINE if mine else EVERYBODY, chosen.kind, chosen.topic, chosen.reason, chosen.page)


def _rows(session: Session, shown: Sequence[Due], today: date, words: Vocabulary) -> list[dict[str, Any]]:
    """What the template shows of each entry."""
    numbers = history.latest_numbers(session, [Entry(one.entry.kind, one.entry.id) for one in shown])
    asked = reports.asked_on(session)
    rows = []
    for one in shown:
        entry = one.entry
        key = Entry(entry.kind, entry.id)
        areas = [words.topics[topic].label[language()] for topic in entry.topics if topic in words.topics]
        rows.append(
            {
                "entry": entry,
                "key": key,
                "seen": str(Seen(key, numbers[key])),
                "confirmable": entry.kind in CONFIRMABLE,
                "reported": bool(one.reports),
                "tone": due_words.TONES[one.reason],
                "badge": due_words.badge(one, today),
                "sentences": due_words.sentences(one),
                "as_of": due_words.as_of(entry) if entry.kind != "subtopics" else "",
                "areas": areas[:MOST_AREAS],
                "more_areas": len(areas) - MOST_AREAS if len(areas) > MOST_AREAS else 0,
                "asked": asked.get(entry.id) if entry.kind == "offices" else None,
            }
        )
    return rows

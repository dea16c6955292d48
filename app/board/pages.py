"""The pages of the board: what they show and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Response, g, make_response, render_template
from sqlalchemy.orm import Session

from app import clock
from app.accounts.roles import EDITORS
from app.board.form import CATEGORY_NAMES, KIND_NAMES, NAMES, Sheet
from app.files.folding import fold
from app.forms import one_line
from app.house.board import service
from app.house.board.models import BoardEntry
from app.house.board.values import Entry
from app.interface import day, language
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office
from referrals.directory.service import offices

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Filter:
    """Which entries are shown; empty is all of them. ``ended`` shows what does not hang there any more instead."""

    q: str = ""
    kind: str = ""
    category: str = ""
    topic: str = ""
    ended: bool = False

    @classmethod
    def of(cls, values: Mapping[str, str], words: Vocabulary) -> "Filter":
        """From an address; what makes no sense counts as empty."""
        kind, category, topic = (values.get(name, "") for name in ("kind", "category", "topic"))
        return cls(
            q=one_line(values.get("q", "")[:LONGEST_QUERY]),
            kind=kind if kind in KIND_NAMES else "",
            category=category if category in CATEGORY_NAMES else "",
            topic=topic if topic in words.topics else "",
            ended=values.get("ended") == "yes",
        )

    def takes(self, entry: Entry, office: str) -> bool:
        """Whether the entry is shown; ``office`` is the name of its organisation."""
        content = entry.content
        text = fold(f"{content.title} {content.text} {office}")
        return (
            self.kind in {"", content.kind}
            and self.category in {"", content.category}
            and (not self.topic or any(one.partition("/")[0] == self.topic for one in content.topics))
            and all(word in text for word in fold(self.q).split())
        )


def list_page(session: Session, wanted: Filter, *, done: str = "", name: str = "", status: int = 200) -> Response:
    """The entries that the filter takes; ``done`` is what became of the last step, with the entry ``name``."""
    today, known, everything = clock.now().date(), offices(session), service.board(session).all
    hanging = [entry for entry in everything if entry.hidden(today) is None]
    down = [entry for entry in everything if entry.hidden(today) is not None]
    body = render_template(
        "board/list.html",
        wanted=wanted,
        found=[
            entry
            for entry in (down if wanted.ended else hanging)
            if wanted.takes(entry, known[entry.office].name_de if entry.office in known else "")
        ],
        total=len(hanging),
        down=len(down),
        offices=known,
        today=today,
        done=done,
        last=next((entry for entry in everything if entry.id == name), None),
        may_edit=g.staff.role in EDITORS,
        **_common(vocabulary(session)),
    )
    return make_response(body, status)


def form_page(session: Session, sheet: Sheet, *, row: BoardEntry | None, status: int = 200) -> Response:
    """The form of an entry, or of a new one (``row`` None)."""
    words, known = vocabulary(session), offices(session)
    body = render_template(
        "board/form.html",
        sheet=sheet,
        wish=sheet.wish,
        row=row,
        offices={name: one for name, one in known.items() if not one.generic},
        theirs={name: _said(name, value, words, known) for name, value in sheet.theirs.items()},
        names=NAMES,
        **_common(words),
    )
    return make_response(body, status)


def _said(name: str, value: object, words: Vocabulary, known: Mapping[str, Office]) -> str:
    """A value in words; "" for none."""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(_topic_names(value, words))
    if name == "office_id" and value in known:
        return known[str(value)].name_de
    return str(value or "")


def _topic_names(ids: tuple[str, ...], words: Vocabulary) -> list[str]:
    labels = {name: one.label for known in (words.topics, words.subtopics) for name, one in known.items()}
    return [labels[name][language()] if name in labels else name for name in ids]


def _common(words: Vocabulary) -> dict[str, object]:
    return {
        "words": words,
        "kind_names": KIND_NAMES,
        "category_names": CATEGORY_NAMES,
        "topic_names": lambda ids: _topic_names(tuple(ids), words),
    }

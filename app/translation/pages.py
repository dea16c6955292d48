"""The pages of the translation desk: which texts are shown, where the focus goes, what is said about the last step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from app.translation import desk, exchange
from app.translation.changes import Change
from app.translation.desk import STATES, Item, State
from app.translation.exchange import BrokenFile, Plan
from app.translation.gates import REFUSED_LENGTH, Remark
from app.translation.sources import KINDS, Kind, key_of
from app.vocabulary.catalogues import Entry

PAGE = 25
"""Texts on one page: more would make it slow to open, and nobody reviews more at once."""
LONGEST_QUERY = 100
MOST_URGENT = 3
ROOM_FOR_THE_REST = 64 * 1024
"""Bytes of a form beside the file or the ticket in it."""

What = Literal["draft", "reviewed", "unchanged", "kept", "undone", "taken over", "expired"]


@dataclass(frozen=True)
class Filter:
    """Which texts of a language are shown; empty is all of them. ``page`` counts from 1."""

    state: State | Literal[""] = ""
    kind: Kind | Literal[""] = ""
    q: str = ""
    page: int = 1

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Filter":
        """From an address or a form; what makes no sense counts as empty."""
        state, kind, page = values.get("state", ""), values.get("kind", ""), values.get("page", "")
        return cls(
            state if state in STATES else "",
            kind if kind in KINDS else "",
            " ".join(values.get("q", "")[:LONGEST_QUERY].split()),
            max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    def takes(self, item: Item) -> bool:
        """Whether the text is shown."""
        if self.state not in {"", item.state} or self.kind not in {"", item.kind}:
            return False
        entry = item.entry
        where = (entry.german, entry.english, entry.context, item.text)
        return not self.q or any(self.q.casefold() in text.casefold() for text in where)

    def query(self, **changed: str | int) -> dict[str, str | int]:
        """The parts of an address, without empty ones."""
        values: dict[str, str | int] = {"state": self.state, "kind": self.kind, "q": self.q, **changed}
        return {name: value for name, value in values.items() if value}

    def hidden(self) -> list[tuple[str, str | int]]:
        """The hidden fields that bring a form back to the same texts."""
        return list(self.query(page=self.page).items())


@dataclass(frozen=True)
class Done:
    """What became of the last step: how many texts it changed and how many it left alone, and how to undo it."""

    what: What
    changed: int = 1
    left: int = 0
    undo: str = ""
    german: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def good(self) -> bool:
        """Whether all that was asked for was done."""
        return self.what != "expired" and not self.left


@dataclass(frozen=True)
class Trouble:
    """A text that was typed and not saved, and why: nothing that was typed is lost."""

    key: str
    text: str
    remarks: tuple[Remark, ...] = ()
    changed_meanwhile: bool = False
    gone: str = ""


def overview_page(session: Session, *, done: Done | None = None) -> str:
    """The table of languages, the most urgent ones first, and the German texts that have changed."""
    found = desk.overview(session)
    urgent = sorted((one for one in found.counts if one.lacking), key=lambda one: -one.lacking)
    return render_template(
        "translation/overview.html",
        counts=found.counts,
        urgent=urgent[:MOST_URGENT],
        changed=found.changed,
        names={one.catalogue: one.language for one in found.counts},
        states=STATES,
        difference=desk.difference,
        done=done,
    )


def language_page(
    session: Session,
    catalogue: str,
    chosen: Filter,
    *,
    done: Done | None = None,
    trouble: Trouble | None = None,
    broken: BrokenFile | None = None,
    focus: str = "",
    after: str = "",
    status: int = 200,
) -> Response:
    """The texts that ``chosen`` takes. The focus is on the one with the key ``focus``, or on the first ``after`` one.

    Raises NotFound.
    """
    spoken = desk.language(session, catalogue)
    everything = desk.items(session, catalogue)
    # A text with trouble is shown whatever the filter says.
    shown = [item for item in everything if chosen.takes(item) or item.key == focus]
    if after:
        focus = _next(everything, shown, after)
    page = _page(shown, focus, chosen.page)
    body = render_template(
        "translation/language.html",
        catalogue=catalogue,
        spoken=spoken,
        chosen=chosen,
        found=len(shown),
        total=len(everything),
        states={state: sum(item.state == state for item in everything) for state in STATES},
        kinds=[kind for kind in KINDS if any(item.kind == kind for item in everything)],
        groups=[(kind, list(items)) for kind, items in groupby(_on(page, shown), key=lambda item: item.kind)],
        outdated=[item for item in everything if item.former],
        page=page,
        pages=_pages(shown),
        first=(page - 1) * PAGE + 1,
        last=min(page * PAGE, len(shown)),
        focus=focus,
        at_the_end=bool(after) and not focus,
        difference=desk.difference,
        most=_most,
        rows=_rows,
        done=done,
        trouble=trouble,
        broken=broken,
    )
    return make_response(body, 400 if broken else status)


def import_page(session: Session, catalogue: str, plan: Plan, ticket: str) -> Response:
    """What an import would change."""
    spoken = desk.language(session, catalogue)
    return make_response(
        render_template(
            "translation/import.html",
            most_findings=exchange.MOST_FINDINGS,
            catalogue=catalogue,
            spoken=spoken,
            plan=plan,
            ticket=ticket,
        )
    )


def no_preview_page(remarks: Sequence[Remark]) -> Response:
    """Instead of a slip: why there is none. It stands in the frame or window of the preview."""
    return make_response(render_template("translation/no_preview.html", remarks=remarks), 422)


def key_of_change(change: Change) -> str:
    """The key of the text that was changed."""
    return key_of(change.domain, Entry(change.context, change.german))


def _next(everything: Iterable[Item], shown: Sequence[Item], after: str) -> str:
    """The key of the first shown text behind the one with the key ``after``, empty if it was the last."""
    order = {item.key: number for number, item in enumerate(everything)}
    place = order.get(after, -1)
    return next((item.key for item in shown if order[item.key] > place), "")


def _page(shown: Sequence[Item], focus: str, wanted: int) -> int:
    """The page with the text that has the focus, else the wanted one, else the last."""
    place = next((number for number, item in enumerate(shown) if item.key == focus), None)
    return min(wanted, _pages(shown)) if place is None else place // PAGE + 1


def _pages(shown: Sequence[Item]) -> int:
    return max(1, -(-len(shown) // PAGE))


def _on(page: int, shown: Sequence[Item]) -> Sequence[Item]:
    return shown[(page - 1) * PAGE : page * PAGE]


def _most(entry: Entry) -> int | None:
    return int(REFUSED_LENGTH * entry.max_chars) if entry.max_chars else None


def _rows(text: str) -> int:
    """Lines of the field: it grows with the text."""
    return min(6, 1 + len(text) // 42)

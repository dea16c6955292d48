"""The rows of a decision table: order, sorting, filters, and what moving a row means. Pure."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.rules.form import Content
from referrals.routing.condition import Condition

COLUMNS = ("rule", "residence", "group", "age", "flag", "responsible", "advises", "valid", "checked")
SORTS = ("", *COLUMNS)
VALIDITIES = ("", "today", "later", "expired")
LONGEST_QUERY = 100
LARGEST_PRIORITY = 100_000

Validity = Literal["today", "later", "expired"]


@dataclass(frozen=True)
class Row:
    """A rule as it is shown: the draft's content if there is a draft, else the published one.

    ``cells`` are the texts of the columns in the interface language; "" is "any" or "none". ``change`` says what a
    draft does: new, changed, removed, or "" without one. ``due`` is True if nobody has confirmed the rule in time.
    """

    id: str
    content: Content
    change: Literal["", "new", "changed", "removed"]
    cells: Mapping[str, str]
    validity: Validity
    due: bool
    author: str = ""
    submitted: bool = False

    @property
    def priority(self) -> int:
        """The number: of rules that are equally exact the smaller one wins."""
        return int(self.content["priority"])

    @property
    def catches_all(self) -> bool:
        """Whether the rule holds of everybody for whom no other one does."""
        return not self.content["condition"].strip()

    @property
    def checked(self) -> date | None:
        """When somebody last confirmed the rule."""
        return as_day(self.content.get("checked_on"))


@dataclass(frozen=True)
class Selection:
    """Which rows of a table are shown, and in which order; empty is all of them as they win."""

    q: str = ""
    group: str = ""
    office: str = ""
    only: Literal["", "drafts"] = ""
    valid: str = ""
    sort: str = ""
    falling: bool = False

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Selection":
        """From an address or a form; what makes no sense counts as empty."""
        sort, valid = values.get("sort", ""), values.get("valid", "")
        return cls(
            q=" ".join(values.get("q", "")[:LONGEST_QUERY].split()),
            group=values.get("group", "")[:60],
            office=values.get("office", "")[:60],
            only="drafts" if values.get("only") == "drafts" else "",
            valid=valid if valid in VALIDITIES else "",
            sort=sort if sort in SORTS else "",
            falling=bool(values.get("falling")) and sort in COLUMNS,
        )

    def query(self, **changed: str) -> dict[str, str]:
        """The parts of an address, without empty ones."""
        values = {name: getattr(self, name) for name in ("q", "group", "office", "only", "valid", "sort")}
        values |= {"falling": "1" if self.falling else "", **changed}
        return {name: value for name, value in values.items() if value}

    def hidden(self) -> list[tuple[str, str]]:
        """The hidden fields that bring a form back to the same rows; named so that none is a field of a rule."""
        return [(f"shown-{name}", value) for name, value in self.query().items()]

    @classmethod
    def hidden_in(cls, values: Mapping[str, str]) -> "Selection":
        """The selection of the hidden fields."""
        return cls.of(
            {name.removeprefix("shown-"): value for name, value in values.items() if name.startswith("shown-")}
        )

    @property
    def narrowed(self) -> bool:
        """Whether rows may be left out."""
        return any((self.q, self.group, self.office, self.only, self.valid))

    def takes(self, row: Row) -> bool:
        """Whether the row is shown. A rule without a condition on groups holds of every group."""
        groups = Condition.parse(row.content["condition"]).values("g")
        named = {*row.content["responsible"], *row.content["advice"]}
        return (
            self.only in {"", "drafts" if row.change else None}
            and self.valid in {"", row.validity}
            and (not self.group or not groups or self.group in groups)
            and (not self.office or self.office in named)
            and contains(row, self.q)
        )


def contains(row: Row, query: str, *also: str) -> bool:
    """Whether all words of the query are in the id, the cells, reason, legal basis, note, office ids or ``also``."""
    content = row.content
    texts = (str(content.get(name) or "") for name in ("reason_de", "legal_basis", "note"))
    named = (*content["responsible"], *content["advice"])
    where = " ".join((row.id, *row.cells.values(), *texts, *named, *also)).casefold()
    return all(word in where for word in query.casefold().split())


def in_order(rows: Iterable[Row]) -> list[Row]:
    """As they win among equally exact ones: by number, then id; those for everybody are the last resort."""
    return sorted(rows, key=lambda row: (row.catches_all, row.priority, row.id))


def arranged(rows: Sequence[Row], chosen: Selection) -> list[Row]:
    """The rows that are shown, as they win or by a column; empty cells come last either way."""
    found = [row for row in in_order(rows) if chosen.takes(row)]
    if not chosen.sort:
        return found
    filled = [row for row in found if _sorted_by(chosen.sort)(row)]
    empty = [row for row in found if not _sorted_by(chosen.sort)(row)]
    return sorted(filled, key=_sorted_by(chosen.sort), reverse=chosen.falling) + empty


def _sorted_by(column: str) -> Callable[[Row], Any]:
    if column == "checked":
        return lambda row: row.content.get("checked_on") or ""
    if column == "valid":
        return lambda row: row.content["valid_from"] or row.content["valid_to"] or ""
    if column == "age":
        return lambda row: max(map(int, Condition.parse(row.content["condition"]).values("age")), default=0)
    return lambda row: row.cells[column].casefold()


def order_mark(rows: Iterable[Row]) -> str:
    """Stands in a form for the order in which it shows the rows."""
    told = " ".join(f"{row.id}={row.priority}" for row in in_order(rows))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def moved(rows: Iterable[Row], rule: str, up: bool) -> dict[str, int]:
    """The new numbers if a row changes places with the one above or below; nothing at either end.

    A free number beyond the neighbour is taken, so that only one rule changes; otherwise the two swap theirs. Rules
    for everybody and others stand apart: no number puts one before the other.
    """
    ordered = in_order(row for row in rows if row.change != "removed")
    index = next((i for i, row in enumerate(ordered) if row.id == rule), None)
    other = None if index is None else index - 1 if up else index + 1
    if index is None or other is None or not 0 <= other < len(ordered):
        return {}
    row, neighbour = ordered[index], ordered[other]
    if row.catches_all != neighbour.catches_all:
        return {}
    beyond = neighbour.priority + (-1 if up else 1)
    taken = {one.priority for one in ordered if one.id != rule}
    if 0 <= beyond <= LARGEST_PRIORITY and (beyond not in taken or row.priority == neighbour.priority):
        return {rule: beyond}
    if row.priority == neighbour.priority:
        return {neighbour.id: neighbour.priority + (1 if up else -1)}
    return {rule: neighbour.priority, neighbour.id: row.priority}


def validity(content: Content, on: date) -> Validity:
    """Whether the rule holds that day, not yet, or no more."""
    starts, ends = as_day(content["valid_from"]), as_day(content["valid_to"])
    if ends and ends < on:
        return "expired"
    return "later" if starts and starts > on else "today"


def is_due(content: Content, on: date) -> bool:
    """Whether its review date has come; a rule that has ended needs none."""
    review = as_day(content.get("review_on"))
    return review is not None and review <= on and validity(content, on) != "expired"


def as_day(text: str | None) -> date | None:
    """The day of an ISO date."""
    return date.fromisoformat(text) if text else None

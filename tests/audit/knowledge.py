"""What the published tables prove about the true numbers: bounds and linear equations between unknowns.

An unknown is how many contacts of a period have certain values, such as of 2026-Q3 topic ``wohnen``, group
``student``. The same unknown in two tables is one. Used are the declared interval of every figure, that the values
of a single choice add up, that a contact has at least one topic, that months make quarters and quarters years, which
topics are in which field of action, and the load of the desks, which is published as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from functools import cached_property
from math import inf
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.audit.published import ALL, Figure, Published

CONTACTS = "contacts"
LOAD, FIELD_LOAD = "desk_load", "field_load"
ROUNDED_BY = 4
"""A published number is off by so much at most, as its method says."""
EVERYBODY: frozenset[tuple[str, str]] = frozenset()
PROTECTED = frozenset({("kept", "nothing but topics")})
FIELD = "field_of_action"
HAS_ONE = frozenset({"topic", FIELD})
"""Multiple choices that every contact has made at least once."""
UNKNOWN_IF_PROTECTED = ("group", "persons", "outcome", "duration")


class Unknown(NamedTuple):
    """``space`` is what is counted: contacts, or the name of a table of counters."""

    space: str
    period: str
    values: frozenset[tuple[str, str]]

    def name(self) -> str:
        """For people."""
        values = ", ".join(f"{dimension} {value}" for dimension, value in sorted(self.values))
        return f"{self.space} {self.period}: {values or 'all'}"


@dataclass(frozen=True)
class Equation:
    """``low <= sum of factor * unknown <= high``."""

    terms: tuple[tuple[Unknown, int], ...]
    low: float = 0
    high: float = 0


@dataclass(frozen=True)
class Directory:
    """What the centre publishes about its topics: their fields of action, and where something is protected."""

    field_of: Mapping[str, str]
    with_protected: frozenset[str]

    @classmethod
    def read(cls, folder: Path) -> "Directory":
        """From a folder in the form of ``leipzig/``."""
        fields = yaml.safe_load((folder / "fields_of_action.yaml").read_text())["fields"]
        topics = yaml.safe_load((folder / "topics.yaml").read_text())["topics"]
        guarded = {
            topic["id"]
            for topic in topics
            if "protection" in {one.get("handling") for one in (topic, *topic.get("subtopics", ()))}
        }
        return cls({topic: one["id"] for one in fields for topic in one["topics"]}, frozenset(guarded))


@dataclass
class Knowledge:
    """``bounds`` of every unknown and ``equations`` between them; ``listed`` are those with a figure."""

    tables: tuple[Published, ...]
    directory: Directory
    rounded_by: int = ROUNDED_BY
    load_is_known: bool = True
    bounds: dict[Unknown, tuple[float, float]] = made(default_factory=dict)
    thresholds: dict[Unknown, int] = made(default_factory=dict)
    listed: set[Unknown] = made(default_factory=set)

    def __post_init__(self) -> None:
        for table in self.tables:
            self._read(table)
        self._add_relatives()
        for period in {one.period for one in self.bounds if one.space == CONTACTS}:
            self.bounds[Unknown(CONTACTS, period, PROTECTED)] = (0, inf)

    @cached_property
    def multi(self) -> frozenset[tuple[str, str]]:
        """Space and dimension of multiple choices."""
        return frozenset((_space(table), one) for table in self.tables for one in table.multi)

    @cached_property
    def equations(self) -> list[Equation]:
        """All that is known beyond the bounds."""
        return [*self._over_time(), *self._rows(), *self._protected(), *self._fields(), *self._loads()]

    # --- unknowns -----------------------------------------------------------------------------------

    def _read(self, table: Published) -> None:
        if table.name == LOAD:
            whole = sum(figure.count or 0 for key, figure in table.figures.items() if ALL not in key)
            self.bounds[Unknown(LOAD, table.period, EVERYBODY)] = (whole, whole)
            return
        for key, figure in table.figures.items():
            unknown = Unknown(_space(table), table.period, _values(table, key))
            before = self.bounds.get(unknown, (0, inf))
            low, high = _interval(figure, self.rounded_by)
            self.bounds[unknown] = max(before[0], low), min(before[1], high)
            self.thresholds[unknown] = max(self.thresholds.get(unknown, 0), figure.threshold)
            self.listed.add(unknown)

    def _add_relatives(self) -> None:
        """Unknowns without a figure that stand between others: parents of each, and the rest of a longer period."""
        todo = list(self.bounds)
        while todo:
            one = todo.pop()
            wanted = {Unknown(one.space, one.period, values) for values in parents(one.values)}
            wanted |= {Unknown(one.space, period, one.values) for period in self._beside(one)}
            todo += wanted - self.bounds.keys()
            self.bounds.update((new, (0, inf)) for new in wanted - self.bounds.keys())

    def _beside(self, one: Unknown) -> Iterator[str]:
        """The periods that together with this one's make a longer one, and those between."""
        for longer in longer_periods(one.period):
            if Unknown(one.space, longer, one.values) in self.bounds:
                yield from self._parts(longer)
                if "Q" not in longer and "Q" not in one.period:
                    yield from self._parts(longer_periods(one.period)[0])

    def _parts(self, period: str) -> list[str]:
        """The quarters of a year or months of a quarter in which the house was open."""
        return [part for part in parts_of(period) if (parts_of(part) or [part])[-1] >= self._opened]

    @cached_property
    def _opened(self) -> str:
        """The first month: everybody knows when the house was opened."""
        shorter = {table.period for table in self.tables if "-" in table.period}
        first = min(((parts_of(one) or [one])[0] for one in shorter), default="")
        months = {one for one in shorter if not parts_of(one)}
        in_quarter = [month for month in months if longer_periods(month)[:1] == longer_periods(first)[:1]]
        return min(in_quarter, default=first)

    # --- equations ----------------------------------------------------------------------------------

    def _over_time(self) -> Iterator[Equation]:
        for one in self.bounds:
            parts = [Unknown(one.space, period, one.values) for period in self._parts(one.period)]
            if parts and all(part in self.bounds for part in parts):
                yield Equation(((one, -1), *((part, 1) for part in parts)))

    def _rows(self) -> Iterator[Equation]:
        rows: dict[tuple[Unknown, str], dict[str, Unknown]] = defaultdict(dict)
        for one in self.bounds:
            for dimension, value in one.values:
                for values in parents(one.values, dimension):
                    rows[Unknown(one.space, one.period, values), dimension][value] = one
        for (parent, dimension), children in rows.items():
            yield from self._row(parent, dimension, children)

    def _row(self, parent: Unknown, dimension: str, children: Mapping[str, Unknown]) -> Iterator[Equation]:
        """The children and what is not listed beside them (``rest``), against their parent."""
        terms = (*((child, 1) for child in children.values()), (parent, -1))
        rest = self._rest(parent, dimension, children)
        if (parent.space, dimension) in self.multi:
            yield from (Equation(((child, 1), (parent, -1)), low=-inf) for child in children.values())
            if rest is not None and dimension in {*HAS_ONE, "subtopic"}:
                slack = self._nothing_kept(parent) if dimension == "subtopic" else ()
                yield Equation((*terms, *((one, 1) for one in (*rest, *slack))), high=inf)
        elif rest == ():
            yield Equation(terms)
        else:
            yield Equation(terms, low=-inf)
            if rest is not None:
                yield Equation((*terms, *((one, 1) for one in rest)), high=inf)

    def _rest(self, parent: Unknown, dimension: str, children: Mapping[str, Unknown]) -> tuple[Unknown, ...] | None:
        """Larger unknowns that the values which are not listed cannot exceed together; None if nothing is known."""
        if dimension == "subtopic":
            topic = next(value for one, value in parent.values if one == "topic")
            whole = {frozenset({(dimension, value)}): value for value in self._domain(parent, dimension, f"{topic}/")}
        else:
            whole = {frozenset({(dimension, value)}): value for value in self._domain(parent, dimension)}
        if not whole:
            return None
        missing = [values for values, value in whole.items() if value not in children]
        return tuple(Unknown(parent.space, parent.period, values) for values in missing)

    def _domain(self, parent: Unknown, dimension: str, beginning: str = "") -> list[str]:
        """All values of a dimension in the period; nothing if they are not all listed."""
        return self._domains.get((parent.space, parent.period, dimension, beginning), [])

    @cached_property
    def _domains(self) -> dict[tuple[str, str, str, str], list[str]]:
        """Where something is listed as withheld, everything is; and where all is listed that is in such a list."""
        listed: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
        withheld = set()
        for one in self.listed:
            for dimension, value in one.values if len(one.values) == 1 else ():
                beginning = value[: value.index("/") + 1] if dimension == "subtopic" else ""
                place = (one.space, one.period, dimension, beginning)
                listed[place].append(value)
                if self.bounds[one][0] == 0:
                    withheld.add(place)
        whole: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for space, period, *which in withheld:
            whole[space, which[0], which[1]].update(listed[space, period, which[0], which[1]])
        return {
            place: values
            for place, values in listed.items()
            if place in withheld or set(values) == whole.get((place[0], place[2], place[3]))
        }

    def _nothing_kept(self, parent: Unknown) -> tuple[Unknown, ...]:
        """Contacts with something protected keep the topic alone, and no trait."""
        traits = {value for dimension, value in parent.values if dimension in UNKNOWN_IF_PROTECTED}
        return () if traits - {"unknown"} else (Unknown(parent.space, parent.period, PROTECTED),)

    def _protected(self) -> Iterator[Equation]:
        """Those contacts are among those of the topics that have something protected, and of whom nothing is known."""
        for protected in [one for one in self.bounds if one.values == PROTECTED]:
            period = protected.period
            topics = [
                Unknown(CONTACTS, period, frozenset({("topic", one)})) for one in sorted(self.directory.with_protected)
            ]
            if all(topic in self.bounds for topic in topics):
                yield Equation(((protected, 1), *((topic, -1) for topic in topics)), low=-inf)
            for dimension in UNKNOWN_IF_PROTECTED:
                unknown = Unknown(CONTACTS, period, frozenset({(dimension, "unknown")}))
                if unknown in self.bounds:
                    yield Equation(((protected, 1), (unknown, -1)), low=-inf)

    def _fields(self) -> Iterator[Equation]:
        """A field of action is the union of its topics."""
        topics: dict[Unknown, list[Unknown]] = defaultdict(list)
        for one in self.bounds:
            for dimension, value in one.values if len(one.values) == 1 else ():
                if dimension == "topic" and one.space == CONTACTS and value in self.directory.field_of:
                    whole = frozenset({(FIELD, self.directory.field_of[value])})
                    topics[Unknown(CONTACTS, one.period, whole)].append(one)
        for field, parts in topics.items():
            if field in self.bounds:
                yield from (Equation(((part, 1), (field, -1)), low=-inf) for part in parts)
                of_field = [topic for topic, name in self.directory.field_of.items() if (FIELD, name) in field.values]
                if len(parts) == len(of_field):
                    yield Equation((*((part, 1) for part in parts), (field, -1)), high=inf)

    def _loads(self) -> Iterator[Equation]:
        """The desks' load counts the contacts of the quarter; that of a field those with nothing protected."""
        for one in self.bounds:
            contacts = Unknown(CONTACTS, one.period, one.values)
            if self.load_is_known and one.space == LOAD and one.values == EVERYBODY and contacts in self.bounds:
                yield Equation(((one, 1), (contacts, -1)))
            if one.space == FIELD_LOAD and len(one.values) == 1 and contacts in self.bounds:
                protected = Unknown(CONTACTS, one.period, PROTECTED)
                yield Equation(((one, 1), (contacts, -1)), low=-inf)
                yield Equation(((one, 1), (protected, 1), (contacts, -1)), high=inf)


def parents(values: frozenset[tuple[str, str]], dimension: str | None = None) -> Iterator[frozenset[tuple[str, str]]]:
    """The same without one of its values (of this dimension); a subtopic without itself is its topic."""
    for pair in values:
        if dimension in {None, pair[0]}:
            below = {("topic", pair[1].partition("/")[0])} if pair[0] == "subtopic" else set()
            yield frozenset(values - {pair} | below)


def parts_of(period: str) -> list[str]:
    """The quarters of a year, the months of a quarter."""
    year, _, rest = period.partition("-")
    if rest.startswith("Q"):
        return [f"{year}-{3 * int(rest[1:]) - less:02d}" for less in (2, 1, 0)]
    return [] if rest else [f"{year}-Q{number}" for number in range(1, 5)]


def longer_periods(period: str) -> list[str]:
    """The quarter and the year of a month, the year of a quarter."""
    year, _, rest = period.partition("-")
    if not rest:
        return []
    return [year] if rest.startswith("Q") else [f"{year}-Q{(int(rest) + 2) // 3}", year]


def _space(table: Published) -> str:
    return CONTACTS if table.unit == CONTACTS else table.name


def _values(table: Published, key: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The values that are not ALL; a subtopic says its topic."""
    found = {one: value for one, value in zip(table.dimensions, key, strict=True) if value != ALL}
    if "subtopic" in found:
        found.pop("topic", None)
    return frozenset(found.items())


def _interval(figure: Figure, rounded_by: int) -> tuple[float, float]:
    if figure.count is None:
        return 0, figure.threshold - 1
    least = figure.threshold if rounded_by else 0
    return max(least, figure.count - rounded_by), figure.count + rounded_by

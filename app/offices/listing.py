"""The list of offices: found by anything that people call them by, filtered, sorted, page by page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.directory.models import Draft
from app.offices.succession import Use, uses
from app.vocabulary.service import ByRevision
from referrals.directory.facts import Office as Facts
from referrals.directory.freshness import doubtful
from referrals.directory.models import Office
from referrals.directory.service import offices

PAGE = 100
LONGEST_QUERY = 100
SORTS = ("name", "status", "rules", "as_of", "review_on")
DUE, DOUBTFUL = "due", "doubtful"
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e"})


@dataclass(frozen=True)
class Upkeep:
    """What the list needs of an office beside its facts."""

    topics: frozenset[str]
    review_on: date | None
    caretaker: str
    haystack: str


@dataclass(frozen=True)
class Row:
    """A line of the list. ``draft`` is who drafted a change, "" for nobody; a new office has no published facts."""

    id: str
    name: str
    status: str
    place: str
    as_of: str
    review_on: date | None
    due: bool
    doubtful: bool
    rules: int = 0
    topics: frozenset[str] = frozenset()
    draft: str = ""
    new: bool = False
    haystack: str = ""


@dataclass(frozen=True)
class Filter:
    """Which offices are shown; empty is all of them. ``page`` counts from 1, 0 is everything on one page."""

    q: str = ""
    status: str = ""
    due: str = ""
    topic: str = ""
    drafts: bool = False
    sort: str = "name"
    down: bool = False
    page: int = 1

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Filter":
        """From an address; what makes no sense counts as empty."""
        page, sort = values.get("page", ""), values.get("sort", "")
        return cls(
            q=" ".join(values.get("q", "")[:LONGEST_QUERY].split()),
            status=_one_of(values.get("status", ""), ("active", "verify", "defunct")),
            due=_one_of(values.get("due", ""), (DUE, DOUBTFUL)),
            topic=values.get("topic", "")[:LONGEST_QUERY],
            drafts=bool(values.get("drafts")),
            sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "name",
            down=sort.startswith("-"),
            page=0 if page == "all" else max(1, int(page)) if re.fullmatch(r"[0-9]{1,5}", page) else 1,
        )

    def takes(self, row: Row) -> bool:
        """Whether the office is shown."""
        if self.status not in {"", row.status} or (self.drafts and not row.draft):
            return False
        if (self.due == DUE and not row.due) or (self.due == DOUBTFUL and not row.doubtful):
            return False
        if self.topic and not any(topic.partition("/")[0] == self.topic for topic in row.topics):
            return False
        return all(word in row.haystack for word in folded(self.q).split())

    def query(self, **changed: str | int) -> dict[str, str | int]:
        """The parts of an address, without empty ones."""
        sort = f"-{self.sort}" if self.down else self.sort
        values: dict[str, str | int] = {
            "q": self.q,
            "status": self.status,
            "due": self.due,
            "topic": self.topic,
            "drafts": "yes" if self.drafts else "",
            "sort": "" if sort == "name" else sort,
            **changed,
        }
        return {name: value for name, value in values.items() if value}

    def sorted_by(self, column: str) -> dict[str, str | int]:
        """The address that sorts by this column, the other way round if it is sorted by it already."""
        return self.query(sort=f"-{column}" if self.sort == column and not self.down else column)


def folded(text: str) -> str:
    """For comparing: without case and umlauts; of punctuation only what stands in addresses and names."""
    return re.sub(r"[^\w/@.+-]+", " ", text.casefold().translate(UMLAUTS)).strip()


def rows(session: Session, today: date) -> list[Row]:
    """All offices, with the drafts that there are."""
    used, kept = uses(session), _upkeep(session)
    found = [_row(one, kept[one.id], used.get(one.id, Use()), today) for one in offices(session).values()]
    drafted = {
        draft.entry_id: draft
        for draft in session.scalars(select(Draft).where(Draft.kind == "offices"))
        if draft.content
    }
    for number, row in enumerate(found):
        if row.id in drafted:
            found[number] = replace(row, draft=drafted.pop(row.id).made_by)
    return [*found, *(_new_row(name, draft) for name, draft in drafted.items())]


def chosen(everything: Iterable[Row], wanted: Filter) -> list[Row]:
    """The offices that are shown, in order, on all pages."""
    keys: dict[str, Any] = {
        "name": lambda row: folded(row.name),
        "status": lambda row: row.status,
        "rules": lambda row: row.rules,
        "as_of": lambda row: row.as_of,
        "review_on": lambda row: row.review_on or date.max,
    }
    found = sorted((row for row in everything if wanted.takes(row)), key=keys["name"])
    return sorted(found, key=keys[wanted.sort], reverse=wanted.down)


def _build(session: Session) -> Mapping[str, Upkeep]:
    columns = select(Office.id, Office.topics, Office.review_on, Office.caretaker)
    known = offices(session)
    return MappingProxyType(
        {
            name: Upkeep(frozenset(topics), review_on, caretaker, _haystack(known[name]))
            for name, topics, review_on, caretaker in session.execute(columns)
        }
    )


_upkeep = ByRevision(_build)


def _haystack(office: Facts) -> str:
    parts = (office.id, office.name_de, office.name_en, *office.aliases, office.street, office.postcode, office.city)
    return folded(" ".join(filter(None, (*parts, office.phone, office.email))))


def _row(office: Facts, kept: Upkeep, use: Use, today: date) -> Row:
    unsure = office.status != "defunct" and doubtful(office, today)
    return Row(
        id=office.id,
        name=office.name_de,
        status=office.status,
        place=", ".join(filter(None, (office.street, " ".join(filter(None, (office.postcode, office.city)))))),
        as_of=office.as_of or "",
        review_on=kept.review_on,
        due=office.status != "defunct" and kept.review_on is not None and kept.review_on <= today,
        doubtful=unsure,
        rules=len(use.rules),
        topics=frozenset(use.topics) | kept.topics,
        haystack=kept.haystack,
    )


def _new_row(name: str, draft: Draft) -> Row:
    content = draft.content or {}
    title, place = content.get("name_de") or name, content.get("street") or ""
    topics = frozenset(content.get("topics") or ())
    status = content.get("status", "verify")
    haystack = folded(f"{name} {title} {place}")
    return Row(name, title, status, place, "", None, False, False, 0, topics, draft.made_by, True, haystack)


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""

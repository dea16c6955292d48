"""Made-up visits as contacts: settled as the counter does, and written by the same services, many at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from app.contacts import service as contacts
from app.contacts.values import LoadCell
from app.counter.consultation import Consultation, Details, EarlierTopic
from app.counter.finish import Settled, settle, slip_code, slip_ticket
from app.counter.pages import answer_for, slip_pages, suggested
from app.counter.tickets import FormToken
from app.counter.visitor import groups_of
from app.counter.workplace import Workplace
from app.db import Base, session
from app.demo import shape
from app.demo.choosing import Choice
from app.demo.visits import Visit
from app.house.interpreting.unmet import count_unmet
from app.keys import Keys
from handouts.service import hand_out
from referrals import feedback
from referrals import service as referrals

AT_ONCE = 500
"""Contacts that are written together: more take no less time, but more memory."""


@dataclass(frozen=True)
class Desk:
    """The counter at which the visits take place."""

    place: Workplace
    keys: Keys


@dataclass(frozen=True)
class Report:
    """A slip that comes back: its code, when, and with which outcome."""

    code: str
    moment: datetime
    outcome: str


@dataclass(frozen=True)
class Conversation:
    """A visit as the counter's form has it in the end; the slip is the counter's, too."""

    desk: Desk
    visit: Visit

    @cached_property
    def token(self) -> FormToken:
        """Of the form."""
        return FormToken(self.visit.form_key, LoadCell.at(self.visit.moment), self.visit.moment.date())

    @cached_property
    def prints(self) -> bool:
        """Whether there is a slip."""
        return self.visit.chances[0] < shape.SLIPS

    @cached_property
    def said(self) -> Consultation:
        """All topics answered as suggested, the last one still open, as the form is when it is sent."""
        visit = self.visit
        said = Consultation(
            language=visit.language,
            answers=dict(visit.answers),
            details=Details(visit.talk, visit.channel, visit.persons, visit.outcome, visit.duration),
        )
        *earlier, last = visit.subtopics
        for one in earlier:
            offices = suggested(answer_for(self.desk.place, said, one, visit.moment))
            said = replace(said, earlier=(*said.earlier, EarlierTopic(one, offices)))
        parent = last.partition("/")[0]
        return replace(said, topic=parent, subtopic=last, handouts=self._handouts(last, said))

    def _handouts(self, subtopic: str, said: Consultation) -> tuple[str, ...]:
        """At most one, of those that the counter shows first."""
        place, visit = self.desk.place, self.visit
        if visit.chances[1] >= shape.GIVEN:
            return ()
        groups = groups_of(said.answers, place.vocabulary)
        offers = place.library.offers(subtopic, visit.language, visit.moment.date(), groups)[: shape.OFFERS_SEEN]
        return (offers[int(visit.chances[2] * len(offers))].value,) if offers else ()

    def settle(self) -> Settled:
        """What it leaves behind."""
        pages = slip_pages(self.desk.place, self.said, self.visit.moment)
        slip = slip_ticket(self.desk.place, self.said, pages) if self.prints else None
        return settle(self.desk.place, self.said, pages, with_slip=slip is not None, now=self.visit.moment)


def feed(desk: Desk, visits: Sequence[Visit]) -> list[Report]:
    """Log the visits of one month, in any order; which slips will come back. Needs a session that writes."""
    reports: list[Report] = []
    for start in range(0, len(visits), AT_ONCE):
        found = [
            (one, one.settle()) for one in (Conversation(desk, visit) for visit in visits[start : start + AT_ONCE])
        ]
        _write(desk, found)
        reports += [report for one, what in found if (report := _report(one, what))]
        # Otherwise the session would look through all that it has ever written, again and again.
        session().expunge_all()
    return reports


def redeem(desk: Desk, reports: Sequence[Report]) -> int:
    """Redeem the codes of slips that came back; how many were still valid. Needs a session that writes."""
    found = [feedback.redeem(desk.keys, one.code, one.outcome, now=one.moment) for one in reports]
    return sum(one is not None for one in found)


def _write(desk: Desk, found: Sequence[tuple[Conversation, Settled]]) -> None:
    """In the order in which the counter comes to the tables."""
    keys = [what.key(one.token, desk.keys) for one, what in found]
    settled = [what for _, what in found]
    month = f"{found[0][0].visit.moment:%Y-%m}"
    contacts.store({key: what.contact for key, what in zip(keys, settled, strict=True)}, month)
    referrals.refer_all({key: what.contact.kept_offices for key, what in zip(keys, settled, strict=True)})
    for model, cells, n in _load(found):
        contacts.raise_counter(model, cells, by=n)
    for one, what in found:
        if what.given:
            hand_out(session(), what.given, one.token.cell.quarter)
        if what.unmet:
            count_unmet(language=what.unmet, quarter=one.token.cell.quarter)
    referrals.issue_codes(_codes(desk, found), today=found[0][0].token.day)


def _load(found: Sequence[tuple[Conversation, Settled]]) -> Iterator[tuple[type[Base], dict[str, Any], int]]:
    counts: Counter[tuple[type[Base], tuple[tuple[str, Any], ...]]] = Counter()
    for one, what in found:
        for model, cells in contacts.load_cells(one.token.cell, what.contact.fields_of_action):
            counts[model, tuple(cells.items())] += 1
    for (model, cell), n in counts.items():
        yield model, dict(cell), n


def _codes(desk: Desk, found: Sequence[tuple[Conversation, Settled]]) -> dict[bytes, tuple[str, str]]:
    """What the codes of the slips stand for; those of one month end on the same day."""
    return {
        referrals.code_digest(desk.keys, slip_code(one.token, desk.keys)): (
            what.meaning.office,
            what.meaning.field_of_action,
        )
        for one, what in found
        if what.meaning
    }


def _report(one: Conversation, what: Settled) -> Report | None:
    """Whether the slip comes back, and how, which depends on the office too."""
    _, _, _, whether, when = one.visit.chances
    if what.meaning is None or whether >= shape.REPORTED:
        return None
    # What is left of the two chances is as even as they were.
    outcome = shape.TROUBLE if _troubled(one.desk, what.meaning.office) else shape.REPORTS
    later = timedelta(days=1 + int(when * shape.LATEST_REPORT))
    return Report(
        code=slip_code(one.token, one.desk.keys),
        moment=one.visit.moment + later,
        outcome=Choice(outcome).at(whether / shape.REPORTED),
    )


def _troubled(desk: Desk, office: str) -> bool:
    return list(desk.place.offices).index(office) % shape.TROUBLED == 0

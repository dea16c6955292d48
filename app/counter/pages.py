"""From what was said to what is printed: one page for each topic, with the offices chosen for it."""

from datetime import datetime

from app.counter.consultation import Consultation
from app.counter.tickets import SlipPage
from app.counter.visitor import visitor_of
from app.counter.workplace import Workplace
from app.house.presence.answering import with_house
from referrals.routing.answer import Answer, Entry, Query, answer
from referrals.slip.values import Role

MOST_OFFICES = 4


def answer_for(place: Workplace, said: Consultation, subtopic: str, now: datetime) -> Answer:
    """Who is responsible, for what has been said so far, and who of them is in the house. Raises UnknownValue."""
    at = now.replace(tzinfo=None)
    query = Query(topic=subtopic, visitor=visitor_of(said.answers, place.table), at=at, language=said.language)
    found = answer(place.table, place.offices, query)
    if place.protected(subtopic):
        # Whom to call does not depend on who happens to sit in the next room.
        return found
    return with_house(found, place.house.timetable, place.offices, query)


def suggested(found: Answer) -> tuple[str, ...]:
    """What goes on the slip unless the advisor chooses otherwise: who decides, and the first who helps."""
    return tuple(entry.office.id for entry in (*found.responsible, *found.advises[:1]))[:MOST_OFFICES]


def shown(found: Answer) -> tuple[str, ...]:
    """All offices of the answer, in its order."""
    return tuple(entry.office.id for entry in (*found.responsible, *found.advises))


def chosen(found: Answer, said: Consultation) -> tuple[str, ...]:
    """What the advisor ticked, as long as the answer is the one that was shown; else what the answer suggests."""
    if said.choice is None or said.choice.shown != frozenset(shown(found)):
        return suggested(found)
    return said.choice.ticked


def slip_pages(place: Workplace, said: Consultation, now: datetime) -> tuple[SlipPage, ...]:
    """The pages of all topics of the conversation; a topic for which no office is chosen has a page without one."""
    topics = [(topic.subtopic, topic.offices) for topic in said.earlier if topic.subtopic != said.subtopic]
    pages = [_page(answer_for(place, said, topic, now), topic, offices) for topic, offices in topics]
    if said.subtopic is not None:
        found = answer_for(place, said, said.subtopic, now)
        pages.append(_page(found, said.subtopic, chosen(found, said)))
    return tuple(pages)


def _by_role(found: Answer) -> list[tuple[Role, tuple[Entry, ...]]]:
    return [("responsible", found.responsible), ("advises", found.advises)]


def _page(found: Answer, topic: str, wanted: tuple[str, ...]) -> SlipPage:
    """Only offices of the answer can be chosen, in its order."""
    rule = found.decision.rule
    return SlipPage(
        topic=topic,
        offices=tuple(
            (entry.office.id, role)
            for role, entries in _by_role(found)
            for entry in entries
            if entry.office.id in wanted
        ),
        documents=rule.bring if rule else (),
        bring_note=rule.bring_note if rule else "",
        visit=rule.visit if rule else "",
    )

"""What goes with the answer, as the screen shows it: material, events, work aids, offers, who is in the house."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.counter.consultation import Consultation
from app.counter.search import SHORTEST, leaflets_like, plain
from app.counter.workplace import NEUTRAL_SLIP, Workplace
from app.house.aids.search import search
from app.house.events.values import Event
from app.house.presence.answering import near
from app.house.presence.timetable import Sitting
from app.interface import day, language, room, translate
from app.vocabulary.names import language_text, languages_text
from handouts.library import Leaflet, Offer
from handouts.service import left

MOST_EVENTS = 6
MOST_AIDS = 8
MOST_OFFERS = 6
MOST_FOUND = 5


def material(
    place: Workplace, said: Consultation, groups: Collection[str], session: Session, today: date
) -> list[dict[str, Any]]:
    """What can be given along for the open topic, after what was ticked for an earlier one or found by the search."""
    offers = _offered(place, said, groups, today)
    shown = {offer.value for offer in offers}
    earlier = [place.library.offer(value, today, said.language) for value in said.handouts if value not in shown]
    every = [*(one for one in earlier if one), *offers]
    copies = left(session, [offer.edition for offer in every if offer.edition])
    return [_handout(offer, said, place, copies) for offer in every]


def _offered(place: Workplace, said: Consultation, groups: Collection[str], today: date) -> list[Offer]:
    """The library's offers for the open topic; the neutral slip is none of them."""
    found = place.library.offers(said.subtopic or "", said.language, today, groups)
    return [offer for offer in found if offer.handout != NEUTRAL_SLIP]


def _handout(offer: Offer, said: Consultation, place: Workplace, left_of: Mapping[str, int]) -> dict[str, Any]:
    ui = language()
    copies = left_of.get(offer.edition or "")
    return {
        "value": offer.value,
        "handout": offer.handout,
        "label": offer.label[ui],
        "language": language_text(offer.language, place.vocabulary) if offer.language else "",
        "fit": offer.fit,
        "digital": offer.kind in {"file", "link"},
        "link": offer.link or "",
        "digest": offer.digest or "",
        "pages": offer.pages,
        "left": copies,
        "gone": copies == 0,
        "unchecked": offer.edition is not None and offer.checked_on is None,
        "given": offer.value in said.handouts,
    }


def found(place: Workplace, said: Consultation, session: Session, today: date) -> dict[str, list[dict[str, Any]]]:
    """Handouts and work aids that the search finds; a handout in the best edition for the visitor can be ticked.

    In neutral mode nothing: the words of the search and a handout can tell the topic.
    """
    if len(plain(said.query)) < SHORTEST or (said.subtopic and place.protected(said.subtopic)):
        return {"handouts": [], "aids": []}
    offers = [_best(place, leaflet, said.language, today) for leaflet in leaflets_like(said.query, place)]
    known = [offer for offer in offers if offer][:MOST_FOUND]
    copies = left(session, [offer.edition for offer in known if offer.edition])
    hits = search(session, place.house.aids.all, said.query)[:MOST_FOUND]
    return {
        "handouts": [_handout(offer, said, place, copies) for offer in known],
        "aids": [{"id": hit.aid.id, "title": hit.aid.title, "as_of": day(hit.aid.as_of)} for hit in hits],
    }


def _best(place: Workplace, leaflet: Leaflet, tag: str | None, today: date) -> Offer | None:
    editions = place.library.editions(leaflet.id, tag, today)
    return editions[0] if editions else None if leaflet.known else place.library.offer(leaflet.id, today)


def events(place: Workplace, said: Consultation, now: datetime) -> list[dict[str, Any]]:
    """Events for topic and language; what is ticked stays, whatever comes first now."""
    found = place.house.programme.matching(said.subtopic, said.language, now)
    ticked = [event for event in found if event.id in said.events]
    others = [event for event in found if event.id not in said.events]
    return [_event(event, said, place) for event in (*ticked, *others[: max(0, MOST_EVENTS - len(ticked))])]


def _event(event: Event, said: Consultation, place: Workplace) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": event.title[language()] or event.title.de,
        "lang": language() if event.title[language()] else "de",
        "when": f"{day(event.begins)}, {event.starts:%H:%M}–{event.ends:%H:%M}",
        "room": room(event.room),
        "languages": languages_text(event.languages, place.vocabulary),
        "office": place.offices[event.office].name_de if event.office and event.office in place.offices else "",
        "seats": event.seats,
        "register": event.registration == "needed",
        "contact": event.contact,
        "understood": event.speaks(said.language),
        "ticked": event.id in said.events,
    }


def aids(place: Workplace, topic: str, groups: Collection[str], today: date) -> list[dict[str, Any]]:
    """Internal aids for the advisor; never printed."""
    return [
        {
            "id": aid.id,
            "kind": aid.kind,
            "title": aid.title,
            "html": aid.html,
            "link": aid.link or "",
            "digest": aid.digest or "",
            "as_of": day(aid.as_of),
            "overdue": aid.overdue(today),
        }
        for aid in place.house.aids.matching(topic, groups)[:MOST_AIDS]
    ]


def offers(place: Workplace, topic: str, today: date) -> list[dict[str, Any]]:
    """What organisations offer or look for, with their own telephone number."""
    return [
        {
            "kind": entry.content.kind,
            "title": entry.content.title,
            "text": entry.content.text,
            "office": place.offices[entry.office].name_de,
            "phone": place.offices[entry.office].phone or "",
            "email": place.offices[entry.office].email or "",
            "ask": entry.content.contact_note,
            "until": day(entry.content.until) if entry.content.until else "",
        }
        for entry in place.house.board.matching(topic, today)[:MOST_OFFERS]
    ]


def sitting_of(place: Workplace, office: str, topic: str, now: datetime) -> dict[str, Any] | None:
    """When an office sits in the house, in words; None if that is not within a week."""
    at = now.replace(tzinfo=None)
    sitting = near(place.house.timetable, office, topic, at)
    return _sitting(sitting, place, at) if sitting else None


def _sitting(sitting: Sitting, place: Workplace, at: datetime) -> dict[str, Any]:
    starts, ends = f"{sitting.starts:%H:%M}", f"{sitting.ends:%H:%M}"
    if sitting.is_on(at):
        text = translate("Here in the house now, until {time}").format(time=ends)
    elif sitting.starts.date() == at.date():
        text = translate("Here in the house today, {start}–{end}").format(start=starts, end=ends)
    else:
        text = translate("Here in the house on {day}, {start}–{end}")
        text = text.format(day=day(sitting.starts), start=starts, end=ends)
    return {
        "text": text,
        "now": sitting.is_on(at),
        "today": sitting.starts.date() == at.date(),
        "room": room(sitting.room),
        "languages": languages_text(sitting.languages, place.vocabulary),
        "note": sitting.note,
    }


def today(place: Workplace, now: datetime) -> dict[str, Any]:
    """Who is in the house today and what takes place, as far as it is not over."""
    at = now.replace(tzinfo=None)
    sittings = [sitting for sitting in place.house.timetable.day(at.date()) if sitting.ends > at]
    happening = [
        event for event in place.house.programme.events if event.begins.date() == at.date() and event.finishes > at
    ]
    return {
        "closed": place.house.timetable.closed(at.date()) or "",
        "sittings": [_of_today(sitting, place, at) for sitting in sittings],
        "events": [
            {
                "times": f"{event.starts:%H:%M}–{event.ends:%H:%M}",
                "title": event.title[language()] or event.title.de,
                "room": room(event.room),
            }
            for event in happening
        ],
    }


def _of_today(sitting: Sitting, place: Workplace, at: datetime) -> dict[str, Any]:
    office = place.offices.get(sitting.office or "")
    name = office.name_de if office else ""
    return {
        "times": f"{sitting.starts:%H:%M}–{sitting.ends:%H:%M}",
        "kind": sitting.kind,
        "name": name or sitting.label,
        "label": sitting.label if name else "",
        "room": room(sitting.room),
        "languages": languages_text(sitting.languages, place.vocabulary),
        "now": sitting.is_on(at),
    }

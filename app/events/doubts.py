"""What an editor should look at before an event is announced: a closed house, a room that is taken, an organiser that
does not exist any more. Hints only: an event may well overrule a closure.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.house.events.models import Event
from app.house.presence.timetable import Timetable
from app.interface import translate
from referrals.directory.facts import Office

ROOM = "raum "


def doubts(event: Event, organiser: Office | None, timetable: Timetable, others: Sequence[Event]) -> list[str]:
    """Sentences in the language of the interface; ``others`` are the events among which it stands."""
    if event.cancelled:
        return []
    found = []
    if organiser is not None and organiser.status == "defunct":
        found.append(translate("organiser does not exist any more"))
    if closed := timetable.closed(event.day):
        found.append(translate("closed: {reason}").format(reason=closed))
    if taken := sorted(set(_taken(event, timetable, others))):
        found.append(translate("room also taken: {times}").format(times=", ".join(taken)))
    return found


def _taken(event: Event, timetable: Timetable, others: Sequence[Event]) -> Iterable[str]:
    """When somebody else has the room while it goes on."""
    begins, ends = datetime.combine(event.day, event.starts), datetime.combine(event.day, event.ends)
    spans = [(sitting.room, sitting.starts, sitting.ends) for sitting in timetable.day(event.day)]
    spans += [
        (other.room, datetime.combine(other.day, other.starts), datetime.combine(other.day, other.ends))
        for other in others
        if other.day == event.day and other.id != event.id and not other.cancelled
    ]
    for room, start, end in spans:
        if event.room and _same(room, event.room) and start < ends and begins < end:
            yield f"{start:%H:%M}–{end:%H:%M}"


def _same(one: str, other: str) -> bool:
    return one.casefold().removeprefix(ROOM) == other.casefold().removeprefix(ROOM)

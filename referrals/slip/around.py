"""What the house around the desk puts on a slip: who sits here and when, events, handouts. Plain values."""

from datetime import date

from app.formatting import weekday_date
from referrals.slip.values import Coded, Given, Here, Occasion, Pair, Row
from referrals.slip.wording import Both, Wording, same


def here_statement(here: Here, say: Wording) -> Pair:
    """``Hier im Haus: Dienstag, 24. November, 10:00–12:00 Uhr. Raum: 2``."""
    when = say.phrase(
        "here_on",
        date=_day(here.starts.date(), say),
        **{"from": same(f"{here.starts:%H:%M}"), "to": same(f"{here.ends:%H:%M}")},
    )
    return _with_room(when, here.room, say)


def _with_room(when: Pair, room: str, say: Wording) -> Pair:
    if not room:
        return when
    # Many write "Raum 2"; the phrase says that it is one.
    where = say.phrase("room", room=same(room.removeprefix("Raum ")))
    return say.joined(". ", when, where, other_separator=say.punctuation.stop)


def event_row(event: Occasion, say: Wording) -> Row:
    """What it is about, when, where, in which languages, and whether to register."""
    day, sitting = _day(event.sitting.starts.date(), say), event.sitting
    times = f"{sitting.starts:%H:%M}–{sitting.ends:%H:%M}"
    when = say.text(f"{day.german}, {times} Uhr", f"{day.other}, {times}")
    sentences = [say.titled(event.german, event.other), _with_room(when, sitting.room, say)]
    names = say.languages(event.languages)
    if names.german:
        spoken = say.text(names.german, names.other)
        sentences.append(say.joined(" ", say.phrase("event_languages"), spoken))
    register = say.phrase("register_first", contact=same(event.contact)) if event.contact else None
    sentences.append(register or say.phrase("no_registration"))
    return Row(heading=say.phrase("event"), sentences=tuple(sentences))


def handouts_row(handouts: tuple[Given, ...], say: Wording) -> Row | None:
    """What goes along; what a phone can read has a code."""
    if not handouts:
        return None
    plain = [_title(given, say) for given in handouts if not given.link]
    coded = [Coded(_title(given, say), say.phrase("read_on_phone"), given.link) for given in handouts if given.link]
    return Row(heading=say.phrase("materials_given"), sentences=tuple(plain), coded=tuple(coded))


def _title(given: Given, say: Wording) -> Pair:
    """The handout; in brackets its language where it is not the visitor's."""
    title = say.handout(given.title)
    names = say.languages((given.language,)) if given.language else None
    if names is None or not names.german:
        return title
    return say.joined(" · ", title, say.phrase("in_language", language=names))


def _day(day: date, say: Wording) -> Both:
    return Both(weekday_date(day, "de"), weekday_date(day, say.locale))

"""What can be said of an interpreting service, in the language of the interface."""

from collections.abc import Iterable
from datetime import datetime

from babel.lists import format_list

from app.house.interpreting.values import MODES, Standing
from app.interface import day, language, translate, translate_plural


def modes(names: Iterable[str]) -> str:
    """``vor Ort oder per Telefon``."""
    return format_list([translate(MODES[name]) for name in MODES if name in set(names)], style="or", locale=language())


def standing(one: Standing) -> str:
    """Whether it can interpret now, and otherwise when: ``jetzt per Telefon, bis 16:00 Uhr``."""
    _ = translate
    facts = one.service.facts
    if one.now:
        if one.until is None:
            return _("now, {modes}").format(modes=modes(one.now))
        return _("now, {modes}, until {time}").format(modes=modes(one.now), time=f"{one.until:%H:%M}")
    ways = modes(facts.modes)
    if one.next_open is not None:
        return _("{modes}, from {when}").format(modes=ways, when=_moment(one.next_open))
    if facts.lead_days is None:
        return _("{modes}; ask how far ahead").format(modes=ways)
    if facts.lead_days == 0:
        return _("{modes}; ask whether somebody is free").format(modes=ways)
    text = translate_plural("{modes}; book one day ahead", "{modes}; book {days} days ahead", facts.lead_days)
    return text.format(modes=ways, days=facts.lead_days)


def _moment(moment: datetime) -> str:
    return f"{day(moment)}, {moment:%H:%M}"

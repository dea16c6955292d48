"""The form of an interpreting service: what was typed, what is wrong with it, and the facts that it comes to."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from app.errors import N_
from app.house.interpreting.values import MODES, Facts, Service
from app.offices.hours_form import HoursForm
from referrals.directory.facts import Office

TEXTS: Mapping[str, int] = {
    "name": 150,
    "office": 60,
    "book_how": 1000,
    "book_phone": 60,
    "book_email": 200,
    "book_link": 500,
    "lead_days": 3,
    "cost": 300,
    "note": 1000,
    "as_of": 10,
}
"""Fields of one text with the most signs that they take."""
LABELS: Mapping[str, str] = {
    "name": N_("Name of the service"),
    "office": N_("Office in the directory"),
    "languages": N_("Languages"),
    "modes": N_("How it interprets"),
    "hours": N_("When it interprets"),
    "lead_days": N_("Days to book ahead"),
    "book_how": N_("How to book"),
    "book_phone": N_("Telephone"),
    "book_email": N_("E-mail"),
    "book_link": N_("Web address"),
    "cost": N_("Cost"),
    "note": N_("Note for advisors"),
    "as_of": N_("Checked with the service on"),
}
MOST_DAYS = 60
WITHOUT_LIMIT = frozenset({"office", "lead_days", "as_of"})
_PHONE = re.compile(r"\+?[0-9][0-9 ()/\-]{2,}")
_EMAIL = re.compile(r"[^@\s?&]+@[^@\s?&]+\.[^@\s?&]+")
_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+")


@dataclass
class Sheet:
    """The form as it stands. ``seen`` is the version it was made from; ``problems`` say by field what is expected."""

    texts: dict[str, str]
    languages: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    hours: HoursForm = field(default_factory=lambda: HoursForm.of(None))
    seen: int = 0
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def blank(cls, office: Office | None, today: date) -> "Sheet":
        """A new service; of one from the directory nobody has asked yet whether it is so."""
        texts = dict.fromkeys(TEXTS, "")
        if office is None:
            return cls(texts | {"as_of": today.isoformat()})
        return cls(texts | {"name": office.name_de[:150], "office": office.id}, [*office.languages])

    @classmethod
    def of(cls, service: Service) -> "Sheet":
        """What is stored."""
        facts = service.facts
        texts = {name: getattr(facts, name) for name in TEXTS if name not in WITHOUT_LIMIT}
        texts |= {
            "office": facts.office or "",
            "lead_days": "" if facts.lead_days is None else str(facts.lead_days),
            "as_of": facts.as_of.isoformat() if facts.as_of else "",
        }
        hours = HoursForm.of(facts.hours)
        return cls(texts, list(facts.languages), list(facts.modes), hours, service.version)

    @classmethod
    def posted(cls, values: MultiDict[str, str]) -> "Sheet":
        """What was sent."""
        seen = values.get("seen", "")
        return cls(
            texts={name: _tidy(values.get(name, "")) for name in TEXTS},
            languages=list(dict.fromkeys(values.getlist("languages"))),
            modes=[mode for mode in MODES if mode in values.getlist("modes")],
            hours=HoursForm.posted(values),
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0,
        )

    def facts(self, *, languages: Collection[str], offices: Mapping[str, Office], today: date) -> Facts | None:
        """What is to be stored; None if something is wrong, which ``problems`` then say."""
        self.problems = self._problems(languages, offices, today)
        if self.problems:
            return None
        texts = self.texts
        return Facts(
            name=texts["name"],
            office=texts["office"] or None,
            languages=tuple(self.languages),
            modes=tuple(self.modes),
            hours=self.hours.osm or None,
            book_how=texts["book_how"],
            book_phone=texts["book_phone"],
            book_email=texts["book_email"],
            book_link=texts["book_link"],
            lead_days=int(texts["lead_days"]) if texts["lead_days"] else None,
            cost=texts["cost"],
            note=texts["note"],
            as_of=date.fromisoformat(texts["as_of"]) if texts["as_of"] else None,
        )

    def _problems(self, languages: Collection[str], offices: Mapping[str, Office], today: date) -> dict[str, str]:
        texts = self.texts
        chosen = offices.get(texts["office"])
        checks: list[tuple[str, bool, str]] = [
            ("name", bool(texts["name"]), N_("Please give the name of the organisation.")),
            ("office", not texts["office"] or chosen is not None, N_("This office is not in the directory.")),
            ("languages", bool(self.languages), N_("Please tick at least one language.")),
            ("languages", set(self.languages) <= set(languages), N_("One of the languages is not in the directory.")),
            ("modes", bool(self.modes), N_("Please tick at least one way.")),
            ("hours", not self.hours.wrong, N_("Please correct the times that are marked.")),
            ("lead_days", _is_number(texts["lead_days"]), N_("A number of days from 0 to 60, or nothing.")),
            ("book_phone", _fits(_PHONE, texts["book_phone"]), N_("A telephone number, such as 0341 123-45.")),
            ("book_email", _fits(_EMAIL, texts["book_email"]), N_("An e-mail address, such as info@example.org.")),
            ("book_link", _fits(_LINK, texts["book_link"]), N_("A web address that begins with https://.")),
            ("as_of", _is_past(texts["as_of"], today), N_("A day that is not in the future, or nothing.")),
        ]
        too_long = [(name, len(texts[name]) <= most, N_("This is too long.")) for name, most in TEXTS.items()]
        return {name: text for name, right, text in (*too_long, *checks) if not right}


def differences(mine: Sheet, theirs: Sheet, say: Callable[[Sheet, str], str]) -> dict[str, str]:
    """What is stored now of the fields that read differently, by field; ``say`` puts a field into words."""
    names = (*TEXTS, "languages", "modes", "hours")
    return {name: say(theirs, name) for name in names if say(mine, name) != say(theirs, name)}


def _tidy(text: str) -> str:
    """Without what nobody can see, but for the ends of lines."""
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()


def _fits(pattern: re.Pattern[str], text: str) -> bool:
    return not text or pattern.fullmatch(text) is not None


def _is_number(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and int(text) <= MOST_DAYS)


def _is_past(text: str, today: date) -> bool:
    if not text:
        return True
    try:
        return date.fromisoformat(text) <= today
    except ValueError:
        return False

"""Offices, topics and rules of a small town, as the public directory takes them."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from app.locales import Language
from app.vocabulary.values import Label, Topic, Vocabulary
from referrals.directory.facts import Office
from referrals.directory.folder import phrases_of_program
from referrals.interchange.public.listing import build
from referrals.interchange.public.values import PublicDirectory
from referrals.routing.condition import Condition
from referrals.routing.values import Rule

NOW = datetime.combine(date(2026, 11, 23), time(10))
ARABIC = Language("ar", "ar", "Arabisch", "Arabic", "العربية", "Arab", "rtl")
TOPICS = {
    name: Topic(name, Label(label, ""), "", "normal", ())
    for name, label in {"wohnen": "Wohnen & Miete", "geld": "Geld", "leer": "Nichts"}.items()
}
WORDS = Vocabulary(
    topics=TOPICS,
    subtopics={},
    groups={},
    questions={},
    flags={},
    sensitive=frozenset({"violence"}),
    languages={"ar": ARABIC},
    documents={},
    phrases={record["key"]: Label(record["de"], record["en"]) for record in phrases_of_program()},
    field_of_action={},
)
NOTHING = dict.fromkeys(Office.__dataclass_fields__)
OFFICE = Office(
    **{
        **NOTHING,  # type: ignore[arg-type]
        "id": "amt",
        "name_de": "Amt für Wohnen",
        "name_en": "Housing office",
        "kind": "city",
        "status": "active",
        "verified": True,
        "generic": False,
        "aliases": (),
        "street": "Markt 1",
        "postcode": "04109",
        "city": "Leipzig",
        "phone": "+49 341 1230",
        "closures": (),
        "notes": (),
        "languages": ("de", "ar"),
        "as_of": "2026-10-01",
        "opening_hours": "Mo,Tu 09:00-12:00,13:00-18:00; Fr 09:00-12:00; PH off",
        "limits_text": "INTERNAL english text",
        "status_text": "INTERNAL note",
    }
)


def office(name: str = "amt", **changed: Any) -> Office:
    """An office that is like no other in what is named."""
    return replace(OFFICE, id=name, **changed)


def rule(topic: str, responsible: str = "", advises: str = "", **changed: Any) -> Rule:
    """A rule for everybody."""
    condition = Condition.parse("")
    base = Rule(f"R-{topic}", f"{topic}/x", 1, condition, tuple(responsible.split()), tuple(advises.split()))
    return replace(base, **changed)


def directory(*offices: Office, rules: tuple[Rule, ...] = ()) -> PublicDirectory:
    """The public directory of these."""
    return build({one.id: one for one in offices}, rules, WORDS, NOW)

"""Slip requests made from the example directory without a database."""

import csv
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.locales import ENGLISH, GERMAN, Language
from app.vocabulary.translations import Translator
from referrals.directory.codes import appointment_code, cost_code, note_codes, printed_stop, printed_street
from referrals.directory.facts import Office
from referrals.directory.hours import hours
from referrals.directory.service import DATED_FACTS, oldest
from referrals.slip.values import Destination, Given, Here, Occasion, Role, SlipRequest, Term

DIRECTORY = Path(__file__).resolve().parents[3] / "referrals" / "leipzig"
NOW = datetime.fromisoformat("2026-11-23T10:30")
CODE = "K7QM-4XDR-2WK"


@cache
def _yaml(name: str) -> Any:
    return yaml.safe_load((DIRECTORY / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def phrases() -> dict[str, str]:
    with (DIRECTORY / "slip_phrases.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["de"] for row in csv.DictReader(file)}


@cache
def languages() -> dict[str, Language]:
    with (DIRECTORY / "languages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {
        row["bcp47"]: Language(
            row["bcp47"],
            row["babel_locale"] or None,
            row["german"],
            row["english"],
            row["autonym"],
            row["script"],
            row["direction"],
        )
        for row in rows
    }
    return {"de": GERMAN, **found, "en": ENGLISH}


def printed() -> list[str]:
    """The tags of the languages beside German that slips are printed in."""
    return [tag for tag, language in languages().items() if language.catalogue and tag != "de"]


@cache
def offices() -> dict[str, Office]:
    return {entry["id"]: _office(entry) for entry in _yaml("offices")["offices"]}


def _office(entry: dict[str, Any]) -> Office:
    dates = oldest(
        str((entry["as_of"] or {})[name]) for name in DATED_FACTS if entry.get(name) and name in (entry["as_of"] or {})
    )
    year = (entry.get("review") or {}).get("newest_source_year")
    return Office(
        id=entry["id"],
        name_de=entry["name_de"],
        name_en=entry["name_en"],
        kind=entry["kind"],
        status=entry["status"],
        verified=entry["status"] == "active",
        generic=entry["kind"] == "generic" and entry["id"] != "notruf",
        successor=entry.get("successor"),
        aliases=(),
        street=printed_street(entry["street"]),
        postcode=entry["postcode"],
        city=entry["city"],
        tram_stop=printed_stop(entry["tram_stop"]),
        phone=entry["phone"],
        email=entry["email"],
        website=entry["website"],
        contact_form=entry.get("contact_form"),
        opening_hours=entry["opening_hours"],
        closures=(),
        appointment=appointment_code(entry["appointment"]),
        cost=cost_code(entry["cost"]),
        notes=tuple(
            note_codes(
                kind=entry["kind"],
                languages=entry["languages"] or [],
                cost=entry["cost"],
                limits=entry["limits"],
                language_note=entry.get("language_note"),
                street=entry["street"],
            )
        ),
        languages=tuple(entry["languages"] or ()),
        as_of=dates or (str(year) if year else None),
        appointment_text=entry["appointment"],
        cost_text=entry["cost"],
        language_text=entry.get("language_note"),
        limits_text=entry["limits"],
        status_text=None,
    )


def destination(office: Office | str, role: Role = "responsible", at: datetime = NOW) -> Destination:
    found = offices()[office] if isinstance(office, str) else office
    return Destination(found, role, hours(found, at))


@cache
def topic(topic_id: str) -> Term:
    parent_id, _, child_id = topic_id.partition("/")
    parent = next(entry for entry in _yaml("topics")["topics"] if entry["id"] == parent_id)
    child = next((entry for entry in parent["subtopics"] if entry["id"] == child_id), parent)
    return Term(topic_id, child["label_de"])


@cache
def documents() -> dict[str, Term]:
    return {
        entry["id"]: Term(entry["id"], entry["label_de"], entry["keep_german"])
        for entry in _yaml("documents")["documents"]
    }


@cache
def handouts() -> dict[str, Given]:
    return {entry["id"]: Given(Term(entry["id"], entry["title_de"])) for entry in _yaml("handouts")["handouts"]}


def request(
    tag: str,
    *destinations: Destination | str,
    topic_id: str | None = "aufenthalt/adresse_eat",
    bring: tuple[str, ...] = ("passport", "eat", "wohnungsgeberbestaetigung"),
    **changes: Any,
) -> SlipRequest:
    """A request as the counter makes it, with a code."""
    language = languages()[tag]
    base = SlipRequest(
        language=language,
        text_language=None if tag == "de" else language,
        translator=None if tag == "de" else Translator(language.catalogue or "en"),
        phrases=phrases(),
        today=NOW.date(),
        centre=destination("wzl", "advises"),
        destinations=tuple(destination(d) if isinstance(d, str) else d for d in destinations),
        topic=topic(topic_id) if topic_id else None,
        documents=tuple(documents()[name] for name in bring),
        code=CODE,
    )
    return replace(base, **changes)


def longest(tag: str, **changes: Any) -> SlipRequest:
    """The slip with the most on it: the office with the longest data, everything to bring, three further offices."""
    return request(
        tag,
        "abh",
        destination("ankommenszentrum"),
        destination("mosaik_psz", "advises"),
        destination("drk_mbe", "advises"),
        topic_id="aufenthalt/titel_verlaengern",
        bring=("passport", "eat", "wohnungsgeberbestaetigung", "employment_contract", "payslips", "insurance_proof"),
        handouts=(handouts()["h_stadtplan"], handouts()["h_wohnungsgeber"]),
        **changes,
    )


def around(tag: str, **changes: Any) -> SlipRequest:
    """A slip with all that the house around the desk adds: an office that sits here, an event, handouts with codes."""
    sitting = Here(datetime.fromisoformat("2026-11-24T14:00"), datetime.fromisoformat("2026-11-24T16:30"), "Raum 2")
    event = Occasion(
        german="Arbeiten in Leipzig: Rechte und Verträge",
        other={"uk": "Робота в Лейпцигу", "ar": "العمل في لايبزيغ", "en": "Working in Leipzig"}.get(tag, ""),
        sitting=Here(datetime.fromisoformat("2026-12-03T17:00"), datetime.fromisoformat("2026-12-03T18:30"), "Saal"),
        languages=("de", "ar", "uk"),
        contact="0341 1234567",
    )
    guide, check = handouts()["h_info_to_go"], handouts()["h_einbuergerung_quickcheck"]
    return request(
        tag,
        replace(destination("babs"), here=sitting),
        destination("drk_mbe", "advises"),
        topic_id="arbeit/arbeitsrecht",
        bring=("passport", "employment_contract"),
        handouts=(
            handouts()["h_arbeitsrecht"],
            replace(guide, language="en", link="https://info-to-go.binational-leipzig.de/en/"),
            replace(check, link="https://www.leipzig.de/einbuergerung"),
        ),
        events=(event,),
        **changes,
    )

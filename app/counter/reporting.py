"""Wrong data, reported from the answer in two keys: what can be said of which entry, and how to take it back."""

from datetime import datetime
from typing import Any

from app.counter import tickets
from app.counter.consultation import Consultation
from app.counter.pages import answer_for, chosen, shown
from app.counter.workplace import Workplace
from app.errors import N_, WegweiserError
from app.interface import translate
from referrals.directory.facts import Office
from referrals.reports import GAP, WHAT, Wrong
from referrals.routing.answer import Answer


class NothingToReport(WegweiserError):
    """The answer that the report is about is not there any more."""


def choices(place: Workplace, said: Consultation, found: Answer) -> dict[str, Any]:
    """What the template ``counter/report.html`` offers: what is wrong, and of which office, the first one on the slip.

    A protected topic has no gaps: that one was reported would tell that somebody came with it.
    """
    offices = [entry.office for entry in (*found.responsible, *found.advises)]
    first = next(iter(chosen(found, said)), None) or next((office.id for office in offices), "")
    possible = [what for what in WHAT if offices or what == GAP]
    if said.subtopic and place.protected(said.subtopic):
        possible.remove(GAP)
    return {
        "offices": [_office(office, first) for office in offices],
        "what": [
            {"value": what, "digit": digit, "label": translate(label)}
            for digit, (what, label) in enumerate(WHAT.items(), start=1)
            if what in possible
        ],
    }


def wrong_of(place: Workplace, said: Consultation, *, what: str, office: str, now: datetime) -> Wrong:
    """The report that the form makes. Raises NothingToReport, UnknownValue."""
    nothing = NothingToReport(N_("The answer has changed meanwhile; nothing was reported."))
    if said.subtopic is None:
        raise nothing
    found = answer_for(place, said, said.subtopic, now)
    offered = choices(place, said, found)
    if what not in {one["value"] for one in offered["what"]}:
        raise nothing
    if what == GAP:
        return Wrong(said.subtopic, GAP)
    if office not in shown(found):
        raise nothing
    return Wrong(office, what)


def said_of(wrong: Wrong, place: Workplace, said: Consultation) -> str:
    """``Telefon falsch – Mieterverein Leipzig e.V.``; of a gap, and of a protected topic's offices, without a name."""
    label = translate(WHAT[wrong.what])
    covered = wrong.what == GAP or (said.subtopic and place.protected(said.subtopic))
    return label if covered else f"{label} – {place.offices[wrong.entry].name_de}"


def toast(text: str, undo: str = "") -> dict[str, Any]:
    """The line above the finish bar; ``undo`` is the sealed ticket."""
    return {"text": text, "undo": undo, "seconds": tickets.UNDO_SECONDS, "good": bool(undo)}


def _office(office: Office, first: str) -> dict[str, Any]:
    return {"id": office.id, "name": office.name_de, "chosen": office.id == first}

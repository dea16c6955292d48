"""The answer as the advisor sees it: offices with their state in words, what to bring, and why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.counter.workplace import Workplace
from app.formatting import part_of_date
from app.interface import day, language, translate
from app.locales import Language
from app.vocabulary.translations import Translator
from referrals.directory.facts import Hours, Office
from referrals.directory.freshness import doubtful
from referrals.routing.answer import Answer, Entry
from referrals.routing.condition import Condition
from referrals.routing.values import Lost, Rule

LONGEST_ADDRESS = 40


@dataclass(frozen=True)
class Fact:
    """A line with an icon: appointment, cost, languages."""

    icon: str
    label: str
    remark: str = ""
    remark_lang: str = ""


def office_panel(
    entry: Entry, place: Workplace, visitor: Language, chosen: tuple[str, ...], now: datetime
) -> dict[str, Any]:
    """What the template ``counter/office.html`` shows of an office."""
    office = entry.office
    unsure = doubtful(office, now.date())
    state, then = _state(entry.hours, unsure, office)
    gloss = Translator(visitor.catalogue, place.town_texts).office(office.id, office.name_de)
    return {
        "id": office.id,
        "name": office.name_de,
        "gloss": gloss.text if gloss and visitor.tag != "de" else "",
        "replaces": place.offices[entry.replaces].name_de if entry.replaces else "",
        "street": office.street,
        "postcode": office.postcode,
        "city": office.city if office.street else None,
        "tram_stop": office.tram_stop,
        "phone": office.phone,
        "addresses": [_bare(text) for text in (office.email, office.website, office.contact_form) if text],
        "address_notes": _address_notes(office),
        "limits": office.limits_text,
        "state": state,
        "then": then,
        "tone": _tone(entry.hours, unsure),
        "icon": "question-mark" if unsure or entry.hours.now is None else "check" if entry.hours.now else "close",
        "facts": _facts(office),
        "warning": _warning(office) if unsure else "",
        "chosen": office.id in chosen,
    }


def _state(hours: Hours, unsure: bool, office: Office) -> tuple[str, str]:
    """What the door says now, and what comes next; of data nobody has verified only "probably"."""
    _ = translate
    if hours.always:
        return _("Open day and night"), ""
    match hours.code:
        case "open":
            until = f"{hours.until:%H:%M}" if hours.until else ""
            text = _("Probably open until {time}") if unsure else _("Open until {time}")
            return text.format(time=until), ""
        case "opens" if hours.next_open:
            when = f"{day(hours.next_open)}, {hours.next_open:%H:%M}"
            return (_("Probably closed now") if unsure else _("Closed now")), _("opens {when}").format(when=when)
        case "closed_until" if hours.closed_to:
            return _("Closed until {date}").format(date=day(hours.closed_to)), ""
        case "closed":
            return _("Closed"), ""
    ask = _("Call first") if office.phone else _("Ask first")
    return _("Hours not known"), ask


def _tone(hours: Hours, unsure: bool) -> str:
    """Green only for what is open and verified."""
    if unsure or hours.now is None:
        return "warn"
    return "ok" if hours.now else ""


def _facts(office: Office) -> list[Fact]:
    _ = translate
    appointments = {
        "none": _("No appointment needed"),
        "recommended": _("Best with an appointment"),
        "required": _("Only by appointment"),
        "by_post": _("Appointment comes by post"),
        "online": _("Appointment online"),
        "phone": _("Appointment by phone"),
    }
    costs = {"free": _("Free of charge"), "fee": _("May cost a fee"), "members": _("Members only")}
    facts = []
    if office.appointment in appointments:
        facts.append(Fact("calendar-today", appointments[office.appointment]))
    elif office.appointment_text:
        facts.append(Fact("calendar-today", _("Appointment"), office.appointment_text, "en"))
    if office.cost in costs:
        facts.append(Fact("info", costs[office.cost]))
    elif office.cost_text:
        facts.append(Fact("info", _("Cost"), office.cost_text, "en"))
    return facts


def _address_notes(office: Office) -> list[str]:
    _ = translate
    texts = {
        "address_confidential": _("The address is secret: by phone only."),
        "address_unsure": _("Address not certain: ask first."),
    }
    notes = [text for code, text in texts.items() if code in office.notes]
    if office.generic:
        notes.append(_("Look up the address together."))
    return notes


def _warning(office: Office) -> str:
    _ = translate
    contact = office.phone or office.email or _bare(office.website or office.contact_form or "")
    since = (
        _("as of {date}").format(date=part_of_date(office.as_of, language())) if office.as_of else _("no date known")
    )
    state = _("Not verified") if not office.verified else _("Old data")
    ask = _("ask first: {contact}").format(contact=contact) if contact else _("ask first")
    return f"{state}, {since}; {ask}. " + _("The slip says so too.")


def why(found: Answer, place: Workplace, today: date) -> list[dict[str, Any]]:
    """The rule that won, on which answers, and every other rule with the reason why it lost.

    Of the one that won also whether it can be relied on: an editor is not sure of it, or has not looked at it in time.
    """
    rows: list[dict[str, Any]] = []
    if rule := found.decision.rule:
        because = [translate("because: {part}").format(part=part_text(part, place)) for part in found.decision.because]
        reason = f"{rule.reason} {rule.legal_basis}".strip()
        rows.append({"rule": rule.id, "won": True, "reason": reason, "lines": because + _doubts(rule, today)})
    rows += [
        {"rule": translate("In the house"), "won": False, "reason": "", "lines": [_invited(entry)]}
        for entry in found.advises
        if entry.rule is None and not found.fallback
    ]
    rows += [
        {"rule": lost.rule, "won": False, "reason": "", "lines": [_lost(lost, place)]} for lost in found.decision.lost
    ]
    return rows


def _invited(entry: Entry) -> str:
    """Why an office is named though no rule does so."""
    return translate("{office}: sits here for this topic today").format(office=entry.office.name_de)


def _doubts(rule: Rule, today: date) -> list[str]:
    doubts = []
    if rule.confidence == "low":
        doubts.append(translate("This rule is not certain."))
    if rule.review_on and rule.review_on <= today:
        doubts.append(translate("The review of this rule is overdue since {date}.").format(date=day(rule.review_on)))
    return doubts


def _lost(lost: Lost, place: Workplace) -> str:
    _ = translate
    match lost.why:
        case "not_valid":
            return _("is not valid on this day ({date})").format(date=lost.detail)
        case "not_met":
            return _("holds only for: {part}").format(part=part_text(lost.detail, place))
        case "unknown":
            return _("would need: {part} (not known)").format(part=part_text(lost.detail, place))
        case "less_specific":
            return _("is more general than {rule}").format(rule=lost.detail)
    return _("comes after {rule}").format(rule=lost.detail)


def part_text(part: str, place: Workplace) -> str:
    """A part of a condition in words: ``g:student|graduate`` -> ``Student/in oder Absolvent/in``."""
    _ = translate
    texts = []
    for one in Condition.parse(part).parts:
        if one.kind == "age":
            texts.append(_("younger than {age}").format(age=one.limit))
        else:
            texts.append(_(" or ").join(_value_text(value, place) for value in sorted(one.values)))
    return ", ".join(texts)


def _value_text(value: str, place: Workplace) -> str:
    vocabulary = place.vocabulary
    if value in vocabulary.groups:
        return vocabulary.groups[value].label[language()]
    if value in vocabulary.flags:
        return vocabulary.flags[value][language()].rstrip("?")
    return vocabulary.questions["residence"].options[value][language()]


def _bare(address: str) -> str:
    """A web address short enough to read out: host and last part."""
    text = address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    host, _, path = text.partition("/")
    last = path.rpartition("/")[2]
    return text if len(text) <= LONGEST_ADDRESS or "/" not in path else f"{host}/…/{last}"

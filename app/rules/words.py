"""A rule in words of the interface: cells of the table, and why a rule lost."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from babel.numbers import format_decimal

from app.formatting import short_date
from app.interface import language, translate
from app.locales import babel_locale
from app.rules.form import DAYS, Content
from app.rules.names import Kind, Names
from app.rules.rows import as_day
from referrals.routing.analysis.differences import TopicDifference
from referrals.routing.condition import Condition, Part, PartKind
from referrals.routing.values import Lost

FIELD_NAMES = (
    "priority", "condition", "responsible", "advice", "bring", "bring_note", "reason_de", "legal_basis", "visit",
    "valid_from", "valid_to", "confidence", "source", "note", "caretaker", "review_on",
)  # fmt: skip
"""The fields of a rule that an editor changes, in the order of the form."""


def cells(content: Content, names: Mapping[Kind, Names], residences: Mapping[str, str]) -> dict[str, str]:
    """The text of each column; empty where a rule does not ask or names nobody. ``residences`` are short labels."""
    condition = Condition.parse(content["condition"])
    checked = as_day(content.get("checked_on"))
    return {
        "rule": content["rule_id"],
        "residence": _parts(condition, "res", residences.__getitem__),
        "group": _parts(condition, "g", names["group"].text),
        "age": _parts(condition, "age", lambda value: translate("under {age}").format(age=value)),
        "flag": _parts(condition, "flag", names["flag"].text),
        "responsible": office_names(content["responsible"], names),
        "advises": office_names(content["advice"], names),
        "valid": valid_text(as_day(content["valid_from"]), as_day(content["valid_to"])),
        "checked": short_date(checked) if checked else "",
    }


def _parts(condition: Condition, kind: PartKind, label: Callable[[str], str]) -> str:
    parts = (part for part in condition.parts if part.kind == kind)
    return translate(" and ").join(translate(" or ").join(map(label, part.values)) for part in parts)


def office_names(ids: Iterable[str], names: Mapping[Kind, Names]) -> str:
    """``Ausländerbehörde; Caritas``: without the ids that tell them apart in a form. Names have commas in them."""
    return "; ".join(office_name(one, names) for one in ids)


def office_name(id_: str, names: Mapping[Kind, Names]) -> str:
    """The name of an office."""
    return names["office"].text(id_).removesuffix(f" ({id_})")


def valid_text(starts: date | None, ends: date | None) -> str:
    """``ab 01.03.2025``; empty for always."""
    if starts and ends:
        return f"{short_date(starts)} – {short_date(ends)}"
    if starts:
        return translate("from {date}").format(date=short_date(starts))
    return translate("to {date}").format(date=short_date(ends)) if ends else ""


def part_text(part: Part, names: Mapping[Kind, Names], residences: Mapping[str, str]) -> str:
    """A part of a condition: ``Student/in oder Absolvent/in``."""
    if part.kind == "age":
        return translate("younger than {age}").format(age=part.limit)
    label: Callable[[str], str] = residences.__getitem__
    if part.kind in {"g", "flag"}:
        label = names["group" if part.kind == "g" else "flag"].text
    return translate(" or ").join(map(label, part.values))


def condition_text(text: str, names: Mapping[Kind, Names], residences: Mapping[str, str]) -> str:
    """A whole condition in words."""
    parts = [part_text(part, names, residences) for part in Condition.parse(text).parts]
    return ", ".join(parts) or translate("everybody")


def why_lost(lost: Lost, names: Mapping[Kind, Names], residences: Mapping[str, str]) -> str:
    """Why a rule of the topic did not win."""
    _ = translate
    match lost.why:
        case "not_valid":
            return _("is not valid on this day ({date})").format(date=short_date(date.fromisoformat(lost.detail)))
        case "not_met":
            return _("holds only for: {part}").format(part=condition_text(lost.detail, names, residences))
        case "unknown":
            return _("would need: {part} (not known)").format(part=condition_text(lost.detail, names, residences))
        case "less_specific":
            return _("is more general than {rule}").format(rule=lost.detail)
    return _("comes after {rule}").format(rule=lost.detail)


def residence_labels() -> dict[str, str]:
    """Short labels for the table; the question's own ones list the places."""
    return {"city": translate("city"), "county": translate("county")}


def field_label(field: str) -> str:
    """What a field of a rule is called, in the form and where two versions stand side by side."""
    _ = translate
    return {
        "rule_id": _("Rule"),
        "priority": _("Priority number"),
        "condition": _("Condition"),
        "residence": _("Residence"),
        "age": _("Younger than (years)"),
        "responsible": _("Responsible"),
        "advice": _("Advises"),
        "bring": _("To bring"),
        "bring_note": _("Remark on what to bring (German)"),
        "reason_de": _("Reason (German)"),
        "legal_basis": _("Legal basis"),
        "visit": _("Do not go there yet"),
        "valid_from": _("Valid from"),
        "valid_to": _("Valid until (last day)"),
        "confidence": _("How certain"),
        "source": _("Source"),
        "note": _("Note (internal)"),
        "caretaker": _("Who looks after it"),
        "review_on": _("Check again on"),
        "checked_on": _("Last checked"),
    }[field]


def value_text(field: str, content: Content, names: Mapping[Kind, Names], residences: Mapping[str, str]) -> str:
    """A field's value in words; empty for nothing."""
    value = content.get(field)
    texts: dict[str, Callable[[], str]] = {
        "condition": lambda: condition_text(content["condition"], names, residences),
        "responsible": lambda: office_names(value or (), names),
        "advice": lambda: office_names(value or (), names),
        "bring": lambda: ", ".join(names["document"].text(one) for one in value or ()),
        "visit": lambda: translate("Yes") if value else translate("No"),
        "confidence": lambda: confidence_text(value) if value else "",
    }
    if field in texts:
        return texts[field]()
    if value in (None, ""):
        return ""
    return short_date(date.fromisoformat(value)) if field in DAYS else str(value)


def confidence_text(value: str) -> str:
    """How certain a rule is."""
    _ = translate
    return {"high": _("certain"), "medium": _("likely"), "low": _("uncertain")}[value]


def fault_place(field: str) -> str:
    """What a field with a fault is called; blocks of the condition bear their kind."""
    block = field.rstrip("0123456789")
    return {"g": translate("Group"), "flag": translate("Trait")}.get(block) or field_label(field)


def stays(difference: TopicDifference, names: Mapping[Kind, Names]) -> str:
    """What the changes leave as it is: who is responsible, if that is so everywhere."""
    if any("responsible" in change.differs for change in difference.changes):
        return ""
    named = {change.after.responsible for change in difference.changes if change.after}
    if len(named) == 1 and (offices := office_names(next(iter(named)), names)):
        return translate("Responsible everywhere remains: {offices}.").format(offices=offices)
    return translate("Who is responsible changes nowhere.")


def number(n: int) -> str:
    """``2.000``"""
    return format_decimal(n, locale=babel_locale(language()))


def day(moment: date) -> str:
    """``31.12.2026``"""
    return short_date(moment)

"""Why an entry is due, in words: a badge for the most urgent reason, and a sentence for each."""

from collections.abc import Callable
from datetime import date

from app.formatting import listing, part_of_date, short_date
from app.interface import language, translate, translate_plural
from referrals.directory.freshness import STALE_AFTER, end_of
from referrals.reports import WHAT
from referrals.upkeep import Due, Kept, Reason

TONES: dict[Reason, str] = {
    "reported": "bad",
    "unsure": "bad",
    "expiring": "warn",
    "overdue": "warn",
    "incomplete": "info",
    "soon": "info",
}


def reason_name(reason: Reason) -> str:
    """The reason as a heading of the filter."""
    _ = translate
    return {
        "reported": _("reported"),
        "unsure": _("unsure"),
        "expiring": _("expiring"),
        "overdue": _("overdue"),
        "incomplete": _("incomplete"),
        "soon": _("due soon"),
    }[reason]


def badge(one: Due, today: date) -> str:
    """The most urgent reason; of a rule that ends with the days that are left."""
    if one.reason == "expiring" and one.entry.valid_to:
        days = (one.entry.valid_to - today).days
        if days == 0:
            return translate("ends today")
        return translate_plural("ends in {n} day", "ends in {n} days", days).format(n=days)
    return reason_name(one.reason)


def sentences(one: Due) -> list[str]:
    """What is to be looked at, the most urgent first."""
    return [_sentence(reason, one) for reason in one.reasons]


def as_of(entry: Kept) -> str:
    """The date of the facts, as short as a column: ``11/2017``, ``2022``, ``04.07.2026``."""
    if entry.as_of is None:
        return translate("no date")
    parts = entry.as_of.split("-")
    return short_date(date.fromisoformat(entry.as_of)) if len(parts) == 3 else "/".join(reversed(parts))


def _sentence(reason: Reason, one: Due) -> str:
    said: dict[Reason, Callable[[], str]] = {
        "reported": lambda: translate("Reported at the counter: {what}").format(what=", ".join(_reports(one))),
        "unsure": lambda: one.entry.note or translate("Marked as not certain"),
        "expiring": lambda: _expiring(one.entry),
        "overdue": lambda: _overdue(one.entry),
        "incomplete": lambda: _missing(one.entry),
        "soon": lambda: _soon(one.entry),
    }
    return said[reason]()


def _reports(one: Due) -> list[str]:
    said = []
    for what, n in one.reports.items():
        times = translate_plural("(once)", "({n} times)", n).format(n=n)
        said.append(f"{translate(WHAT[what])} {times}")
    return said


def _expiring(entry: Kept) -> str:
    assert entry.valid_to, "only what has an end expires"
    ends = translate("Ends on {date}").format(date=short_date(entry.valid_to))
    if not entry.follows:
        return ends + "; " + translate("no rule follows")
    then = translate_plural("{rules} applies then", "{rules} apply then", len(entry.follows))
    return ends + "; " + then.format(rules=listing(entry.follows, language()))


def _overdue(entry: Kept) -> str:
    _ = translate
    if entry.review_on:
        return _("Review was due on {date}").format(date=short_date(entry.review_on))
    if entry.as_of is None:
        return _("Never checked, and no dated source")
    since = part_of_date(entry.as_of, language())
    if entry.checked_on:
        return _("Last checked: {date}").format(date=short_date(entry.checked_on))
    return _("Never checked; data of {date}").format(date=since)


def _soon(entry: Kept) -> str:
    if entry.review_on:
        return translate("Review due on {date}").format(date=short_date(entry.review_on))
    assert entry.as_of, "what is never reviewed becomes due by its date"
    return translate("One year old on {date}").format(date=short_date(end_of(entry.as_of) + STALE_AFTER))


def _missing(entry: Kept) -> str:
    names = {
        "phone": translate("telephone"),
        "opening_hours": translate("opening hours"),
        "appointment_code": translate("appointment"),
    }
    missing = listing([names[name] for name in entry.missing], language())
    return translate("Missing: {fields}").format(fields=missing)

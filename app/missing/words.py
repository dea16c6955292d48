"""Requests and gaps in the editors' words."""

from datetime import date

from app.errors import N_
from app.formatting import part_of_date
from app.interface import day, language, translate, translate_plural
from handouts.reminders import Age
from handouts.requests import Request

STATES = {
    "open": N_("nobody asked yet"),
    "asked": N_("asked"),
    "promised": N_("promised"),
    "delivered": N_("delivered"),
    "declined": N_("declined"),
}
TONES = {"open": "", "asked": "info", "promised": "info", "delivered": "ok", "declined": ""}
WHYS = {
    "expired": N_("Expired"),
    "demand": N_("Much asked for"),
    "language": N_("Missing in languages with a key"),
}
DONE = {
    "created": N_("The request is made. Choose an office and ask it."),
    "saved": N_("Saved."),
    "asked": N_("Noted: the office was asked today."),
    "reminded": N_("Noted: the office was reminded today."),
    "promised": N_("Noted: it is promised."),
    "delivered": N_("Noted: it is delivered."),
    "declined": N_("Noted: it will not come."),
    "reopened": N_("The request is open again."),
    "undone": N_("Undone."),
    "sent": N_("The letter is sent."),
    "withdrawn": N_("The request is taken back."),
}


def state(request: Request) -> str:
    """The state's name."""
    return translate(STATES[request.now.state])


def since(request: Request, age: Age) -> str:
    """How long it has been waiting: ``seit 5 Wochen``, beside the state."""
    weeks, now = age.weeks, request.now
    match age.what:
        case "waiting" | "remind" if weeks:
            text = translate_plural("for {n} week", "for {n} weeks", weeks).format(n=weeks)
        case "waiting" | "remind":
            text = translate("since this week")
        case "late" if weeks:
            text = translate_plural("{n} week late", "{n} weeks late", weeks).format(n=weeks)
        case "late":
            text = translate("a few days late")
        case "promised" if now.promised_for:
            text = translate("until {day}").format(day=day(now.promised_for))
        case "closed" if now.closed_on:
            text = translate("on {day}").format(day=day(now.closed_on))
        case _:
            text = translate("found missing in {month}").format(month=month(request.noted))
    return text


def todo(age: Age) -> str:
    """What should be done now; "" for nothing."""
    texts = {
        "unasked": translate("Ask an office"),
        "remind": translate("Time for a reminder"),
        "late": translate("Ask where it is"),
    }
    return texts.get(age.what, "")


def month(iso: str) -> str:
    """``November 2026``."""
    return part_of_date(iso, language())


def first_of_next_month(today: date) -> date:
    """From when on the counter's notes of this month can be seen."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)

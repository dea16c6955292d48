"""Numbers and addresses as senders write them: which is what, in our form, and whether two mean the same."""

import re
from collections.abc import Iterable, Mapping

from referrals.interchange.xzufi.values import Address, Channel, Unit

# Codes of XÖV's list Erreichbarkeit, and the words that stand in their place.
PHONE = frozenset({"02", "telefon", "telefon festnetz", "telefon_festnetz", "festnetz", "tel"})
OTHER_PHONE = frozenset({"", "03", "telefon mobil", "telefon_mobil", "mobil", "mobiltelefon"})
NAMES = {"01": "E-Mail", "02": "Telefon", "03": "Mobil", "04": "Fax", "08": "De-Mail", "09": "Web"}
MAIL_FORM = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
WEB_FORM = re.compile(r"(?:https?://|www\.)[^\s\"<>]+", re.IGNORECASE)
PHONE_FORM = re.compile(r"\+?[0-9][0-9 /()-]{2,38}")
VISITORS = ("002", "001", "", "006", "005", "004", "003")
"""Types of address, those that one goes to first."""
COUNTRY = "49"


def contacts(unit: Unit) -> dict[str, str]:
    """``phone``, ``email`` and ``website`` of an office, as far as they can be read: the first of each."""
    found: dict[str, str] = {}
    for channel in sorted(unit.channels, key=lambda channel: channel.kind.casefold() not in PHONE):
        text = channel.address.strip()
        if MAIL_FORM.fullmatch(text.removeprefix("mailto:")):
            found.setdefault("email", text.removeprefix("mailto:"))
        elif WEB_FORM.fullmatch(text):
            found.setdefault("website", _web(text))
        elif channel.kind.casefold() in PHONE | OTHER_PHONE and (number := phone(text)):
            found.setdefault("phone", number)
    for text in unit.websites:
        if WEB_FORM.fullmatch(text.strip()):
            found.setdefault("website", _web(text.strip()))
    return found


def further(channels: Iterable[Channel], used: Mapping[str, str]) -> tuple[str, ...]:
    """The ways to reach an office that ``contacts`` did not take, for the editor to read."""
    taken = {same_form(name, value) for name, value in used.items()}
    return tuple(
        dict.fromkeys(
            f"{NAMES.get(channel.kind, channel.kind)} {channel.address}".strip()
            for channel in channels
            if not {same_form(name, channel.address) for name in ("phone", "email", "website")} & taken
        )
    )


def phone(text: str) -> str | None:
    """``Tel.: (0341) 123-0`` -> ``+49 341 1230``; None if it is no number of a telephone."""
    plain = re.sub(r"^[A-Za-z.: ]+", "", text).replace("(0)", "").replace("(", " ").replace(")", " ").replace("–", "-")
    plain = " ".join(plain.split())
    if not PHONE_FORM.fullmatch(plain):
        return None
    digits = _digits(plain)
    area = re.match(r"(?:\+?49|0049)? ?0?(\d{2,5})[ /-]", plain)
    if len(digits) <= 6 or not digits.startswith(COUNTRY) or not area:
        return plain
    rest = digits[len(COUNTRY) + len(area[1]) :]
    return f"+49 {area[1]} {rest}" if digits[len(COUNTRY) :].startswith(area[1]) and rest else plain


def address_of(addresses: Iterable[Address]) -> Address | None:
    """The address that a visitor goes to; one with a street before one without."""
    order = {kind: number for number, kind in enumerate(VISITORS)}
    ranked = sorted(addresses, key=lambda one: (not one.street, order.get(one.kind, len(order))))
    return ranked[0] if ranked else None


def same_form(field: str, value: str | None) -> str:
    """Values of a field that mean the same have the same form."""
    text = " ".join((value or "").casefold().split())
    match field:
        case "phone":
            return _digits(text)
        case "website":
            return re.sub(r"^https?://", "", text).rstrip("/")
        case "email":
            return text.removeprefix("mailto:")
        case "street":
            return re.sub(r"str(?:\.|aße|asse)", "str", text).replace(" ", "")
    return text


def _digits(text: str) -> str:
    """Only digits, with the country: ``0341 123-0`` and ``+49 341 1230`` are the same."""
    digits = re.sub(r"\D", "", text)
    if len(digits) <= 6:
        return digits
    if digits.startswith("00"):
        return digits[2:]
    return COUNTRY + digits[1:] if digits.startswith("0") else digits


def _web(text: str) -> str:
    return text if text.casefold().startswith("http") else f"https://{text}"

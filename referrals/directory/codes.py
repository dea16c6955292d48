"""English texts about an office -> the codes that the slip prints, and German for the remarks in its address.

A text that no code fits is no error: it stays on the advisor's screen, and the slip says nothing about it.
"""

import re

APPOINTMENT = (
    (re.compile(r"no|none"), "none"),
    (re.compile(r"(?:required\b.*\b)?by post"), "by_post"),
    (re.compile(r"(?:required \()?phone\)?"), "phone"),
    (re.compile(r"(?:required|booked in advance)\b.*"), "required"),
    (re.compile(r"recommended\b.*"), "recommended"),
    (re.compile(r"online\b.*"), "online"),
)
COST = (
    (re.compile(r"free(?:, confidential)?|paid by the booking institution"), "free"),
    (re.compile(r"(?:course |small annual )?fees?\b.*"), "fee"),
    (re.compile(r"members only\b.*"), "members"),
)
# A code applies to the whole office only: "MBE part: adults (27+)" is no age limit of an office with more services.
NOTES = {
    "cost": (
        (re.compile(r"\bconfidential\b"), "confidential"),
        (re.compile(r"^members only\b"), "members_only"),
    ),
    "limits": (
        (re.compile(r"^Advice only for members\b"), "members_only"),
        (re.compile(r"\banonymous possible\b|\bidentity is not checked\b"), "anonymous_possible"),
        (
            re.compile(
                r"^(?:Only residents|Residents) of the city\b|^City residents\b|^City of Leipzig only\b|"
                r"^(?:Persons|Families) living in the city\b|, living in the city\."
            ),
            "only_city",
        ),
        (re.compile(r"^Residents of the county\b"), "only_county"),
        (re.compile(r"\bfrom 12 to the end of age 26\b"), "age_12_26"),
        (re.compile(r"^Adults 27\+|^Adults\b[^.]*; from 27 years\b"), "age_from_27"),
    ),
    "language_note": (
        (re.compile(r"\banonymous counselling possible\b"), "anonymous_possible"),
        (
            re.compile(
                r"^(?:instructed |trained volunteer )?interpreters(?: on site)?$|; interpreters$|"
                r"^interpreting in [0-9]+ languages$|\bvideo interpreting since\b"
            ),
            "interpreter_on_site",
        ),
        (re.compile(r"\binterpreting (?:on request|if needed)\b"), "interpreter_ask"),
        (re.compile(r"\bbring someone who interprets\b"), "bring_interpreter"),
    ),
    "street": (
        (re.compile(r"^address confidential\b"), "address_confidential"),
        (re.compile(r"\(house number to be checked\)|\(until [0-9]{4}\)|^(?!address)[^0-9\0]+$"), "address_unsure"),
    ),
}
PUBLIC_KINDS = frozenset({"city", "state", "federal", "county", "federal_city"})
STREET_REMARKS = (
    (re.compile(r" \((?:house number to be checked|until [0-9]{4})\)"), ""),
    (re.compile(r"\(site "), "(Standort "),
    (re.compile(r"\brooms shared with "), "c/o "),
)


def appointment_code(text: str | None) -> str | None:
    """none, recommended, required, by_post, online or phone; None if unknown."""
    return _first(APPOINTMENT, text)


def cost_code(text: str | None) -> str | None:
    """free, fee or members; None if unknown or if some of it is free."""
    return _first(COST, text)


def note_codes(
    *,
    kind: str,
    languages: list[str],
    cost: str | None,
    limits: str | None,
    language_note: str | None,
    street: str | None,
) -> list[str]:
    """What else holds for the whole office, as codes in a fixed order, each once."""
    texts = {"cost": cost, "limits": limits, "language_note": language_note, "street": street}
    codes = [
        code for name, patterns in NOTES.items() for pattern, code in patterns if pattern.search(texts[name] or "\0")
    ]
    if kind in PUBLIC_KINDS and languages == ["de"]:
        codes.append("german_only")
    return list(dict.fromkeys(codes))


def printed_street(street: str | None) -> str | None:
    """The street without English remarks; None if the address is confidential."""
    if street is None or street.startswith("address confidential"):
        return None
    for pattern, replacement in STREET_REMARKS:
        street = pattern.sub(replacement, street)
    return street


def printed_stop(stop: str | None) -> str | None:
    """The stop with its lines in German: ``Ostplatz (Tram 15, Bus 60)``."""
    return stop and re.sub(r"\b(tram|bus)(?= [0-9])", lambda match: match[0].capitalize(), stop)


def _first(patterns: tuple[tuple[re.Pattern[str], str], ...], text: str | None) -> str | None:
    return next((code for pattern, code in patterns if pattern.fullmatch(text or "")), None)

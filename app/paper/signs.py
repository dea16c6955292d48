"""The signs that are circled on the tally sheet, and typed afterwards. Pure.

Every sign of a column to circle is another one, so that they can be typed in any order and what was not circled can be
left out; a number of one digit is persons, of two the duration, of three and more an office.
"""

from dataclasses import dataclass

from app.errors import N_


@dataclass(frozen=True)
class Choice:
    """A sign to circle, the value that it stands for, and its label (English, in the interface's catalogue)."""

    sign: str
    value: str
    label: str


@dataclass(frozen=True)
class Column:
    """A column of which one sign is circled. ``usual`` is the value if none is; None: it depends on the offices."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    usual: str | None


COLUMNS = (
    Column(
        "group",
        N_("Group"),
        (
            Choice("f", "refugee", N_("seeking protection")),
            Choice("e", "eu_citizen", N_("EU citizen")),
            Choice("s", "student", N_("studies")),
            Choice("k", "skilled_worker", N_("skilled worker")),
            Choice("n", "family_member", N_("joining the family")),
            Choice("w", "third_country", N_("other third country")),
            Choice("a", "other", N_("another group")),
            Choice("u", "unknown", N_("unknown")),
        ),
        "unknown",
    ),
    Column(
        "talk",
        N_("Talk"),
        (
            Choice("d", "direct", N_("direct")),
            Choice("m", "interpreter", N_("interpreted")),
            Choice("b", "companion", N_("companion")),
            Choice("g", "gestures", N_("gestures")),
        ),
        "direct",
    ),
    Column("persons", N_("Persons"), tuple(Choice(n, n, n) for n in "123456"), "1"),
    Column(
        "outcome",
        N_("Outcome"),
        (
            Choice("i", "informed", N_("informed")),
            Choice("v", "referred", N_("referred")),
            Choice("h", "material", N_("material given")),
            Choice("xf", "declined_form", N_("declined: form")),
            Choice("xw", "declined_forwarding", N_("declined: forwarding")),
            Choice("xb", "declined_complaint", N_("declined: complaint")),
        ),
        None,
    ),
    Column(
        "channel",
        N_("Channel"),
        (
            Choice("o", "in_person", N_("in person")),
            Choice("t", "phone", N_("phone")),
            Choice("@", "email", N_("e-mail")),
            Choice("l", "event", N_("event")),
        ),
        "in_person",
    ),
    Column(
        "duration",
        N_("Duration"),
        (
            Choice("05", "to5", N_("up to 5 min")),
            Choice("15", "to15", N_("up to 15")),
            Choice("30", "to30", N_("up to 30")),
            Choice("60", "over30", N_("longer")),
        ),
        "to15",
    ),
)

"""What somebody who was sent a file must know to read it: method, thresholds, words. Headings with sentences."""

from collections.abc import Iterable

from app.released.rounding import BASE, BROKEN_DOWN_FROM, FURTHEST, METHOD, SENSITIVE_THRESHOLD, THRESHOLD
from app.reports.comparing import CLEAR_FROM
from app.reports.wording import Speech
from app.version import VERSION

EXAMPLE = "all contacts and figures are made up"
"""What files of a demo set say of themselves to programs."""


def example_text(say: Speech) -> str:
    """The same to people."""
    _ = say
    return _("Example data: all contacts and figures are made up.")


def method_text(say: Speech) -> str:
    """The name of the disclosure control, as it stands on every table."""
    _ = say
    return _("Threshold, keyed rounding to 5, release audit")


def method_terms(say: Speech, methods: Iterable[str] = (METHOD,)) -> list[tuple[str, str]]:
    """How a number became a published number; ``methods`` are the names that the released tables bear."""
    _ = say
    return [
        (_("Method"), f"{method_text(say)} ({', '.join(methods)})"),
        (
            _("Threshold"),
            _(
                "Numbers below {few}, zero included, are withheld and stand as <{few}; for sensitive topics it is "
                "{sensitive} (<{sensitive}).",
                few=THRESHOLD,
                sensitive=SENSITIVE_THRESHOLD,
            ),
        ),
        (
            _("Rounding"),
            _(
                "Every other number is rounded up or down to a multiple of {base} and is at most {off} away from the "
                "true one. Only the load by weekday and hour is exact: nothing about visitors is in it.",
                base=BASE,
                off=FURTHEST,
            ),
        ),
        (
            _("Breakdown"),
            _(
                "A row is broken down only where its published total is at least {least}. What a table does not list "
                "is withheld, too.",
                least=BROKEN_DOWN_FROM,
            ),
        ),
        (
            _("Release audit"),
            _(
                "Before a table is released it is audited together with all earlier ones: nobody can be singled out "
                "by reckoning with them."
            ),
        ),
    ]


def word_terms(say: Speech) -> list[tuple[str, str]]:
    """What the words of tables and pages mean."""
    _ = say
    return [
        (_("Contact"), _("An anonymous first consultation at the desk. Nobody's name or data is stored with it.")),
        (
            _("Multiple choice"),
            _("A contact can have several topics and offices: such rows add up to more than the total of contacts."),
        ),
        (
            _("Shares and changes"),
            _(
                "They are computed from published numbers only. A difference below {clear} can come from rounding "
                "alone and is called “no clear change”.",
                clear=CLEAR_FROM,
            ),
        ),
    ]


def terms(
    say: Speech,
    *,
    period_text: str,
    hashes: Iterable[tuple[str, str, str]],
    methods: Iterable[str] = (METHOD,),
    example: bool = False,
) -> tuple[tuple[str, str], ...]:
    """All of it for a file about a period; ``hashes`` are name, period and hash of the released tables in it."""
    _ = say
    warning = [(_("Mind"), example_text(say))] if example else []
    found = [*warning, *method_terms(say, methods), *word_terms(say), (_("Period"), period_text)]
    found += [(_("Hash of {table}, {period}", table=name, period=one), digest) for name, one, digest in hashes]
    return (*found, (_("Program"), f"Wegweiser {VERSION}"))

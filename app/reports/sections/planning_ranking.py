"""What would have served most, in order: the sentence and the chart that interpreters and material have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.formatting import listing
from app.reports.charts.values import Bar, Bars
from app.reports.comparing import share, text
from app.reports.planning.cover import clearly_first
from app.reports.planning.spans import Span
from app.reports.reader import Reader
from app.reports.values import Count

MOST = 10
"""Lines of a ranking."""
MOST_NAMED = 3
"""Of which a sentence names so many."""


@dataclass(frozen=True)
class Ranked:
    """What to get, how many contacts it would have served, and how many with all above."""

    name: str
    served: Span
    so_far: Span


def reading(reader: Reader, ranked: Sequence[Ranked], whole: int | None) -> str:
    """The first ones, as far as rounding leaves their order, and how much they would have served together."""
    _ = reader.say
    if not ranked:
        return _("No number is so large that it is published.")
    first = clearly_first([one.served for one in ranked])
    shown = ranked[: min(first or len(ranked), MOST_NAMED)]
    names = listing([one.name for one in shown], reader.locale)
    said = [_("Most would have been served by: {names}.", names=names)]
    part = share(shown[-1].so_far.about, whole)
    if part.share is not None and whole is not None:
        values = {"n": about(reader, shown[-1].so_far), "whole": text(Count(whole), reader.locale)}
        said.append(_("That is about {n} of about {whole} ({share}).", **values, share=text(part, reader.locale)))
    if len(ranked) > 1 and first != len(shown):
        said.append(_("Which of those that are close to each other comes first may be a matter of rounding."))
    return " ".join(said)


def bars(reader: Reader, title: str, period: str, ranked: Sequence[Ranked]) -> Bars | None:
    """A bar for each; None if there is none."""
    if not ranked:
        return None
    _ = reader.say
    return Bars(
        title=_("{title}, {period}", title=title, period=reader.period_text(period)),
        description=_("Bars, the longest first. All numbers are in the table."),
        unit=_("contacts"),
        bars=tuple(Bar(one.name, one.served.about, about(reader, one.served)) for one in ranked),
    )


def about(reader: Reader, one: Span) -> str:
    """``1.235``, the published numbers."""
    return text(Count(one.about), reader.locale)


def between(one: Span) -> str:
    """``31 – 39``."""
    return f"{one.low} – {one.high}"


def published_sum(counts: Sequence[int | None]) -> int | None:
    """Of those that are published; None if all are withheld."""
    known = [count for count in counts if count is not None]
    return sum(known) if known else None

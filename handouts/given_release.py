"""The released table ``handout``: how often each handout was given in a quarter, and in which languages.

Its cells are the total of a handout and, where the published total is large enough, the languages of its editions.
There is no total over handouts: it would be another equation. What is below the threshold is not listed at all, so that
nobody sees that there was anything. A handout about a sensitive or protected topic has a higher threshold.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.released import rounding
from app.released.quarters import due
from app.released.service import release, rounding_secret
from app.released.tables import ALL, Cell, Table
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from handouts.editions import editions
from handouts.models import Handout, HandoutGiven

NAME = "handout"
NOT_RECORDED = "unknown"
"""The language of a handout of which no edition is recorded."""
NORMAL = "normal"


def release_due(session: Session, today: date) -> list[str]:
    """Release the table of every quarter that is due and has not been released; which these were.

    Needs a session that writes.
    """
    return [quarter for quarter in due(session, NAME, today) if release(session, _table(session, quarter), today=today)]


def cells_of(
    handout: str,
    given: Mapping[str, int],
    *,
    languages: Collection[str],
    threshold: int,
    secret: bytes,
    quarter: str,
) -> list[Cell]:
    """The cells of a handout that was ``given`` so often by language: none, its total, or its total and languages.

    ``languages`` are those of its editions: staff can look them up, so that they are known to an attacker. Pure.
    """

    def cell(language: str, n: int) -> Cell:
        key = (handout, language)
        decision = rounding.decision_of_counter(secret, table=NAME, period=quarter, cell=key, n=n)
        return Cell(key, rounding.published(n, decision, threshold=threshold), threshold)

    n = sum(given.values())
    total = cell(ALL, n)
    if total.count is None:
        return []
    shown = [part for language, number in sorted(given.items()) if (part := cell(language, number)).count is not None]
    # One at least: what is missing may have been given in a language whose edition has been changed since.
    hidden = max(1, len(set(languages) - {part.key[1] for part in shown}))
    parts = [*(part.count for part in shown), *[None] * hidden]
    if _gives_away(total, parts) and total.count > n:
        # Rounded down it is as right as rounded up, and nobody can reckon from a missing breakdown why it is missing.
        total = replace(total, count=total.count - rounding.BASE)
    if not rounding.may_be_broken_down(total.count) or _gives_away(total, parts):
        return [total]
    return [total, *shown]


def _gives_away(total: Cell, parts: Sequence[int | None]) -> bool:
    return rounding.may_be_broken_down(total.count) and rounding.proves_a_small_part(
        total.count or 0, parts, threshold=total.threshold
    )


def threshold_of(topics: Iterable[str], words: Vocabulary) -> int:
    """That of a handout about these topics or subtopics; a topic is as sensitive as any of its subtopics."""
    for topic in topics:
        whole, one = words.topics.get(topic), words.subtopics.get(topic)
        handlings = [part.handling for part in (whole, *(whole.subtopics if whole else ()), one) if part]
        if one and (parent := words.topics.get(one.parent)):
            handlings.append(parent.handling)
        if any(handling != NORMAL for handling in handlings):
            return rounding.SENSITIVE_THRESHOLD
    return rounding.THRESHOLD


def _table(session: Session, quarter: str) -> Table:
    given: dict[str, dict[str, int]] = {}
    for row in session.scalars(select(HandoutGiven).where(HandoutGiven.quarter == quarter)):
        given.setdefault(row.handout_id, {})[row.language or NOT_RECORDED] = row.n
    languages: dict[str, set[str]] = {}
    for edition in editions(session):
        languages.setdefault(edition.handout_id, set()).add(edition.language)
    topics: dict[str, list[str]] = {one.id: one.topics for one in session.scalars(select(Handout))}
    words, secret = vocabulary(session), rounding_secret(session)
    cells: list[Cell] = []
    for handout, by_language in sorted(given.items()):
        cells += cells_of(
            handout,
            by_language,
            languages=languages.get(handout, ()),
            threshold=threshold_of(topics.get(handout, ()), words),
            secret=secret,
            quarter=quarter,
        )
    return Table(NAME, quarter, rounding.METHOD, tuple(cells))

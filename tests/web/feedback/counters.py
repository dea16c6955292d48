"""What the database holds of feedback."""

from sqlalchemy import func, select

from app.db import Database
from referrals.models import Feedback, SlipCode


def counted(database: Database) -> dict[tuple[str, str], int]:
    """Number by quarter and outcome, over all offices and fields."""
    with database.reading() as session:
        rows = session.execute(
            select(Feedback.quarter, Feedback.outcome, func.sum(Feedback.n)).group_by(
                Feedback.quarter, Feedback.outcome
            )
        )
        return {(quarter, outcome): int(n) for quarter, outcome, n in rows}


def codes_left(database: Database) -> int:
    """How many codes can still be redeemed."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(SlipCode)) or 0

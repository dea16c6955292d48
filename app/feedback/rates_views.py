"""For editors and analysts: where slips lead astray, from released numbers only."""

from dataclasses import dataclass

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import ANALYSTS, EDITORS
from app.feedback import words
from app.interface import language
from app.locales import babel_locale
from app.released import rounding
from app.released.periods import period_text
from app.released.quarters import next_release
from app.vocabulary.models import FieldOfAction
from referrals import feedback_rates
from referrals.directory.service import offices
from referrals.feedback_rates import Rate

blueprint = Blueprint("rates", __name__, url_prefix="/feedback")


@dataclass(frozen=True)
class Row:
    """A rate with the names of its office and field."""

    rate: Rate
    office: str
    field: str


@blueprint.get("/rates")
@access(EDITORS | ANALYSTS)
def rates() -> str:
    """Rates by office and field of action, those in trouble first with the rules behind them."""
    session = db.session()
    rows = _rows(session)
    return render_template(
        "feedback/rates.html",
        rows=rows,
        troubled=[row for row in rows if row.rate.troubled],
        quarters=[period_text(quarter, babel_locale(language())) for quarter in feedback_rates.last_quarters(session)],
        next_day=next_release(session, clock.now().date()),
        choices=words.CHOICES,
        limits={
            "threshold": rounding.THRESHOLD,
            "sensitive": rounding.SENSITIVE_THRESHOLD,
            "base": rounding.BROKEN_DOWN_FROM,
            "trouble": round(feedback_rates.TROUBLE * 100),
        },
    )


def _rows(session: Session) -> list[Row]:
    known = offices(session)
    return [
        Row(rate, known[rate.office].name_de if rate.office in known else rate.office, _field(session, rate.field))
        for rate in feedback_rates.rates(session)
    ]


def _field(session: Session, field: str) -> str:
    row = session.get(FieldOfAction, field)
    return field if row is None else row.label_en if language() == "en" else row.label_de

"""The page that says whether the routing table is complete, and what editors have to look at."""

from babel.numbers import format_decimal
from flask import Blueprint, render_template

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import EDITORS
from app.interface import language
from app.upkeep.proof import proof, sections
from app.vocabulary.service import vocabulary
from referrals.directory.service import offices

blueprint = Blueprint("proof", __name__)


@blueprint.get("/proof")
@access(EDITORS)
def overview() -> str:
    """The published table, for everybody who may come from today on."""
    session = db.session()
    report = proof(session, clock.now().date())
    return render_template(
        "upkeep/proof.html",
        report=report,
        combinations=format_decimal(report.combinations, locale=language()),
        sections=sections(report, vocabulary(session), offices(session)),
    )

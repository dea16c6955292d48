"""The pages that explain: how figures are made, what is released when, and what has been released."""

from dataclasses import asdict, dataclass

from babel.numbers import format_decimal
from flask import Blueprint, render_template, request

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import ANALYSTS
from app.disclosure.plan import ENOUGH
from app.errors import N_
from app.interface import language
from app.released import rounding
from app.released.periods import DAYS_AFTER_THE_END, kind
from app.released.quarters import next_release
from app.released.tables import DECLARED, KINDS
from app.reports import register
from app.reports.comparing import CLEAR_FROM
from app.reports.example import BROKEN_DOWN, Line, example
from app.reports.exports.terms import method_text
from app.reports.exports.titles import TITLES
from app.reports.page import PREFIX
from app.reports.reader import Reader
from app.statistics.asked import TWICE, UNKNOWN_NAME, Refused, Way

blueprint = Blueprint("explaining", __name__, url_prefix=PREFIX)
KIND_TEXTS = {"month": N_("by month"), "quarter": N_("by quarter"), "year": N_("by year")}


@dataclass(frozen=True)
class Tried:
    """What other methods left open, on 20,000 invented contacts with 349 small cells: FACTS of the design.

    ``exact`` are cells whose true number could be reckoned, ``proven`` those of which it could be proven that somebody
    is in them; ``over_months`` with the tables of all months side by side.
    """

    method: str
    exact: str
    proven: str
    over_months: str


@dataclass(frozen=True)
class Measured:
    """What the outside audit of the tests (tests/audit) printed for 20,000 invented contacts of 18 months.

    ``small`` cells in ``tables`` tables, of which ``found`` were singled out; ``error`` is the mean of a published
    number, ``listed`` of 100 contacts are in numbers in a year's table of topics by language.
    """

    contacts: int = 20_000
    months: int = 18
    tables: int = 196
    small: int = 3736
    found: int = 0
    error: float = 1.5
    listed: int = 94


TRIED = (
    Tried(N_("nothing"), "349", "349", "–"),
    Tried(N_("only “<5” for small numbers"), "5", "9", "213"),
    Tried(N_("the same, and further numbers blacked out"), "0", "1", "210"),
    Tried(N_("always rounding to the nearest 5"), "0", "114", "–"),
    Tried(N_("adding a random number up to 4"), "0", "48", "–"),
    Tried(N_("this method"), "0", "0", "0"),
)


@blueprint.get("/method")
@access(ANALYSTS)
def method() -> str:
    """For data protection officers: what is stored, against whom it is protected and how, and what is not protected."""
    reader = Reader(db.session(), language())
    worked = example()
    return render_template(
        "statistics/method.html",
        name=method_text(reader.say),
        version=rounding.METHOD,
        limits={
            "few": rounding.THRESHOLD,
            "sensitive": rounding.SENSITIVE_THRESHOLD,
            "base": rounding.BASE,
            "off": rounding.FURTHEST,
            "large": rounding.BROKEN_DOWN_FROM,
            "days": DAYS_AFTER_THE_END,
            "tables": len(DECLARED),
            "least_change": CLEAR_FROM,
        },
        example=worked,
        broken_down=reader.label("language", BROKEN_DOWN),
        language_of=lambda line: _language(reader, line),
        talk_of=lambda line: reader.label("talk", line.value),
        tried=TRIED,
        measured={name: format_decimal(n, locale=language()) for name, n in asdict(Measured()).items()},
    )


@blueprint.get("/plan")
@access(ANALYSTS)
def plan() -> str:
    """Which table comes in which periods, and why."""
    reader = Reader(db.session(), language())
    return render_template(
        "statistics/plan.html",
        plans=register.plans(db.session()),
        titles=TITLES,
        declared=DECLARED,
        kinds=KINDS,
        kind_texts=KIND_TEXTS,
        enough=ENOUGH,
        year=clock.now().year,
        number=lambda n: format_decimal(n, locale=language()),
        evidence_text=lambda evidence: _evidence(reader, evidence),
    )


@blueprint.get("/releases")
@access(ANALYSTS)
def releases() -> str:
    """What was released and withheld in a year, with hashes. Raises Refused for anything but one year there is."""
    years = register.years(db.session())
    year = _year(years)
    reader = Reader(db.session(), language())
    return render_template(
        "statistics/releases.html",
        years=years,
        year=year,
        periods=register.of_year(db.session(), year) if year else [],
        titles=TITLES,
        period_text=reader.period_text,
        kind=kind,
        next_day=next_release(db.session(), clock.now().date()),
        method=method_text(reader.say),
        part_text=lambda entry: _part(reader, entry),
    )


def _year(years: list[str]) -> str | None:
    """The one that is asked for, else the latest."""
    ways = [Way(year, f"{PREFIX}/releases?year={year}") for year in years]
    for name, values in request.args.lists():
        if name not in ("year", "lang"):
            raise Refused(400, UNKNOWN_NAME, ways)
        if len(values) > 1:
            raise Refused(400, TWICE, ways)
    asked = request.args.get("year")
    if asked is None:
        return years[0] if years else None
    if asked not in years:
        raise Refused(404, N_("Nothing is released for this year."), ways)
    return asked


def _language(reader: Reader, line: Line) -> str:
    return reader.label("language", line.value)


def _evidence(reader: Reader, evidence: str) -> str:
    """The first and the last of the released periods, as they are called."""
    return " – ".join(reader.period_text(one) for one in evidence.split("–"))


def _part(reader: Reader, entry: register.Entry) -> str:
    """What is not broken down, as it is called."""
    dimensions = DECLARED[entry.name].dimensions if entry.name in DECLARED else ()

    def name(value: str) -> str:
        labels = (reader.label(one, value) for one in dimensions)
        return next((label for label in labels if label != value), value)

    return ", ".join(map(name, entry.part.split()))

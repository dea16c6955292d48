"""What pages and released tables hold, as files to take along; never a number that the page does not show."""

import re
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import ANALYSTS
from app.directory.example import is_example
from app.errors import N_
from app.interface import language
from app.released.quarters import next_release
from app.released.tables import DECLARED, Table
from app.reports.charts.render import picture, png
from app.reports.exports.readme import LICENCE_ADDRESS, LICENCE_NAME
from app.reports.exports.titles import DIMENSIONS, TITLES
from app.reports.files import FORMATS, TYPES, open_data, page_file, table_file, years
from app.reports.page import PREFIX, Page
from app.reports.pages import PAGES
from app.reports.reader import Reader
from app.statistics.asked import NOT_RELEASED, UNKNOWN_NAME, UNKNOWN_PAGE, Refused, Way, asked
from app.statistics.choosing import by_kind

blueprint = Blueprint("downloads", __name__, url_prefix=PREFIX)
UNKNOWN_CHART = N_("There is no such chart.")
HERE = Page("downloads", N_("Downloads"), lambda _reader, _asked: (), ())


@dataclass(frozen=True)
class Offered:
    """A table of the period that is shown; without a released one ``missing`` says why."""

    name: str
    title: str
    dimensions: str
    table: Table | None
    missing: str


@blueprint.get("/downloads")
@access(ANALYSTS)
def overview() -> str:
    """What there is: open data by year, and the tables of a period."""
    reader = Reader(db.session(), language())
    if not reader.periods():
        first = next_release(db.session(), clock.now().date())
        return render_template("statistics/nothing.html", page=HERE, first=first)
    wanted = asked(reader, HERE, request.args)
    offered = [_offered(reader, name, wanted.period) for name in DECLARED]
    return render_template(
        "statistics/downloads.html",
        page=HERE,
        asked=wanted,
        period=reader.period_text(wanted.period),
        periods={
            kind: {one: reader.period_text(one) for one in same} for kind, same in by_kind(reader.periods()).items()
        },
        years={year: sum(one[:4] == year for _name, one in reader.catalogue) for year in years(reader)},
        tables=[one for one in offered if one.table],
        missing=[one for one in offered if not one.table],
        formats=FORMATS,
        licence=(LICENCE_NAME, LICENCE_ADDRESS),
    )


@blueprint.get("/<page>.<any(csv,xlsx,json):form>")
@access(ANALYSTS)
def page(page: str, form: str) -> Response:
    """What a page shows, asked for by the same parameters."""
    if page not in PAGES:
        raise Refused(404, UNKNOWN_PAGE)
    reader = Reader(db.session(), language())
    wanted = asked(reader, PAGES[page], request.args)
    content = page_file(reader, PAGES[page], wanted, form, example=is_example(db.session()))
    return _attached(content, form, page, wanted.period, *wanted.filters.values())


@blueprint.get("/<page>/<section>.<any(svg,png):suffix>")
@access(ANALYSTS)
def chart(page: str, section: str, suffix: str) -> Response:
    """The chart of a section as a picture of its own."""
    if page not in PAGES:
        raise Refused(404, UNKNOWN_PAGE)
    reader = Reader(db.session(), language())
    wanted = asked(reader, PAGES[page], request.args)
    drawn = next((one.chart for one in PAGES[page].build(reader, wanted) if one.id == section), None)
    if drawn is None:
        raise Refused(404, UNKNOWN_CHART)
    content = picture(drawn, reader.locale) if suffix == "svg" else png(drawn, reader.locale)
    return _attached(content, suffix, page, section, wanted.period, *wanted.filters.values())


@blueprint.get("/tables/<name>/<period>.<any(csv,xlsx,json):form>")
@access(ANALYSTS)
def table(name: str, period: str, form: str) -> Response:
    """A whole released table."""
    reader = _without_parameters()
    found = reader.table(name, period)
    if found is None:
        raise Refused(404, NOT_RELEASED, [_way(reader)])
    return _attached(table_file(reader, found, form, example=is_example(db.session())), form, name, period)


@blueprint.get("/open-data/<year>.zip")
@access(ANALYSTS)
def package(year: str) -> Response:
    """The open-data package of a year."""
    reader = _without_parameters()
    if year not in years(reader):
        raise Refused(404, NOT_RELEASED, [_way(reader)])
    return _attached(open_data(reader, year, example=is_example(db.session())), "zip", "open-data", year)


def _offered(reader: Reader, name: str, period: str) -> Offered:
    _ = reader.say
    found = reader.table(name, period)
    dimensions = ", ".join(_(DIMENSIONS[one]) for one in DECLARED[name].dimensions)
    return Offered(name, _(TITLES[name]), dimensions, found, "" if found else reader.why_missing(name, period))


def _without_parameters() -> Reader:
    """These files are asked for by their address alone. Raises Refused."""
    reader = Reader(db.session(), language())
    given: MultiDict[str, str] = request.args
    if set(given) - {"lang"}:
        raise Refused(400, UNKNOWN_NAME, [_way(reader)])
    return reader


def _way(reader: Reader) -> Way:
    _ = reader.say
    return Way(_(HERE.title), f"{PREFIX}/{HERE.name}")


def _attached(content: bytes, form: str, *names: str) -> Response:
    """A file to be stored: never shown within the page's origin."""
    response = Response(content, content_type=TYPES[form])
    name = "-".join(re.sub(r"[^A-Za-z0-9_-]+", "-", one) for one in ("wegweiser", *names))
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{form}")
    return response

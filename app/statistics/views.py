"""The pages: read the parameters, build the sections, show them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import ANALYSTS
from app.interface import language
from app.released.quarters import next_release
from app.released.tables import EXACT
from app.reports import comparing
from app.reports.charts.render import svg
from app.reports.charts.values import Heat, Stack
from app.reports.exports.terms import method_text
from app.reports.page import PREFIX, Asked, Page, address
from app.reports.pages import PAGES
from app.reports.reader import Reader
from app.reports.sections.comparison import general
from app.reports.values import Count, Row, Section
from app.statistics.asked import UNKNOWN_PAGE, Refused, Way, asked
from app.statistics.choosing import by_kind, fitting, neighbours

blueprint = Blueprint("statistics", __name__, url_prefix=PREFIX)
FEW = 3
"""Rows that are wholly withheld are folded into one line if there are more of them than this."""

MOST_BESIDE = 6
"""Columns of numbers in a table beside its chart."""
LONGEST_BESIDE = 20
"""Rows of a table beside its chart; a longer one leaves the room below the chart empty."""


@dataclass(frozen=True)
class Shown:
    """A section with its chart as inline SVG; ``folded`` are the rows without any number, if they are many;
    ``notes`` are those of this section alone.

    With ``wide`` there is no room for chart and table side by side. ``instead`` is where the table is published, if it
    is not for this period.
    """

    section: Section
    period: str
    method: str
    svg: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    folded: tuple[Row, ...]
    wide: bool
    instead: Way | None


@blueprint.get("")
@access(ANALYSTS)
def start() -> AnyResponse:
    """The way in."""
    return redirect(url_for("statistics.show", page="overview"))


@blueprint.get("/<page>")
@access(ANALYSTS)
def show(page: str) -> str:
    """A page of a released period; with none released, when the first one comes."""
    if page not in PAGES:
        raise Refused(404, UNKNOWN_PAGE)
    return _page(Reader(db.session(), language()), PAGES[page])


@blueprint.app_errorhandler(Refused)
def refused(error: Refused) -> Response:
    """What there is instead; nothing of what was asked."""
    return make_response(render_template("statistics/refused.html", error=error), error.status)


@blueprint.app_context_processor
def _context() -> dict[str, object]:
    """What the tabs are made of, on the pages that explain the statistics, too."""
    return {"statistics_pages": tuple(PAGES.values())}


def _page(reader: Reader, page: Page) -> str:
    if not reader.periods():
        first = next_release(db.session(), clock.now().date())
        return render_template("statistics/nothing.html", page=page, first=first)
    wanted = asked(reader, page, request.args)
    released = reader.periods(*page.tables)
    sections = page.build(reader, wanted)
    return render_template(
        "statistics/page.html",
        page=page,
        asked=wanted,
        period=reader.period_text(wanted.period),
        shown=[_shown(reader, page, wanted, section) for section in sections],
        general=[note for note in general(reader) if any(note in section.notes for section in sections)],
        tabs=_tabs(reader, wanted),
        periods={kind: _named(reader, same) for kind, same in by_kind(released).items()},
        offered=wanted.period in released,
        ways=[_to(reader, page, wanted, one) for one in neighbours(released, wanted.period)],
        filters={one: {value: reader.label(one, value) for value in reader.values(one)} for one in page.filters},
        files={suffix: _file(page, wanted, f".{suffix}") for suffix in ("csv", "xlsx", "json")},
        chart=lambda section, suffix: _file(page, wanted, f"/{section.id}.{suffix}"),
        text=lambda value: comparing.text(value, language()),
    )


def _shown(reader: Reader, page: Page, wanted: Asked, section: Section) -> Shown:
    rows, folded = _folded(section.rows)
    return Shown(
        section,
        period=reader.period_text(section.period),
        method=_method(reader, section.table),
        svg=svg(section.chart, reader.locale) if section.chart else "",
        notes=tuple(one for one in section.notes if one not in general(reader)),
        rows=rows,
        folded=folded,
        wide=isinstance(section.chart, Heat | Stack) or _width(section) > MOST_BESIDE or len(rows) > LONGEST_BESIDE,
        instead=_instead(reader, page, wanted, section) if section.missing else None,
    )


def _width(section: Section) -> int:
    """In columns of numbers; one of words needs the room of two."""
    return sum(2 if column.kind == "words" else 1 for column in section.columns)


def _folded(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows that stay, and those without any number; of these a part bears the name of what it stood below, too."""
    kept, folded, above = [], [], ""
    for row in rows:
        above = above if row.level else row.label
        if not _withheld(row):
            kept.append(row)
        else:
            folded.append(replace(row, label=f"{above}: {row.label}") if row.level else row)
    return (tuple(kept), tuple(folded)) if len(folded) > FEW else (rows, ())


def _instead(reader: Reader, page: Page, wanted: Asked, section: Section) -> Way | None:
    period = fitting(reader.periods(section.table), wanted.period) if section.table else wanted.period
    found = _to(reader, page, wanted, period if period != wanted.period else None)
    _ = reader.say
    return replace(found, label=_("Show {period}", period=found.label)) if found else None


def _method(reader: Reader, table: str) -> str:
    _ = reader.say
    return _("as counted, for nothing about visitors is in it") if table in EXACT else method_text(reader.say)


def _withheld(row: Row) -> bool:
    counts = [value for value in row.values if isinstance(value, Count)]
    return bool(counts) and all(value.count is None for value in counts)


def _tabs(reader: Reader, wanted: Asked) -> dict[str, str]:
    """The address of every page, at the period that fits it."""
    return {
        page.name: address(page.name, Asked(fitting(reader.periods(*page.tables), wanted.period)))
        for page in PAGES.values()
    }


def _named(reader: Reader, periods: Iterable[str]) -> dict[str, str]:
    return {period: reader.period_text(period) for period in periods}


def _to(reader: Reader, page: Page, wanted: Asked, period: str | None) -> Way | None:
    """The same question of another period."""
    if period is None:
        return None
    return Way(reader.period_text(period), address(page.name, Asked(period), **wanted.filters))


def _file(page: Page, wanted: Asked, ending: str) -> str:
    return address(f"{page.name}{ending}", wanted, **wanted.filters)

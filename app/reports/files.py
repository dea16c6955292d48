"""Released tables and pages as files, with the names and words that the database knows. Reads only."""

from collections.abc import Callable

from app.errors import WegweiserError
from app.released.periods import months_of
from app.released.tables import DECLARED, Table
from app.reports.exports import package, sections_csv, sections_json, sections_xlsx, tables, tables_xlsx
from app.reports.exports.plain import Document
from app.reports.exports.readme import Publisher
from app.reports.exports.tables_xlsx import Naming
from app.reports.exports.terms import terms
from app.reports.exports.titles import TITLES
from app.reports.page import Asked, Page
from app.reports.reader import Reader
from referrals.directory.service import offices
from referrals.slip.service import CENTRE

HOUSE = "Willkommenszentrum"
"""What publishes the numbers of a town whose directory does not name its centre."""
FORMATS = ("csv", "xlsx", "json")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "zip": "application/zip",
}
_DOCUMENTS: dict[str, Callable[[Document], bytes]] = {
    "csv": sections_csv.write,
    "xlsx": sections_xlsx.write,
    "json": sections_json.write,
}


class NotReleased(WegweiserError):
    """A table or a period that is not there; the sentence says which there are."""


def released_table(reader: Reader, name: str, period: str) -> Table:
    """Raises NotReleased."""
    if name not in DECLARED:
        raise NotReleased(f"There is no table {name!r}; there are {', '.join(sorted(DECLARED))}.")
    table = reader.table(name, period)
    if table is None:
        there = ", ".join(reader.periods(name)) or "none yet"
        raise NotReleased(f"Table {name} is not released for {period!r}; released are: {there}.")
    return table


def table_file(reader: Reader, table: Table, form: str, *, example: bool) -> bytes:
    """A released table as csv, xlsx or json; ``example`` says that the database holds a demo set."""
    if form == "csv":
        return tables.csv_of(table, example=example)
    if form == "json":
        return tables.json_of(table, example=example)
    text = reader.period_text(table.period)
    hashes = [(table.name, table.period, table.hash)]
    explained = terms(reader.say, period_text=text, hashes=hashes, methods=(table.method,), example=example)

    def value(dimension: str, one: str) -> str:
        reported = (table.name, dimension) == ("feedback", "outcome")
        return reader.label("reported" if reported else dimension, one)

    return tables_xlsx.write(table, Naming(reader.locale, reader.say(TITLES[table.name]), text, value, explained))


def page_file(reader: Reader, page: Page, asked: Asked, form: str, *, example: bool) -> bytes:
    """What a page shows as csv, xlsx or json."""
    sections = page.build(reader, asked)
    text = reader.period_text(asked.period)
    hashes = sorted({(one.table, one.period, one.hash) for one in sections if one.hash})
    found = [reader.table(name, period) for name, period, _hash in hashes]
    methods = tuple(sorted({one.method for one in found if one}))
    explained = terms(reader.say, period_text=text, hashes=hashes, methods=methods, example=example)
    document = Document(
        reader.say(page.title), asked.period, text, reader.locale, sections, methods, example, explained
    )
    return _DOCUMENTS[form](document)


def years(reader: Reader) -> list[str]:
    """The years of which anything is released, the latest first."""
    return sorted({period[:4] for period in reader.periods()}, reverse=True)


def open_data(reader: Reader, year: str, *, example: bool, town: str = "") -> bytes:
    """The open-data package of a year; ``town`` instead of the one where the centre is. Raises NotReleased."""
    inside = [period for period in reader.periods() if period[:4] == year]
    if not inside:
        raise NotReleased(f"Nothing is released for {year!r}; released are: {', '.join(years(reader)) or 'none yet'}.")
    chosen = sorted((key for key in reader.catalogue if key[1] in inside), key=_in_order)
    found = [table for name, period in chosen if (table := reader.table(name, period))]
    return package.write(package.Year(year, publisher(reader, town), found, example))


def publisher(reader: Reader, town: str = "") -> Publisher:
    """Whose numbers these are."""
    centre = offices(reader.session).get(CENTRE)
    return Publisher(town or (centre.city if centre else "") or "", centre.name_de if centre else HOUSE)


def _in_order(key: tuple[str, str]) -> tuple[str, int, int]:
    """By name and beginning, the longer period first."""
    name, period = key
    months = months_of(period)
    return name, months.start, -len(months)

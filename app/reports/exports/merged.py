"""The state's tables as files: a CSV for each table and period, the towns, and what to mind. Pure."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator

from app.released.tables import DECLARED
from app.reports.exports.guard import guarded
from app.reports.exports.merging import State, Sum
from app.reports.exports.terms import EXAMPLE, example_text, method_terms
from app.reports.wording import Speech
from app.version import VERSION

README = "README.md"
TOWNS = "towns.csv"
OWN = (b"# table: ", b"# towns", b"# Wegweiser")
"""How our files begin."""
NOWHERE = "no town publishes a number"
COLUMNS = (
    "count",
    "low",
    "high",
    "standard_error",
    "towns",
    "withheld",
    "withheld_at_most",
    "unlisted",
    "note",
)


def files(state: State) -> dict[str, bytes]:
    """The files by name; the same packages always give the same bytes, in whatever order they come."""
    digest = hashlib.sha256("".join(sorted(town.digest for town in state.towns)).encode()).hexdigest()
    found = {f"{name}--{period}.csv": _table(state, name, period, digest) for name, period in state.tables}
    return found | {TOWNS: _towns(state), README: _readme(state).encode()}


def _table(state: State, name: str, period: str, digest: str) -> bytes:
    said: dict[str, object] = {
        "table": name,
        "period": period,
        "unit": DECLARED[name].unit,
        "method": state.methods[name, period],
        "version": VERSION,
        "towns": state.released[name, period],
        "hash of the packages": digest,
    }
    if state.example:
        said["example"] = EXAMPLE
    lines = [[f"# {what}: {value}"] for what, value in said.items()]
    rows = (_row(one) for one in state.tables[name, period])
    return _csv([*lines, [*DECLARED[name].dimensions, *COLUMNS], *rows])


def _row(one: Sum) -> list[object]:
    numbers = (one.count, one.low, one.high, one.standard_error, one.towns, one.withheld, one.withheld_at_most)
    written = ["" if number is None else number for number in numbers]
    return [*map(guarded, one.key), *written, one.unlisted, NOWHERE if one.count is None else ""]


def _towns(state: State) -> bytes:
    lines: list[list[object]] = [["# towns"], ["town", "year", "version", "sha256"]]
    towns = sorted(state.towns, key=lambda town: (town.town, town.year))
    return _csv([*lines, *([guarded(one.town), one.year, guarded(one.version), one.digest] for one in towns)])


def _csv(lines: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue().encode()


def _readme(state: State) -> str:
    german, english = ("\n".join(_said(Speech(locale), state)) for locale in ("de", "en"))
    return f"{german}\n\n---\n\n{english}\n"


def _said(say: Speech, state: State) -> Iterator[str]:
    _ = say
    towns = len({town.town for town in state.towns})
    yield "# Wegweiser: " + _.plural("Released tables of one town", "Released tables of {n} towns together", towns)
    yield ""
    if state.example:
        yield f"**{example_text(say)}**"
        yield ""
    yield _(
        "Every number is a sum of what the towns have published. What a town withholds is in no sum, and cannot be "
        "reckoned from one; how many towns withhold a number stands beside it. Ids of offices and leaflets are those "
        "of the towns: only equal ones are added."
    )
    meaning = {
        "count": _("sum of the published numbers"),
        "low": _("least that the true sum of these towns can be"),
        "high": _("most that the true sum of these towns can be"),
        "standard_error": _("standard error of the sum from rounding alone"),
        "towns": _("towns that publish a number"),
        "withheld": _("towns that list the row and withhold its number"),
        "withheld_at_most": _("most that these towns can have together"),
        "unlisted": _("towns that have released the table without this row: nothing can be said of them"),
    }
    for heading, said in meaning.items():
        yield ""
        yield f"- `{heading}`: {said}"
    for heading, said in method_terms(say):
        yield ""
        yield f"**{heading}.** {said}"

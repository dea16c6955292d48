"""What stands in the open-data package for people, in German and English: contents, method, licence. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.released.rounding import THRESHOLD
from app.released.tables import Table
from app.reports.exports.terms import example_text, method_terms, word_terms
from app.reports.exports.titles import TITLES
from app.reports.wording import Speech
from app.version import VERSION

LICENCE = "DL-DE-BY-2.0"
"""The licence of German administrations' open data that asks for nothing but the name of the source: whoever quotes a
rounded number should say where its method can be looked up, which a licence without conditions would not ask for."""
LICENCE_NAME = "Datenlizenz Deutschland – Namensnennung – Version 2.0"
LICENCE_ADDRESS = "https://www.govdata.de/dl-de/by-2-0"


@dataclass(frozen=True)
class Publisher:
    """Whose numbers these are: the town, and the house as it is called in German."""

    town: str
    house: str


def readme(year: str, publisher: Publisher, tables: Sequence[Table], *, example: bool = False) -> str:
    """The text, as Markdown; ``example`` says that all is made up."""
    warning = [f"**{example_text(Speech(locale))}**\n" for locale in ("de", "en")] if example else []
    lines = [
        *warning,
        *_in(Speech("de"), year, publisher, tables),
        "",
        "---",
        "",
        *_in(Speech("en"), year, publisher, tables),
    ]
    return "\n".join(lines) + "\n"


def _in(say: Speech, year: str, publisher: Publisher, tables: Sequence[Table]) -> Iterator[str]:
    _ = say
    yield "# " + _("First consultations of {house}, {year}", house=publisher.house, year=year)
    yield ""
    yield _(
        "Every file holds one released table of the year, of one of its quarters or of one of its months: a column for "
        "each dimension, then the number and a note. ALL is the total over a dimension. Each period is counted and "
        "rounded by itself: months do not add up to their quarter exactly."
    )
    yield ""
    for name, periods in _by_name(tables).items():
        yield f"- `{name}`: {_(TITLES[name])} ({', '.join(periods)})"
    yield ""
    yield f"## {_('Method and definitions')}"
    for heading, said in (*method_terms(say, sorted({table.method for table in tables})), *word_terms(say)):
        yield ""
        yield f"**{heading}.** {said}"
    yield ""
    yield f"## {_('Hash')}"
    yield ""
    yield _(
        "A table's hash is the SHA-256 of this JSON, without blanks, keys sorted, ASCII only: a list of name, period, "
        "method and content. Content has the cells (key, count or null, threshold) by key, the dimensions and the "
        "unit. The threshold is {usual}, or the one that the note names.",
        usual=THRESHOLD,
    )
    yield ""
    yield f"## {_('Licence')}"
    yield ""
    yield f"{LICENCE_NAME}, <{LICENCE_ADDRESS}>. {_('Source')}: {publisher.house}, Wegweiser {VERSION}."


def _by_name(tables: Sequence[Table]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table in tables:
        found.setdefault(table.name, []).append(table.period)
    return found

"""Parameters of an address are taken exactly as they are known, or refused: nothing is ever computed from them.

A page knows the parameter ``period`` and its filters, each at most once, with one known value. Anything else (several
values, ranges, negations, unknown names, periods that are not released) gets a page that says what there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.errors import N_
from app.locales import INTERFACE_LANGUAGES
from app.reports.page import Asked, Page, address
from app.reports.reader import Reader
from app.statistics.choosing import usual_period

PERIOD = "period"
LANGUAGE = "lang"
UNKNOWN_PAGE = N_("There is no such page of statistics.")
NOTHING_YET = N_("Nothing is released yet.")
UNKNOWN_NAME = N_("Statistics cannot be asked for in this way.")
TWICE = N_(
    "One value can be asked for at a time. Unions, ranges and “all except” do not exist: they could be compared."
)
UNKNOWN_VALUE = N_("There is no such value. One known value can be asked for at a time.")
NOT_RELEASED = N_(
    "This is not a released period. There are closed months, quarters and years; nothing “to date”, no other ranges."
)


@dataclass(frozen=True)
class Way:
    """Where one can go on."""

    label: str
    address: str


class Refused(Exception):
    """Not a question that released tables answer.

    ``sentence`` is an English text of the interface; ``ways`` are what there is instead.
    """

    def __init__(self, status: int, sentence: str, ways: Sequence[Way] = ()) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.ways = tuple(ways)


def asked(reader: Reader, page: Page, args: MultiDict[str, str]) -> Asked:
    """What these parameters ask of the page; without a period the usual one. Raises Refused."""
    period = usual_period(reader.periods(*page.tables) or reader.periods())
    if period is None:
        raise Refused(404, NOTHING_YET)
    usual = Asked(period)
    for name, values in args.lists():
        if name not in (PERIOD, LANGUAGE, *page.filters):
            raise Refused(400, UNKNOWN_NAME, [_way(reader, page, usual)])
        if len(values) > 1:
            raise Refused(400, TWICE, [_way(reader, page, usual)])
    if args.get(LANGUAGE, INTERFACE_LANGUAGES[0]) not in INTERFACE_LANGUAGES:
        raise Refused(404, UNKNOWN_VALUE, [_way(reader, page, usual)])
    period = args.get(PERIOD, period)
    if period not in reader.periods():
        raise Refused(404, NOT_RELEASED, _periods(reader, page))
    return Asked(period, _filters(reader, page, args, Asked(period)))


def _filters(reader: Reader, page: Page, args: MultiDict[str, str], unfiltered: Asked) -> dict[str, str]:
    """The filters that are set; a form sends those that are not as empty ones."""
    given = {name: args[name] for name in page.filters if args.get(name)}
    for name, value in given.items():
        if value not in reader.values(name):
            known = [
                Way(reader.label(name, one), address(page.name, unfiltered, **{name: one}))
                for one in reader.values(name)
            ]
            raise Refused(404, UNKNOWN_VALUE, known)
    return given


def _way(reader: Reader, page: Page, usual: Asked) -> Way:
    _ = reader.say
    return Way(f"{_(page.title)}, {reader.period_text(usual.period)}", address(page.name, usual))


def _periods(reader: Reader, page: Page) -> list[Way]:
    """The latest first."""
    found = reader.periods(*page.tables) or reader.periods()
    return [Way(reader.period_text(one), address(page.name, Asked(one))) for one in reversed(found)]

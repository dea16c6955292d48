"""The section of opening hours: a grid and the OSM text of the same hours. The one that was changed wins."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, get_args

from werkzeug.datastructures import MultiDict

from app.errors import N_
from app.offices.fields import EXPECTED, Remark
from referrals.directory import week
from referrals.directory.hours import Times, validate
from referrals.directory.week import MOST_TIMES, BadTimes, NotAGrid, Single, Week, Weeks, read, write

CONTRADICTION = N_(
    "The grid and the OSM text were both changed and say different things. Choose which of them holds, and save again."
)
NO_HOLIDAY_TIMES = N_("Write the times on public holidays, such as 10:00-14:00.")
NEVER_OPEN = N_("Without any other opening time single days cannot be closed. Write them as closures.")
CLOSED, OPEN = "off", "open"

T = TypeVar("T")

Pair = tuple[str, str]


@dataclass
class HoursForm:
    """What stands in the fields. ``osm`` is the text; ``was`` the text that the page was made from.

    ``days`` are (from, to) of Monday to Sunday, three of each; None where the text has no grid: ``no_grid`` says why.
    ``holidays``: "" nothing said, off, or open at ``holiday_times``. ``singles``: (day, times), closed without times.
    ``wrong``: remarks by place: "opening_hours", "day 1" … "day 7", "holidays", "single 0" ….
    """

    osm: str = ""
    was: str = ""
    days: list[list[Pair]] | None = None
    weeks: Weeks = ""
    holidays: str = ""
    holiday_times: str = ""
    singles: list[Pair] = field(default_factory=list)
    no_grid: NotAGrid | None = None
    wrong: dict[str, Remark] = field(default_factory=dict)
    contradiction: bool = False

    @classmethod
    def of(cls, text: str | None) -> "HoursForm":
        """The fields for stored hours."""
        osm = text or ""
        try:
            grid = read(osm) if osm else Week()
        except NotAGrid as reason:
            return cls(osm, osm, no_grid=reason)
        form = cls(osm, osm, weeks=grid.weeks)
        form.days = [_padded(times) for times in grid.days]
        if grid.holidays is not None:
            form.holidays = OPEN if grid.holidays else CLOSED
            form.holiday_times = week.span_text(grid.holidays)
        form.singles = [(single.text, week.span_text(single.times)) for single in grid.singles]
        return form

    @classmethod
    def posted(cls, values: MultiDict[str, str]) -> "HoursForm":
        """The fields as they were sent, with the text that they come to; what is wrong stands beside them."""
        form = cls(osm=values.get("opening_hours", "").strip(), was=values.get("hours_was", ""))
        if values.get("grid"):
            form._read_grid(values)
        text = form._resolved(values.get("hours_from", ""))
        return form if form.wrong else cls.of(text)

    def _read_grid(self, values: MultiDict[str, str]) -> None:
        self.days = []
        for number in range(1, 8):
            starts, ends = values.getlist(f"from-{number}"), values.getlist(f"to-{number}")
            pairs = list(zip(starts, ends, strict=False))[:MOST_TIMES]
            self.days.append(pairs + [("", "")] * (MOST_TIMES - len(pairs)))
        self.weeks = next((weeks for weeks in get_args(Weeks) if weeks == values.get("weeks")), "")
        self.holidays = values.get("holidays", "") if values.get("holidays") in {CLOSED, OPEN} else ""
        self.holiday_times = values.get("holiday_times", "")
        pairs = list(zip(values.getlist("single_day"), values.getlist("single_times"), strict=False))
        self.singles = [(day, times) for day, times in pairs if day.strip() or times.strip()]

    def _resolved(self, chosen: str) -> str:
        """The text that holds; what cannot be goes to ``wrong``."""
        if self.days is None:
            return self._checked_osm()
        grid, before = self._grid(), _grid_of(self.was)
        if grid == before:
            return self._checked_osm()
        if self.osm == self.was:
            return write(grid) if grid else ""
        if chosen == "osm":
            self.wrong.clear()
            return self._checked_osm()
        if grid is not None and (chosen == "grid" or grid == _grid_of(self.osm)):
            return write(grid)
        self.contradiction = True
        self.wrong["opening_hours"] = Remark("opening_hours", CONTRADICTION)
        return ""

    def _checked_osm(self) -> str:
        if self.osm and validate(self.osm):
            self.wrong["opening_hours"] = Remark("opening_hours", EXPECTED["opening_hours"])
        return self.osm

    def _grid(self) -> Week | None:
        """The grid that was typed; None if it cannot be one."""
        typed = enumerate(self.days or [], start=1)
        days = [self._tried(f"day {number}", partial(week.times_of, pairs)) or () for number, pairs in typed]
        holidays: Times | None = None
        if self.holidays:
            holidays = self._holidays() if self.holidays == OPEN else ()
        grid = Week(tuple(days), holidays, self.weeks if any(days) else "", tuple(self._singles()))
        if self.singles and not grid.opens:
            self.wrong.setdefault("single 0", Remark("opening_hours", NEVER_OPEN))
        return None if self.wrong else grid

    def _holidays(self) -> Times | None:
        times = self._tried("holidays", partial(week.times_in, self.holiday_times))
        if times == ():
            self.wrong["holidays"] = Remark("opening_hours", NO_HOLIDAY_TIMES)
        return times

    def _singles(self) -> list[Single]:
        found: dict[tuple[int, int, int], Single] = {}
        for number, (day, times) in enumerate(self.singles):
            single = self._tried(f"single {number}", partial(week.single_of, day, times))
            if single and single.key in found:
                self.wrong[f"single {number}"] = Remark("opening_hours", week.TWICE, {"text": single.text})
            elif single:
                found[single.key] = single
        return sorted(found.values())

    def _tried(self, place: str, reading: Callable[[], T]) -> T | None:
        try:
            return reading()
        except BadTimes as error:
            self.wrong[place] = Remark("opening_hours", error.reason, error.values)
        return None


def _padded(times: Times) -> list[Pair]:
    return [*times, *([("", "")] * (MOST_TIMES - len(times)))]


def _grid_of(text: str) -> Week | None:
    try:
        return read(text) if text else Week()
    except NotAGrid:
        return None

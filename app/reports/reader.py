"""Reads released tables for pages, exports and the report, and names what is in them. One for each request."""

from functools import cached_property

from sqlalchemy.orm import Session

from app.formatting import short_date
from app.locales import babel_locale
from app.released import periods as calendar
from app.released import service
from app.released.models import ReleasePlan, WithheldTable
from app.released.tables import ALL, DECLARED, KINDS, Table
from app.reports.labels import labels
from app.reports.wording import Speech


class Reader:
    """What the released tables say, in the words of ``locale`` (``de`` or ``en``)."""

    def __init__(self, session: Session, locale: str) -> None:
        self.session = session
        self.locale = locale
        self.say = Speech(locale)
        self._labels: dict[str, dict[str, str]] = {}

    def periods(self, *names: str) -> list[str]:
        """The periods for which one of these tables is released (any table, if none is named), the latest last."""
        return service.in_order({period for name, period in self.catalogue if not names or name in names})

    def table(self, name: str, period: str) -> Table | None:
        """The table as it was released; None if it was not. Raises ChangedRelease."""
        stored = self.catalogue.get((name, period))
        return None if stored is None else service.released_as(self.session, name, period, stored)

    @cached_property
    def catalogue(self) -> dict[tuple[str, str], str]:
        """The hash of every released table by name and period."""
        return service.catalogue(self.session)

    def label(self, dimension: str, value: str) -> str:
        """What a value of a dimension is called; what is no longer there keeps its id."""
        if value == ALL:
            _ = self.say
            return _("in total")
        return self._known(dimension).get(value, value)

    def values(self, dimension: str) -> list[str]:
        """All values of a dimension in their natural order."""
        return list(self._known(dimension))

    def period_text(self, period: str) -> str:
        """``Oktober 2026``, ``3. Quartal 2026``, ``2026``."""
        return calendar.period_text(period, babel_locale(self.locale))

    def why_missing(self, name: str, period: str) -> str:
        """Why a table is not released for a period, in a sentence."""
        _ = self.say
        kinds = DECLARED[name].kinds
        kind = calendar.kind(period)
        if kind not in kinds:
            return _("This table comes by quarter only.") if len(kinds) == 1 else self._only_by(kinds[0], declared=True)
        due = calendar.first_day_of_release(period)
        if self.session.get(WithheldTable, (name, period, "")) is not None:
            return _("The table did not pass the release check: it could have given somebody away.")
        plan = self.session.get(ReleasePlan, (period[:4], name))
        if plan is not None and plan.finest is None:
            return _("By the release plan this table is not published: too much of it would have to be withheld.")
        if plan is not None and plan.finest is not None and KINDS.index(kind) < KINDS.index(plan.finest):
            return self._only_by(plan.finest, declared=False)
        if (name, period) not in self.catalogue and not any(one == period for _name, one in self.catalogue):
            return _("The figures come on {day} at the earliest.", day=short_date(due))
        return _("Nothing is published for this period.")

    def _only_by(self, finest: str, *, declared: bool) -> str:
        _ = self.say
        if declared:
            return {
                "month": _("This table comes by month."),
                "quarter": _("This table comes by quarter or year only."),
                "year": _("This table comes by year only."),
            }[finest]
        return {
            "month": _("By the release plan this table comes by month."),
            "quarter": _(
                "By the release plan this table comes by quarter or year only: by month too much would be withheld."
            ),
            "year": _("By the release plan this table comes by year only: more often too much would be withheld."),
        }[finest]

    def _known(self, dimension: str) -> dict[str, str]:
        if dimension not in self._labels:
            self._labels[dimension] = labels(self.session, dimension, self.locale)
        return self._labels[dimension]

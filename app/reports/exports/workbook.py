"""An Excel workbook that runs nothing, prints well and says by which method its numbers came about. Pure.

The same values always make the same bytes. Excel shows numbers in the form of the reader's country by itself.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_MADE = datetime(1980, 1, 1, tzinfo=UTC)
"""Of every workbook: a day of its own would make other bytes of the same numbers."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_NARROWEST, _WIDEST = 10, 60
_A4 = 9
_PERCENT = {"de": "0\u00a0%"}


class Book:
    """A workbook in the making; ``locale`` is de or en, ``footer`` stands on every printed page."""

    def __init__(self, *, title: str, locale: str, footer: str) -> None:
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._out, _OPTIONS)
        self._book.set_properties({"title": title, "author": "Wegweiser", "created": _MADE.replace(tzinfo=None)})
        self._names: set[str] = set()
        self._footer = footer
        self.title = self._format(bold=True, font_size=14)
        self.head = self._format(bold=True, text_wrap=True, valign="top", bottom=1)
        self.wrapped = self._format(text_wrap=True, valign="top")
        self.words = self._format(valign="top")
        self.below = self._format(valign="top", indent=1)
        self.bold = self._format(bold=True, valign="top")
        self.withheld = self._format(align="right", valign="top")
        self.numbers = {
            "count": self._format(num_format="#,##0", valign="top"),
            "change": self._format(num_format="+#,##0;\u2212#,##0;0", valign="top"),
            "share": self._format(num_format=_PERCENT.get(locale, "0%"), valign="top"),
        }

    def sheet(self, name: str, *, head: int, widths: Sequence[int]) -> Worksheet:
        """A sheet whose rows down to the header in row ``head`` (from 0) stay in sight and on every printed page."""
        sheet = self._book.add_worksheet(self._named(name))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, max(_NARROWEST, min(width + 2, _WIDEST)))
        sheet.freeze_panes(head + 1, 1)
        sheet.repeat_rows(head)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{self._footer.replace('&', '&&')}&R&P / &N")
        return sheet

    def explain(self, name: str, terms: Iterable[tuple[str, str]]) -> None:
        """The sheet with method and definitions."""
        sheet = self.sheet(name, head=0, widths=(30, 100))
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, name, self.title)
        for row, (heading, said) in enumerate(terms, 1):
            sheet.write_string(row, 0, heading, self.bold)
            sheet.write_string(row, 1, said, self.wrapped)

    def write(self, sheet: Worksheet, row: int, column: int, value: float | str, kind: str) -> None:
        """A value of a column of this kind; a text where there is no number."""
        if isinstance(value, str):
            sheet.write_string(row, column, value, self.withheld if kind in self.numbers else self.words)
        else:
            sheet.write_number(row, column, value, self.numbers[kind])

    def content(self) -> bytes:
        """The finished workbook."""
        self._book.close()
        return self._out.getvalue()

    def _format(self, **properties: object) -> Format:
        return self._book.add_format(properties)

    def _named(self, wanted: str) -> str:
        """A name that Excel takes, and no other sheet has."""
        allowed = "".join(sign if sign.isprintable() else " " for sign in wanted.translate(_NOT_IN_NAMES))
        base = " ".join(allowed.split()) or "1"
        name, number = base[:_LONGEST_NAME], 1
        while name.casefold() in self._names:
            number += 1
            name = f"{base[: _LONGEST_NAME - 4]} ({number})"
        self._names.add(name.casefold())
        return name

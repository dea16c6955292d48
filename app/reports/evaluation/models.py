"""Tables of the evaluation reports: what a report was made of, and its texts."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class EvaluationReport(Base):
    """A report about the months ``first`` to ``last`` (``2025-07``), made on a day.

    ``made_of`` are the releases it keeps to ([name, period, hash], under "releases") and what the house had done then
    (app.reports.evaluation.facts.Facts, under "facts"). Nothing of it changes any more.
    """

    __tablename__ = "evaluation_report"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    first: Mapped[str] = mapped_column(String(7))
    last: Mapped[str] = mapped_column(String(7))
    made_on: Mapped[date]
    made_of: Mapped[dict[str, Any]]


class EvaluationText(Base):
    """What the analysts say in one chapter of a report in one language (``de`` or ``en``): paragraphs of plain text.

    About the centre's work, never about a visitor: who writes it has seen released tables only. ``version`` rises with
    every change, so that of two analysts the later one is told.
    """

    __tablename__ = "evaluation_text"

    report_id: Mapped[str] = mapped_column(ForeignKey("evaluation_report.id"), primary_key=True)
    chapter: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]

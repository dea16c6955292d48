"""Planning help: what rises, which interpreters and materials are missing, when to be open; each with its reasons."""

from app.reports.page import Asked
from app.reports.reader import Reader
from app.reports.sections import planning_hours, planning_interpreters, planning_material, planning_rising
from app.reports.values import Section

TABLES = ("topic", "language", "language_talk", "topic_language", "unmet_language", "desk_load")


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """All of it for the period that is asked for; of tables that do not come so often the last one before its end."""
    period = asked.period
    load = planning_hours.basis_of(reader, period)
    return (
        planning_rising.topics(reader, period),
        planning_rising.languages(reader, period),
        planning_interpreters.interpreters(reader, period),
        planning_material.material(reader, period),
        planning_hours.load(reader, period, load),
        planning_hours.proposal(reader, period, load),
    )

"""All pages of statistics, in the order of their tabs."""

from app.errors import N_
from app.reports.page import Page
from app.reports.sections import (
    events,
    feedback,
    fields,
    groups,
    interpreting,
    languages,
    load,
    material,
    offices,
    overview,
    planning,
    topics,
)

_ALL = (
    Page("overview", N_("Overview"), overview.build, overview.TABLES),
    Page("planning", N_("Planning"), planning.build, planning.TABLES),
    Page("topics", N_("Topics"), topics.build, topics.TABLES, ("topic", "group", "language")),
    Page("languages", N_("Languages"), languages.build, languages.TABLES),
    Page("groups", N_("Groups"), groups.build, groups.TABLES, ("group",)),
    Page("offices", N_("Offices"), offices.build, offices.TABLES),
    Page("fields", N_("Fields of action"), fields.build, fields.TABLES),
    Page("load", N_("Load"), load.build, load.TABLES),
    Page("interpreting", N_("Interpreting"), interpreting.build, interpreting.TABLES),
    Page("material", N_("Material"), material.build, material.TABLES),
    Page("feedback", N_("Feedback"), feedback.build, feedback.TABLES),
    Page("events", N_("Events"), events.build, events.TABLES),
)
PAGES = {page.name: page for page in _ALL}
"""By name."""

"""All pages of statistics, in the order of their tabs."""

from app.errors import N_
from app.reports.page import Page
from app.reports.sections import groups, languages, overview, topics

_ALL = (
    Page("overview", N_("Overview"), overview.build, overview.TABLES),
    Page("topics", N_("Topics"), topics.build, topics.TABLES, ("topic", "group", "language")),
    Page("languages", N_("Languages"), languages.build, languages.TABLES),
    Page("groups", N_("Groups"), groups.build, groups.TABLES, ("group",)),
)
PAGES = {page.name: page for page in _ALL}
"""By name."""

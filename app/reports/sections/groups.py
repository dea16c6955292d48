"""Which groups of the concept came, and what about: groups, and the topics of one of them."""

from app.released.tables import ALL
from app.reports.page import Asked, address
from app.reports.reader import Reader
from app.reports.sections.comparison import Line, Listing, compared, everything
from app.reports.sections.topics import of_group
from app.reports.values import Section

TABLES = ("group", "topic_group")
MOST = 5
"""Topics of each group."""


def build(reader: Reader, asked: Asked) -> tuple[Section, ...]:
    """The groups; then the topics of the one that is asked for, or the largest of each."""
    one = asked.filters.get("group")
    if one:
        return (_groups(reader, asked), of_group(reader, asked, one))
    return (_groups(reader, asked), *(of_group(reader, asked, group, most=MOST) for group in _large(reader, asked)))


def _groups(reader: Reader, asked: Asked) -> Section:
    _ = reader.say
    lines = [
        Line((group,), reader.label("group", group), 0, address("groups", asked, group=group))
        for group in reader.values("group")
    ]
    return compared(
        reader,
        Listing("groups", _("Groups"), "group", asked.period, _("Group"), lines, everything(reader), _notes(reader)),
    )


def _notes(reader: Reader) -> tuple[str, ...]:
    _ = reader.say
    return (
        _("A contact counts for one group: the first that holds in the order of the concept."),
        _("Contacts about protected topics keep no group; they count as unknown."),
    )


def _large(reader: Reader, asked: Asked) -> list[str]:
    """The groups of which a topic is listed, in their order."""
    table = reader.table("topic_group", asked.period)
    listed = {cell.key[2] for cell in table.cells if cell.key[0] != ALL} if table else set()
    return [group for group in reader.values("group") if group in listed]

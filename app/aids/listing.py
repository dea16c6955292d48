"""The list of work aids: searched, filtered, the most fitting first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.aids.form import KINDS
from app.forms import one_line
from app.house.aids import service
from app.house.aids.search import Hit, search
from app.house.aids.values import Aid
from app.vocabulary.values import Vocabulary

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Filter:
    """Which aids are shown; empty is all of them. ``archived`` shows those that were put away instead."""

    q: str = ""
    topic: str = ""
    group: str = ""
    kind: str = ""
    overdue: bool = False
    archived: bool = False

    @classmethod
    def of(cls, values: Mapping[str, str], words: Vocabulary) -> "Filter":
        """From an address; what makes no sense counts as empty."""
        topic, group, kind = (values.get(name, "") for name in ("topic", "group", "kind"))
        return cls(
            q=one_line(values.get("q", "")[:LONGEST_QUERY]),
            topic=topic if topic in words.topics else "",
            group=group if group in words.groups else "",
            kind=kind if kind in KINDS else "",
            overdue=values.get("overdue") == "yes",
            archived=values.get("archived") == "yes",
        )

    def takes(self, aid: Aid, today: date) -> bool:
        """Whether the aid is shown."""
        return (
            (not self.topic or any(one.partition("/")[0] == self.topic for one in aid.topics))
            and (not self.group or self.group in aid.groups)
            and self.kind in {"", aid.kind}
            and (not self.overdue or aid.overdue(today))
        )


def found(session: Session, wanted: Filter, today: date) -> list[Hit]:
    """The aids that are shown, in order."""
    known = (
        [service.shown(row) for row in service.archive_of(session)] if wanted.archived else service.aids(session).all
    )
    return search(session, [aid for aid in known if wanted.takes(aid, today)], wanted.q)

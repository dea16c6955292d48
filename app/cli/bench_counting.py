"""The baseline of ``wegweiser bench stats``: the same tables counted straight from the contacts, by SQL."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.contacts.models import Contact, ContactTopic
from app.released.periods import month_text, months_of
from app.released.tables import DECLARED
from app.vocabulary.models import Topic
from referrals.models import Referral

_OF_CONTACT = {
    "channel": Contact.channel,
    "duration": Contact.duration,
    "group": Contact.concept_group,
    "language": Contact.language,
    "outcome": Contact.outcome,
    "persons": Contact.persons,
    "talk": Contact.talk,
}
COUNTED = sorted(name for name, declared in DECLARED.items() if declared.unit == "contacts")
"""The tables that are counted from contacts."""


def count(session: Session, name: str, period: str) -> int:
    """Count a table of a period as a program without releases would on every visit of a page; how many cells."""
    return len(session.execute(_statement(DECLARED[name].dimensions, period)).all())


def _statement(dimensions: Iterable[str], period: str) -> Select[Any]:
    wanted = list(dimensions)
    months = months_of(period)
    first, last = (month_text(month) for month in (months.start, months.stop - 1))
    parent = aliased(Topic)
    columns: dict[str, Any] = {
        **_OF_CONTACT,
        "topic": parent.id,
        "subtopic": Topic.id,
        "office": Referral.office_id,
        "field_of_action": parent.field_of_action_id,
    }
    groups = [columns[one] for one in wanted]
    statement = select(*groups, func.count(func.distinct(Contact.key))).where(Contact.month.between(first, last))
    if {"topic", "subtopic", "field_of_action"} & set(wanted):
        statement = statement.join(ContactTopic, ContactTopic.contact_key == Contact.key)
        statement = statement.join(Topic, Topic.id == ContactTopic.topic_id)
        statement = statement.join(parent, parent.id == func.coalesce(Topic.parent_id, Topic.id))
    if "office" in wanted:
        statement = statement.join(Referral, Referral.contact_key == Contact.key)
    return statement.group_by(*groups)

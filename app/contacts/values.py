"""The answers a contact may hold, and what a contact to be logged looks like. Codes are stored, labels are shown."""

from dataclasses import dataclass
from datetime import datetime

TALKS = ("direct", "interpreter", "companion", "gestures")
CHANNELS = ("in_person", "phone", "email", "event")
PERSONS = ("1", "2", "3", "4", "5", "6")
OUTCOMES = ("informed", "referred", "material", "declined_form", "declined_forwarding", "declined_complaint")
DURATIONS = ("to5", "to15", "to30", "over30")
CONCEPT_GROUPS = (
    "refugee",
    "eu_citizen",
    "student",
    "skilled_worker",
    "family_member",
    "third_country",
    "other",
    "unknown",
)
"""In the order in which the first that holds is kept (concept of the centre, DESIGN.md)."""


@dataclass(frozen=True)
class LoadCell:
    """When a contact began, as coarse as the load counters know it: quarter ``2026-Q4``, weekday 1-7, hour."""

    quarter: str
    weekday: int
    hour: int

    @classmethod
    def at(cls, moment: datetime) -> "LoadCell":
        """The cell of a local moment."""
        return cls(f"{moment.year}-Q{(moment.month + 2) // 3}", moment.isoweekday(), moment.hour)


@dataclass(frozen=True)
class TopicOfContact:
    """A subtopic, its parent, whether it is protected, and the field of action it counts for."""

    subtopic: str
    topic: str
    protected: bool
    field_of_action: str | None


@dataclass(frozen=True)
class NewContact:
    """What the counter knows at the end of a conversation; log_contact keeps only what may be kept.

    ``kept_offices`` are those referred to that may be stored.
    """

    topics: tuple[TopicOfContact, ...]
    language: str
    concept_group: str
    talk: str
    channel: str
    persons: int
    outcome: str
    duration: str
    kept_offices: tuple[str, ...]

    @property
    def protected(self) -> bool:
        """Whether one of the topics is: then nothing is kept that could tell which."""
        return any(topic.protected for topic in self.topics)

    @property
    def fields_of_action(self) -> tuple[str, ...]:
        """For which fields of action it counts, in order; protected topics do for none."""
        fields = {topic.field_of_action for topic in self.topics if not topic.protected}
        return tuple(sorted(field for field in fields if field))


def concept_group(groups_of_visitor: list[str | None]) -> str:
    """The one target group to keep: the first of the concept that holds, else unknown."""
    held = {group for group in groups_of_visitor if group}
    return next((group for group in CONCEPT_GROUPS if group in held), "unknown")

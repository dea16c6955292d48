"""Whether the figures are made up: a report leaves the house, and must say so on every page."""

from sqlalchemy.orm import Session

from app.directory.models import Setting

MARK, YES = "demo", "yes"
"""What app.demo, which is above the pages, leaves in the settings."""


def is_example(session: Session) -> bool:
    """Whether this database holds a demo set."""
    found = session.get(Setting, MARK)
    return found is not None and found.value == YES

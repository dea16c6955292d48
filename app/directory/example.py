"""Whether this installation is an example whose contacts are made up: whatever leaves the house must say so."""

from sqlalchemy.orm import Session

from app.directory.models import Setting

MARK, YES = "demo", "yes"


def is_example(session: Session) -> bool:
    """Whether this database holds a demo set."""
    found = session.get(Setting, MARK)
    return found is not None and found.value == YES


def mark_example(session: Session) -> None:
    """From now on it does."""
    session.merge(Setting(name=MARK, value=YES))

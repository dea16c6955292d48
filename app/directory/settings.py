"""The town's choices about how the directory is kept."""

from sqlalchemy.orm import Session

from app.directory.models import Setting

FOUR_EYES = "four_eyes"


def four_eyes(session: Session) -> bool:
    """Whether nobody may publish a draft of their own."""
    setting = session.get(Setting, FOUR_EYES)
    return setting is not None and setting.value == "yes"


def set_four_eyes(session: Session, *, required: bool) -> None:
    """Ask for a second person before drafts are published, or not."""
    session.merge(Setting(name=FOUR_EYES, value="yes" if required else ""))
    session.flush()

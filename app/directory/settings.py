"""The town's choices: how the directory is kept, and where other offices reach this program."""

import re

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db import ask
from app.directory.models import Setting
from app.errors import N_, WegweiserError

FOUR_EYES = "four_eyes"
PUBLIC_ADDRESS = "public_address"
_VALUE = select(Setting.value).where(Setting.name == bindparam("name"))
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


class NoAddress(WegweiserError):
    """The text is no address under which somebody could reach this program."""


def public_address(session: Session) -> str:
    """Where other offices reach this program, such as ``https://wegweiser.example``; "" if nobody has said so."""
    return _value(session, PUBLIC_ADDRESS)


def set_public_address(session: Session, address: str) -> None:
    """Say where other offices reach this program; "" means that they do not. Raises NoAddress."""
    address = address.strip().rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise NoAddress(N_("Please give the address as https://name, without anything behind it."))
    session.merge(Setting(name=PUBLIC_ADDRESS, value=address))
    session.flush()


def four_eyes(session: Session) -> bool:
    """Whether nobody may publish a draft of their own."""
    return _value(session, FOUR_EYES) == "yes"


def set_four_eyes(session: Session, *, required: bool) -> None:
    """Ask for a second person before drafts are published, or not."""
    session.merge(Setting(name=FOUR_EYES, value="yes" if required else ""))
    session.flush()


def _value(session: Session, name: str) -> str:
    return ask(session, _VALUE, name=name).scalar() or ""

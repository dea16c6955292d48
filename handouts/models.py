"""Table of handouts. Editions, files and stock are not kept yet."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Handout(Base):
    """A leaflet, card or link that can be given along; ``evidence`` says how far it is known to exist."""

    __tablename__ = "handout"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    title_de: Mapped[str]
    title_en: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    position: Mapped[int]

"""Editions on the shelf for the tests, and what is stored of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Flask

from app.db import Database
from app.files.folding import fold
from app.files.models import StoredFile
from handouts import editions, stock
from handouts.editions import Wish
from handouts.models import HandoutEdition

TODAY = date(2026, 11, 23)
PAPER = Wish(language="uk", kind="paper")


def put(
    database: Database, handout: str, wish: Wish = PAPER, *, left: int | None = None, reorder_at: int | None = None
) -> str:
    """A new edition; its id."""
    with database.writing() as session:
        made = editions.add(session, handout, wish, today=TODAY).id
        if left is not None or reorder_at is not None:
            stock.set_stock(session, made, left=left, reorder_at=reorder_at)
    return made


def leaflet(app: Flask, database: Database, text: str, *, notes: tuple[str, ...] = ()) -> str:
    """A stored file that says this; its digest."""
    content = f"%PDF-1.7 {text}".encode()
    # Where the server keeps files is there when it has started.
    app.extensions["files"]._folder.parent.mkdir(exist_ok=True)
    digest: str = app.extensions["files"].put(content)
    size = {"size": len(content), "pages": 3, "width": 595, "height": 842}
    said: dict[str, Any] = {"text": text, "folded": fold(text), "notes": list(notes), "thumbnail": digest}
    with database.writing() as session:
        session.add(StoredFile(digest=digest, stored_on=TODAY, **size, **said))
    return digest


def put_file(app: Flask, database: Database, handout: str, text: str, wish: Wish = PAPER) -> str:
    """A new edition with a file that says this; its id."""
    return put(database, handout, replace(wish, kind="file", digest=leaflet(app, database, text)))


def stored(database: Database, handout: str) -> list[dict[str, Any]]:
    """What is stored of the editions of a handout."""
    with database.reading() as session:
        names = [column.key for column in HandoutEdition.__table__.columns]
        return [{name: getattr(row, name) for name in names} for row in editions.editions(session, handout)]


def copies(database: Database, edition: str) -> stock.Stock | None:
    with database.reading() as session:
        return stock.stocks(session).get(edition)

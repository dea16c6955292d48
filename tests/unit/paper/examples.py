"""The signs of the example directory, made by way of a database in memory."""

from functools import cache

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.directory.loading import EXAMPLE, load
from app.migrations.models import METADATA
from app.paper.legend import Legend
from app.paper.pages import legend_of
from app.vocabulary.models import Revision
from app.vocabulary.service import HOUSE_REVISION, REVISION, TEXTS_REVISION


@cache
def legend() -> Legend:
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    with Session(engine) as session:
        session.add_all(Revision(id=which, number=0) for which in (REVISION, TEXTS_REVISION, HOUSE_REVISION))
        load(session, EXAMPLE)
        return legend_of(session)

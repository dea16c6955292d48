"""Imports every table, so that ``Base.metadata`` is whole."""

from app.accounts import models as accounts
from app.audit import models as audit
from app.contacts import models as contacts
from app.db import Base
from app.directory import models as history
from app.files import models as files
from app.house.agreements import models as agreements
from app.house.aids import models as aids
from app.house.board import models as board
from app.house.events import models as events
from app.house.interpreting import models as interpreting
from app.house.presence import models as presence
from app.keeping import models as keeping
from app.released import models as released
from app.reports.evaluation import models as evaluation
from app.vocabulary import models as vocabulary
from handouts import models as handouts
from handouts import request_models as requests
from referrals import models as referrals
from referrals.directory import models as directory
from referrals.interchange import models as interchange
from referrals.routing import models as routing

ALL = (
    accounts,
    audit,
    contacts,
    vocabulary,
    handouts,
    requests,
    referrals,
    directory,
    routing,
    interchange,
    history,
    released,
    files,
    events,
    aids,
    board,
    interpreting,
    presence,
    agreements,
    evaluation,
    keeping,
)
METADATA = Base.metadata

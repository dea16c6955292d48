"""What a QR code of a slip leads to: an edition of a handout, for every visitor's phone, without login or cookie.

Nothing is counted and nothing remembered: a GET writes nothing, and nobody can see which slip was followed.
"""

from flask import Blueprint, Response
from sqlalchemy import or_, select

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import PUBLIC
from app.errors import N_, NotFound
from app.uploads import serving
from handouts.models import Handout, HandoutEdition

blueprint = Blueprint("material", __name__)


class NotOffered(NotFound):
    """There is no such edition, or it is no file, has expired or was withdrawn."""


@blueprint.get("/m/<edition>")
@access(PUBLIC)
def read(edition: str) -> Response:
    """The file of an edition that holds today."""
    today = clock.now().date()
    found = (
        db.session()
        .execute(
            select(HandoutEdition.file_digest, HandoutEdition.handout_id, HandoutEdition.language)
            .join(Handout, Handout.id == HandoutEdition.handout_id)
            .where(
                HandoutEdition.id == edition,
                HandoutEdition.kind == "file",
                HandoutEdition.archived.is_(False),
                Handout.withdrawn.is_(False),
                or_(HandoutEdition.valid_until.is_(None), HandoutEdition.valid_until >= today),
            )
        )
        .first()
    )
    if found is None or found.file_digest is None:
        raise NotOffered(N_("This leaflet is not offered any more. Please ask at the Welcome Centre for a newer one."))
    return serving.pdf(found.file_digest, f"{found.handout_id}-{found.language}")

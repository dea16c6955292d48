"""Papers to download for administrators, and the accessibility statement for everyone."""

from io import BytesIO

from flask import Blueprint, Response, current_app, make_response, render_template, send_file
from markupsafe import Markup

from app.accounts.access import access
from app.accounts.roles import ADMINISTRATORS, PUBLIC
from app.db import session
from app.errors import N_, NotFound
from app.papers import writing
from app.papers.facts import Facts, gather
from config import Settings

blueprint = Blueprint("papers", __name__)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown"


@blueprint.get("/accessibility")
@access(PUBLIC)
def accessibility() -> Response:
    """The statement that BITV 2.0 asks for."""
    text = writing.markdown(current_app, "barrierefreiheit", _facts())
    title = text.partition("\n")[0].removeprefix("# ")
    statement = Markup(writing.html(text))  # noqa: S704 - made by our renderer, which takes no HTML
    return make_response(render_template("papers/accessibility.html", title=title, statement=statement))


@blueprint.get("/papers")
@access(ADMINISTRATORS)
def papers() -> Response:
    """All papers."""
    return make_response(render_template("papers/papers.html", papers=writing.listed()))


@blueprint.get("/papers/<name>.<any(docx,md):kind>")
@access(ADMINISTRATORS)
def paper(name: str, kind: str) -> Response:
    """A paper as a file. Raises NotFound."""
    if name not in writing.PAPERS:
        raise NotFound(N_("There is no such paper."))
    text = writing.markdown(current_app, name, _facts())
    content, mimetype = (writing.docx(text), DOCX) if kind == "docx" else (text.encode(), MARKDOWN)
    return send_file(BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=f"wegweiser-{name}.{kind}")


def _facts() -> Facts:
    settings: Settings = current_app.extensions["settings"]
    return gather(current_app, session(), audit_days=settings.audit_days, open_id=settings.open_id is not None)

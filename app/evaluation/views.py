"""Evaluation reports: a list, the chapters of one, the text of a chapter, the files."""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.roles import ANALYSTS
from app.directory.example import is_example
from app.evaluation.pages import Editing, chapter_page, list_page, report_page
from app.evaluation.typed import Unprintable, cleaned, language_of, number
from app.extensions import written
from app.interface import language
from app.reports.evaluation import kept, printing, word
from app.reports.evaluation.chapter import Report
from app.reports.evaluation.kept import ChangedMeanwhile, HasTexts, UnfitText
from app.reports.evaluation.report import build, check_chapter, suggestions
from app.reports.evaluation.span import UnfitSpan, span_of
from app.reports.reader import Reader
from app.resend import Harmless, Key

blueprint = Blueprint("evaluation", __name__, url_prefix="/evaluation")
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
@access(ANALYSTS)
def overview() -> Response:
    """All reports, and a form for a new one."""
    return list_page(db.session(), done=request.args.get("done", ""))


@blueprint.post("")
@access(ANALYSTS, resend=Key("evaluation.show", "report"))
def create() -> AnyResponse:
    """A new report about the months ``first`` to ``last``."""
    first, last = (request.form.get(name, "").strip() for name in ("first", "last"))
    today = clock.now().date()
    try:
        span = span_of(first, last, today=today)
        report = written(lambda session: kept.make(session, span, today=today))
    except UnfitSpan as error:
        return list_page(db.session(), typed=(first, last), error=error.args[0], status=400)
    return redirect(url_for("evaluation.show", report=report), 303)


@blueprint.get("/<report>")
@access(ANALYSTS)
def show(report: str) -> Response:
    """The chapters of a report and what is written in them."""
    return report_page(db.session(), kept.find(db.session(), report), done=request.args.get("done", ""))


@blueprint.post("/<report>/remove")
@access(ANALYSTS, resend=Key("evaluation.overview"))
def remove(report: str) -> AnyResponse:
    """Throw a report away in which nobody has written."""
    try:
        written(lambda session: kept.remove(session, report))
    except HasTexts as error:
        return report_page(db.session(), kept.find(db.session(), report), error=error.args[0], status=409)
    return redirect(url_for("evaluation.overview", done="removed"), 303)


@blueprint.post("/<report>/renew")
@access(ANALYSTS, resend=Key("evaluation.show", "report"))
def renew(report: str) -> AnyResponse:
    """A new report of what is released by now, with the texts of this one, which stays as it is."""
    today = clock.now().date()
    try:
        new = written(lambda session: kept.renew(session, report, today=today))
    except UnfitSpan as error:
        return report_page(db.session(), kept.find(db.session(), report), error=error.args[0], status=409)
    return redirect(url_for("evaluation.show", report=new), 303)


@blueprint.get("/<report>/<chapter>")
@access(ANALYSTS)
def edit(report: str, chapter: str) -> Response:
    """The text of a chapter in German, or with ``?language=en`` in English, beside its figures."""
    found = kept.find(db.session(), report)
    wanted = language_of(request.args)
    stored = found.texts.get((chapter, wanted), kept.Written())
    return chapter_page(db.session(), found, chapter, Editing(wanted, stored.text, stored.version))


@blueprint.post("/<report>/<chapter>")
@access(ANALYSTS, resend=Harmless.VERSION)
def save(report: str, chapter: str) -> AnyResponse:
    """Keep the text, show it as it will look, or put a suggestion at its end."""
    check_chapter(chapter)
    session = db.session()
    found = kept.find(session, report)
    wanted, seen = language_of(request.form), number(request.form.get("version", ""))
    text = cleaned(request.form.get("text", ""))
    taken = request.form.get("take")
    if taken is not None:
        offered = suggestions(Reader(session, wanted), found)
        extra = offered[number(taken)] if number(taken) < len(offered) else ""
        text = f"{text}\n{extra}".strip()
    if taken is not None or request.form.get("do") == "preview":
        return chapter_page(session, found, chapter, Editing(wanted, text, seen, preview=True))
    return _kept(report, chapter, Editing(wanted, text, seen))


@blueprint.get("/<report>/report.pdf")
@access(ANALYSTS)
def as_pdf(report: str) -> Response:
    """The report on paper, in German or with ``?language=en`` in English."""
    return _file(report, printing.render, PDF, "pdf")


@blueprint.get("/<report>/report.docx")
@access(ANALYSTS)
def as_docx(report: str) -> Response:
    """The same as a text that can be edited."""
    return _file(report, word.render, DOCX, "docx")


def _kept(report: str, chapter: str, editing: Editing) -> AnyResponse:
    """Save; if somebody was quicker, both texts stand side by side."""
    try:
        editing.check()
        written(
            lambda writer: kept.write(writer, report, chapter, editing.language, editing.text, seen=editing.version)
        )
    except (UnfitText, Unprintable) as error:
        return _again(report, chapter, editing.wrong(error.args[0]), 400)
    except ChangedMeanwhile as error:
        return _again(report, chapter, editing.behind(error.now), 409)
    return redirect(url_for("evaluation.show", report=report, done=chapter, _anchor=chapter), 303)


def _again(report: str, chapter: str, editing: Editing, status: int) -> Response:
    session = db.read_anew()
    return chapter_page(session, kept.find(session, report), chapter, editing, status=status)


def _file(report: str, render: Callable[[Report], bytes], mimetype: str, suffix: str) -> Response:
    session = db.session()
    reader = Reader(session, language_of(request.args, language()))
    made = build(reader, kept.find(session, report), example=is_example(session))
    response = Response(render(made), mimetype=mimetype)
    name = f"evaluation-{made.span}-{made.language}.{suffix}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response

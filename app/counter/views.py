"""The counter's endpoints: each reads the form, makes one call, and shows the screen."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app import clock, db
from app.accounts.access import access
from app.accounts.pages import home as begin_at
from app.accounts.roles import AT_THE_COUNTER, EVERYONE
from app.contacts.service import AlreadyUndone
from app.counter import finish as ending
from app.counter import missing as noting
from app.counter import reporting, texts, tickets
from app.counter import screen as screens
from app.counter.consultation import Consultation, UnknownValue, known_part, parse
from app.counter.pages import answer_for, chosen, slip_pages
from app.counter.printing import slip_pdf
from app.counter.search import languages_like
from app.counter.workplace import Workplace
from app.interface import translate
from app.keys import Keys
from app.resend import Harmless
from referrals import reports

blueprint = Blueprint("counter", __name__)


@blueprint.get("/")
@access(EVERYONE)
def home() -> BaseResponse:
    """The way in, to where somebody's work begins."""
    return redirect(begin_at(g.staff))


@blueprint.get("/counter")
@access(AT_THE_COUNTER)
def start() -> str:
    """An empty counter."""
    return _page(_blank(_place()))


@blueprint.post("/counter/answer")
@access(AT_THE_COUNTER, resend=Harmless.READS)
def answer() -> str:
    """The next step of a conversation."""
    place = _place()
    go = request.form.get("go", "")
    if go == "clear":
        return _page(_blank(place))
    try:
        said = _refreshed(_step(parse(request.form, place.vocabulary), go, place))
        return _page(screens.build(place, said, clock.now(), searching=go == "search"))
    except UnknownValue as error:
        return _page(_again(place, known_part(request.form, place.vocabulary), translate(str(error))))


@blueprint.post("/counter")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def finish() -> str:
    """Log, print, or both, and show the empty counter for the next visitor."""
    place = _place()
    nothing = translate("Nothing was logged.")
    try:
        said = parse(request.form, place.vocabulary)
        return _finish(place, said, request.form.get("finish", ""))
    except AlreadyUndone:
        screen = _blank(place)
        screen.finished = {"good": False, "text": translate("This contact was undone; it was not logged again.")}
    except tickets.TicketExpired:
        old = translate("This page is from a former day. If the contact has not been logged yet, finish it once more.")
        screen = _again(place, said, f"{nothing} {old}")
    except ending.NothingToFinish as error:
        screen = _again(place, said, f"{nothing} {translate(str(error))}")
    except UnknownValue as error:
        screen = _again(place, known_part(request.form, place.vocabulary), f"{nothing} {translate(str(error))}")
    return _page(screen)


@blueprint.post("/counter/undo")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def undo() -> str:
    """Take the last contact back."""
    screen = _blank(_place())
    try:
        done = ending.undo(tickets.open_undo(_keys(), request.form.get("undo", "")))
        text = translate("Undone: the contact is not counted.") if done else translate("It was undone before.")
        screen.finished = {"good": done, "text": text}
    except tickets.TicketExpired:
        screen.finished = {"good": False, "text": translate("The five minutes are over; it stays logged.")}
    return _page(screen)


@blueprint.post("/counter/report")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def report() -> str:
    """Count that something of the answer is wrong. The conversation goes on as it stands."""
    place, now, form = _place(), clock.now(), request.form
    try:
        said = parse(form, place.vocabulary)
        wrong = reporting.wrong_of(
            place, said, what=form.get("report", ""), office=form.get("report_office", ""), now=now
        )
        digest = reports.digest(_keys(), tickets.open_form(_keys(), said.token, now.date()).key, wrong)
        new = reports.report(db.session(), wrong, sent=digest, today=now.date())
    except UnknownValue as error:
        return _page(_again(place, known_part(form, place.vocabulary), translate(str(error))))
    except tickets.TicketExpired:
        return _page(_again(place, said, translate("This page is from a former day. Please report it once more.")))
    except reporting.NothingToReport as error:
        return _page(_again(place, said, translate(str(error))))
    screen = screens.build(place, said, now)
    thanks = translate("Reported: {what}") if new else translate("Reported before: {what}")
    undo_ticket = tickets.seal_report(_keys(), tickets.ReportTicket(wrong, digest))
    screen.reported = reporting.toast(thanks.format(what=reporting.said_of(wrong, place, said)), undo_ticket)
    return _page(screen)


@blueprint.post("/counter/report/undo")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def undo_report() -> str:
    """Take a report back. The conversation goes on as it stands."""
    place, now = _place(), clock.now()
    try:
        ticket = tickets.open_report(_keys(), request.form.get("undo_report", ""))
        done = reports.undo(db.session(), ticket.wrong, sent=ticket.digest, today=now.date())
        text = translate("Undone: nothing is reported.") if done else translate("An editor has dealt with it already.")
    except tickets.TicketExpired:
        text = translate("The five minutes are over; it stays reported.")
    try:
        screen = screens.build(place, parse(request.form, place.vocabulary), now)
    except UnknownValue as error:
        screen = _again(place, known_part(request.form, place.vocabulary), translate(str(error)))
    screen.reported = reporting.toast(text)
    return _page(screen)


@blueprint.post("/counter/missing")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def missing() -> str:
    """Note that material is missing in the visitor's language. The conversation goes on as it stands."""
    place, now, form = _place(), clock.now(), request.form
    try:
        said = parse(form, place.vocabulary)
        done = noting.note(db.session(), place, said, value=form.get("missing", ""), keys=_keys(), now=now)
    except UnknownValue as error:
        return _page(_again(place, known_part(form, place.vocabulary), translate(str(error))))
    except tickets.TicketExpired:
        return _page(_again(place, said, translate("This page is from a former day. Please note it once more.")))
    except noting.NothingMissing as error:
        return _page(_again(place, said, translate(str(error))))
    screen = screens.build(place, said, now)
    screen.reported = done
    return _page(screen)


@blueprint.post("/counter/missing/undo")
@access(AT_THE_COUNTER, writes=True, resend=Harmless.OWN)
def undo_missing() -> str:
    """Take a note of missing material back. The conversation goes on as it stands."""
    place, now = _place(), clock.now()
    done = noting.undo(db.session(), request.form.get("undo_missing", ""), _keys(), now)
    try:
        screen = screens.build(place, parse(request.form, place.vocabulary), now)
    except UnknownValue as error:
        screen = _again(place, known_part(request.form, place.vocabulary), translate(str(error)))
    screen.reported = done
    return _page(screen)


@blueprint.post("/slip.pdf")
@access(AT_THE_COUNTER, resend=Harmless.READS)
def slip() -> Response:
    """The slip of a finished conversation, as often as needed for ten minutes."""
    ticket = tickets.open_slip(_keys(), request.form.get("ticket", ""))
    return _pdf(_place(), ticket)


@blueprint.post("/slip/preview.pdf")
@access(AT_THE_COUNTER, resend=Harmless.READS)
def preview() -> Response | BaseResponse:
    """The slip as it would be now: nothing is logged, there is no code."""
    place = _place()
    said = parse(request.form, place.vocabulary)
    if said.language is None or said.subtopic is None:
        return redirect(url_for("counter.start"))
    ticket = ending.slip_ticket(place, replace(said, neutral_paper="slip"), slip_pages(place, said, clock.now()))
    return _pdf(place, ticket) if ticket else redirect(url_for("counter.start"))


def _finish(place: Workplace, said: Consultation, how: str) -> str:
    keys, now = _keys(), clock.now()
    done = ending.finish(
        place,
        said,
        token=tickets.open_form(keys, said.token, now.date()),
        keys=keys,
        log=how in {"log", "print_log"},
        print_slip=how in {"print", "print_log"},
        now=now,
    )
    screen = _blank(place)
    screen.finished = {
        "good": True,
        "text": texts.finished(logged=done.logged, printed=done.slip is not None),
        "undo": tickets.seal_undo(keys, done.undo) if done.undo else "",
        "seconds": tickets.UNDO_SECONDS,
        "slip": tickets.seal_slip(keys, done.slip) if done.slip else "",
        "print_now": done.slip is not None,
    }
    return _page(screen)


def _step(said: Consultation, go: str, place: Workplace) -> Consultation:
    """What the pressed button does to the conversation; answers and tiles are in the form already."""
    command, _, value = go.partition(" ")
    steps: dict[str, Callable[[], Consultation]] = {
        "back": said.without_last_step,
        "change": lambda: said.without_language() if value == "language" else said.without_topic(),
        "drop": lambda: said.without_answer(value),
        "remove": lambda: said.without_earlier(value),
        "more": lambda: said.with_next_topic(_offices(said, place)),
    }
    return steps[command]() if command in steps else _typed_language(said, place)


def _offices(said: Consultation, place: Workplace) -> tuple[str, ...]:
    """The offices chosen for the topic that is open."""
    return chosen(answer_for(place, said, said.subtopic, clock.now()), said) if said.subtopic else ()


def _typed_language(said: Consultation, place: Workplace) -> Consultation:
    """A language that was typed is chosen if it is the only one that fits."""
    if said.language is None and said.language_query:
        like = languages_like(said.language_query, place.vocabulary.languages.values())
        if len(like) == 1:
            return replace(said, language=like[0].tag)
    return said


def _refreshed(said: Consultation) -> Consultation:
    """While only the first thing is known the conversation begins now: load counters count when it began.

    A new token each time, so that going back in the browser to the beginning is another contact.
    """
    keys, now = _keys(), clock.now()
    begun = said.subtopic is not None or bool(said.earlier)
    try:
        tickets.open_form(keys, said.token, now.date())
    except tickets.TicketExpired:
        begun = False
    return said if begun else _with_new_token(said)


def _with_new_token(said: Consultation) -> Consultation:
    return replace(said, token=tickets.seal_form(_keys(), tickets.new_token(clock.now())))


def _again(place: Workplace, said: Consultation, message: str) -> screens.Screen:
    """The conversation as far as it can be used, to go on with: nothing that was entered is lost."""
    screen = screens.build(place, _with_new_token(said), clock.now())
    screen.message = message
    return screen


def _blank(place: Workplace) -> screens.Screen:
    return screens.build(place, _with_new_token(Consultation()), clock.now())


def _page(screen: screens.Screen) -> str:
    """The whole page, or only the desk for a request that replaces it in place."""
    template = "counter/desk.html" if "HX-Request" in request.headers else "counter/page.html"
    return render_template(template, screen=screen)


def _pdf(place: Workplace, ticket: tickets.SlipTicket) -> Response:
    response = Response(slip_pdf(db.session(), place, ticket, clock.now()), mimetype="application/pdf")
    response.headers["Content-Disposition"] = "inline; filename=wegweiser.pdf"
    return response


def _place() -> Workplace:
    return Workplace.open(db.session())


def _keys() -> Keys:
    keys: Keys = current_app.extensions["keys"]
    return keys

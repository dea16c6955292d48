"""The pages of the library: what they show, and in which words."""

from collections.abc import Sequence
from typing import Any

from flask import Response, g, make_response, render_template
from sqlalchemy.orm import Session

from app import clock
from app.accounts.roles import EDITORS
from app.errors import N_, NotFound
from app.interface import language
from app.library import edition_form, handout_form, words
from app.library.listing import Filter, chosen
from app.library.ordering import order_mail
from app.library.shelf import shelf, title
from app.locales import language_name
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Label
from handouts import requests
from handouts.models import Handout
from referrals.directory.service import offices

GONE = N_("There is no such handout.")
MOST = 100
"""Handouts on a page, unless all are asked for."""


def list_page(session: Session, wanted: Filter) -> str:
    """The handouts that the filter takes, with their editions."""
    everything = shelf(session, clock.now().date())
    rows = chosen(session, everything, offices(session), wanted)
    counts = {name: sum(Filter(show=name).takes(one) for one in everything) for name in words.SHOWN}
    return render_template(
        "library/list.html",
        wanted=wanted,
        rows=rows if wanted.all else rows[:MOST],
        found=len(rows),
        counts=counts,
        total=sum(not one.row.withdrawn for one in everything),
        shown=words.SHOWN,
        **_common(session),
    )


def languages_page(session: Session, wanted: Filter) -> str:
    """Which handout there is in which language."""
    titles = [one for one in shelf(session, clock.now().date()) if wanted.takes(one)]
    known = vocabulary(session).languages
    there = {copy.row.language for one in titles for copy in one.copies if copy.state != "archived"}
    columns = [one for one in known.values() if one.key or one.is_german or one.tag in there]
    return render_template("library/languages.html", wanted=wanted, titles=titles, columns=columns, **_common(session))


def stock_page(session: Session, at: str, did: str) -> str:
    """What is left of every edition on paper, what should be ordered again first; ``at`` was changed just now."""
    titles = [one for one in shelf(session, clock.now().date()) if not one.row.withdrawn]
    copies = [(one, copy) for one in titles for copy in one.current]
    counted = [pair for pair in copies if pair[1].stock.left is not None]
    uncounted = [pair for pair in copies if pair[1].stock.left is None and pair[1].row.kind == "paper"]
    return render_template(
        "library/stock.html",
        low=[pair for pair in counted if pair[1].stock.low],
        enough=[pair for pair in counted if not pair[1].stock.low],
        uncounted=uncounted[:MOST],
        further=len(uncounted[MOST:]),
        at=at,
        did=did,
        **_common(session),
    )


def handout_page(session: Session, handout: str, done: str = "", at: str = "", did: str = "") -> Response:
    """A handout with its editions; ``done`` is a code of the template, ``at`` the edition that it is about."""
    one = title(session, known(session, handout), clock.now().date())
    asked = [each for each in requests.all_of(session, requests.ACTIVE) if each.wanted.handout == handout]
    page = render_template(
        "library/handout.html",
        title=one,
        asked=asked,
        done=done,
        about=next((copy for copy in one.copies if copy.row.id == at), None),
        at=at,
        did=did,
        **_common(session),
    )
    return make_response(page)


def handout_form_page(
    session: Session, sheet: handout_form.Sheet, handout: Handout | None = None, status: int = 200
) -> Response:
    """The form of a handout, or of a new one."""
    page = render_template(
        "library/handout_form.html", sheet=sheet, handout=handout, names=words.HANDOUT, **_common(session)
    )
    return make_response(page, status)


def edition_form_page(
    session: Session,
    handout: str,
    sheet: edition_form.Sheet,
    *,
    edition: str = "",
    request: str = "",
    error: str = "",
    status: int = 200,
) -> Response:
    """The form of an edition, or of a new one that may answer the ``request`` (id); ``error`` is about its file."""
    one = title(session, known(session, handout), clock.now().date())
    page = render_template(
        "library/edition_form.html",
        sheet=sheet,
        title=one,
        edition=edition,
        answered=request,
        error=error,
        names=words.EDITION,
        **_common(session),
    )
    return make_response(page, status)


def known(session: Session, handout: str) -> Handout:
    """A handout of the directory. Raises NotFound."""
    found = session.get(Handout, handout)
    if found is None:
        raise NotFound(GONE)
    return found


def _common(session: Session) -> dict[str, Any]:
    vocabularies, known_offices = vocabulary(session), offices(session)

    def topic_names(topics: Sequence[str]) -> list[str]:
        all_topics: dict[str, Label] = {name: topic.label for name, topic in vocabularies.topics.items()}
        all_topics |= {name: subtopic.label for name, subtopic in vocabularies.subtopics.items()}
        return [all_topics[name][language()] for name in topics if name in all_topics]

    def group_names(groups: Sequence[str]) -> list[str]:
        return [vocabularies.groups[name].label[language()] for name in groups if name in vocabularies.groups]

    return {
        "words": vocabularies,
        "offices": known_offices,
        "kinds": words.KINDS,
        "editor": g.staff.role in EDITORS,
        "language_text": lambda tag: language_name(tag, language()) or tag,
        "topic_names": topic_names,
        "group_names": group_names,
        "order_mail": lambda one, copy: order_mail(known_offices, one, copy),
        "today": clock.now().date(),
    }

"""The pages of the work aids: what they show and in which words."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date

from flask import Response, g, make_response, render_template
from sqlalchemy.orm import Session

from app import clock
from app.accounts.roles import EDITORS
from app.aids import listing
from app.aids.form import KINDS, NAMES, Sheet
from app.aids.listing import Filter
from app.files.models import StoredFile
from app.house.aids import markup, service
from app.house.aids.models import WorkAid
from app.house.aids.values import Content
from app.interface import day, language
from app.upkeep.words import moment
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary

# Long texts are compared line by line.
TEXTS = frozenset({"body"})
KEPT_AROUND = 1
PREVIEWS = {"page": markup.page, "list": markup.table}


@dataclass(frozen=True)
class Difference:
    """A field of a version that was otherwise before; ``lines`` are (mark, text) of a long text: +, - or blank."""

    name: str
    before: str
    after: str
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Version:
    """A version with what it changed; of the first one there is nothing to compare."""

    number: int
    made_by: str
    made_at: str
    content: Content
    differences: tuple[Difference, ...]


def list_page(session: Session, wanted: Filter) -> str:
    """The aids that the filter takes."""
    today = clock.now().date()
    return render_template(
        "aids/list.html",
        wanted=wanted,
        found=listing.found(session, wanted, today),
        total=len(service.aids(session).all),
        archived=len(service.archive_of(session)) if _may_edit() else 0,
        today=today,
        **_common(session),
    )


def aid_page(session: Session, row: WorkAid, *, done: str = "", status: int = 200) -> Response:
    """An aid to read; ``done`` is what became of the last step."""
    body = render_template(
        "aids/aid.html",
        row=row,
        aid=service.shown(row),
        file=session.get(StoredFile, row.file_digest) if row.file_digest else None,
        done=done,
        today=clock.now().date(),
        **_common(session),
    )
    return make_response(body, status)


def form_page(
    session: Session, sheet: Sheet, *, row: WorkAid | None, preview: bool = False, status: int = 200
) -> Response:
    """The form of an aid, or of a new one (``row`` None); with a preview of its text."""
    render = PREVIEWS.get(sheet.wish.kind)
    words = vocabulary(session)
    body = render_template(
        "aids/form.html",
        sheet=sheet,
        wish=sheet.wish,
        row=row,
        file=session.get(StoredFile, sheet.wish.file_digest) if sheet.wish.file_digest else None,
        preview=render(sheet.wish.body) if preview and render else None,
        theirs={name: _said(name, value, words) for name, value in sheet.theirs.items()},
        **_common(session),
    )
    return make_response(body, status)


def versions_page(session: Session, row: WorkAid, *, status: int = 200) -> Response:
    """All versions of an aid, each with what it changed."""
    words, found = vocabulary(session), service.versions(session, row.id)
    contents = [service.read(one.content) for one in found]
    older = [*contents[1:], None]
    rows = [
        Version(
            number=one.number,
            made_by=one.made_by,
            made_at=moment(one.made_at),
            content=content,
            differences=tuple(differences(before, content, words)) if before else (),
        )
        for one, content, before in zip(found, contents, older, strict=False)
    ]
    body = render_template("aids/versions.html", row=row, versions=rows, **_common(session))
    return make_response(body, status)


def differences(before: Content, after: Content, words: Vocabulary) -> Iterator[Difference]:
    """The fields in which two versions differ, in words."""
    for name in (one.name for one in fields(Content) if one.name != "kind"):
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if name in TEXTS:
            yield Difference(name, "", "", tuple(_lines(old, new)))
        else:
            yield Difference(name, _said(name, old, words), _said(name, new, words))


def topic_names(ids: Iterable[str], words: Vocabulary) -> list[str]:
    """Topics and subtopics in the language of the interface, those that are gone by their id."""
    labels = {name: one.label for known in (words.topics, words.subtopics) for name, one in known.items()}
    return [labels[name][language()] if name in labels else name for name in ids]


def group_names(ids: Iterable[str], words: Vocabulary) -> list[str]:
    """Target groups in the language of the interface, in the order of the directory."""
    wanted = set(ids)
    return [group.label[language()] for group in words.groups.values() if group.id in wanted]


def _lines(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Only what differs, with a line around it; "…" stands for what is left out."""
    before, after = old.split("\n"), new.split("\n")
    groups = difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(KEPT_AROUND)
    for number, group in enumerate(groups):
        if number:
            yield " ", "…"
        for what, a, b, c, d in group:
            if what == "equal":
                yield from ((" ", line) for line in after[c:d] if line.strip())
            else:
                yield from (("-", line) for line in before[a:b])
                yield from (("+", line) for line in after[c:d])


def _said(name: str, value: object, words: Vocabulary) -> str:
    """A value in words; "" for none."""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(topic_names(value, words) if name == "topics" else group_names(value, words))
    return str(value or "")


def _may_edit() -> bool:
    return g.staff.role in EDITORS


def _common(session: Session) -> dict[str, object]:
    words = vocabulary(session)
    return {
        "words": words,
        "kinds": KINDS,
        "names": NAMES,
        "may_edit": _may_edit(),
        "topic_names": lambda ids: topic_names(ids, words),
        "group_names": lambda ids: group_names(ids, words),
    }

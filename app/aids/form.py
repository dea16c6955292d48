"""The form of a work aid: what was typed, what is wrong with it, and what another editor has changed meanwhile."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from app.errors import N_
from app.forms import day, number, one_line, several_lines
from app.house.aids.markup import rows
from app.house.aids.values import Content
from app.vocabulary.values import Vocabulary

KINDS = {"page": N_("Page"), "list": N_("List"), "link": N_("Link"), "file": N_("File")}
NAMES = {
    "title": N_("Title"),
    "body": N_("Text"),
    "link": N_("Web address"),
    "file_digest": N_("File"),
    "topics": N_("Topics"),
    "groups": N_("Target groups"),
    "as_of": N_("As of"),
    "review_on": N_("Look at it again on"),
    "archived": N_("In the archive"),
}
LONGEST_TITLE = 200
LONGEST_TEXT = 100_000
LONGEST_LINK = 1000
LINK = re.compile(r"(?i)https?://[^\s/?#]+\.[^\s]+")
REVIEW_AFTER = timedelta(days=365)


@dataclass
class Sheet:
    """The form: ``wish`` is what it says so far, ``seen`` the version it was opened with.

    ``problems`` say by field what is expected, ``theirs`` what another editor has written there meanwhile, and
    ``taken`` names the fields in which only the other one has written. ``raw`` is a day as it was typed, if it is none.
    """

    wish: Content
    seen: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, object] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)

    def meet(self, base: Content, theirs: Content, version: int) -> None:
        """Somebody else was quicker: take over what only they changed; what both changed stands against each other."""
        merged = {}
        for name in (one.name for one in fields(Content)):
            mine, before, now = (getattr(content, name) for content in (self.wish, base, theirs))
            if mine == before and now != before:
                merged[name] = now
                self.taken.append(name)
            elif now not in (before, mine):
                self.theirs[name] = now
        self.wish = Content(**{one.name: getattr(self.wish, one.name) for one in fields(Content)} | merged)
        self.seen = version


def blank(kind: str, today: date) -> Sheet:
    """A new aid; to be looked at again in a year."""
    kind = kind if kind in KINDS else "page"
    return Sheet(Content(kind=kind, title="", as_of=today, review_on=today + REVIEW_AFTER))


def posted(form: MultiDict[str, str], kind: str, words: Vocabulary, today: date) -> Sheet:
    """The form as it was sent, with what is wrong with it. The file comes apart (app.uploads.taking)."""
    sheet = Sheet(Content(kind=kind, title="", as_of=today), seen=number(form.get("seen", "")))
    sheet.wish = Content(
        kind=kind,
        title=one_line(form.get("title", "")),
        as_of=_day(form, "as_of", sheet) or today,
        topics=_known(form.getlist("topics"), {*words.topics, *words.subtopics}),
        groups=_known(form.getlist("groups"), words.groups),
        body=several_lines(form.get("body", "")) if kind in {"page", "list"} else "",
        link=(one_line(form.get("link", "")) or None) if kind == "link" else None,
        review_on=_day(form, "review_on", sheet),
    )
    _check(sheet, today)
    return sheet


def _check(sheet: Sheet, today: date) -> None:
    wish, found = sheet.wish, sheet.problems
    if not wish.title:
        found["title"] = N_("Please give it a title by which it is found.")
    elif len(wish.title) > LONGEST_TITLE:
        found["title"] = N_("This title is too long; 200 characters are enough.")
    if wish.kind in {"page", "list"} and not wish.body.strip():
        found["body"] = N_("Please write the text.")
    elif len(wish.body) > LONGEST_TEXT:
        found["body"] = N_("This text is too long. Please make a file of it, or several aids.")
    elif wish.kind == "list" and len(rows(wish.body)) < 2:
        found["body"] = N_("A list needs a first row with the names of its columns, and at least one more row.")
    if wish.kind == "link" and not (wish.link and len(wish.link) <= LONGEST_LINK and LINK.fullmatch(wish.link)):
        found["link"] = N_("Please enter a web address that begins with https://.")
    if "as_of" not in sheet.raw and wish.as_of > today:
        found["as_of"] = N_("This day is still to come. Please enter the day the content is of.")
    if wish.review_on and wish.review_on <= wish.as_of:
        found.setdefault("review_on", N_("Please choose a day after the one the content is of."))


def _day(form: Mapping[str, str], name: str, sheet: Sheet) -> date | None:
    text = form.get(name, "").strip()
    found = day(text)
    if found is None and (text or name == "as_of"):
        sheet.raw[name] = text[:20]
        sheet.problems[name] = N_("Please enter a day, such as 2026-11-23.")
    return found


def _known(chosen: list[str], known: Mapping[str, object] | set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in chosen if name in known))

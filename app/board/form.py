"""The form of an entry of the board: what was typed, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from app.errors import N_
from app.forms import day, number, one_line, several_lines
from app.house.board.values import CATEGORIES, KINDS, Content, private
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office

KIND_NAMES = {"offer": N_("On offer"), "request": N_("Wanted")}
CATEGORY_NAMES = {"room": N_("Room"), "help": N_("Help"), "donation": N_("Donation"), "other": N_("Something else")}
NAMES = {
    "kind": N_("Offer or request"),
    "category": N_("What it is about"),
    "office_id": N_("Organisation"),
    "title": N_("Title"),
    "text": N_("Text"),
    "contact_note": N_("Whom to ask there"),
    "topics": N_("Topics"),
    "until": N_("Until"),
}
LONGEST = {"title": 120, "text": 2000, "contact_note": 120}
TOO_LONG = {
    "title": N_("This title is too long; 120 characters are enough."),
    "text": N_("This text is too long; 2,000 characters are enough."),
    "contact_note": N_("This is too long; 120 characters are enough."),
}
LASTS = timedelta(days=90)
MOST = timedelta(days=366)


@dataclass
class Sheet:
    """The form: ``wish`` is what it says so far, ``seen`` the version it was opened with.

    ``problems`` say by field what is expected, ``theirs`` what another editor has written there meanwhile. ``raw`` is a
    day as it was typed, if it is none.
    """

    wish: Content
    seen: int = 0
    problems: dict[str, list[str]] = field(default_factory=dict)
    theirs: dict[str, object] = field(default_factory=dict)
    raw: str | None = None

    def meet(self, theirs: Content, version: int) -> None:
        """Somebody else was quicker: what they wrote stands beside what was typed here."""
        for name in (one.name for one in fields(Content)):
            if getattr(self.wish, name) != getattr(theirs, name):
                self.theirs[name] = getattr(theirs, name)
        self.seen = version


def blank(kind: str, today: date) -> Sheet:
    """A new entry; for three months if nobody says otherwise."""
    kind = kind if kind in KINDS else KINDS[0]
    return Sheet(Content(kind=kind, category="", office_id="", title="", text="", until=today + LASTS))


def posted(form: MultiDict[str, str], words: Vocabulary, offices: Mapping[str, Office], today: date) -> Sheet:
    """The form as it was sent, with what is wrong with it."""
    known = {*words.topics, *words.subtopics}
    until = day(form.get("until", ""))
    wish = Content(
        kind=_one_of(form.get("kind", ""), KINDS),
        category=_one_of(form.get("category", ""), CATEGORIES),
        office_id=_one_of(form.get("office_id", ""), offices),
        title=one_line(form.get("title", "")),
        text=several_lines(form.get("text", "")).strip(),
        contact_note=one_line(form.get("contact_note", "")),
        topics=tuple(dict.fromkeys(name for name in form.getlist("topics") if name in known)),
        until=until or today,
    )
    sheet = Sheet(wish, number(form.get("seen", "")))
    if until is None:
        sheet.raw = form.get("until", "").strip()[:20]
    _check(sheet, today)
    return sheet


def _check(sheet: Sheet, today: date) -> None:
    wish, found = sheet.wish, sheet.problems
    if not wish.kind:
        found["kind"] = [N_("Please say whether it is an offer or a request.")]
    if not wish.category:
        found["category"] = [N_("Please say what it is about.")]
    if not wish.office_id:
        found["office_id"] = [N_("Please choose an organisation of the directory. Private persons do not stand here.")]
    if not wish.title:
        found["title"] = [N_("Please give it a title.")]
    if not wish.text:
        found["text"] = [N_("Please write what is offered or asked for.")]
    for name, longest in LONGEST.items():
        text = getattr(wish, name)
        problems = [*([TOO_LONG[name]] if len(text) > longest else []), *private(text)]
        if problems:
            found.setdefault(name, []).extend(problems)
    if sheet.raw is not None:
        found["until"] = [N_("Please enter a day, such as 2026-11-23.")]
    elif wish.until < today:
        found["until"] = [N_("This day is over. Please choose a later one.")]
    elif wish.until > today + MOST:
        found["until"] = [N_("That is more than a year. Please choose an earlier day; it can be put off again.")]


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""

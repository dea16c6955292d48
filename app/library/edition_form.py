"""The form of an edition: what was typed, what is wrong with it, and the edition that it comes to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from app.errors import N_
from app.files.models import StoredFile
from handouts.editions import KINDS, Wish
from handouts.models import HandoutEdition
from handouts.stock import MOST, Stock
from referrals.directory.fields import Expected
from referrals.directory.form import web
from referrals.directory.reading import Cell

TEXTS: Mapping[str, int] = {
    "language": 20, "kind": 10, "link": 500, "issued_on": 10, "valid_until": 10, "pages": 4, "note": 500, "left": 6,
    "reorder_at": 6,
}  # fmt: skip
"""Fields of one text with the most signs that they take."""
MOST_PAGES = 9_999
DAY = N_("Please enter a day, such as 2026-11-23.")
NUMBER = N_("Please enter a whole number, or nothing.")


@dataclass
class Sheet:
    """The form as it stands. ``version`` is that of the edition it was made from, 0 of a new one; ``file`` is the one
    that was uploaded or is stored. A new one can take the place of those before it (``replaces``), and brings copies.
    ``theirs`` is what somebody else has stored meanwhile, by field.
    """

    texts: dict[str, str]
    version: int = 0
    file: StoredFile | None = None
    replaces: bool = True
    problems: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def blank(cls, language: str = "", kind: str = "file") -> "Sheet":
        """A new edition, maybe of a language that somebody has asked for."""
        return cls(dict.fromkeys(TEXTS, "") | {"language": language, "kind": kind})

    @classmethod
    def of(cls, row: HandoutEdition, file: StoredFile | None) -> "Sheet":
        """What is stored."""
        values = (row.language, row.kind, row.link, row.issued_on, row.valid_until, row.pages, row.note)
        texts = ["" if value is None else str(value) for value in values]
        return cls(dict(zip(TEXTS, [*texts, "", ""], strict=True)), row.version, file)

    @classmethod
    def posted(cls, values: MultiDict[str, str]) -> "Sheet":
        """What was sent, but for the file."""
        texts = {name: values.get(name, "").strip()[:longest] for name, longest in TEXTS.items()}
        return cls(texts, number(values.get("version", "")) or 0, replaces=values.get("replaces") == "yes")

    @property
    def stock(self) -> Stock:
        """The copies at the desk that a new edition brings; of a web address there are none."""
        if self.texts["kind"] == "link":
            return Stock()
        return Stock(number(self.texts["left"]), number(self.texts["reorder_at"]))

    def wish(self, languages: Collection[str]) -> Wish | None:
        """The edition; None if something is wrong, which ``problems`` then say."""
        texts = self.texts
        if texts["language"] not in languages:
            self.problems["language"] = N_("Please choose the language.")
        if texts["kind"] not in KINDS:
            self.problems["kind"] = N_("Please choose what there is.")
        if texts["kind"] == "file" and self.file is None and "file" not in self.problems:
            self.problems["file"] = N_("Please choose a PDF file.")
        if texts["kind"] == "link" and not _is_address(texts["link"]):
            self.problems["link"] = N_("Please enter an address that starts with https:// or http://.")
        days = {name: self._day(name) for name in ("issued_on", "valid_until")}
        if days["issued_on"] and days["valid_until"] and days["issued_on"] > days["valid_until"]:
            self.problems["valid_until"] = N_("This day is before the day of issue.")
        for name, most in (("pages", MOST_PAGES), ("left", MOST), ("reorder_at", MOST)):
            typed = number(texts[name])
            if texts[name] and (typed is None or typed > most):
                self.problems[name] = NUMBER
        if self.problems:
            return None
        return Wish(
            language=texts["language"],
            kind=texts["kind"],
            digest=self.file.digest if self.file else None,
            link=texts["link"],
            pages=self.file.pages if self.file and texts["kind"] == "file" else number(texts["pages"]),
            note=texts["note"],
            **days,
        )

    def conflict(self, stored: "Sheet") -> None:
        """Somebody else was quicker: show what they stored; saving once more writes over it, knowingly."""
        mine, theirs = (one.file.digest if one.file else "" for one in (self, stored))
        differing = {name for name in TEXTS if self.texts[name] != stored.texts[name]}
        self.theirs = {name: stored.texts[name] for name in TEXTS if name in differing}
        if mine != theirs:
            self.theirs["file"] = theirs
        self.version = stored.version

    def _day(self, name: str) -> date | None:
        if not self.texts[name]:
            return None
        try:
            return date.fromisoformat(self.texts[name])
        except ValueError:
            self.problems[name] = DAY
            return None


def number(text: str) -> int | None:
    """A whole number that was typed, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _is_address(text: str) -> bool:
    try:
        web(Cell(text, 0))
    except Expected:
        return False
    return bool(text)

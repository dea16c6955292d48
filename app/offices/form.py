"""The form of an office: what was typed, as the content that it wishes for."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from app.directory.entries import Content, Entry, read
from app.offices.fields import BELONGS_TO, DATED, LISTS, NAMES, NEVER_NULL, NOTES, TEXTS, Remark
from app.offices.hours_form import HoursForm
from app.offices.labels import AllLabels

ROWS = (*LISTS, "closures", "singles")
"""What has a button for another row."""
MOST_ROWS = 60
FIELDS_OF_ROW = {"closures": ("closure_from", "closure_to"), "singles": ("single_day", "single_times")}


def blank(name: str) -> Content:
    """An office of which nothing is known yet."""
    empty: Content = dict.fromkeys(NAMES)
    empty |= dict.fromkeys(NEVER_NULL, "") | {name: [] for name in (*LISTS, "closures", "note_codes")}
    return empty | {"id": name, "status": "verify", "as_of": {}, "sources": {}, "review": {}}


@dataclass
class Sheet:
    """The form as it stands.

    ``wish`` is the content it comes to, with whatever was typed; ``base`` what the page was made from; ``rows`` how
    many rows a list shall have at least; ``remarks`` what is wrong, by field.
    """

    wish: Content
    base: Content
    seen: str
    hours: HoursForm
    rows: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, list[Remark]] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Content, seen: str) -> "Sheet":
        """The form of what is stored."""
        return cls(content, content, seen, HoursForm.of(content["opening_hours"]))

    @classmethod
    def posted(cls, values: MultiDict[str, str], shown: Content, labels: AllLabels) -> "Sheet":
        """The form as it was sent; ``shown`` is what there is now, if the page does not say what it was made from."""
        base = _base(values.get("base", ""), shown)
        hours = HoursForm.posted(values)
        wish = base | {"id": shown["id"]}
        for name in TEXTS:
            wish[name] = _text(values.get(name, ""), name)
        wish["successor"] = labels.successor.id(wish["successor"]) if wish["successor"] else None
        for name in LISTS:
            known = labels.of(name)
            typed = filter(None, (_tidy(text) for text in values.getlist(name)))
            wish[name] = list(dict.fromkeys(known.id(text) if known else text for text in typed))
        closures = zip(values.getlist("closure_from"), values.getlist("closure_to"), strict=False)
        wish["closures"] = [{"from": first, "to": last or first} for first, last in closures if first or last]
        ticked = values.getlist("note_codes")
        wish["note_codes"] = [code for code in dict.fromkeys((*base["note_codes"], *NOTES)) if code in ticked]
        wish["as_of"] = _by_fact(base["as_of"], values, "as_of", _tidy)
        wish["sources"] = _by_fact(base["sources"], values, "sources", _lines)
        wish["opening_hours"] = hours.osm or None
        sheet = cls(wish, base, values.get("seen", ""), hours)
        if hours.wrong:
            sheet.remarks["opening_hours"] = list(hours.wrong.values())
        return sheet

    def add_row(self, name: str) -> None:
        """One row more than there are, beside the empty one that every list ends with."""
        if name in ROWS:
            self.rows[name] = min(len(self.listed(name)) + 2, MOST_ROWS)

    def listed(self, name: str) -> list[Any]:
        """The rows of a list."""
        return self.hours.singles if name == "singles" else self.wish[name]

    def wanted_rows(self, name: str) -> int:
        """How many rows are shown: those that there are and an empty one, or more."""
        return max(len(self.listed(name)) + 1, self.rows.get(name, 0))

    def note(self, *remarks: Remark) -> None:
        """Add what is wrong."""
        for remark in remarks:
            self.remarks.setdefault(remark.about, []).append(remark)

    @property
    def base_text(self) -> str:
        """What the page was made from, to travel in a hidden field."""
        return json.dumps(self.base, ensure_ascii=False, separators=(",", ":"))


def without_row(values: MultiDict[str, str], which: str) -> MultiDict[str, str]:
    """What was sent but for one row, named as ``closures 2`` (0 is the first)."""
    name, _, number = which.partition(" ")
    kept = values.copy()
    if name in ROWS and re.fullmatch(r"[0-9]{1,3}", number):
        for field_name in FIELDS_OF_ROW.get(name, (name,)):
            rows = values.getlist(field_name)
            kept.setlist(field_name, rows[: int(number)] + rows[int(number) + 1 :])
    return kept


def date_facts(sheet: Sheet, published: Content | None, today: date) -> list[str]:
    """Facts that were changed are as of today, unless another date was typed; those that were put back have the old
    one again. Returns the facts that got today's date.
    """
    wish, base = sheet.wish, sheet.base
    as_of, dated = dict(wish["as_of"]), []
    for fact in DATED:
        fields = [fact, *(name for name, owner in BELONGS_TO.items() if owner == fact)]
        changed = any(wish[name] != base[name] for name in fields)
        if not changed or as_of.get(fact) != base["as_of"].get(fact):
            continue
        as_of.pop(fact, None)
        if published is not None and all(wish[name] == published[name] for name in fields):
            as_of |= {fact: published["as_of"][fact]} if fact in published["as_of"] else {}
        elif any(wish[name] for name in fields):
            as_of[fact] = today.isoformat()
            dated.append(fact)
    wish["as_of"] = as_of
    return dated


def merge(sheet: Sheet, theirs: Content, seen: str) -> tuple[dict[str, Any], list[str]]:
    """Take over what somebody else has changed meanwhile, and keep what was typed where both did.

    Returns the fields that were taken over with what they held before, and those in which both texts stand against
    each other.
    """
    taken: dict[str, Any] = {}
    clashing = []
    for name in ("as_of", "sources"):
        sheet.wish[name] = _merged_facts(sheet.base[name], sheet.wish[name], theirs[name])
    for name in NAMES:
        if name in {"as_of", "sources"} or theirs[name] == sheet.base[name] or theirs[name] == sheet.wish[name]:
            continue
        if sheet.wish[name] == sheet.base[name]:
            taken[name] = sheet.wish[name]
            sheet.wish[name] = theirs[name]
        else:
            clashing.append(name)
    if "opening_hours" in taken:
        sheet.hours = HoursForm.of(theirs["opening_hours"])
    sheet.wish |= {name: value for name, value in theirs.items() if name not in NAMES}
    sheet.base, sheet.seen = theirs, seen
    return taken, clashing


def _merged_facts(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Dates or sources of facts: theirs where nothing was typed."""
    facts = dict.fromkeys((*theirs, *ours))
    found = {fact: theirs.get(fact) if ours.get(fact) == base.get(fact) else ours.get(fact) for fact in facts}
    return {fact: value for fact, value in found.items() if value}


def changed_fields(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[str]:
    """The fields in which two contents differ, in the order of the form; all that say something for a new office."""
    return [name for name in NAMES if (new.get(name) or None) != ((old or {}).get(name) or None)]


def _tidy(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _lines(text: str) -> list[str]:
    return [line for line in (_tidy(line) for line in text.splitlines()) if line]


def _text(typed: str, name: str) -> str | None:
    return _tidy(typed) or ("" if name in NEVER_NULL else None)


def _by_fact(base: Mapping[str, Any], values: MultiDict[str, str], prefix: str, read: Any) -> dict[str, Any]:
    """What was typed for each fact; facts that have no field stay as they were."""
    found = {fact: value for fact, value in base.items() if fact not in DATED}
    found |= {fact: read(values.get(f"{prefix}-{fact}", "")) for fact in DATED}
    return {fact: value for fact, value in found.items() if value}


def _base(text: str, shown: Content) -> Content:
    """What the page was made from, if it is such a content: the field comes from a browser like all others."""
    try:
        base = json.loads(text)
    except (ValueError, RecursionError):
        return shown
    if not isinstance(base, dict) or base.keys() != shown.keys():
        return shown
    content, problems = read(Entry("offices", shown["id"]), base)
    return base if content == base and not problems else shown

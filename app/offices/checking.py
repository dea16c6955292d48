"""What is wrong with an office that an editor wants to store, in the words of the form."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from app.directory.entries import Content, Entry, read
from app.errors import N_
from app.interface import translate
from app.offices import succession
from app.offices.fields import EXPECTED, OTHERWISE, Remark
from app.offices.form import Sheet
from app.offices.labels import AllLabels
from referrals.directory.facts import Office
from referrals.directory.fields import IDENTIFIER
from referrals.directory.reading import Problem

LONGEST_ID = 60
RESERVED = frozenset({"new"})
"""Ids that would hide behind an address of ours."""
TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
ID_TAKEN = N_("There is an office with this id already. Choose another one.")
ELSEWHERE = N_("%(where)s: %(text)s")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def proposed_id(name: str, taken: Collection[str]) -> str:
    """An id from the name: ``Bürgerbüro Mitte`` -> ``buergerbuero_mitte``, with a number if it is taken."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(UMLAUTS))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    stem = "_".join(words)[: LONGEST_ID - 4].strip("_") or "office"
    candidates = [stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in candidates if one not in taken and one not in RESERVED)


def check_id(name: str, taken: Collection[str]) -> list[Remark]:
    """What is wrong with the id of a new office."""
    if not IDENTIFIER.fullmatch(name) or len(name) > LONGEST_ID:
        return [Remark("id", EXPECTED["id"])]
    return [Remark("id", ID_TAKEN)] if name in taken or name in RESERVED else []


def check(sheet: Sheet, entry: Entry, offices: Mapping[str, Office], labels: AllLabels) -> None:
    """Note on the sheet why it cannot be stored as a draft."""
    wish = sheet.wish
    sheet.note(*succession.check(entry.id, wish["successor"], offices))
    for name in ("topics", "groups"):
        known = labels.of(name) or ()
        sheet.note(*(Remark(name, EXPECTED[name], {"text": one}) for one in wish[name] if one not in known))
    unknown = [one for one in wish["languages"] if one not in labels.languages and not TAG.fullmatch(one)]
    sheet.note(*(Remark("languages", EXPECTED["languages"], {"text": one}) for one in unknown))
    sheet.note(*_closures(wish))
    hours_typed = "opening_hours" in sheet.remarks
    _, problems = read(entry, wish | ({"opening_hours": None} if hours_typed else {}))
    for problem in problems:
        if problem.field not in sheet.remarks:
            sheet.note(remark_of(problem))


def storable(entry: Entry, wish: Content, stored: Content) -> Content:
    """The wish as it would be stored; fields in which something is wrong are as they are stored now."""
    content, problems = read(entry, wish)
    return content | {problem.field: stored[problem.field] for problem in problems if problem.field in stored}


def remark_of(problem: Problem) -> Remark:
    """A problem of a field in the words of the form."""
    if problem.field in EXPECTED and "%(text)s" not in EXPECTED[problem.field]:
        return Remark(problem.field, EXPECTED[problem.field])
    return Remark(problem.field, OTHERWISE, {"text": translate(problem.expected)})


def of_publishing(entry: Entry, problems: Iterable[tuple[Entry | None, Problem]]) -> list[Remark]:
    """Why the directory as a whole would not be right: problems of this office, and of others."""
    remarks = []
    for where, problem in problems:
        if where == entry:
            remarks.append(remark_of(problem))
        else:
            values = {"where": str(where or ""), "text": translate(problem.expected)}
            remarks.append(Remark("", ELSEWHERE, values))
    return remarks


def _closures(wish: Content) -> list[Remark]:
    closures = wish["closures"]
    firsts = [closure["from"] for closure in closures]
    good = all(closure["from"] and closure["from"] <= closure["to"] for closure in closures)
    return [] if good and len(set(firsts)) == len(firsts) else [Remark("closures", EXPECTED["closures"])]

"""What editors type and read in place of ids: groups, traits, offices, documents, each by one text of its own."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office

Kind = Literal["group", "flag", "office", "document"]

_WITH_ID = re.compile(r".*\(([A-Za-z0-9_-]+)\)")


@dataclass(frozen=True)
class Name:
    """An id with the text that stands for it; ``remark`` says to which axis or question it belongs.

    ``short`` is what the table shows; it means the id, too, unless two ids have it.
    """

    id: str
    text: str
    remark: str = ""
    short: str = ""


class Names:
    """The names of one kind: from id to text and back."""

    def __init__(self, names: list[Name]) -> None:
        # A text that stands for two ids would mean the first of them: then each bears its id.
        twice = Counter(name.text.casefold() for name in names)
        self.all = tuple(
            Name(
                one.id, f"{one.text} ({one.id})" if twice[one.text.casefold()] > 1 else one.text, one.remark, one.short
            )
            for one in names
        )
        self._text = {name.id: name.text for name in self.all}
        shared = Counter(name.short.casefold() for name in names)
        self._id = {one.short.casefold(): one.id for one in names if one.short and shared[one.short.casefold()] == 1}
        self._id |= {name.text.casefold(): name.id for name in self.all}

    def text(self, id_: str) -> str:
        """The text of an id; one that is not known stands for itself."""
        return self._text.get(id_, id_)

    def id(self, typed: str) -> str | None:
        """The id that was meant: its text, the id itself, or anything with the id in brackets at its end."""
        if typed in self._text:
            return typed
        if found := self._id.get(" ".join(typed.split()).casefold()):
            return found
        bracketed = _WITH_ID.fullmatch(typed)
        return bracketed[1] if bracketed and bracketed[1] in self._text else None

    def similar(self, typed: str) -> str:
        """A text that may have been meant, or nothing."""
        typed = typed.casefold()
        inside = [name.text for name in self.all if typed in name.text.casefold()]
        if inside:
            return inside[0]
        close = get_close_matches(typed, [*self._id, *self._text], n=1, cutoff=0.6)
        return self.text(self._id.get(close[0], close[0])) if close else ""


def names_of(vocabulary: Vocabulary, offices: Mapping[str, Office], language: str) -> dict[Kind, Names]:
    """All names in the interface language ``de`` or ``en``; offices bear their German name and their id."""
    questions = vocabulary.questions
    groups = [
        Name(one.id, one.label[language], questions[one.axis].text[language] if one.axis in questions else "")
        for one in vocabulary.groups.values()
    ]
    choice_of = {flag: question for question in questions.values() for flag in question.options}
    flags = [
        Name(id_, label[language].rstrip("?"), choice_of[id_].text[language] if id_ in choice_of else "")
        for id_, label in vocabulary.flags.items()
    ]
    documents = [Name(one.id, one.label[language]) for one in vocabulary.documents.values()]
    return {
        "group": Names(groups),
        "flag": Names(flags),
        "office": Names([Name(one.id, f"{one.name_de} ({one.id})", short=one.name_de) for one in offices.values()]),
        "document": Names(documents),
    }

"""PO files for translators' own tools (Weblate, Poedit): written from the desk, and read back with every check.

A text that was translated from another German text goes out as gettext says it: fuzzy, with the former German as
``#| msgid``. If it comes back like that nobody has looked at it, and it is not taken for a translation.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser

from app.errors import N_, WegweiserError
from app.translation import gates
from app.translation.desk import Item
from app.translation.gates import Remark
from app.vocabulary.catalogues import DOMAINS, Domain, Entry, Translation, serialise

MOST_BYTES = 1024 * 1024
MOST_FINDINGS = 20

TOO_BIG = N_("The file is larger than %(most)s KB. Choose the PO file of one language.")
NOT_UTF8 = N_("The file is not in UTF-8. Save it again in UTF-8 (in Poedit: Catalogue, Properties).")
BROKEN = N_("This is not a line of a PO file. Correct it, or export the file from the translation tool again.")
ORDER = N_("Something is missing before this line: a text has msgctxt, msgid and msgstr, in this order.")
TWICE = N_("This text is in the file twice. Remove one of the two.")
NO_TEXTS = N_("There is no translated text in this file. Choose a PO file.")
NO_LANGUAGE = N_('The file does not say its language. Put "Language: %(expected)s\\n" into its header.')
OTHER_LANGUAGE = N_("The file is in the language “%(found)s”, but this page is for “%(expected)s”. Open its page.")
FOREIGN = N_(
    "None of these texts is in the directory. Choose the file slip.po or vocabulary.po that you exported here."
)

_STRING = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(rf"(?:(msgctxt|msgid|msgstr)\s+)?{_STRING}|#.*|")
# What may stand before a line with this word: the end of a text, or the word before.
_BEFORE = {"msgctxt": {"", "msgstr"}, "msgid": {"", "msgctxt", "msgstr"}, "msgstr": {"msgid"}}

What = Literal["new", "changed", "reviewed", "unreviewed"]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a file, with the number of the line and the text it belongs to (empty: the whole file)."""

    remark: Remark
    line: int = 0
    text: str = ""


class BrokenFile(WegweiserError):
    """The file cannot be imported, and nothing of it was."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("the file cannot be imported")
        self.findings = tuple(findings[:MOST_FINDINGS])
        self.further = len(findings) - len(self.findings)


@dataclass(frozen=True)
class Incoming:
    """A translated text of a file. ``untouched``: marked as made from another German text."""

    line: int
    context: str
    german: str
    translation: Translation
    untouched: bool


@dataclass(frozen=True)
class Step:
    """What the import would change about a text."""

    item: Item
    translation: Translation
    what: What
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What an import would do. ``outdated`` were translated from another German text than today's, ``unknown`` are
    not in the directory: neither is taken over.
    """

    domain: Domain
    steps: tuple[Step, ...]
    unchanged: int
    outdated: tuple[Incoming, ...]
    unknown: tuple[Incoming, ...]

    def count(self, what: What) -> int:
        """How many texts change in this way."""
        return sum(step.what == what for step in self.steps)


def export(items: Iterable[Item], catalogue: str, domain: Domain) -> bytes:
    """The PO file of one language with its present state."""
    lines: list[tuple[Entry, Translation | None, str]] = []
    for item in items:
        if item.domain == domain:
            former = item.former
            translation = former.translation if former else item.translation
            lines.append((item.entry, translation, former.german if former else ""))
    return serialise(catalogue, lines)


def plan(content: bytes, items: Iterable[Item], catalogue: str) -> Plan:
    """What importing this file would change. Raises BrokenFile, and then nothing of it can be used."""
    items = tuple(items)
    lines = _lines(content)
    _check_language(lines, catalogue)
    incoming = _read(lines)
    domain = _domain(incoming, items)
    present = {(item.entry.context, item.entry.german): item for item in items if item.domain == domain}
    contexts = {context for context, _ in present}
    known, outdated, unknown = [], [], []
    for text in incoming:
        item = present.get((text.context, text.german))
        if text.context not in contexts:
            unknown.append(text)
        elif item is None or text.untouched:
            outdated.append(text)
        else:
            known.append((text, item))
    steps = _steps(known)
    return Plan(domain, steps, len(known) - len(steps), tuple(outdated), tuple(unknown))


def _steps(known: Iterable[tuple[Incoming, Item]]) -> tuple[Step, ...]:
    steps, findings = [], []
    for text, item in known:
        wanted = Translation(gates.tidy(text.translation.text), text.translation.reviewed)
        what = _what(item, wanted)
        if what is None:
            continue
        if what in {"new", "changed"}:
            problems = gates.problems(item.entry, wanted.text)
            findings += [Finding(problem, text.line, item.entry.german) for problem in problems]
        steps.append(Step(item, wanted, what, tuple(gates.warnings(item.entry, wanted.text))))
    if findings:
        raise BrokenFile(findings)
    return tuple(steps)


def _what(item: Item, wanted: Translation) -> What | None:
    present = item.translation
    if present is None:
        return "new"
    if present.text != wanted.text:
        return "changed"
    if present.reviewed == wanted.reviewed:
        return None
    return "reviewed" if wanted.reviewed else "unreviewed"


def _lines(content: bytes) -> list[str]:
    if len(content) > MOST_BYTES:
        raise BrokenFile([Finding(Remark(TOO_BIG, {"most": MOST_BYTES // 1024}))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile([Finding(Remark(NOT_UTF8), 1 + content.count(b"\n", 0, error.start))]) from error
    # Not splitlines, which ends a line at signs that may stand within a text, too.
    return re.split(r"\r\n|\r|\n", text)


def _check_language(lines: Sequence[str], catalogue: str) -> None:
    """The header must name this language; easy German goes by the language it belongs to, as in our own files."""
    expected = catalogue.partition("_x_")[0]
    for number, line in enumerate(lines, 1):
        charset = re.match(r'"Content-Type:.*charset=([\w-]+)', line, re.IGNORECASE)
        if charset and charset[1].lower() not in {"utf-8", "utf8"}:
            raise BrokenFile([Finding(Remark(NOT_UTF8), number)])
    names = [(n, match[1]) for n, line in enumerate(lines, 1) if (match := re.match(r'"Language: *([\w@.-]+)', line))]
    if not names:
        raise BrokenFile([Finding(Remark(NO_LANGUAGE, {"expected": expected}))])
    number, found = names[0]
    if found.replace("-", "_").lower() not in {expected.lower(), catalogue.lower()}:
        raise BrokenFile([Finding(Remark(OTHER_LANGUAGE, {"found": found, "expected": expected}), number)])


def _read(lines: Sequence[str]) -> list[Incoming]:
    _check_syntax(lines)
    catalogue = _Strict()
    try:
        PoFileParser(catalogue, ignore_obsolete=True, abort_invalid=True).parse(lines)
    except PoFileError as error:
        raise BrokenFile([Finding(Remark(ORDER), error.lineno + 1)]) from error
    if catalogue.twice:
        raise BrokenFile([Finding(Remark(TWICE), one.lineno or 0, str(one.id)) for one in catalogue.twice])
    found = [
        Incoming(
            line=message.lineno or 0,
            context=message.context or "",
            german=str(message.id),
            translation=Translation(str(message.string), not message.fuzzy),
            untouched=message.fuzzy and any(comment.startswith("| msgid") for comment in message.user_comments),
        )
        for message in catalogue
        if message.id and message.string
    ]
    if not found:
        raise BrokenFile([Finding(Remark(NO_TEXTS))])
    return found


class _Strict(Catalog):
    """Babel's catalogue takes the first of two translations in silence and fails on odd headers; neither will do."""

    def __init__(self) -> None:
        self.twice: list[Message] = []
        self._seen: set[tuple[object, str | None]] = set()
        super().__init__()

    def __setitem__(self, id: object, message: Message) -> None:
        if not id:
            return
        if (id, message.context) in self._seen:
            self.twice.append(message)
        self._seen.add((id, message.context))
        super().__setitem__(id, message)  # type: ignore[index]


def _check_syntax(lines: Sequence[str]) -> None:
    """Babel forgives a missing quotation mark, and cuts the text."""
    before = ""
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise BrokenFile([Finding(Remark(BROKEN), number)])
        word = match[1]
        if word:
            if before not in _BEFORE[word]:
                raise BrokenFile([Finding(Remark(ORDER), number)])
            before = word
        elif line.strip().startswith('"') and not before:
            raise BrokenFile([Finding(Remark(ORDER), number)])
    if before not in {"", "msgstr"}:
        raise BrokenFile([Finding(Remark(ORDER), len(lines))])


def _domain(incoming: Iterable[Incoming], items: Iterable[Item]) -> Domain:
    """Which of the two catalogues this is: the one with more of its texts."""
    contexts = {domain: {item.entry.context for item in items if item.domain == domain} for domain in DOMAINS}
    hits = Counter(domain for text in incoming for domain in DOMAINS if text.context in contexts[domain])
    if not hits:
        raise BrokenFile([Finding(Remark(FOREIGN))])
    return hits.most_common(1)[0][0]

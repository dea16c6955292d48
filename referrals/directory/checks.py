"""What must hold between the entries of a directory: ids, references, dates, successors, placeholders.

A record with a problem of its own is checked too (its broken fields are None), so that it is not also reported as
unknown wherever it is named.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.errors import Text
from app.locales import GERMAN
from app.vocabulary.catalogues import placeholders
from referrals.directory.fields import Record
from referrals.directory.folder import Directory, phrases_of_program, read_folder
from referrals.directory.reading import Problems
from referrals.routing.condition import Condition

# Kinds whose ids must differ, also from each other: routing knows questions and flags by their id alone.
UNIQUE = (
    ("fields of action",),
    ("topics",),
    ("subtopics",),
    ("target groups",),
    ("traits", "choices", "flags"),
    ("documents",),
    ("languages",),
    ("phrases",),
    ("handouts",),
    ("offices",),
    ("rules",),
)
KEYS = {"languages": "bcp47", "phrases": "key", "rules": "rule_id"}
# kind, field, kinds that the field may name, what is expected
REFERENCES = (
    ("fields of action", "topics", ("topics",), Text("the id of a topic in topics.yaml")),
    ("choices", "flags", ("flags",), Text("the id of a flag")),
    ("flags", "choice", ("choices",), Text("the id of a choice")),
    ("offices", "successor", ("offices",), Text("the id of an office")),
    ("offices", "topics", ("topics", "subtopics"), Text("the id of a topic in topics.yaml")),
    ("offices", "groups", ("target groups",), Text("the id of a target group")),
    ("handouts", "topics", ("topics", "subtopics"), Text("the id of a topic in topics.yaml")),
    ("handouts", "traits", ("target groups",), Text("the id of a target group")),
    ("handouts", "publisher", ("offices",), Text("the id of an office")),
    ("rules", "responsible", ("offices",), Text("the id of an office in offices.yaml")),
    ("rules", "advice", ("offices",), Text("the id of an office in offices.yaml")),
    ("rules", "bring", ("documents",), Text("the id of a document in documents.yaml")),
)
SHORTCUTS = ("topics", "languages")
SOURCE_ID = re.compile(r"S[0-9]+")
# An office for all topics or all groups. No id looks like it, so that it is unknown elsewhere.
EVERYTHING = "*"


def read_directory(folder: Path) -> Directory:
    """The directory of a folder, valid in every respect. Raises BrokenDirectory."""
    problems = Problems()
    if not folder.is_dir():
        problems.add(str(folder), 0, "", Text("expected a folder with the files of a directory"))
        problems.refuse()
    directory = read_folder(folder, problems)
    check(directory, problems)
    _rules_lead_somewhere(directory, problems)
    problems.refuse()
    return directory


def check(directory: Directory, problems: Problems) -> None:
    """Note everything that does not hold between the entries."""
    for one in (
        _unique,
        _references,
        _fields_of_action,
        _choices,
        _sources,
        _offices,
        _successors,
        _rules,
        _conditions,
        _phrases,
        _editions,
    ):
        one(directory, problems)


def _key(kind: str) -> str:
    return KEYS.get(kind, "id")


def _ids(directory: Directory, *kinds: str) -> set[str] | None:
    """All ids of these kinds; None if their file could not be read, so that nothing can be said to be unknown."""
    records = [record for kind in kinds for record in directory[kind]]
    return {record[_key(kind)] for kind in kinds for record in directory[kind]} if records else None


def _named(record: Record, field: str) -> list[str]:
    value = record.values.get(field) or []
    return [value] if isinstance(value, str) else value


def _unique(directory: Directory, problems: Problems) -> None:
    for kinds in UNIQUE:
        seen: set[str | None] = {None}
        for kind in kinds:
            key = _key(kind)
            for record in directory[kind]:
                if record[key] in seen and record[key] is not None:
                    record.complain(
                        problems, key, Text("expected an id of its own, “{id}” is used twice", id=record[key])
                    )
                seen.add(record[key])
    for kind in SHORTCUTS:
        used = Counter(record.values.get("key") for record in directory[kind])
        for record in directory[kind]:
            if record.values.get("key") and used[record["key"]] > 1:
                record.complain(
                    problems, "key", Text("expected a key of its own, “{key}” is used twice", key=record["key"])
                )


def _references(directory: Directory, problems: Problems) -> None:
    for kind, field, targets, expected in REFERENCES:
        known = _ids(directory, *targets)
        if known is None:
            continue
        for record in directory[kind]:
            for name, times in Counter(_named(record, field)).items():
                if name not in known and name != EVERYTHING:
                    record.complain(
                        problems, field, Text("expected {expected}, found “{name}”", expected=expected, name=name)
                    )
                elif times > 1:
                    record.complain(problems, field, Text("expected “{name}” once", name=name))


def _fields_of_action(directory: Directory, problems: Problems) -> None:
    used = Counter(name for field in directory["fields of action"] for name in _named(field, "topics"))
    for topic in directory["topics"] if used else []:
        if used[topic["id"]] != 1:
            topic.complain(
                problems,
                "id",
                Text(
                    "expected in one field of action, {topic} is in {n}",
                    topic=topic["id"],
                    n=used[topic["id"]],
                ),
            )


def _choices(directory: Directory, problems: Problems) -> None:
    members = {(choice["id"], name) for choice in directory["choices"] for name in _named(choice, "flags")}
    for flag in directory["flags"]:
        if (flag["type"] == "choice") != bool(flag["choice"]):
            flag.complain(problems, "choice", Text("expected for type choice, and only there"))
        elif flag["choice"] and (flag["choice"], flag["id"]) not in members:
            flag.complain(
                problems,
                "choice",
                Text("expected {flag} among the flags of {choice}", flag=flag["id"], choice=flag["choice"]),
            )
    of_flags = {(flag["choice"], flag["id"]) for flag in directory["flags"]}
    for choice in directory["choices"]:
        for name in _named(choice, "flags"):
            if (choice["id"], name) not in of_flags:
                choice.complain(
                    problems,
                    "flags",
                    Text("expected flags with choice: {choice}, {name} has not", choice=choice["id"], name=name),
                )


def _sources(directory: Directory, problems: Problems) -> None:
    known = {record["id"] for record in directory["sources"]}
    for record in directory["sources"]:
        if not SOURCE_ID.fullmatch(record["id"]) or len(record["id"]) > 20:
            record.complain(problems, "source_index", Text("expected ids such as S12, found “{id}”", id=record["id"]))
    for office in directory["offices"]:
        for field, sources in (office["sources"] or {}).items():
            for source in sources:
                if SOURCE_ID.fullmatch(source) and source not in known:
                    office.complain(
                        problems,
                        "sources",
                        Text(
                            "expected a source of source_index, found “{source}” ({field})", source=source, field=field
                        ),
                    )


def _offices(directory: Directory, problems: Problems) -> None:
    for office in directory["offices"]:
        closures = office.values.get("closures") or []
        for closure in closures:
            if closure["from"] > closure["to"]:
                office.complain(
                    problems,
                    "closures",
                    Text("expected from before to, found {day} and later", day=closure["from"]),
                )
        if len({closure["from"] for closure in closures}) < len(closures):
            office.complain(problems, "closures", Text("expected one closure for each first day"))


def _successors(directory: Directory, problems: Problems) -> None:
    successors = {office["id"]: office["successor"] for office in directory["offices"]}
    for office in directory["offices"]:
        path = list(_line_of_succession(office["id"], successors))
        if path and successors.get(path[-1]) in (office["id"], *path):
            office.complain(
                problems, "successor", Text("expected no circle, {circle} comes back", circle=" → ".join(path))
            )


def _line_of_succession(office: str, successors: dict[str, str | None]) -> Iterator[str]:
    """The office and its successors, each once."""
    seen: set[str] = set()
    current: str | None = office
    while current is not None and current not in seen:
        seen.add(current)
        yield current
        current = successors.get(current)


def _rules(directory: Directory, problems: Problems) -> None:
    topics = _ids(directory, "topics", "subtopics")
    for rule in directory["rules"]:
        topic = "/".join(filter(None, (rule["topic"], rule["subtopic"])))
        if topics is not None and rule["topic"] and topic not in topics:
            field = "subtopic" if rule["topic"] in topics else "topic"
            rule.complain(problems, field, Text("expected an id of topics.yaml, found “{topic}”", topic=topic))
        if rule["valid_from"] and rule["valid_to"] and rule["valid_from"] > rule["valid_to"]:
            rule.complain(
                problems,
                "valid_to",
                Text("expected {day} or later, found {found}", day=rule["valid_from"], found=rule["valid_to"]),
            )
        named = [*_named(rule, "responsible"), *_named(rule, "advice")]
        if not named:
            rule.complain(problems, "responsible", Text("expected at least one office in responsible or advice"))


def _rules_lead_somewhere(directory: Directory, problems: Problems) -> None:
    """Of files only: an editor must be able to say at once that an office is gone; the proof then shows the gap."""
    offices = {office["id"]: office for office in directory["offices"]}
    successors = {office["id"]: office["successor"] for office in directory["offices"]}
    for rule in directory["rules"]:
        for name in (*_named(rule, "responsible"), *_named(rule, "advice")):
            line = [offices[office] for office in _line_of_succession(name, successors) if office in offices]
            if line and all(office["status"] == "defunct" for office in line):
                rule.complain(
                    problems, "responsible", Text("expected an office that exists: {name} is defunct", name=name)
                )


def _conditions(directory: Directory, problems: Problems) -> None:
    axis = {group["id"]: group["axis"] for group in directory["target groups"]}
    flags = _ids(directory, "flags")
    traits = _ids(directory, "traits")
    for rule in directory["rules"]:
        if rule["condition"] is None:
            continue
        condition = Condition.parse(rule["condition"])
        groups = condition.values("g")
        for name in sorted(groups - axis.keys() if axis else ()):
            rule.complain(
                problems, "condition", Text("expected the id of a target group after g:, found “{name}”", name=name)
            )
        for name in sorted(condition.values("flag") - flags if flags is not None else ()):
            rule.complain(
                problems, "condition", Text("expected the id of a flag after flag=, found “{name}”", name=name)
            )
        asked = {axis[name] for name in groups if axis.get(name)}
        asked |= {"residence"} if condition.values("res") else set()
        asked |= {"age"} if condition.values("age") else set()
        for name in sorted(asked - traits if traits is not None else ()):
            rule.complain(
                problems, "condition", Text("expected a question “{name}” among the traits of flags.yaml", name=name)
            )


def _phrases(directory: Directory, problems: Problems) -> None:
    """A phrase must have the placeholders it declares, and those that the program fills."""
    program = {row["key"]: tuple(sorted(row["placeholders"])) for row in phrases_of_program()}
    for phrase in directory["phrases"]:
        if phrase["placeholders"] is None:
            continue
        declared = tuple(sorted(phrase["placeholders"]))
        for field in ("de", "en"):
            if phrase[field] is not None and placeholders(phrase[field]) != declared:
                phrase.complain(
                    problems,
                    field,
                    Text("expected {placeholders} as declared in placeholders", placeholders=_braced(declared)),
                )
        filled = program.get(phrase["key"])
        if filled is not None and filled != declared:
            phrase.complain(
                problems,
                "placeholders",
                Text("expected {placeholders}, which the program fills in", placeholders=_braced(filled)),
            )


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names) or "no placeholder"


def _editions(directory: Directory, problems: Problems) -> None:
    """German is a language whatever the file of languages says."""
    known = (_ids(directory, "languages") or set()) | {GERMAN.tag}
    for handout in directory["handouts"] if directory["languages"] else ():
        for edition in handout.values.get("editions") or []:
            if edition["language"] not in known:
                handout.complain(
                    problems,
                    "editions",
                    Text("expected a language of languages.csv, found “{name}”", name=edition["language"]),
                )

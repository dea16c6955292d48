"""A directory folder as records by kind. Reads everything, so that one run shows all that is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.errors import Text
from referrals.directory import form
from referrals.directory.fields import Field, Record, read_records
from referrals.directory.reading import Cell, Problems, read_csv, read_yaml

EXAMPLE = Path(__file__).resolve().parents[1] / "leipzig"

CSV_FILES = {
    "languages": ("languages.csv", form.LANGUAGE),
    "phrases": ("slip_phrases.csv", form.PHRASE),
    "rules": ("routing.csv", form.RULE),
}
# kind: file, list in the file, fields of its entries
YAML_FILES = {
    "fields of action": ("fields_of_action.yaml", "fields", form.FIELDS_OF_ACTION),
    "topics": ("topics.yaml", "topics", form.TOPIC),
    "target groups": ("target_groups.yaml", "target_groups", form.TARGET_GROUP),
    "traits": ("flags.yaml", "traits", form.TRAIT),
    "choices": ("flags.yaml", "choices", form.CHOICE),
    "flags": ("flags.yaml", "flags", form.FLAG),
    "documents": ("documents.yaml", "documents", form.DOCUMENT),
    "handouts": ("handouts.yaml", "handouts", form.HANDOUT),
    "offices": ("offices.yaml", "offices", form.OFFICE),
}


@dataclass
class Directory:
    """The records of a folder by kind; ``unreadable`` are files of which nothing could be read.

    Subtopics are a kind of their own: records with ``id`` as in the rest of the program (``wohnen/mietproblem``)
    and ``parent``. Options of the residence question have ``trait``. Sources have ``id``.
    """

    records: dict[str, list[Record]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)

    def __getitem__(self, kind: str) -> list[Record]:
        return self.records[kind]


def read_folder(folder: Path, problems: Problems) -> Directory:
    """Read all files; what is wrong goes to ``problems``, and the records with a problem are not to be used."""
    directory = Directory()
    for kind, (file, fields) in CSV_FILES.items():
        rows = read_csv(folder, file, problems)
        if not rows:
            directory.unreadable.add(file)
        directory.records[kind] = _rows(file, rows, fields, problems)
    files = dict.fromkeys(file for file, _, _ in YAML_FILES.values())
    contents = {file: read_yaml(folder, file, problems) for file in files}
    directory.unreadable |= {file for file, content in contents.items() if not content}
    for kind, (file, name, fields) in YAML_FILES.items():
        entries = _list(file, name, contents[file], problems) if contents[file] else []
        directory.records[kind] = read_records(file, entries, fields, problems)
    directory.records["subtopics"] = list(_subtopics(directory["topics"], problems))
    directory.records["options"] = list(_options(directory["traits"], problems))
    directory.records["sources"] = list(_sources(contents["offices.yaml"], problems))
    _spell_out_sources(directory["fields of action"], contents["fields_of_action.yaml"])
    return directory


@cache
def phrases_of_program() -> tuple[Record, ...]:
    """The phrases that come with the program; a folder may word them differently."""
    problems = Problems()
    file, fields = CSV_FILES["phrases"]
    phrases = read_records(file, read_csv(EXAMPLE, file, problems), fields, problems)
    problems.refuse()
    return tuple(phrases)


def _rows(file: str, rows: list[Cell], fields: tuple[Field, ...], problems: Problems) -> list[Record]:
    """Records of a table: a column that is missing is one problem, not one for each row."""
    if rows and isinstance(rows[0].value, dict):
        columns = rows[0].value.keys()
        missing = [field.name for field in fields if field.name not in columns and not field.optional]
        for name in missing:
            problems.add(file, 1, name, Text("expected a column of this name"))
        if missing:
            return []
    return read_records(file, rows, fields, problems)


def _list(file: str, name: str, content: dict[str, Cell], problems: Problems) -> list[Cell]:
    cell = content.get(name)
    if cell is not None and isinstance(cell.value, list):
        return cell.value
    problems.add(file, cell.line if cell else 1, name, Text("expected a list of entries"))
    return []


def _subtopics(topics: Iterable[Record], problems: Problems) -> Iterable[Record]:
    for topic in topics:
        for record in read_records(topic.file, topic["subtopics"] or [], form.SUBTOPIC, problems):
            record.values["parent"] = topic["id"]
            record.values["id"] = f"{topic['id']}/{record['id']}"
            yield record


def _options(traits: Iterable[Record], problems: Problems) -> Iterable[Record]:
    for trait in traits:
        for record in read_records(trait.file, trait["options"] or [], form.OPTION, problems):
            record.values["trait"] = trait["id"]
            yield record


def _sources(content: dict[str, Cell], problems: Problems) -> Iterable[Record]:
    index = content.get("source_index")
    if index is None or not isinstance(index.value, dict):
        return
    for name, cell in index.value.items():
        for record in read_records("offices.yaml", [cell], form.SOURCE, problems):
            record.values["id"] = name
            yield record


def _spell_out_sources(fields: Iterable[Record], content: dict[str, Cell]) -> None:
    """The file names its sources by a letter and explains the letters in ``meta.sources``."""
    meta = content.get("meta")
    explained = meta.value.get("sources") if meta and isinstance(meta.value, dict) else None
    if explained is not None and isinstance(explained.value, dict):
        for record in fields:
            cell = explained.value.get(record["source"])
            if cell is not None and isinstance(cell.value, str):
                record.values["source"] = " ".join(cell.value.split())

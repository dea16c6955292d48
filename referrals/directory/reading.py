"""Files of a directory folder -> cells that know their line. Nothing is understood here, only parsed.

Files come from outside: their size and nesting are limited, and YAML aliases are refused (a few lines of them
can stand for gigabytes).
"""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from app.errors import Text, WegweiserError

MAXIMUM_BYTES = 10_000_000
MAXIMUM_DEPTH = 12
SHOWN_PROBLEMS = 20


@dataclass(frozen=True)
class Cell:
    """A value of a file and its line (1 = first): text, nothing, a list of cells or cells by name."""

    value: "str | list[Cell] | dict[str, Cell] | None"
    line: int


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file, and what is expected there; ``line`` 0 and ``field`` "" mean the file as a whole."""

    file: str
    line: int
    field: str
    expected: Text

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.line:
            place.append(f"line {self.line}")
        if self.field:
            place.append(f"field {self.field}")
        return ": ".join(part for part in (", ".join(place), str(self.expected)) if part)


class BrokenDirectory(WegweiserError):
    """A folder was refused and nothing was changed; the text lists where it is wrong and what is expected."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        shown = [str(problem) for problem in problems[:SHOWN_PROBLEMS]]
        if len(problems) > SHOWN_PROBLEMS:
            shown.append(f"and {len(problems) - SHOWN_PROBLEMS} more")
        super().__init__("The directory was not loaded, nothing was changed.\n" + "\n".join(shown))


@dataclass
class Problems:
    """Collects problems; reading goes on, so that one run shows all of them."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, field_name: str, expected: Text) -> None:
        """Note a problem."""
        self.found.append(Problem(file, line, field_name, expected))

    def refuse(self) -> None:
        """Raise BrokenDirectory if there is any problem."""
        if self.found:
            raise BrokenDirectory(self.found)


def read_text(folder: Path, file: str, problems: Problems) -> str | None:
    """The text of a file, or None after noting why it cannot be read."""
    path = folder / file
    try:
        if not path.is_file():
            problems.add(file, 0, "", Text("this file is missing in {value}", value=folder.name))
            return None
        if path.stat().st_size > MAXIMUM_BYTES:
            problems.add(file, 0, "", Text("expected at most {value} MB", value=MAXIMUM_BYTES // 1_000_000))
            return None
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.add(file, line, "", Text("expected UTF-8 text; save the file with the encoding UTF-8"))
    except OSError as error:
        problems.add(file, 0, "", Text("cannot be read: {value}", value=error.strerror))
    return None


def read_csv(folder: Path, file: str, problems: Problems) -> list[Cell]:
    """The rows of a CSV file with a header line, as cells by column; empty text is None."""
    text = read_text(folder, file, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Cell] = []
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        if len(set(header)) != len(header) or "" in header:
            problems.add(file, 1, "", Text("expected a header line with a different name for each column"))
            return []
        line = reader.line_num + 1
        for row in reader:
            if len(row) == len(header):
                cells = {name: Cell(value.strip() or None, line) for name, value in zip(header, row, strict=True)}
                rows.append(Cell(cells, line))
            elif row:
                problems.add(
                    file,
                    line,
                    "",
                    Text(
                        "expected {columns} columns separated by commas, found {found}",
                        columns=len(header),
                        found=len(row),
                    ),
                )
            line = reader.line_num + 1
    except csv.Error as error:
        problems.add(file, line, "", Text("expected CSV with commas and double quotes ({error})", error=error))
    if not header:
        problems.add(file, 1, "", Text("expected a header line with the names of the columns"))
    return rows


def read_yaml(folder: Path, file: str, problems: Problems) -> dict[str, Cell]:
    """The top-level entries of a YAML file; empty after noting a problem."""
    text = read_text(folder, file, problems)
    if text is None:
        return {}
    try:
        if not _is_tame(text, file, problems):
            return {}
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(file, mark.line + 1 if mark else 0, "", Text("expected YAML ({value})", value=error.problem))
        return {}
    except yaml.YAMLError as error:
        problems.add(file, 0, "", Text("expected YAML ({value})", value=str(error).splitlines()[0]))
        return {}
    cell = _cell(node, file, problems) if node else None
    if cell is None or not isinstance(cell.value, dict):
        problems.add(file, 1, "", Text("expected names with values, such as “offices:” and a list"))
        return {}
    return cell.value


def _is_tame(text: str, file: str, problems: Problems) -> bool:
    """Look at the events before anything is built: no aliases, no deep nesting, one document."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        complaint = None
        if isinstance(event, yaml.AliasEvent):
            complaint = Text("expected the value itself; YAML aliases (*) are not read")
        elif depth > MAXIMUM_DEPTH:
            complaint = Text("expected at most {MAXIMUM_DEPTH} levels of nesting", MAXIMUM_DEPTH=MAXIMUM_DEPTH)
        elif documents > 1:
            complaint = Text("expected one YAML document")
        if complaint:
            mark = event.start_mark
            problems.add(file, mark.line + 1 if mark else 0, "", complaint)
            return False
    return True


def _cell(node: yaml.Node, file: str, problems: Problems) -> Cell:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Cell([_cell(item, file, problems) for item in node.value], line)
    if isinstance(node, yaml.MappingNode):
        cells: dict[str, Cell] = {}
        for name, value in node.value:
            key = name.value if isinstance(name, yaml.ScalarNode) else ""
            if not key or key in cells:
                problems.add(file, name.start_mark.line + 1, key, Text("expected each name once"))
            cells[key] = _cell(value, file, problems)
        return Cell(cells, line)
    return Cell(None if node.tag.endswith(":null") else node.value, line)

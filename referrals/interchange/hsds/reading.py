"""Files of HSDS -> checked objects that know their place. They come from outside: size, depth and form are limited.

A field that HSDS does not know is not read; the caller is told which. One that it knows must hold what HSDS says.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from json.decoder import JSONDecodeError
from pathlib import Path
from typing import Any, NoReturn

from app.errors import Text
from referrals.directory.reading import Problems
from referrals.interchange.hsds.form import TABLES, Column, Object, Table, unfit
from referrals.interchange.hsds.ids import SCHEME
from referrals.interchange.hsds.package import Rows, nested_services

SERVICES = "services.json"
ORGANIZATIONS = "organizations.json"
TABULAR = "tabular"
MAXIMUM_BYTES = 50_000_000
MAXIMUM_OBJECTS = 20_000
MAXIMUM_DEPTH = 20
STANDING = frozenset({"organization", "location", "taxonomy_term"})
"""Tables whose rows need not belong to anything."""
SURROGATE = re.compile("[\ud800-\udfff]")
BLANK = re.compile(r"\s*")


@dataclass(frozen=True)
class Given:
    """A service of a file, and where it stands."""

    service: Object
    file: str
    line: int
    place: str


@dataclass
class Files:
    """What a folder holds: services of the JSON lists and of the tables, each None where there is no such file.

    ``unread`` counts fields of which nothing is taken, by table and name.
    """

    listed: list[Given] | None = None
    tables: list[Given] | None = None
    unread: Counter[str] = field(default_factory=Counter)


class _Unusual(Exception):
    """JSON may hold this, but it means nothing here."""

    def __init__(self, expected: Text) -> None:
        super().__init__(expected)
        self.expected = expected


def read_folder(folder: Path, problems: Problems) -> Files:
    """Read what is there; what is wrong goes to ``problems``."""
    found = Files()
    if not folder.is_dir():
        problems.add(str(folder), 0, "", Text("expected a folder with services.json, or with tables as CSV"))
        return found
    tabular = folder / TABULAR if (folder / TABULAR).is_dir() else folder
    prefix = f"{TABULAR}/" if tabular != folder else ""
    has_tables = (tabular / TABLES["service"].file).exists() or bool(prefix)
    if (folder / SERVICES).exists() or (folder / ORGANIZATIONS).exists():
        found.listed = _listed(folder, problems, found.unread)
    elif not has_tables:
        problems.add(SERVICES, 0, "", Text("expected services.json, or tabular/services.csv"))
    if has_tables:
        found.tables = _tables(tabular, prefix, problems, found.unread)
    return found


# --- JSON -----------------------------------------------------------------------------------------


def _listed(folder: Path, problems: Problems, unread: Counter[str]) -> list[Given]:
    organizations: dict[str, Object] = {}
    if (folder / ORGANIZATIONS).exists():
        for given in _objects(folder, ORGANIZATIONS, TABLES["organization"], problems, unread):
            organizations[given.service["id"]] = given.service
    services = list(_objects(folder, SERVICES, TABLES["service"], problems, unread))
    for given in services:
        known = organizations.get(given.service.get("organization_id", ""))
        if known is not None:
            given.service.setdefault("organization", known)
    return services


def _objects(folder: Path, file: str, table: Table, problems: Problems, unread: Counter[str]) -> Iterator[Given]:
    """The objects of a JSON list that are as they should be; the others are problems."""
    text = _text(folder, file, file, problems)
    if text is None:
        return
    seen: set[str] = set()
    for number, (element, line) in enumerate(_elements(text, file, problems), start=1):
        place = f"{table.name} {number}"
        if not isinstance(element, dict):
            problems.add(file, line, place, Text("expected an object with named fields"))
            continue
        value = _without_nulls(element)
        wrong = list(_wrong(table, value, "", 0, unread))
        for path, expected in wrong:
            problems.add(file, line, f"{place}, {path}", Text("expected {expected}", expected=expected))
        if not wrong and value["id"] in seen:
            problems.add(
                file,
                line,
                f"{place}, id",
                Text("expected an id of its own, “{value}” is used twice", value=value["id"]),
            )
        elif not wrong:
            seen.add(value["id"])
            yield Given(value, file, line, place)


def _elements(text: str, file: str, problems: Problems) -> Iterator[tuple[Any, int]]:
    """The elements of a JSON list with their lines."""
    decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)
    position, line, counted = _skip(text, 0), 1, 0
    try:
        if text[position : position + 1] != "[":
            raise JSONDecodeError("Expecting [", text, position)
        position = _skip(text, position + 1)
        for number in range(MAXIMUM_OBJECTS + 1):
            if number == 0 and text[position : position + 1] == "]":
                break
            line, counted = line + text.count("\n", counted, position), position
            value, position = decoder.raw_decode(text, position)
            if SURROGATE.search(json.dumps(value, ensure_ascii=False)):
                raise _Unusual(Text("expected text without half characters (surrogates)"))
            yield value, line
            position = _skip(text, position)
            if text[position : position + 1] == "]":
                break
            if text[position : position + 1] != ",":
                raise JSONDecodeError("Expecting , or ]", text, position)
            position = _skip(text, position + 1)
        else:
            raise _Unusual(Text("expected at most {number} objects", number=MAXIMUM_OBJECTS))
        if _skip(text, position + 1) != len(text):
            raise JSONDecodeError("Extra data", text, _skip(text, position + 1))
    except JSONDecodeError as error:
        problems.add(
            file,
            error.lineno,
            "",
            Text("expected JSON; column {column}: {reason}", column=error.colno, reason=error.msg),
        )
    except RecursionError:
        problems.add(file, line, "", Text("expected at most {number} levels of nesting", number=MAXIMUM_DEPTH))
    except _Unusual as error:
        problems.add(file, line, "", error.expected)
    except ValueError:
        problems.add(file, line, "", Text("expected numbers of at most some hundred digits"))


def _skip(text: str, position: int) -> int:
    found = BLANK.match(text, position)
    return found.end() if found else position


def _unique(pairs: list[tuple[str, Any]]) -> Object:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise _Unusual(Text("expected each name once in an object, “{value}” stands twice", value=twice[:40]))
    return found


def _no_constant(name: str) -> NoReturn:
    raise _Unusual(Text("expected a number, found “{value}”", value=name))


def _without_nulls(value: Any, depth: int = 0) -> Any:
    """HSDS leaves out what is empty; others write null or an empty text, and mean the same."""
    if isinstance(value, dict) and depth <= MAXIMUM_DEPTH:
        cleaned = {name: _without_nulls(one, depth + 1) for name, one in value.items()}
        return {name: one for name, one in cleaned.items() if one is not None and one != ""}
    if isinstance(value, list) and depth <= MAXIMUM_DEPTH:
        return [_without_nulls(one, depth + 1) for one in value]
    return value


def _wrong(table: Table, value: Object, path: str, depth: int, unread: Counter[str]) -> Iterator[tuple[str, Text]]:
    """What is not as HSDS says, by path."""
    if depth > MAXIMUM_DEPTH:
        yield path, Text("at most {number} levels of nesting", number=MAXIMUM_DEPTH)
        return
    dot = f"{path}." if path else ""
    for column in table.columns:
        if column.name in value:
            if expected := unfit(column, value[column.name]):
                yield f"{dot}{column.name}", expected
        elif column.required:
            yield f"{dot}{column.name}", Text("a value")
    for name, child in table.one.items():
        if name in value:
            yield from _nested(TABLES[child], value[name], f"{dot}{name}", depth, unread)
    for name, child in table.many.items():
        if name not in value:
            continue
        if not isinstance(value[name], list):
            yield f"{dot}{name}", Text("a list")
            continue
        for number, one in enumerate(value[name]):
            yield from _nested(TABLES[child], one, f"{dot}{name}[{number}]", depth, unread)
    known = {column.name for column in table.columns} | table.one.keys() | table.many.keys()
    unread.update(f"{table.name}.{_shown(name)}" for name in value.keys() - known)


def _shown(name: str) -> str:
    """A name from outside, as it can be shown in a terminal."""
    return "".join(sign for sign in name[:40] if sign.isprintable())


def _nested(table: Table, value: Any, path: str, depth: int, unread: Counter[str]) -> Iterator[tuple[str, Text]]:
    if isinstance(value, dict):
        yield from _wrong(table, value, path, depth + 1, unread)
    else:
        yield path, Text("an object with named fields")


# --- tables ---------------------------------------------------------------------------------------


def _tables(folder: Path, prefix: str, problems: Problems, unread: Counter[str]) -> list[Given]:
    rows: dict[str, Rows] = {}
    lines: dict[tuple[str, str], int] = {}
    for name, table in TABLES.items():
        if not (folder / table.file).exists() and name != "service":
            continue
        own = rows.setdefault(name, {})
        for row, line in _rows(folder, prefix, table, problems, unread):
            if row["id"] in own:
                expected = Text("expected an id of its own, “{value}” is used twice", value=row["id"])
                problems.add(prefix + table.file, line, "id", expected)
            own[row["id"]] = row
            lines[name, row["id"]] = line
    _refuse_missing(rows, prefix, problems)
    if not problems.found:
        _refuse_orphans(rows, lines, prefix, problems)
    file = prefix + TABLES["service"].file
    services = nested_services({name: rows.get(name, {}) for name in TABLES}).items()
    return [
        Given(one, file, lines["service", key], f"service {number}")
        for number, (key, one) in enumerate(services, start=1)
    ]


def _refuse_missing(rows: Mapping[str, Rows], prefix: str, problems: Problems) -> None:
    """Our own export has every table; one that got lost would say that no office speaks a language, for example."""
    if any(row.get("identifier_scheme") == SCHEME for row in rows.get("organization_identifier", {}).values()):
        for name, table in TABLES.items():
            if name not in rows:
                problems.add(prefix + table.file, 0, "", Text("this file is missing"))


def _refuse_orphans(
    rows: Mapping[str, Rows], lines: Mapping[tuple[str, str], int], prefix: str, problems: Problems
) -> None:
    """What belongs to nothing that is there: a table that was cut at the end of a line looks whole.

    Of several owners one may be missing, as it is in examples of the standard itself.
    """
    for name, own in rows.items():
        needed = {column.name for column in TABLES[name].columns if column.linked}
        for row in own.values():
            owners = {f"{target}_id": target for target in rows} | {"link_id": row.get("link_entity", "")}
            given = {column: target for column, target in owners.items() if column in row and target in rows}
            lost = {column for column, target in given.items() if row[column] not in rows[target]}
            if name in STANDING or len(lost) < len(given):
                lost &= needed
            for column in sorted(lost):
                value, file = row[column], TABLES[given[column]].file
                expected = Text("expected the id of a row in {file}, found “{value}”", file=file, value=value)
                problems.add(prefix + TABLES[name].file, lines[name, row["id"]], column, expected)


def _rows(
    folder: Path, prefix: str, table: Table, problems: Problems, unread: Counter[str]
) -> Iterator[tuple[Object, int]]:
    """The rows of a table that are as they should be, with their lines."""
    file = prefix + table.file
    text = _text(folder, table.file, file, problems)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, [])
        columns = _columns(file, table, header, problems, unread)
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                row, wrong = _row(columns, dict(zip(header, cells, strict=True)))
                for name, expected in wrong.items():
                    problems.add(file, line, name, Text("expected {expected}", expected=expected))
                if not wrong:
                    yield row, line
            elif cells:
                problems.add(
                    file,
                    line,
                    "",
                    Text(
                        "expected {columns} columns separated by commas, found {found}",
                        columns=len(header),
                        found=len(cells),
                    ),
                )
            line = reader.line_num + 1
        if not text.endswith(("\n", "\r")):
            expected = Text("expected a line break at the end; the file seems to be cut off, export it again")
            problems.add(file, text.count("\n") + 1, "", expected)
    except csv.Error as error:
        problems.add(file, line, "", Text("expected CSV with commas and double quotes ({error})", error=error))


def _columns(file: str, table: Table, header: list[str], problems: Problems, unread: Counter[str]) -> list[Column]:
    known = {column.name: column for column in table.columns}
    if len(set(header)) != len(header):
        problems.add(file, 1, "", Text("expected a header line with a different name for each column"))
    for column in table.columns:
        if column.required and column.name not in header:
            problems.add(file, 1, column.name, Text("expected a column of this name"))
    unread.update(f"{table.name}.{_shown(name)}" for name in header if name not in known)
    return [column for column in table.columns if column.name in header]


def _row(columns: Iterable[Column], cells: Mapping[str, str]) -> tuple[Object, dict[str, Text]]:
    """Values by column, and what is expected by column where one is wrong."""
    row: Object = {}
    wrong: dict[str, Text] = {}
    for column in columns:
        cell = cells[column.name]
        if cell == "":
            if column.required or column.linked:
                wrong[column.name] = Text("a value")
            continue
        value = _number(cell) if column.kind == "number" else cell
        if expected := unfit(column, value):
            wrong[column.name] = expected
        row[column.name] = value
    return row, wrong


def _number(cell: str) -> int | float | str:
    if re.fullmatch(r"-?[0-9]{1,15}", cell):
        return int(cell)
    return float(cell) if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,15}", cell) else cell


def _text(folder: Path, name: str, file: str, problems: Problems) -> str | None:
    """The text of a file, or None after noting why it cannot be read."""
    path = folder / name
    try:
        if not path.is_file():
            problems.add(file, 0, "", Text("this file is missing"))
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

"""How a value stands in one cell, and back: text, lists, values by name, spans of days.

Within a cell ``;`` ends an entry, ``:`` stands behind a name and ``|`` between the values of a name. Where these signs
belong to the text a backslash stands before them. ``\\n`` is a line break, ``\\s`` a blank at an end, ``\\e`` no text.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.errors import Text
from referrals.directory.fields import Expected
from referrals.directory.reading import MAXIMUM_DEPTH, Cell

_CODES = {"\n": "n", "\r": "r", "\t": "t"}
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "s": " ", "e": ""}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
BLANKS = " \t\r\n"
_UNTIL = re.compile(r"\s+(?:to|bis|–|-)\s+")


@dataclass(frozen=True)
class Shape:
    """``write`` gives the text of a cell ("" for nothing); ``read`` the cells of a text, or raises Expected."""

    write: Callable[[Any], str]
    read: Callable[[str, int], Cell]


def plain_text(value: Any) -> str:
    """A single value as directory files write it. Raises TypeError for what is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return "" if value is None else str(value)
    raise TypeError(f"no single value: {type(value).__name__}")


def list_with(separator: str) -> Shape:
    """A list of single values."""

    def write(values: Iterable[Any]) -> str:
        gap = "" if separator == "," else " "
        return f"{separator}{gap}".join(_escaped(plain_text(value), separator) for value in values)

    def read(text: str, line: int) -> Cell:
        return Cell([Cell(_unescaped(part), line) for part in _parts(text, separator)], line)

    return Shape(write, read)


def _write_names(values: dict[str, Any]) -> str:
    return "; ".join(_entry(name, plain_text(value), given=value is not None) for name, value in values.items())


def _entry(name: str, value: str, *, given: bool) -> str:
    name = _escaped(name, ";:{[")
    return f"{name}: {_escaped(value, ';')}" if given else f"{name}:"


def _read_names(text: str, line: int) -> Cell:
    def value(part: str) -> Cell:
        return Cell(_unescaped(part) if part else None, line)

    return Cell({name: value(part) for name, part in _named(text)}, line)


def _write_lists(values: dict[str, list[str]]) -> str:
    return "; ".join(
        f"{_escaped(name, ';:{[')}: {' | '.join(_escaped(value, ';|') for value in entries)}".rstrip(" ")
        for name, entries in values.items()
    )


def _read_lists(text: str, line: int) -> Cell:
    def values(part: str) -> Cell:
        return Cell([Cell(_unescaped(one), line) for one in _parts(part, "|")] if part else [], line)

    return Cell({name: values(part) for name, part in _named(text)}, line)


def _write_anything(value: dict[str, Any]) -> str:
    """Values by name; with lists or names inside, JSON."""
    if any(isinstance(inner, dict | list) for inner in value.values()):
        return json.dumps(value, ensure_ascii=False)
    return _write_names(value)


def _read_anything(text: str, line: int) -> Cell:
    return _read_json(text, line) if text.startswith("{") else _read_names(text, line)


def _write_spans(spans: list[dict[str, Any]]) -> str:
    """Days from and to; entries of another form as JSON."""
    if all(span.keys() == {"from", "to"} for span in spans):
        return "; ".join(f"{plain_text(span['from'])} to {plain_text(span['to'])}" for span in spans)
    return json.dumps([{name: plain_text(value) for name, value in span.items()} for span in spans], ensure_ascii=False)


def _read_spans(text: str, line: int) -> Cell:
    if text.startswith("["):
        return _read_json(text, line)
    spans = []
    for part in _parts(text, ";"):
        days = [german_day(day.strip()) for day in _UNTIL.split(part)]
        if len(days) > 2:
            raise Expected(Text("spans of days such as 2026-12-24 to 2026-12-31, found “{found}”", found=part[:40]))
        spans.append(Cell({"from": Cell(days[0], line), "to": Cell(days[-1], line)}, line))
    return Cell(spans, line)


def german_day(text: str) -> str:
    """``2026-11-22`` for ``22.11.2026``, which a German spreadsheet makes of it; other texts stay as they are."""
    if found := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?: 00:00(?::00)?)?", text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return re.sub(r"[ T]00:00(?::00)?\Z", "", text)


TEXT = Shape(plain_text, Cell)
LIST = list_with(";")
NAMES = Shape(_write_names, _read_names)
LISTS_BY_NAME = Shape(_write_lists, _read_lists)
ANYTHING = Shape(_write_anything, _read_anything)
SPANS = Shape(_write_spans, _read_spans)


def _escaped(text: str, signs: str) -> str:
    if not text:
        return r"\e"
    body = "".join(f"\\{_CODES.get(sign, sign)}" if sign in _CODES or sign in f"\\{signs}" else sign for sign in text)
    stripped = body.strip(" ")
    start, end = len(body) - len(body.lstrip(" ")), len(body) - len(body.rstrip(" "))
    return r"\s" * start + stripped + r"\s" * end if stripped else r"\s" * len(body)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: _SIGNS.get(match[1], match[1]), text)


def _parts(text: str, separator: str) -> list[str]:
    """The entries between the separators, still escaped; blanks around them go, and one separator at the end may."""
    parts = [part.strip(BLANKS) for part in _split(text, separator)]
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    if "" in parts:
        raise Expected(Text("entries separated by one “{separator}” each", separator=separator))
    return parts


def _split(text: str, separator: str, most: int = 0) -> list[str]:
    pattern = rf"((?:\\.|[^\\{re.escape(separator)}]|\\\Z)*){re.escape(separator)}"
    parts: list[str] = []
    place = 0
    while (found := re.compile(pattern, re.DOTALL).match(text, place)) and (not most or len(parts) < most):
        parts.append(found[1])
        place = found.end()
    return [*parts, text[place:]]


def _named(text: str) -> list[tuple[str, str]]:
    found = []
    for part in _parts(text, ";"):
        name, *value = _split(part, ":", 1)
        if not value:
            raise Expected(Text("entries such as “name: value”, found “{found}”", found=part[:40]))
        found.append((_unescaped(name.strip(BLANKS)), value[0].strip(BLANKS)))
    if len({name for name, _ in found}) < len(found):
        raise Expected(Text("each name once"))
    return found


def _read_json(text: str, line: int) -> Cell:
    try:
        return _cell(json.loads(text), line)
    except (ValueError, TypeError, RecursionError) as error:
        raise Expected(Text("JSON, as the export writes it")) from error


def _cell(value: Any, line: int, depth: int = 0) -> Cell:
    """Raises ValueError for what is nested too deep, TypeError for what directory files do not know (1.5)."""
    if depth > MAXIMUM_DEPTH:
        raise ValueError
    if isinstance(value, dict):
        return Cell({name: _cell(inner, line, depth + 1) for name, inner in value.items()}, line)
    if isinstance(value, list):
        return Cell([_cell(inner, line, depth + 1) for inner in value], line)
    return Cell(None if value is None else plain_text(value), line)

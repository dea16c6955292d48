"""HSDS 3.0 as Open Referral describes it (tests/cases/hsds/schema.json), checked strictly: no further field."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

_CASES = json.loads((Path(__file__).parents[3] / "cases" / "hsds" / "schema.json").read_text())
TABLES: dict[str, Any] = _CASES["tables"]
LISTS: dict[str, Any] = _CASES["lists"]


def faults(table: str, value: Any, path: str = "") -> Iterator[str]:
    """What is not as the schema of ``table`` says, at any depth."""
    if not isinstance(value, dict):
        yield f"{path}: no object"
        return
    form = TABLES[table]
    for name in form["required"]:
        if name not in value:
            yield f"{path}.{name}: missing"
    for name, one in value.items():
        kind = form["fields"].get(name)
        place = f"{path}.{name}"
        if kind is None:
            yield f"{place}: unknown"
        elif isinstance(kind, list) and kind[0] in {"list", "object"}:
            yield from _nested(kind, one, place)
        elif not _fits(kind, one):
            yield f"{place}: {one!r} is no {kind}"


def unlisted(form: dict[str, Any], value: dict[str, Any], path: str = "") -> Iterator[str]:
    """Fields that the form of a list's objects does not have."""
    for name, one in value.items():
        if name not in form:
            yield f"{path}.{name}"
        elif form[name] is not None:
            yield from unlisted(form[name], one, f"{path}.{name}")


def _nested(kind: list[str], value: Any, path: str) -> Iterator[str]:
    if kind[0] == "object":
        yield from faults(kind[1], value, path)
    elif not isinstance(value, list) or not value:
        yield f"{path}: no list, or an empty one"
    else:
        for number, one in enumerate(value):
            yield from faults(kind[1], one, f"{path}[{number}]")


def _fits(kind: str | list[str], value: Any) -> bool:
    if isinstance(kind, list):
        return value in kind
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str) or not value:
        return False
    try:
        return _READERS.get(kind, bool)(value) is not False
    except ValueError:
        return False


_READERS: dict[str, Any] = {
    "uuid": UUID,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "date-time": lambda text: datetime.fromisoformat(text).tzinfo is not None,
    "email": lambda text: "@" in text,
    "uri": lambda text: bool(re.fullmatch(r"[!-~]+", text) and urlsplit(text).scheme and urlsplit(text).netloc),
}

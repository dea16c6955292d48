"""HSDS objects <-> the tables of the table package (CSV with ``datapackage.json``). Pure.

In tables a row names what it belongs to by the columns ``<table>_id``; in JSON it is nested there.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from referrals.interchange.hsds.form import TABLES, Column, Object, Table

Rows = dict[str, Object]
"""Rows of a table by id, in order."""

DESCRIPTOR = "datapackage.json"
FIELD_TYPES = {"uuid": "string", "email": "string", "uri": "string"}


def rows_of(objects: Mapping[str, Iterable[Object]]) -> dict[str, Rows]:
    """All rows by table from nested objects (top-level ones by table); the same object twice is one row."""
    found: dict[str, Rows] = {name: {} for name in TABLES}
    for name, nested in objects.items():
        for one in nested:
            _flatten(TABLES[name], one, {}, found)
    return found


def files_of(tables: Mapping[str, Rows]) -> dict[str, str]:
    """File names and contents: every table with a header line, empty ones too, and the descriptor."""
    texts = {TABLES[name].file: _csv(TABLES[name], rows.values()) for name, rows in tables.items()}
    return texts | {DESCRIPTOR: json.dumps(_descriptor(), ensure_ascii=False, indent=1) + "\n"}


def nested_services(tables: Mapping[str, Rows]) -> dict[str, Object]:
    """The services of a table package with all that belongs to them, by id."""
    children = _children(tables)
    return {name: _nest(TABLES["service"], row, tables, children, ()) for name, row in tables["service"].items()}


def _flatten(table: Table, nested: Object, link: Object, found: dict[str, Rows]) -> None:
    row = {column.name: nested[column.name] for column in table.columns if column.name in nested} | link
    for field, child in table.one.items():
        if field in nested:
            _flatten(TABLES[child], nested[field], {}, found)
            if any(column.name == f"{child}_id" for column in table.columns):
                row[f"{child}_id"] = nested[field]["id"]
    kept = found[table.name].setdefault(nested["id"], {})
    kept |= row
    for field, child in table.many.items():
        for one in nested.get(field, ()):
            if child == "attribute":
                belongs = {"link_id": nested["id"], "link_entity": table.name}
            elif child == "metadata":
                belongs = {"resource_id": nested["id"], "resource_type": table.name}
            else:
                belongs = {f"{table.name}_id": nested["id"]}
            _flatten(TABLES[child], one, belongs, found)


def _csv(table: Table, rows: Iterable[Object]) -> str:
    """The cells as they are: programs read this package, and a mark against spreadsheets would be data to them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([row.get(column.name, "") for column in table.columns] for row in rows)
    return text.getvalue()


def _descriptor() -> Object:
    """The description of the package after the Data Package standard."""
    return {
        "name": "human_services_data",
        "title": "Wegweiser: Stellen und Angebote (HSDS 3.0)",
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": table.name,
                "path": table.file,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(column) for column in table.columns],
                    "primaryKey": "id",
                },
            }
            for table in TABLES.values()
        ],
    }


def _field(column: Column) -> Object:
    constraints: Object = {"required": column.required or column.linked}
    if column.choices:
        constraints["enum"] = list(column.choices)
    form = {"format": column.kind} if column.kind in FIELD_TYPES else {}
    return {"name": column.name, "type": FIELD_TYPES.get(column.kind, column.kind), **form, "constraints": constraints}


Children = Mapping[tuple[str, str, str], list[Object]]


def _children(tables: Mapping[str, Rows]) -> Children:
    """Rows by their table and by table and id of what they belong to."""
    found: dict[tuple[str, str, str], list[Object]] = {}
    for name, rows in tables.items():
        for row in rows.values():
            for parent, owner in _owners(name, row):
                found.setdefault((name, parent, owner), []).append(row)
    return found


def _owners(name: str, row: Object) -> Iterable[tuple[str, str]]:
    if name == "attribute":
        return [(row.get("link_entity", ""), row.get("link_id", ""))]
    if name == "metadata":
        return [(row.get("resource_type", ""), row.get("resource_id", ""))]
    return [(table.name, row[f"{table.name}_id"]) for table in TABLES.values() if f"{table.name}_id" in row]


def _nest(table: Table, row: Object, tables: Mapping[str, Rows], children: Children, path: tuple[str, ...]) -> Object:
    """``path``: the tables around, so that what names each other in a circle ends."""
    nested: dict[str, Any] = dict(row)
    around = (*path, table.name)
    for field, child in table.one.items():
        found = tables[child].get(row.get(f"{child}_id", "")) if child not in around else None
        if found is not None:
            nested[field] = _nest(TABLES[child], found, tables, children, around)
    for field, child in table.many.items():
        rows = children.get((child, table.name, row["id"]), []) if child not in around else []
        if rows:
            nested[field] = [_nest(TABLES[child], one, tables, children, around) for one in rows]
    return nested

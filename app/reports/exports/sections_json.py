"""The sections of a page as JSON. Pure."""

import json
from typing import Any

from app.reports.exports.plain import Document, plain
from app.reports.values import Section
from app.version import VERSION


def write(document: Document) -> bytes:
    """The file: every value is a number, or the text of the page where none is published (``"<5"``)."""
    return (json.dumps(_whole(document), ensure_ascii=False, indent=2) + "\n").encode()


def _whole(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "period": document.period,
        "language": document.locale,
        "method": ", ".join(document.methods),
        "version": VERSION,
        "example": document.example,
        "terms": dict(document.terms),
        "sections": [_section(section, document.locale) for section in document.sections],
    }


def _section(section: Section, locale: str) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "table": section.table,
        "period": section.period,
        "hash": section.hash,
        "missing": section.missing,
        "first_heading": section.first_heading,
        "columns": [{"heading": column.heading, "kind": column.kind} for column in section.columns],
        "rows": [
            {
                "label": row.label,
                "key": list(row.key),
                "level": row.level,
                "values": [plain(value, locale) for value in row.values],
            }
            for row in section.rows
        ],
        "reading": section.reading,
        "notes": list(section.notes),
    }

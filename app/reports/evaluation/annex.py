"""The annex: every released table that the report was made of, with its hash."""

import hashlib

from app.reports.evaluation.chapter import Chapter
from app.reports.evaluation.kept import Releases
from app.reports.evaluation.source import Source
from app.reports.values import Column, Row, Section, Words


def whole_hash(releases: Releases) -> str:
    """SHA-256 (hexadecimal) of the lines ``name--period hash``, sorted, each with a line feed."""
    lines = sorted(f"{name}--{period} {value}\n" for (name, period), value in releases.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def used_releases(source: Source) -> Releases:
    """Those of the report's releases that have been read so far."""
    return {name: source.kept.releases[name] for name in source.used}


def annex(source: Source) -> Chapter:
    """The tables that the chapters made so far have read, named as the exported files are."""
    _ = source.say
    used = used_releases(source)
    rows = tuple(Row(f"{name}--{period}", (Words(value),)) for (name, period), value in sorted(used.items()))
    table = Section(
        "releases",
        _("Released tables of this report"),
        "",
        str(source.span),
        first_heading=_("Table and period"),
        columns=(Column(_("Hash (SHA-256)"), "hash"),),
        rows=rows,
    )
    said = (
        _("The exported files bear the same names and hashes. Whoever has a file can see whether it says the same."),
        _("Hash over all of them: {hash}", hash=whole_hash(used)),
    )
    return Chapter("annex", _("Annex: releases"), said, (table,), editable=False)

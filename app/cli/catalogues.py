"""The command ``wegweiser catalogues``: the PO files of what a visitor reads, from the bundled directory."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import click
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.cli.context import note, say
from app.directory.loading import EXAMPLE, load
from app.migrations.models import METADATA
from app.translation import sources
from app.translation.desk import languages
from app.vocabulary.catalogues import DOMAINS, Domain, Entry, po_path, write
from app.vocabulary.models import Revision
from app.vocabulary.service import HOUSE_REVISION, REVISION


@dataclass(frozen=True)
class Bundle:
    """What the bundled catalogues are for: their folders' names in the order of the languages, and the texts."""

    catalogues: tuple[str, ...]
    entries: Mapping[Domain, tuple[Entry, ...]]


@cache
def bundle() -> Bundle:
    """From the example directory, by way of a database in memory: as the translation desk sees it."""
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    with Session(engine) as session:
        session.add_all(Revision(id=one, number=0) for one in (REVISION, HOUSE_REVISION))
        load(session, EXAMPLE)
        return Bundle(tuple(languages(session)), sources.entries(session))


def outdated() -> dict[tuple[str, Domain], bytes]:
    """The catalogues that differ from the directory, by folder and name, as they should be."""
    found = bundle()
    fresh = {
        (catalogue, domain): write(catalogue, domain, found.entries[domain])
        for catalogue in found.catalogues
        for domain in DOMAINS
    }
    return {name: content for name, content in fresh.items() if not _is_stored(*name, content)}


def _is_stored(catalogue: str, domain: Domain, content: bytes) -> bool:
    path = po_path(catalogue, domain)
    return path.is_file() and path.read_bytes() == content


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if a catalogue is out of date.")
@click.option("--json", "as_json", is_flag=True, help="Print the names as JSON.")
def catalogues(check: bool, as_json: bool) -> None:
    """Bring translations/*/LC_MESSAGES/{slip,vocabulary}.po up to date with the bundled directory.

    A text whose German changed loses its translation; translate it in the PO file.
    """
    changed = outdated()
    names = [f"{catalogue}/{domain}" for catalogue, domain in changed]
    if not check:
        for (catalogue, domain), content in changed.items():
            path = po_path(catalogue, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    say(as_json, names, "\n".join(names) or "All catalogues are up to date.")
    if check and changed:
        note("Some catalogues are out of date; run wegweiser catalogues.")
        sys.exit(1)

"""HSDS files out of the stored directory and into it: ``services.json``, ``organizations.json``, ``tabular/*.csv``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.orm import Session

from app.directory import history
from app.directory.entries import Entry
from app.directory.publishing import Unfit, publish
from app.directory.stored import stored
from app.errors import Text, WegweiserError
from referrals.directory.folder import Directory
from referrals.directory.reading import BrokenDirectory, Problems
from referrals.interchange.hsds.form import Object
from referrals.interchange.hsds.offices import package
from referrals.interchange.hsds.package import files_of, rows_of
from referrals.interchange.hsds.reading import ORGANIZATIONS, SERVICES, TABULAR, Files, Given, read_folder
from referrals.interchange.hsds.taking import Taken, take

BY = "import hsds"


class CannotWrite(WegweiserError):
    """The folder for an export cannot be written."""


@dataclass(frozen=True)
class Taking:
    """What an import did, by office; ``left_out`` counts what has no place here. ``change`` is None for nothing new."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    left_out: Mapping[str, int]
    change: int | None

    @property
    def offices(self) -> dict[str, tuple[str, ...]]:
        """The ids of the offices by what happened to them."""
        return {"created": self.created, "changed": self.changed, "unchanged": self.unchanged}

    def as_json(self) -> dict[str, Any]:
        """Counts as those of ``wegweiser load``, and which offices are new or changed."""
        counts: dict[str, Any] = {what: len(names) for what, names in self.offices.items()}
        named = {"created": list(self.created), "changed": list(self.changed)}
        return counts | {"offices": named, "left_out": dict(self.left_out), "change": self.change}


def texts(directory: Directory, today: date) -> dict[str, str]:
    """The files of an export by their path inside the folder."""
    found = package(directory, today)
    tables = rows_of(
        {
            "taxonomy": found.taxonomies,
            "taxonomy_term": found.terms,
            "organization": found.organizations,
            "service": found.services,
        }
    )
    return {
        SERVICES: _json(found.services),
        ORGANIZATIONS: _json(found.organizations),
        **{f"{TABULAR}/{name}": text for name, text in files_of(tables).items()},
    }


def export(session: Session, folder: Path, today: date) -> dict[str, int]:
    """Write the directory to a folder; sizes in bytes by file. Raises CannotWrite."""
    written = {name: text.encode() for name, text in texts(stored(session), today).items()}
    try:
        (folder / TABULAR).mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".export-") as beside:
            (Path(beside) / TABULAR).mkdir()
            for name, content in written.items():
                (Path(beside) / name).write_bytes(content)
            for name in written:
                (Path(beside) / name).replace(folder / name)
    except OSError as error:
        raise CannotWrite(f"{error.filename or folder} cannot be written: {error.strerror}.") from error
    return {name: len(content) for name, content in written.items()}


def take_in(session: Session, folder: Path, *, now: datetime, why: str = "") -> Taking:
    """Take the services of a folder over as offices, all or none. Raises BrokenDirectory. The caller commits."""
    problems = Problems()
    files = read_folder(folder, problems)
    problems.refuse()
    history.lock(session)
    directory = stored(session)
    known = {record["id"] for record in directory["offices"]}
    taken = _taken(files, directory, now.date(), problems)
    edits = {Entry("offices", name): content for name, content in taken.contents.items()}
    try:
        change = publish(session, edits, by=BY, why=why or folder.name, now=now) if edits else None
    except Unfit as error:
        raise _located(error, taken) from error
    return Taking(
        created=tuple(name for name in taken.contents if name not in known),
        changed=tuple(name for name in taken.contents if name in known),
        unchanged=tuple(name for name in taken.places if name not in taken.contents),
        left_out=dict(sorted((taken.left_out + files.unread).items())),
        change=change.number if change else None,
    )


def _taken(files: Files, directory: Directory, today: date, problems: Problems) -> Taken:
    """What the JSON lists say, or the tables; if both are there, they must say the same. Raises BrokenDirectory."""
    found = [
        take(services, directory, today, problems) for services in (files.listed, files.tables) if services is not None
    ]
    problems.refuse()
    if len(found) == 2:
        listed, tables = found
        for name in listed.places | tables.places:
            if name not in tables.places or name not in listed.places:
                given = (listed.places | tables.places)[name]
                expected = Text("expected this service in services.json and in tabular, or one of the two removed")
                problems.add(given.file, given.line, given.place, expected)
            elif listed.contents.get(name) != tables.contents.get(name):
                given = tables.places[name]
                expected = Text("expected the same as in services.json, or one of the two removed")
                problems.add(given.file, given.line, given.place, expected)
        problems.refuse()
    return found[0]


def _located(error: Unfit, taken: Taken) -> BrokenDirectory:
    """The same problems with the places of the files that they come from."""
    problems = Problems()
    for entry, problem in error.problems:
        given: Given | None = taken.places.get(entry.id) if entry and entry.kind == "offices" else None
        if given is None:
            problems.found.append(problem)
        else:
            field = f"{given.place}, {problem.field}" if problem.field else given.place
            problems.add(given.file, given.line, field, problem.expected)
    return BrokenDirectory(problems.found)


def _json(objects: list[Object]) -> str:
    return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"

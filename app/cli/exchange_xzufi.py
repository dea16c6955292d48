"""The command ``wegweiser import xzufi``."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import click

from app import clock
from app.cli.context import open_instance, say
from app.errors import WegweiserError
from app.exchange.proposals_import import Report, compare, take_in
from referrals.interchange.xzufi.reading import read_file
from referrals.interchange.xzufi.values import BrokenMessage, Message

MOST_FILES = 5_000
MOST_TOTAL_BYTES = 500_000_000
TEXTS = {
    "created": "new proposals",
    "known": "proposed before",
    "rejected": "rejected before",
    "older": "older than what is known",
    "same": "as in our directory",
    "elsewhere": "about other regions",
    "ignored": "none of ours, as an editor said",
    "empty": "say too little",
    "expired": "over, by their own date",
    "withdrawn": "proposals withdrawn, since the sender deleted what they are about",
    "unknown_deletions": "deletions of things that were never here",
    "left_out": "left out because of a defect",
    "other_kinds": "of kinds that are not read",
}


class Refused(WegweiserError):
    """Nothing was taken in; the text says why, file by file."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def xzufi(folder: Path, as_json: bool) -> None:
    """Take in XZuFi 2.2 and 2.3 files (*.xml) of FOLDER as proposals, to be accepted one by one under /proposals.

    The directory is not changed. If one of the files cannot be read, nothing is taken in.
    """
    messages = read_folder(folder)
    database = open_instance()
    now = clock.now()
    with database.reading() as session:
        found = [compare(session, message, now.date()) for message in messages]
    with database.writing() as session:
        pairs = zip(messages, found, strict=True)
        reports = [take_in(session, message, one, now=now) for message, one in pairs]
    sums = {name: sum(getattr(report, name) for report in reports) for name in TEXTS}
    assert TEXTS.keys() == {field.name for field in fields(Report)} - {"file", "flaws"}
    flaws = [f"{report.file}, {flaw}" for report in reports for flaw in report.flaws]
    lines = [f"{n} {TEXTS[name]}" for name, n in sums.items() if n or name == "created"]
    value = sums | {"flaws": flaws, "files": [report.as_json() for report in reports]}
    say(as_json, value, "\n".join([*lines, *flaws]))


def read_folder(folder: Path) -> list[Message]:
    """The messages of all files, the oldest first. Raises Refused with every file that cannot be read."""
    paths = sorted(folder.glob("*.xml")) if folder.is_dir() else [folder]
    if not paths or not all(path.is_file() for path in paths):
        raise Refused(f"{folder}: expected a folder with XZuFi files (*.xml).")
    if len(paths) > MOST_FILES or sum(path.stat().st_size for path in paths) > MOST_TOTAL_BYTES:
        raise Refused(
            f"{folder}: expected at most {MOST_FILES} files with {MOST_TOTAL_BYTES // 1_000_000} MB together."
        )
    messages, broken = [], []
    for path in paths:
        try:
            messages.append(read_file(path))
        except BrokenMessage as error:
            broken.append(str(error))
    if broken:
        raise Refused("Nothing was taken in.\n" + "\n".join(broken))
    return sorted(messages, key=lambda message: (message.written_on or date.min, message.file))

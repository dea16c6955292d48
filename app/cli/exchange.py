"""``wegweiser export …`` and ``wegweiser import …``; the part for HSDS."""

from pathlib import Path

import click

from app import clock
from app.cli.context import open_instance, say
from app.cli.exchange_csv import export_csv, export_public, import_csv
from app.cli.exchange_xzufi import xzufi
from app.hsds import files


@click.group("export")
def export_() -> None:
    """Write the directory to files of another form."""


@click.group("import")
def import_() -> None:
    """Read files of another form into the directory."""


@export_.command("hsds")
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="A folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the files and their sizes as JSON.")
def export_hsds(folder: Path, as_json: bool) -> None:
    """Write offices and topics as HSDS 3.0 into FOLDER: JSON lists, and tables as CSV under tabular/."""
    with open_instance().reading() as session:
        written = files.export(session, folder, clock.now().date())
    say(as_json, {"folder": str(folder), "files": written}, f"{len(written)} files written to {folder}.")


@import_.command("hsds")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--why", default="", help="The reason that the history shows; default: the name of the folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_hsds(folder: Path, why: str, as_json: bool) -> None:
    """Take over the services of HSDS 3.0 files in FOLDER as offices. A broken file changes nothing.

    Only what a service says differently is changed; offices that are not in the files stay, and so do all rules.
    """
    with open_instance().writing() as session:
        taking = files.take_in(session, folder, why=why, now=clock.now())
    say(as_json, taking.as_json(), describe(taking))


def describe(taking: files.Taking) -> str:
    """The report for people."""
    lines = [
        f"not taken over, since it has no place here: {name} ({times} times)" for name, times in taking.left_out.items()
    ]
    counts = (f"{len(names)} {what}" for what, names in taking.offices.items())
    return "\n".join([*lines, f"offices: {', '.join(counts)}"])


for command in (export_csv, export_public):
    export_.add_command(command)
for command in (import_csv, xzufi):
    import_.add_command(command)

"""``wegweiser export csv``, ``wegweiser import csv`` and ``wegweiser export public``: files out and in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from app import clock
from app.cli.context import open_instance, say
from app.errors import WegweiserError
from app.exchange import files_export, files_folder, files_import
from referrals.interchange.spreadsheet.sheets import SHEETS

BY = "import csv"
OUT = click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="A folder.")


class NotAFolder(WegweiserError):
    """The path names no folder to read."""


@click.command("csv")
@OUT
@click.option("--json", "as_json", is_flag=True, help="Print the names of the files as JSON.")
def export_csv(folder: Path, as_json: bool) -> None:
    """Write the whole directory as CSV files for a spreadsheet into FOLDER."""
    with open_instance().reading() as session:
        files = files_export.csv_files(session)
    files_folder.write(folder, files, own=files_export.is_csv_of_ours)
    _say_written(folder, files, as_json)


@click.command("public")
@OUT
@click.option("--json", "as_json", is_flag=True, help="Print the names of the files as JSON.")
def export_public(folder: Path, as_json: bool) -> None:
    """Write the public directory as a web page (index.html) and as schema.org JSON-LD into FOLDER."""
    with open_instance().reading() as session:
        files = files_export.public_files(session, clock.now())
    files_folder.write(folder, files, own=files_export.is_page_of_ours)
    _say_written(folder, files, as_json)


@click.command("csv")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--why", default="", help="The reason that the history shows; default: the name of the folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_csv(folder: Path, why: str, as_json: bool) -> None:
    """Take over CSV files from FOLDER, all or some of those of the export. A broken file changes nothing."""
    if not folder.is_dir():
        raise NotAFolder(f"There is no folder {folder} to read CSV files from.")
    files = files_folder.read(folder)
    with open_instance(example=False).writing() as session:
        found = files_import.plan(session, files)
        made = files_import.publish(session, found, by=BY, why=why or folder.name, now=clock.now())
        number = made.number if made else None
    report = _report(found) | {"change": number}
    say(as_json, report, "\n".join(_lines(report)))


def _say_written(folder: Path, files: Mapping[str, bytes], as_json: bool) -> None:
    say(as_json, {"folder": str(folder), "files": list(files)}, f"{len(files)} files written to {folder}.")


def _report(found: files_import.Plan) -> dict[str, Any]:
    """Counts as those of ``wegweiser load``, for the kinds that the files have."""
    compared = found.comparison
    kinds = {}
    for kind in SHEETS.keys() & compared.unchanged.keys():
        own = [one for one in compared.differences if one.kind == kind]
        created = sum(one.new for one in own)
        kinds[kind] = {
            "created": created,
            "changed": len(own) - created,
            "unchanged": compared.unchanged[kind],
            "kept": compared.kept[kind],
        }
    ordered = {kind: kinds[kind] for kind in SHEETS if kind in kinds}
    totals = {
        name: sum(counts[name] for counts in kinds.values()) for name in ("created", "changed", "unchanged", "kept")
    }
    return totals | {"kinds": ordered, "ignored": dict(found.ignored)}


def _lines(report: Mapping[str, Any]) -> list[str]:
    lines = [
        f"{kind}: {counts['created']} created, {counts['changed']} changed, {counts['unchanged']} unchanged"
        + (f", {counts['kept']} kept (not in the files)" if counts["kept"] else "")
        for kind, counts in report["kinds"].items()
    ]
    lines += [f"not read in {file}: {', '.join(names)}" for file, names in report["ignored"].items()]
    total = f"in all: {report['created']} created, {report['changed']} changed, {report['unchanged']} unchanged"
    return [*lines, total]

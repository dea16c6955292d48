"""The command ``wegweiser load``."""

from pathlib import Path

import click

from app.cli.context import open_instance, say
from app.directory import loading as directory


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def load(folder: Path | None, as_json: bool) -> None:
    """Load or update a directory from FOLDER (without: the Leipzig example). A broken file changes nothing."""
    # Another town's directory must not be mixed with the example.
    database = open_instance(example=False)
    with database.writing() as session:
        report = directory.load(session, folder or directory.EXAMPLE)
    say(as_json, report.as_json(), describe(report))


def describe(report: directory.Report) -> str:
    """The report for people: one line a kind, and the total."""
    lines = [
        f"{kind}: {count.created} created, {count.changed} changed, {count.unchanged} unchanged"
        + (f", {count.kept} kept (not in the files)" if count.kept else "")
        for kind, count in report.kinds.items()
    ]
    total = f"in all: {report.created} created, {report.changed} changed, {report.unchanged} unchanged"
    return "\n".join([*lines, total])

"""The command ``wegweiser stats``: released tables, one, all, or a year as open data."""

from pathlib import Path
from typing import Any

import click

from app.cli.context import open_instance, say
from app.cli.writing import write_whole
from app.directory.example import is_example
from app.exchange import files_folder
from app.locales import INTERFACE_LANGUAGES
from app.released.tables import DECLARED
from app.reports.exports.tables import csv_of, described
from app.reports.files import FORMATS, open_data, released_table, table_file
from app.reports.reader import Reader

_FIRST_BYTES = b"# table: "
OUTPUT = click.Path(path_type=Path)


@click.command()
@click.argument("table", required=False)
@click.option("--period", help="A released month (2026-09), quarter (2026-Q3) or year (2026).")
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", help="Of the file; default: csv.")
@click.option("--list", "listing", is_flag=True, help="List every released table and its periods.")
@click.option("--all", "everything", is_flag=True, help="Write every released table as NAME--PERIOD.csv into a folder.")
@click.option("--package", "year", help="Write the open-data package of this year.")
@click.option("--town", default="", help="The town's name in the package; default: where the centre is.")
@click.option("--language", type=click.Choice(INTERFACE_LANGUAGES), default="de", help="Of the words in a workbook.")
@click.option("-o", "--output", type=OUTPUT, help="The file; with --all the folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def stats(  # noqa: PLR0917 - one parameter for each option
    table: str | None,
    period: str | None,
    form: str,
    listing: bool,
    everything: bool,
    year: str | None,
    town: str,
    language: str,
    output: Path | None,
    as_json: bool,
) -> None:
    """Write the released table TABLE of a period; or list, or write, all there are.

    There are no other figures than these: nothing of a running period, and nothing that was not released.
    """
    if sum((listing, everything, year is not None, table is not None)) != 1:
        raise click.UsageError("Say one of TABLE, --list, --all and --package.")
    if table is not None and period is None:
        raise click.UsageError("Say with --period which period of the table.")
    if output is None and not listing:
        raise click.UsageError("Say with -o where to write.")
    with open_instance().reading() as session:
        reader, example = Reader(session, language), is_example(session)
        if output is None:
            listed = _listed(reader)
            return say(as_json, listed, "\n".join(map(_line, listed)) or "Nothing is released yet.")
        if everything:
            return _write_all(reader, output, example=example, as_json=as_json)
        if year is not None:
            content = open_data(reader, year, example=example, town=town)
            write_whole(output, content)
            return say(as_json, {"file": str(output), "year": year, "bytes": len(content)}, f"{output} written.")
        found = released_table(reader, table or "", period or "")
        content = table_file(reader, found, form, example=example)
    write_whole(output, content)
    values: dict[str, Any] = {"file": str(output)} | described(found, example=example) | {"bytes": len(content)}
    return say(as_json, values, f"{output} written.")


def _listed(reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "dimensions": list(declared.dimensions),
            "unit": declared.unit,
            "multi": list(declared.multiple),
            "periods": periods,
        }
        for name, declared in DECLARED.items()
        if (periods := reader.periods(name))
    ]


def _line(one: dict[str, Any]) -> str:
    return f"{one['name']} ({', '.join(one['dimensions'])}; {one['unit']}): {' '.join(one['periods'])}"


def _write_all(reader: Reader, folder: Path, *, example: bool, as_json: bool) -> None:
    """All or nothing: a missing disk must not leave a folder that looks whole."""
    files = {
        f"{name}--{period}.csv": csv_of(table, example=example)
        for name, period in sorted(reader.catalogue)
        if name in DECLARED and (table := reader.table(name, period))
    }
    files_folder.write(folder, files, own=lambda _name, content: not content or content.startswith(_FIRST_BYTES))
    say(as_json, {"folder": str(folder), "files": sorted(files)}, f"{len(files)} files written to {folder}.")

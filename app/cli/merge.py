"""The command ``wegweiser merge``: a state's view from the released packages of its towns."""

from pathlib import Path

import click

from app.cli.context import say
from app.exchange import files_folder

PACKAGE = click.Path(path_type=Path)


@click.command()
@click.argument("packages", nargs=-1, required=True, type=PACKAGE, metavar="PACKAGE…")
@click.option("-o", "--output", "folder", required=True, type=PACKAGE, help="A folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def merge(packages: tuple[Path, ...], folder: Path, as_json: bool) -> None:
    """Join the open-data packages (ZIP or folder) of several towns into tables of the state, in FOLDER.

    Every number is a sum of published numbers, with its rounding error. A broken package changes nothing.
    """
    # Here, since DuckDB is loaded with it, which no other command and no server needs.
    from app.reports.exports.merged import OWN, files
    from app.reports.exports.merging import merge as merged

    state = merged(packages)
    written = files(state)
    files_folder.write(folder, written, own=lambda _name, content: not content or content.startswith(OWN))
    values = {
        "folder": str(folder),
        "towns": len({town.town for town in state.towns}),
        "packages": len(state.towns),
        "methods": sorted(set(state.methods.values())),
        "files": sorted(written),
    }
    say(as_json, values, f"Packages merged: {len(state.towns)}. Files written to {folder}: {len(written)}.")

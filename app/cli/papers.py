"""``wegweiser papers``: the papers a town needs before it runs the program."""

from pathlib import Path

import click

from app.cli.context import open_whole_instance, say
from app.cli.writing import write_whole
from app.errors import WegweiserError
from app.factory import create_app
from app.papers import writing
from app.papers.facts import gather


class NoFolder(WegweiserError):
    """The folder cannot be made."""


@click.command()
@click.option("-o", "folder", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--format", "kind", type=click.Choice(["docx", "md"]), default="docx", show_default=True)
@click.option("--json", "as_json", is_flag=True)
def papers(*, folder: Path, kind: str, as_json: bool) -> None:
    """Write record of processing, security concept and the like into a folder, in German."""
    instance = open_whole_instance()
    settings = instance.settings
    app = create_app(settings, instance.keys, instance.database)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoFolder(f"{folder} cannot be made: {error.strerror}.") from error
    with instance.database.reading() as session:
        facts = gather(app, session, audit_days=settings.audit_days, open_id=settings.open_id is not None)
    for name in writing.PAPERS:
        text = writing.markdown(app, name, facts)
        write_whole(folder / f"{name}.{kind}", writing.docx(text) if kind == "docx" else text.encode())
    files = [str(folder / f"{name}.{kind}") for name in writing.PAPERS]
    say(as_json, {"files": files}, f"{len(files)} papers in {folder}.")

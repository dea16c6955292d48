"""``wegweiser night``: what otherwise runs by itself at night and at start."""

import click

from app import clock
from app import night as job
from app.cli.context import open_whole_instance, say
from app.files.store import files_of
from app.uploads.sweeping import sweep


@click.command()
@click.option("--json", "as_json", is_flag=True)
def night(as_json: bool) -> None:
    """Forget what is due and leave no trace of it; release what is due."""
    instance = open_whole_instance()
    report = job.run(instance.database)
    sweep(instance.database, files_of(instance.settings.instance), clock.now().date())
    text = f"Forgotten: contacts before {report.oldest_month}, keys and codes that have ended."
    if report.released:
        text += f" Released: {', '.join(report.released)}."
    say(as_json, report.as_dict(), text)

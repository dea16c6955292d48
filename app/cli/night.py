"""``wegweiser night``: what otherwise runs by itself at night and at start."""

import click

from app import night as job
from app.cli.context import open_instance, say


@click.command()
@click.option("--json", "as_json", is_flag=True)
def night(as_json: bool) -> None:
    """Forget what is due and leave no trace of it; release what is due."""
    report = job.run(open_instance())
    text = f"Forgotten: contacts before {report.oldest_month}, keys and codes that have ended."
    if report.released:
        text += f" Released: {', '.join(report.released)}."
    say(as_json, report.as_dict(), text)

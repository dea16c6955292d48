"""``wegweiser night``: what otherwise runs by itself at night and at start."""

import sys

import click

from app import clock
from app.cli.context import note, open_whole_instance, say
from app.nightly import House, do_night, tonight


@click.command()
@click.option("--due", is_flag=True, help="Only what this night still lacks, and the backup; for a timer.")
@click.option("--json", "as_json", is_flag=True)
def night(due: bool, as_json: bool) -> None:
    """Forget what is due and leave no trace of it; release what is due; look for damage."""
    instance = open_whole_instance()
    house = House(instance.settings, instance.keys, instance.database)
    if due:
        _due(house, as_json)
        return
    report = do_night(house, clock.now(), anyway=True)
    assert report is not None, "nobody is in the way"
    text = f"Forgotten: contacts before {report['oldest_month']}, keys and codes that have ended."
    if report["released"]:
        text += f" Released: {', '.join(report['released'])}."
    for finding in report["findings"]:
        note(finding)
    say(as_json, report, text)


def _due(house: House, as_json: bool) -> None:
    done = tonight(house)
    say(as_json, {"done": done}, "Everything of this night is done." if done else "Something is still to be done.")
    if not done:
        sys.exit(1)

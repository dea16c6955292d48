"""The command ``wegweiser demo``."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from app.cli.context import open_whole_instance, say
from app.demo import service
from app.demo.truth import TruthFile
from app.errors import WegweiserError

MOST_MONTHS = 240
MOST_CONTACTS = 2_000_000


class NoPlace(WegweiserError):
    """The file of the truth cannot be written."""


@click.command()
@click.option("--contacts", type=click.IntRange(1, MOST_CONTACTS), required=True, help="How many, in all months.")
@click.option("--months", type=click.IntRange(1, MOST_MONTHS), required=True, help="The last so many closed months.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same visits for the same seed.")
@click.option(
    "--truth", type=click.Path(path_type=Path, dir_okay=False), help="Write every contact into this CSV file."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def demo(contacts: int, months: int, seed: int, truth: Path | None, as_json: bool) -> None:
    """Fill an empty database with made-up contacts, and release what is due.

    The database is marked for good, and every page says that its data is made up. The same seed gives the same visits
    (with the same directory on the same day), but not the same published numbers: the rounding hangs on secrets of
    each database. While it runs nobody else can write.
    """
    instance = open_whole_instance()
    with _truth(truth) as file:
        made = service.make(instance.database, instance.keys, contacts=contacts, months=months, seed=seed, truth=file)
    text = (
        f"{made.contacts} made-up contacts from {made.first_month} to {made.last_month}, {made.events} events, "
        f"{made.feedback} slips that came back, {len(made.released)} released tables."
    )
    say(as_json, made.as_dict(), text)


@contextmanager
def _truth(path: Path | None) -> Iterator[TruthFile | None]:
    """A file that is there only if everything went well. Raises NoPlace."""
    if path is None:
        yield None
        return
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            yield TruthFile(file)
        os.replace(beside, path)
    except OSError as error:
        raise NoPlace(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)

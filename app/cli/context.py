"""What every command needs: settings, the open instance, output as text or JSON, errors as one sentence."""

import json
import sys
from datetime import datetime
from typing import Any

import click

import config
from app import logs
from app.audit import actors
from app.cli.instance import Instance, prepare
from app.db import Database, DatabaseUnavailable
from app.errors import WegweiserError

FIRST_YEAR, LAST_YEAR = 2000, 2100


class _Day(click.DateTime):
    """A day that an office can be open on."""

    name = "date"

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Midnight of that day."""
        day = super().convert(value, param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{value} is not between {FIRST_YEAR} and {LAST_YEAR}.", param, ctx)
        return day


DAY = _Day()


def open_instance(*, example: bool = True) -> Database:
    """The database of this installation, migrated and, with ``example``, with a directory loaded."""
    return open_whole_instance(example=example).database


def open_whole_instance(*, example: bool = True) -> Instance:
    """Settings, keys and database of this installation, made ready on the first call."""
    context = click.get_current_context().find_root()
    if context.obj is None:
        context.with_resource(actors.acting(actors.command(click.get_current_context().command_path)))
        settings = config.load()
        logs.set_up(production=settings.production)
        context.obj = prepare(settings, example=example)
        context.call_on_close(context.obj.database.dispose)
    instance: Instance = context.obj
    return instance


def say(as_json: bool, value: Any, text: str) -> None:
    """Print the result on standard output: JSON for programs, text for people."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2) if as_json else text)


def note(text: str) -> None:
    """Print what is going on to standard error, so that output stays clean."""
    click.echo(text, err=True)


def run(command: click.Command) -> None:
    """Run the command line; a known error is one sentence on standard error and exit code 1."""
    try:
        command(prog_name="wegweiser")
    except (WegweiserError, config.UnsafeSettings) as error:
        note(str(error))
        sys.exit(1)
    except DatabaseUnavailable as error:
        note(
            f"The database cannot be used, nothing was changed: {error}. Look whether its disk is full or read only, "
            "whether another program holds it, and whether its server runs; docs/notfall.md says more."
        )
        sys.exit(1)
    except OSError as error:
        # A full disk, a folder that is read only or another's: nothing that is wrong with the program.
        note(f"A file cannot be read or written: {error}. Look after the disk and its permissions, then try again.")
        sys.exit(1)

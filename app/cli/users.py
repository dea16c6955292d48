"""``wegweiser user``: staff accounts from the command line."""

import getpass
import sys

import click

from app import clock
from app.accounts import links, second_factor
from app.accounts import service as accounts
from app.accounts.roles import Role
from app.cli.context import open_instance, open_whole_instance, say
from config import Settings


@click.group()
def user() -> None:
    """Staff accounts."""


@user.command()
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--json", "as_json", is_flag=True)
def add(name: str, role: str, password_stdin: bool, as_json: bool) -> None:
    """Add an account."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else getpass.getpass("Password: ")
    with open_instance().writing():
        accounts.add_user(name=name, password=password, role=Role(role), must_change_password=False)
    say(as_json, {"name": name, "role": role}, f"Added {name} ({role}).")


@user.command()
@click.argument("name")
@click.option("--remove-second-factor", is_flag=True, help="Also remove the second factor, whose phone is lost.")
@click.option("--json", "as_json", is_flag=True)
def link(name: str, remove_second_factor: bool, as_json: bool) -> None:
    """Make a one-time link by which somebody chooses a new password; for when no administrator gets in."""
    instance = open_whole_instance()
    now = clock.now()
    with instance.database.writing():
        found = accounts.user_named(name)
        token = links.make(found.id, now)
        if remove_second_factor:
            second_factor.remove(found.id)
            accounts.end_logins(found.id)
    address = f"{_own_address(instance.settings)}/welcome/{token}"
    until = now + links.VALID
    result = {"name": name, "address": address, "valid_until": until.isoformat(timespec="minutes")}
    say(as_json, result, f"{address}\nOnce, until {until:%Y-%m-%d %H:%M}.")


def _own_address(settings: Settings) -> str:
    """What a browser calls us, as far as the settings know."""
    if settings.behind_proxy:
        return f"https://{min(settings.hosts, default='localhost')}"
    return f"http://{settings.bind}"

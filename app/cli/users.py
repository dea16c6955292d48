"""``wegweiser user``: staff accounts from the command line."""

import getpass
import sys

import click

from app.accounts import service as accounts
from app.accounts.roles import Role
from app.cli.context import open_instance, say


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

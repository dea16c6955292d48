"""The public directory as one HTML page, which needs no other file, no script and no other host."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.formatting import long_date, short_date
from referrals.interchange.public import schema_org
from referrals.interchange.public.values import PublicDirectory

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
PAGE, DATA = "index.html", "directory.jsonld"
MARK = b'<meta name="generator" content="Wegweiser">'
"""Tells a page of ours, which a later export may replace."""


_NUMBER = re.compile(r"\+?[0-9]+(?: [0-9]+)+")


def files(directory: PublicDirectory) -> dict[str, bytes]:
    """The page and its data as a file of its own, by name."""
    return {PAGE: html(directory).encode(), DATA: schema_org.text(directory).encode()}


def html(directory: PublicDirectory) -> str:
    """The page."""
    return (
        _environment()
        .get_template("public/directory.html")
        .render(
            directory=directory,
            # Ours, and what it holds of others is escaped: see schema_org.text and the style sheet.
            data=Markup(schema_org.text(directory)),  # noqa: S704
            style=Markup(_style()),  # noqa: S704
            long_date=lambda day: long_date(day, "de"),
            short_date=short_date,
            dial=_dial,
            shown=_shown,
            whole=_whole,
        )
    )


def _dial(phone: str) -> str:
    """A number as it is dialled."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def _whole(text: str) -> str:
    """The text with its telephone numbers kept on one line."""
    return _NUMBER.sub(lambda number: number[0].replace(" ", "\u00a0"), text)


def _shown(address: str) -> str:
    """A web address as one types it."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")


@cache
def _style() -> str:
    return (TEMPLATES / "public" / "directory.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

"""``wegweiser audit``: the log of staff actions from the command line."""

import re
import sys

import click

from app.audit import chain
from app.audit.chain import Head
from app.audit.pending import note
from app.cli.context import open_whole_instance, say

HEAD = re.compile(r"(\d{1,10}):([0-9a-f]{64})")


class _HeadType(click.ParamType[Head]):
    """A head as a backup's manifest and the night's log line write it."""

    name = "number:hash"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        """The head."""
        found = HEAD.fullmatch(str(value))
        if found is None:
            self.fail(f"{value} is not number:hash, as a backup and the night's line in the log write it.", param, ctx)
        return Head(int(found[1]), found[2])


@click.group()
def audit() -> None:
    """The log of staff actions."""


@audit.command()
@click.option("--head", "heads", multiple=True, type=_HeadType(), help="Written down elsewhere; as often as you like.")
@click.option("--json", "as_json", is_flag=True)
def check(heads: tuple[Head, ...], as_json: bool) -> None:
    """Check the whole chain, and that it holds what was written down elsewhere; exit 1 if something is wrong."""
    instance = open_whole_instance(example=False)
    with instance.database.reading() as session:
        findings = chain.verify(session, instance.keys)
        findings += [finding for head in heads for finding in chain.missing_head(session, head)]
        newest = chain.head(session)
    value = {"ok": not findings, "head": str(newest), "findings": findings}
    say(as_json, value, "\n".join(findings) or f"Nothing is wrong; the newest entry is {newest}.")
    if findings:
        sys.exit(1)


@audit.command()
@click.option("--json", "as_json", is_flag=True)
def accept(as_json: bool) -> None:
    """After it is known what is wrong: begin the chain anew behind what is there. This itself is logged."""
    instance = open_whole_instance(example=False)
    with instance.database.writing() as session:
        findings = chain.accept(session, instance.keys)
        if findings:
            note(session, action="accepted", kind="audit_log", after={"findings": findings})
    text = "Nothing was wrong." if not findings else "Accepted, and logged:\n" + "\n".join(findings)
    say(as_json, {"accepted": findings}, text)

"""``wegweiser report``: the evaluation report over a span of months, from released tables."""

from collections.abc import Callable
from pathlib import Path

import click

from app import clock
from app.cli.context import open_instance, say
from app.cli.writing import write_whole
from app.directory.example import is_example
from app.locales import INTERFACE_LANGUAGES
from app.reports.evaluation import kept, printing, word
from app.reports.evaluation.chapter import Report
from app.reports.evaluation.report import build
from app.reports.evaluation.span import span_of
from app.reports.reader import Reader

RENDERERS: dict[str, Callable[[Report], bytes]] = {".pdf": printing.render, ".docx": word.render}


@click.command()
@click.option("--from", "first", required=True, help="First month, such as 2025-07.")
@click.option("--to", "last", required=True, help="Last month, such as 2026-12.")
@click.option("--language", type=click.Choice(INTERFACE_LANGUAGES), default="de", show_default=True)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), required=True, help=".pdf or .docx")
@click.option("--json", "as_json", is_flag=True)
def report(*, first: str, last: str, language: str, output: Path, as_json: bool) -> None:
    """Write the evaluation report as PDF or DOCX; of a report that is kept about these months, with its texts."""
    if output.suffix not in RENDERERS:
        raise click.BadParameter("the file's name must end with .pdf or .docx", param_hint="-o")
    today = clock.now().date()
    span = span_of(first, last, today=today)
    with open_instance().reading() as session:
        known = kept.latest(session, span)
        found = kept.find(session, known) if known else kept.draft(session, span, today=today)
        made = build(Reader(session, language), found, example=is_example(session))
    content = RENDERERS[output.suffix](made)
    write_whole(output, content)
    values = {
        "file": str(output),
        "from": first,
        "to": last,
        "language": language,
        "report": known,
        "hash": made.hash,
        "bytes": len(content),
    }
    say(as_json, values, f"{output} written.")

"""A whole report in one language."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.errors import N_, NotFound
from app.formatting import long_date
from app.reports.evaluation import frame, opening, referring, visits, work
from app.reports.evaluation.annex import annex, used_releases, whole_hash
from app.reports.evaluation.chapter import Chapter, Report, items, paragraphs
from app.reports.evaluation.comparing import comparison
from app.reports.evaluation.facts import HOUSE
from app.reports.evaluation.kept import Kept, Written
from app.reports.evaluation.printable import printable
from app.reports.evaluation.source import Source
from app.reports.reader import Reader

CHAPTERS: Mapping[str, Callable[[Source], Chapter]] = {
    "summary": frame.summary,
    "definitions": frame.definitions,
    "method": frame.method,
    "volumes": visits.volumes,
    "topics": visits.topics,
    "languages": visits.languages,
    "groups": visits.groups,
    "referrals": referring.referrals,
    "interpreters": referring.interpreters,
    "material": work.material,
    "events": work.events,
    "partners": work.partners,
    "hours": opening.hours,
    "comparison": comparison,
    "recommendations": frame.recommendations,
}
"""In the order of the report; the keys stand in addresses and with the texts."""
GERMAN = "de"


def build(reader: Reader, kept: Kept, *, example: bool = False) -> Report:
    """The report in the reader's language; of ``example`` data it says so on every page.

    Raises ChangedRelease if a table is not what it was made of.
    """
    source = Source(reader, kept)
    _ = source.say
    span = kept.span
    warning = _("Example data: all contacts and figures are made up.") if example else ""
    page = _("Page {page} of {pages}")
    chapters = [_never_empty(source, chapter(source, name)) for name in CHAPTERS]
    months = f"{reader.period_text(span.first)} – {reader.period_text(span.last)}"
    made = Report(
        reader.locale,
        _("Evaluation of the Welcome Centre"),
        months if span.first != span.last else reader.period_text(span.first),
        span,
        kept.facts.sender or (HOUSE,),
        (
            _("As of {day}", day=long_date(kept.made_on, reader.locale)),
            _("All figures come from released statistics in which nobody can be recognised."),
        ),
        _("Contents"),
        (*chapters, annex(source)),
        whole_hash(used_releases(source)),
        kept.made_on,
        f"{warning}  ·  {page}" if warning else page,
        warning,
    )
    return printable(made)


def chapter(source: Source, name: str) -> Chapter:
    """A chapter with its own text: in the report's language, else the German one. Raises NotFound."""
    check_chapter(name)
    made = CHAPTERS[name](source)
    for language in dict.fromkeys((source.locale, GERMAN)):
        text = source.kept.texts.get((name, language), Written()).text
        if text:
            return replace(made, own=(items if made.numbered else paragraphs)(text), own_language=language)
    return made


def check_chapter(name: str) -> None:
    """Raises NotFound if there is no chapter of this name."""
    if name not in CHAPTERS:
        raise NotFound(N_("There is no such chapter."))


def _never_empty(source: Source, made: Chapter) -> Chapter:
    """A chapter in which nothing stands says so."""
    _ = source.say
    filled = made.paragraphs or made.own or made.sections
    return made if filled else replace(made, paragraphs=(_("No text yet."),))


def suggestions(reader: Reader, kept: Kept) -> list[str]:
    """What the figures suggest as adjustments, sentence by sentence."""
    return frame.suggestions(Source(reader, kept))

"""What the values of dimensions are called, and in which order they stand."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contacts.values import CHANNELS, CONCEPT_GROUPS, DURATIONS, OUTCOMES, PERSONS, TALKS
from app.locales import babel_locale, language_name
from app.reports.wording import Speech
from app.vocabulary.models import FieldOfAction
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Label
from handouts.models import Handout
from referrals.directory.service import offices
from referrals.feedback import OUTCOMES as REPORTED

UNKNOWN = "unknown"
"""The value of contacts that do not have one: it was not noted, or may not be kept."""
HOURS = range(24)
WEEKDAYS = range(1, 8)


def labels(session: Session, dimension: str, locale: str) -> dict[str, str]:
    """All values of a dimension with their names in ``locale`` (``de`` or ``en``), in their natural order."""
    _ = Speech(locale)
    fixed = _fixed(_)
    if dimension in fixed:
        return dict(fixed[dimension])
    if dimension == "weekday":
        names = babel_locale(locale).days["stand-alone"]["wide"]
        return {str(day): str(names[day - 1]) for day in WEEKDAYS}
    if dimension == "hour":
        return {str(hour): _("{hour}:00", hour=hour) for hour in HOURS}
    return _of_the_town(session, dimension, locale)


def _of_the_town(session: Session, dimension: str, locale: str) -> dict[str, str]:
    words = vocabulary(session)

    def named(label: Label) -> str:
        return label.en if locale == "en" else label.de

    if dimension == "topic":
        return {topic.id: named(topic.label) for topic in words.topics.values()}
    if dimension == "subtopic":
        return {one.id: named(one.label) for topic in words.topics.values() for one in topic.subtopics}
    if dimension == "language":
        found = {tag: _language(tag, one.name_en, one.name_de, locale) for tag, one in words.languages.items()}
        return dict(sorted(found.items(), key=lambda item: item[1].casefold()))
    if dimension == "office":
        return {one.id: one.name_de for one in sorted(offices(session).values(), key=lambda one: one.name_de)}
    if dimension == "handout":
        return {
            one.id: _in(locale, one.title_de, one.title_en)
            for one in session.scalars(select(Handout).order_by(Handout.id))
        }
    fields = session.scalars(select(FieldOfAction).order_by(FieldOfAction.position))
    return {one.id: _in(locale, one.label_de, one.label_en) for one in fields}


def _in(locale: str, german: str, english: str) -> str:
    return english if locale == "en" and english else german


def _language(tag: str, english: str, german: str, locale: str) -> str:
    return (english if locale == "en" else german) or language_name(tag, locale) or tag


def _fixed(_: Speech) -> Mapping[str, Mapping[str, str]]:
    """Codes of contacts and of feedback, as the counter calls them."""
    unknown = {UNKNOWN: _("not recorded")}
    group = (
        _("seeking protection"),
        _("EU citizen"),
        _("studies"),
        _("skilled worker"),
        _("joining the family"),
        _("other third country"),
        _("another group"),
        _("unknown"),
    )
    outcome = (
        _("informed"),
        _("referred"),
        _("material given"),
        _("declined: form"),
        _("declined: forwarding"),
        _("declined: complaint"),
    )
    persons = (_("1 person"), *(_("{n} persons", n=n) for n in PERSONS[1:-1]), _("{n} or more persons", n=PERSONS[-1]))
    return {
        "channel": dict(zip(CHANNELS, (_("in person"), _("phone"), _("e-mail"), _("event")), strict=True)),
        "duration": dict(
            zip(DURATIONS, (_("up to 5 min"), _("up to 15 min"), _("up to 30 min"), _("over 30 min")), strict=True)
        )
        | unknown,
        "group": dict(zip(CONCEPT_GROUPS, group, strict=True)),
        "outcome": dict(zip(OUTCOMES, outcome, strict=True)) | unknown,
        "persons": dict(zip(PERSONS, persons, strict=True)) | unknown,
        "reported": dict(zip(REPORTED, _reported(_), strict=True)),
        "talk": dict(
            zip(TALKS, (_("direct"), _("interpreted"), _("companion"), _("gestures")), strict=True),
        ),
    }


def _reported(_: Speech) -> tuple[str, ...]:
    return (_("reached"), _("wrong office"), _("turned away"), _("not gone"))

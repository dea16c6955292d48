"""The pages of the decision tables: which rows are shown, what stands beside them, where the focus goes."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from app import clock
from app.directory import settings
from app.directory.publishing import Unfit
from app.interface import language, translate
from app.rules import case, effect, words
from app.rules.case import Played
from app.rules.desk import Desk, caretakers, overview, place, topic_of, used_offices
from app.rules.editing import Editing
from app.rules.form import LISTS
from app.rules.rows import COLUMNS, Row, Selection, arranged, contains, in_order, order_mark
from app.upkeep.proof import proof
from app.upkeep.words import field_name
from app.vocabulary.wording import facts_in_words
from referrals.routing.condition import Condition

MOST_FOUND = 50
"""Rules that a search shows: whoever gets more types another word."""

What = Literal["saved", "unchanged", "moved", "at the end", "published", "submitted", "discarded", "undone", "nothing"]


@dataclass(frozen=True)
class Done:
    """What became of the last step; ``number`` is the change of the history that it made, ``rules`` those in it."""

    what: What
    rules: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Trouble:
    """Why the last step was not done: a sentence (English), and what the directory's checks say, rule by rule."""

    sentence: str
    unfit: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, sentence: str, error: Unfit) -> "Trouble":
        """The problems of a publication: id, field and what is expected, in the interface's language."""
        return cls(
            sentence,
            tuple(
                (entry.id if entry else "", field_name(one.field), translate(one.expected))
                for entry, one in error.problems
            ),
        )


@dataclass(frozen=True)
class Shown:
    """What a page of a topic shows beside its rows."""

    chosen: Selection = field(default_factory=Selection)
    editing: Editing | None = None
    done: Done | None = None
    trouble: Trouble | None = None
    played: Played | None = None
    why: str = ""
    focus: str = ""


def start_page(session: Session, query: str) -> str:
    """All topics with what there is to do, or the rules that a search finds."""
    desk = open_desk(session)
    findings = effect.findings_by_topic(proof(session, desk.today))
    labels = {
        subtopic.id: (desk.vocabulary.topics[subtopic.parent].label[language()], subtopic.label[language()])
        for subtopic in desk.vocabulary.subtopics.values()
    }
    found = [
        row
        for topic in (desk.rules if query else ())
        for row in desk.rows_of(topic)
        if contains(row, query, *labels.get(topic, ()))
    ]
    topics = overview(desk, findings)
    return render_template(
        "rules/overview.html",
        topics=topics,
        query=query,
        found=in_order(found)[:MOST_FOUND],
        number=len(found),
        labels=labels,
        topic_of=topic_of,
        rules=len(desk.published),
        drafts=len(desk.drafts),
        findings=sum(findings.values()),
        due=sum(count.due for one in topics for count in one.counts),
    )


def table_page(session: Session, topic: str, shown: Shown, status: int = 200) -> Response:
    """The decision table of a topic. Raises NotFound."""
    desk = open_desk(session)
    parent, subtopic = place(desk, topic)
    rows = desk.rows_of(topic)
    tables = effect.both(session, desk, topic)
    drafted = in_order(desk.drafts_of(topic))
    editing = shown.editing
    body = render_template(
        "rules/table.html",
        order=order_mark(rows),
        desk=desk,
        parent=parent,
        subtopic=subtopic,
        topic=topic,
        here=address(topic),
        rows=arranged(rows, shown.chosen),
        total=len(rows),
        columns=COLUMNS,
        chosen=shown.chosen,
        groups=_groups(desk, rows),
        offices=used_offices(rows),
        editing=editing,
        done=shown.done,
        trouble=shown.trouble,
        played=shown.played,
        focus=shown.focus,
        drafted=drafted,
        why=shown.why or next((one.why for row in drafted if (one := desk.drafts[row.id]).why), ""),
        seen={row.id: desk.current(row.id).seen for row in drafted},
        effect=effect.effect(session, desk, topic, tables) if drafted else None,
        four_eyes=settings.four_eyes(session),
        questions=case.questions_of((tables.before, tables.after), topic),
        told=effect.told,
        gone_and_come=effect.gone_and_come,
        caretakers=caretakers([editing.form.texts["caretaker"]]) if editing else [],
        form_lists=tuple(LISTS),
        facts_in_words=facts_in_words,
        link=link,
        words=words,
    )
    return make_response(body, status)


def open_desk(session: Session) -> Desk:
    """The rules as they are, today."""
    return Desk.open(session, clock.now().date())


def link(topic: str, chosen: Selection, **changed: str) -> str:
    """The address of a table with the same rows, and something changed."""
    query = urlencode(chosen.query(**changed))
    return f"{address(topic)}?{query}" if query else address(topic)


def address(topic: str) -> str:
    """Where the table of a topic is."""
    return f"/rules/{topic}"


def _groups(desk: Desk, rows: tuple[Row, ...]) -> list[str]:
    """The groups that these rules ask for, in the order of the directory."""
    named = {one for row in rows for one in Condition.parse(row.content["condition"]).values("g")}
    return [one for one in desk.vocabulary.groups if one in named]

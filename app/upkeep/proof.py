"""The proof of the routing table in the editors' words: sections of findings, each with what to open."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from urllib.parse import quote, urlencode

from sqlalchemy.orm import Session

from app.formatting import part_of_date, short_date
from app.interface import language, translate
from app.vocabulary.service import ByRevision, vocabulary
from app.vocabulary.values import Vocabulary
from app.vocabulary.wording import facts_in_words
from referrals.directory.facts import Office
from referrals.directory.service import offices
from referrals.routing.analysis.check import check
from referrals.routing.analysis.findings import Conflict, Expiring, Gap, Report, Stale, Unreachable
from referrals.routing.service import table

Tone = Literal["bad", "warn", "info"]
MOST_UNFOLDED = 12


@dataclass(frozen=True)
class Link:
    """Something to open."""

    address: str
    label: str


@dataclass(frozen=True)
class Row:
    """A finding: ``about`` a topic or office, in a sentence, and the entries that have to be looked at."""

    about: Link
    text: str
    example: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Section:
    """All findings of a kind; only ``bad`` ones make the table incomplete."""

    id: str
    title: str
    explanation: str
    tone: Tone
    rows: tuple[Row, ...]

    @property
    def folded(self) -> bool:
        """Whether only the number is shown at first."""
        return self.tone != "bad" and len(self.rows) > MOST_UNFOLDED


@dataclass
class _Proofs:
    """The report of a day on one state of the directory: the last one that was asked for."""

    of_day: Callable[[date], Report]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _report: Report | None = None

    def on(self, day: date) -> Report:
        with self._lock:
            if self._report is None or self._report.on != day:
                self._report = self.of_day(day)
            return self._report


def _build(session: Session) -> _Proofs:
    rules, known, topics = table(session), offices(session), tuple(vocabulary(session).subtopics)
    return _Proofs(lambda day: check(rules, known, topics, day))


_proofs = ByRevision(_build)


def proof(session: Session, day: date) -> Report:
    """The check of the published table from this day on; worked out once a day and state."""
    return _proofs(session).on(day)


def sections(report: Report, words: Vocabulary, known: Mapping[str, Office]) -> list[Section]:
    """The findings by kind, the worst first; kinds without findings are left out."""
    found = [*_Findings(words, known).of(report)]
    return [section for section in found if section.rows]


class _Findings:
    def __init__(self, words: Vocabulary, known: Mapping[str, Office]) -> None:
        self._words = words
        self._known = known

    def of(self, report: Report) -> Iterator[Section]:
        yield from self._incomplete(report)
        yield from self._ending(report)
        yield from self._about_offices(report)

    def _incomplete(self, report: Report) -> Iterator[Section]:
        _ = translate
        yield Section(
            "gaps",
            _("Gaps"),
            _("Nobody is responsible. The counter names the centre itself, so that nobody leaves without an answer."),
            "bad",
            tuple(map(self._gap, report.gaps)),
        )
        yield Section(
            "conflicts",
            _("Conflicts"),
            _(
                "Two rules hold and say different things. So far the order of their names decides. Give one of them "
                "another priority, or a condition more."
            ),
            "bad",
            tuple(map(self._conflict, report.conflicts)),
        )
        yield Section(
            "unreachable",
            _("Rules without effect"),
            _("These rules win for nobody, whatever is answered."),
            "bad",
            tuple(map(self._unreachable, report.unreachable)),
        )

    def _ending(self, report: Report) -> Iterator[Section]:
        _ = translate
        yield Section(
            "expiring",
            _("Rules that end within 30 days"),
            "",
            "warn",
            tuple(map(self._expiring, report.expiring)),
        )
        yield Section(
            "expired",
            _("Rules that have ended"),
            _("They hold no more and can be removed; the history keeps them."),
            "info",
            tuple(
                Row(
                    self._topic(one.topic),
                    _("ended on {date}").format(date=short_date(one.valid_to)),
                    links=self._rules(one.topic, one.rule),
                )
                for one in report.expired
            ),
        )

    def _about_offices(self, report: Report) -> Iterator[Section]:
        _ = translate
        texts = {
            "defunct": (_("Offices that are gone"), _("Rules still name them.")),
            "closed": (_("Offices that are closed today"), _("Rules send people there.")),
            "stale": (
                _("Offices that one cannot rely on"),
                _("Not verified, without a date, or older than a year; rules name them."),
            ),
        }
        for why, (title, explanation) in texts.items():
            rows = tuple(self._stale(one) for one in report.stale if one.why == why)
            yield Section(f"offices-{why}", title, explanation, "warn", rows)
        yield Section(
            "unused",
            _("Offices that no rule names"),
            _("They can be found by their name, but no answer leads there."),
            "info",
            tuple(Row(self._office(name), "") for name in report.unused_offices),
        )
        yield Section(
            "interpreter",
            _("Topics only through an interpreter"),
            _("No office of these topics is known to speak another language than German."),
            "info",
            tuple(
                Row(self._topic(one.topic), self._list(self._name(name) for name in one.offices))
                for one in report.interpreter_only
            ),
        )

    def _gap(self, gap: Gap) -> Row:
        _ = translate
        if gap.rule is None:
            text = _("No rule fits.")
        else:
            names = self._list(self._name(name) for name in gap.offices)
            text = _("{rule} wins, but names only offices that are gone without a successor: {offices}.")
            text = text.format(rule=gap.rule, offices=names)
        count = _("It takes in {n} of {all} combinations.")
        if not gap.exact:
            count = _("It takes in at least {n} of {all} combinations.")
        links = self._rules(gap.topic, *([gap.rule] if gap.rule else [])) + tuple(map(self._office, gap.offices))
        return Row(
            self._topic(gap.topic),
            self._since(gap.since, text, count.format(n=gap.combinations, all=gap.out_of)),
            self._whom(gap.example),
            links,
        )

    def _conflict(self, conflict: Conflict) -> Row:
        one, other = conflict.rules
        text = translate("{one} and {other} hold for the same people, with equal priority.").format(
            one=one, other=other
        )
        return Row(
            self._topic(conflict.topic),
            self._since(conflict.since, text),
            self._whom(conflict.example),
            self._rules(conflict.topic, one, other),
        )

    def _unreachable(self, found: Unreachable) -> Row:
        _ = translate
        text = (
            _("{rule}: nobody can fulfil this condition.")
            if found.impossible
            else _("{rule}: others always come before it: {others}.")
        )
        text = text.format(rule=found.rule, others=self._list(found.in_the_way))
        return Row(self._topic(found.topic), text, links=self._rules(found.topic, found.rule, *found.in_the_way))

    def _expiring(self, found: Expiring) -> Row:
        _ = translate
        text, example = _("{rule} holds until {date}."), ""
        text = text.format(rule=found.rule, date=short_date(found.valid_to))
        if found.leaves_gap:
            then = _("After that nobody is responsible for {n} of {all} combinations.")
            text += " " + then.format(n=found.leaves_gap.combinations, all=found.leaves_gap.out_of)
            example = self._whom(found.leaves_gap.example)
        return Row(self._topic(found.topic), text, example, self._rules(found.topic, found.rule))

    def _stale(self, found: Stale) -> Row:
        _ = translate
        match found:
            case Stale(until=date() as last):
                text = _("Closed until {date}.").format(date=short_date(last))
            case Stale(successor=str() as other):
                text = _("{office} came in its place and is named instead.").format(office=self._name(other))
            case Stale(why="defunct"):
                text = _("No other office came in its place.")
            case _:
                text = self._age(self._known[found.office])
        links = tuple(self._rule(topic, rule) for topic, rule in zip(found.topics, found.rules, strict=True))
        return Row(self._office(found.office), text, links=links)

    @staticmethod
    def _age(office: Office) -> str:
        _ = translate
        as_of = (
            _("As of {date}.").format(date=part_of_date(office.as_of, language())) if office.as_of else _("No date.")
        )
        unverified = _("Not verified.")
        return as_of if office.verified else f"{unverified} {as_of}"

    def _since(self, day: date | None, *sentences: str) -> str:
        since = [translate("From {date} on:").format(date=short_date(day))] if day else []
        return " ".join((*since, *sentences))

    def _whom(self, example: tuple[str, ...]) -> str:
        return facts_in_words(self._words, example)

    def _name(self, office: str) -> str:
        return self._known[office].name_de if office in self._known else office

    def _topic(self, topic: str) -> Link:
        subtopic = self._words.subtopics.get(topic)
        return Link(_topic_address(topic), subtopic.label[language()] if subtopic else topic)

    def _office(self, office: str) -> Link:
        return Link(f"/offices/{quote(office)}", self._name(office))

    def _rules(self, topic: str, *rules: str) -> tuple[Link, ...]:
        return tuple(self._rule(topic, rule) for rule in rules)

    def _rule(self, topic: str, rule: str) -> Link:
        return Link(f"{_topic_address(topic)}?{urlencode({'edit': rule})}", rule)

    @staticmethod
    def _list(names: Iterable[str]) -> str:
        return ", ".join(names)


def _topic_address(topic: str) -> str:
    return f"/rules/{quote(topic)}"

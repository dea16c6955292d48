"""``wegweiser route``: who is responsible for a topic and a visitor, and why."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import click

from app import clock
from app.cli.context import DAY, open_instance, say
from app.errors import NotFound, WegweiserError
from app.house.presence.answering import Present, present
from app.house.presence.service import timetable
from app.house.presence.timetable import Sitting
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from referrals.directory.service import offices
from referrals.routing.answer import Answer, Entry, Query, answer
from referrals.routing.condition import HIGHEST_AGE, RESIDENCES
from referrals.routing.service import table
from referrals.routing.values import STATUS_UNKNOWN, Rule, Visitor

STATUS = "status"


class ImpossibleVisitor(WegweiserError):
    """Traits that cannot hold together."""


@click.command()
@click.argument("topic")
@click.option("--trait", "traits", multiple=True, help="A target group that holds; repeatable.")
@click.option("--age", type=click.IntRange(0, HIGHEST_AGE), help="Age in years.")
@click.option("--residence", help="city or county.")
@click.option("--flag", "flags", multiple=True, help="A flag that holds; repeatable.")
@click.option("--language", help="BCP 47 tag of the visitor's language.")
@click.option("--date", "day", type=DAY, help="Default: today.")
@click.option("--time", "hour", type=click.DateTime(["%H:%M"]), help="Default: now.")
@click.option("--json", "as_json", is_flag=True)
def route(
    *,
    topic: str,
    traits: tuple[str, ...],
    age: int | None,
    residence: str | None,
    flags: tuple[str, ...],
    language: str | None,
    day: datetime | None,
    hour: datetime | None,
    as_json: bool,
) -> None:
    """Say who is responsible for TOPIC (such as wohnen/mietproblem), who advises, and why."""
    now = clock.now().replace(tzinfo=None)
    at = datetime.combine((day or now).date(), (hour or now).time())
    with open_instance().reading() as session:
        words = vocabulary(session)
        _check_topic(topic, words)
        if language is not None and words.language(language) is None:
            _check("language", [language], words.languages)
        visitor = _visitor(words, traits=traits, age=age, residence=residence, flags=flags)
        query = Query(topic, visitor, at, language)
        found = answer(table(session), offices(session), query)
        # Whom to call in protection does not depend on who happens to sit in the next room.
        here = () if words.subtopics[topic].protected else present(found, timetable(session), offices(session), query)
    say(as_json, as_json_values(found, here), "\n".join([*_lines(found), *map(_here_line, here)]))


def _visitor(
    words: Vocabulary, *, traits: tuple[str, ...], age: int | None, residence: str | None, flags: tuple[str, ...]
) -> Visitor:
    """What was said of the visitor; nothing else is known. Raises NotFound, ImpossibleVisitor."""
    _check("trait", traits, words.groups)
    _check("flag", flags, words.flags)
    _check("residence", [residence] if residence is not None else [], RESIDENCES)
    groups = frozenset(traits) - {STATUS_UNKNOWN}
    statuses = sorted(group for group in groups if words.groups[group].axis == STATUS)
    if len(statuses) > 1:
        raise ImpossibleVisitor(f"A visitor has one status at most, not {' and '.join(statuses)}.")
    return Visitor(
        groups=groups,
        flags=frozenset(flags),
        residence=residence,
        age=None if age is None else (age, age),
        answered=frozenset({STATUS}) if STATUS_UNKNOWN in traits else frozenset(),
    )


def _check(what: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise NotFound(f"There is no {what} “{name}”; expected one of {', '.join(sorted(known))}.")


def _check_topic(topic: str, words: Vocabulary) -> None:
    """A subtopic is needed; the message lists those that the name may have meant."""
    if topic in words.subtopics:
        return
    possible = [one.id for one in words.topics[topic].subtopics] if topic in words.topics else []
    possible = possible or [one for one in words.subtopics if one.rpartition("/")[2] == topic]
    if possible:
        raise NotFound(f"“{topic}” is not complete; expected {' or '.join(possible)}.")
    raise NotFound(f"There is no topic “{topic}”; expected TOPIC/SUBTOPIC with a topic of {', '.join(words.topics)}.")


def as_json_values(found: Answer, here: Sequence[Present] = ()) -> dict[str, Any]:
    """The answer in the form that CONTRACT.md names, with a few more keys."""
    decision = found.decision
    return {
        "responsible": [_entry_values(entry) for entry in found.responsible],
        "advises": [_entry_values(entry) for entry in found.advises],
        "in_house": [_entry_values(one.entry) | _sitting_values(one.sitting, one.now) for one in here],
        "lost": [{"rule": lost.rule, "why": lost.why, "detail": lost.detail} for lost in decision.lost],
        "ask": [
            {
                "trait": ask.trait,
                "options": [option.value for option in ask.options],
                "leads_to": {option.value: option.leads_to for option in ask.options},
                "expected": round(ask.expected, 2),
            }
            for ask in decision.ask
        ],
        "language_route": found.language_route,
        "fallback": found.fallback,
    }


def _entry_values(entry: Entry) -> dict[str, Any]:
    rule, hours, office = entry.rule, entry.hours, entry.office
    return {
        "office": office.id,
        "name": office.name_de,
        **_rule_values(rule),
        "because": list(entry.because),
        "state": entry.state,
        "open": hours.now,
        "until": _moment(hours.until),
        "next_open": _moment(hours.next_open),
        "closed_to": hours.closed_to.isoformat() if hours.closed_to else None,
        "verified": office.verified,
        "as_of": office.as_of,
        "appointment": office.appointment,
        "replaces": entry.replaces,
    }


def _sitting_values(sitting: Sitting, now: bool) -> dict[str, Any]:
    return {
        "now": now,
        "from": _moment(sitting.starts),
        "to": _moment(sitting.ends),
        "room": sitting.room,
        "languages": list(sitting.languages),
    }


def _here_line(one: Present) -> str:
    times = f"{one.sitting.starts:%H:%M}–{one.sitting.ends:%H:%M}"
    place = f", {one.sitting.room}" if one.sitting.room else ""
    return f"in the house {'now' if one.now else 'today'}: {one.entry.office.name_de} ({times}{place})"


def _rule_values(rule: Rule | None) -> dict[str, Any]:
    return {
        "rule": rule.id if rule else None,
        "reason": rule.reason if rule else None,
        "legal_basis": rule.legal_basis if rule else None,
        "bring": list(rule.bring) if rule else [],
        "bring_note": rule.bring_note if rule else "",
        "visit": rule.visit if rule else "",
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None


def _lines(found: Answer) -> list[str]:
    """The answer for people at a terminal."""
    rule = found.decision.rule
    lines = []
    if rule:
        lines += [f"Rule {rule.id}: {rule.reason}", f"Because: {', '.join(found.decision.because) or 'applies to all'}"]
    if found.fallback:
        lines.append("No rule leads to an office; the welcome centre itself finds out who is responsible.")
    for title, entries in (("Responsible", found.responsible), ("Advises", found.advises)):
        lines += [f"{title}: {entry.office.name_de} ({entry.office.id}), {_standing(entry)}" for entry in entries]
    if rule and rule.bring:
        lines.append(f"Bring: {', '.join(rule.bring)} {rule.bring_note}".rstrip())
    for ask in found.decision.ask[:1]:
        lines.append(f"Ask next: {ask.trait} ({', '.join(option.value for option in ask.options)})")
    return lines


def _standing(entry: Entry) -> str:
    moment = _moment(entry.hours.until or entry.hours.next_open)
    known = f"{entry.state} {moment}" if moment and entry.state in {"open", "opens"} else entry.state
    return f"{known}, as of {entry.office.as_of or 'unknown'}"

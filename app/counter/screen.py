"""The whole screen as values: which step is open, what is known, what can be chosen, what the answer is."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.counter import around, missing, panels, reporting, texts, understanding
from app.counter.consultation import ANSWER_PREFIX, DETAIL_CHOICES, Consultation, EarlierTopic
from app.counter.pages import answer_for, chosen, shown
from app.counter.search import Found, languages_like, topics_like
from app.counter.visitor import groups_of
from app.counter.workplace import Workplace
from app.db import session
from app.interface import language, translate
from app.locales import GERMAN, Language
from app.vocabulary.catalogues import has_catalogue
from app.vocabulary.values import QuestionText
from referrals.routing.answer import Answer, Entry, deciding
from referrals.routing.values import Ask, Visitor

ENDING_WITHIN = timedelta(days=60)
KEYS = "1234567890"


@dataclass
class Screen:
    """What the templates under ``templates/counter/`` show. ``hidden`` are the fields no visible input carries."""

    step: str
    token: str
    neutral: bool = False
    message: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    earlier: list[dict[str, Any]] = field(default_factory=list)
    given: list[dict[str, str]] = field(default_factory=list)
    language: Language = GERMAN
    languages: list[dict[str, Any]] = field(default_factory=list)
    matches: list[dict[str, Any]] = field(default_factory=list)
    language_names: list[str] = field(default_factory=list)
    language_query: str = ""
    topics: list[dict[str, str]] = field(default_factory=list)
    topic_label: str = ""
    subtopics: list[dict[str, str]] = field(default_factory=list)
    ask: list[dict[str, Any]] = field(default_factory=list)
    quiet: dict[str, str] | None = None
    discard: str = ""
    answer: dict[str, Any] | None = None
    material: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    aids: list[dict[str, Any]] = field(default_factory=list)
    offers: list[dict[str, Any]] = field(default_factory=list)
    today: dict[str, Any] = field(default_factory=dict)
    missing: list[dict[str, Any]] = field(default_factory=list)
    details: list[dict[str, Any]] = field(default_factory=list)
    kept: str = ""
    never: str = ""
    neutral_choices: list[dict[str, Any]] = field(default_factory=list)
    slip_languages: str = ""
    slip_language_note: str = ""
    paper: str = "A4"
    large: bool = False
    query: str = ""
    results: list[dict[str, str]] | None = None
    found: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notices: list[dict[str, str]] = field(default_factory=list)
    finish_buttons: list[dict[str, str]] = field(default_factory=list)
    finished: dict[str, Any] | None = None
    report: dict[str, Any] | None = None
    reported: dict[str, Any] | None = None


def build(place: Workplace, said: Consultation, now: datetime, *, searching: bool = False) -> Screen:
    """The screen for a conversation as far as it has come. Raises UnknownValue."""
    found = answer_for(place, said, said.subtopic, now) if said.subtopic else None
    screen = Screen(step=_step(said, found), token=said.token, paper=said.paper, large=said.large, query=said.query)
    screen.language = place.vocabulary.languages[said.language] if said.language else GERMAN
    screen.neutral = bool(said.subtopic and place.protected(said.subtopic))
    _said(screen, place, said)
    _choices(screen, place, said, now)
    if found is not None:
        _answer(screen, place, said, found, now)
    if searching:
        screen.results = [_result(hit, place) for hit in topics_like(said.query, place, language())]
        screen.found = around.found(place, said, session(), now.date())
    screen.notices = _notices(place, now) if found is None else []
    screen.today = around.today(place, now)
    screen.finish_buttons = texts.finish_buttons(neutral=screen.neutral)
    screen.hidden = _hidden(screen, said)
    return screen


def _step(said: Consultation, found: Answer | None) -> str:
    if said.language is None:
        return "language"
    if said.topic is None:
        return "topic"
    if found is None:
        return "subtopic"
    return "question" if found.decision.ask else "answer"


def _hidden(screen: Screen, said: Consultation) -> list[tuple[str, str]]:
    """Everything said that no visible field of this step carries on."""
    fields = [("language", said.language), ("topic", said.topic), ("subtopic", said.subtopic)]
    hidden = [(name, value) for name, value in fields if value]
    hidden += [(f"{ANSWER_PREFIX}{trait}", value) for trait, values in said.answers.items() for value in values]
    hidden += [("earlier", f"{topic.subtopic}|{','.join(topic.offices)}") for topic in said.earlier]
    if screen.step != "answer":
        hidden += list(asdict(said.details).items())
    shown = {one["value"] for one in screen.material} | {one["id"] for one in screen.events}
    hidden += [("handout", handout) for handout in said.handouts if handout not in shown]
    hidden += [("event", event) for event in said.events if event not in shown]
    if screen.answer is None or screen.neutral:
        hidden += [("paper", said.paper), *([("large", "1")] if said.large else [])]
    if not screen.neutral:
        hidden.append(("neutral_paper", said.neutral_paper))
    return hidden


def _said(screen: Screen, place: Workplace, said: Consultation) -> None:
    """The steps that are done, each with a way back."""
    ui, vocabulary = language(), place.vocabulary
    if said.language:
        chosen = vocabulary.languages[said.language]
        screen.slip_language_note = (
            "" if _has_slip(chosen) else translate("No slip in this language yet: German and English.")
        )
        screen.steps.append(
            {
                "id": "language",
                "name": translate("Language"),
                "value": chosen.name_en if ui == "en" else chosen.name_de,
                "second": chosen.autonym,
                "tag": chosen.tag,
                "direction": chosen.direction,
                "remark": screen.slip_language_note,
            }
        )
    if said.topic:
        screen.topic_label = vocabulary.topics[said.topic].label[ui]
        second = vocabulary.subtopics[said.subtopic].label[ui] if said.subtopic else ""
        screen.steps.append(
            {
                "id": "topic",
                "name": translate("Topic"),
                "value": screen.topic_label,
                "second": second,
                "covered": screen.neutral,
            }
        )
    screen.given = [
        {"trait": trait, "label": _given(vocabulary.questions[trait], values)}
        for trait, values in said.answers.items()
        if trait in vocabulary.questions
    ]
    screen.earlier = [_earlier(topic, place) for topic in said.earlier]


def _earlier(topic: EarlierTopic, place: Workplace) -> dict[str, Any]:
    """A topic that is already answered; of a protected one nothing is shown."""
    if place.protected(topic.subtopic):
        return {"id": topic.subtopic, "label": translate("covered"), "offices": []}
    return {
        "id": topic.subtopic,
        "label": place.vocabulary.subtopics[topic.subtopic].label[language()],
        "offices": [place.offices[office].name_de for office in topic.offices if office in place.offices],
    }


def _given(question: QuestionText, values: tuple[str, ...]) -> str:
    labels = ", ".join(texts.option_label(question, value) for value in values)
    if not question.options and question.id != "age":
        return f"{question.text[language()].rstrip('?')}: {labels}"
    return labels


def _choices(screen: Screen, place: Workplace, said: Consultation, now: datetime) -> None:
    ui, vocabulary = language(), place.vocabulary
    if screen.step == "language":
        every = vocabulary.languages.values()
        keyed = sorted((one for one in every if one.key), key=lambda one: KEYS.index(one.key or ""))
        screen.languages = [_tile(one) for one in keyed]
        screen.language_names = [one.name_en if ui == "en" else one.name_de for one in every]
        screen.language_query = said.language_query
        if said.language_query:
            like = languages_like(said.language_query, every)
            screen.matches = [_tile(one) for one in like]
            if not like:
                screen.message = translate("No language begins with “{text}”.").format(text=said.language_query)
    if screen.step in {"language", "topic"}:
        screen.topics = [
            {"id": topic.id, "key": topic.key, "label": topic.label[ui], "lang": ui}
            for topic in vocabulary.topics.values()
        ]
    if said.topic and not said.subtopic:
        screen.subtopics = [
            {
                "id": subtopic.id,
                "key": key,
                "label": subtopic.label[ui],
                "leads_to": "" if subtopic.protected else _default_office(place, subtopic.id, now),
            }
            for subtopic, key in zip(vocabulary.topics[said.topic].subtopics, [*KEYS, *[""] * 90], strict=False)
        ]


def _default_office(place: Workplace, subtopic: str, now: datetime) -> str:
    """Who decides there if nothing else is said."""
    found = deciding(place.table, place.offices, subtopic, Visitor(), now.date())
    return found[0].name_de if found else ""


def _tile(one: Language) -> dict[str, Any]:
    return {
        "tag": one.tag,
        "key": one.key,
        "name": one.name_en if language() == "en" else one.name_de,
        "autonym": "" if one.tag == "de" else one.autonym,
        "direction": one.direction,
    }


def _answer(screen: Screen, place: Workplace, said: Consultation, found: Answer, now: datetime) -> None:
    ui, vocabulary, rule = language(), place.vocabulary, found.decision.rule
    responsible, advises = _panels(screen, place, said, found, now)
    screen.ask = [_question(ask, place, said.subtopic or "") for ask in found.decision.ask]
    if found.decision.quiet:
        quiet = found.decision.quiet[0]
        screen.quiet = {"trait": "status", "value": quiet.value, "label": vocabulary.groups[quiet.value].label[ui]}
    screen.discard = translate("Answers are used for the search only and then thrown away.")
    screen.answer = {
        "shown": "" if screen.neutral else ",".join(shown(found)),
        "fallback": found.fallback,
        "wait": bool(rule and rule.visit == "wait"),
        "reason": rule.reason if rule else "",
        "responsible": responsible,
        "advises": advises,
        "bring": [vocabulary.documents[document].label[ui] for document in rule.bring] if rule else [],
        "bring_note": rule.bring_note if rule else "",
        "understanding": understanding.box(found, place, screen.language, now),
        "why": panels.why(found, place, now.date()),
        "why_summary": texts.why_summary(len(found.decision.lost)),
    }
    _around(screen, place, said, now)
    screen.slip_languages = texts.slip_languages(screen.language, has_slip=_has_slip(screen.language))
    if screen.step == "answer":
        _log(screen, place, said)
        screen.report = reporting.choices(place, said, found)
        screen.missing = missing.choices(place, said, now)
    if screen.neutral:
        screen.neutral_choices = texts.neutral_choices(said.neutral_paper)


def _around(screen: Screen, place: Workplace, said: Consultation, now: datetime) -> None:
    """What goes with the answer. In neutral mode only aids for the advisor, covered like the topic."""
    today, groups = now.date(), groups_of(said.answers, place.vocabulary)
    screen.aids = around.aids(place, said.subtopic or "", groups, today)
    if screen.neutral:
        return
    screen.material = around.material(place, said, groups, session(), today)
    screen.events = around.events(place, said, now)
    screen.offers = around.offers(place, said.subtopic or "", today)


def _panels(
    screen: Screen, place: Workplace, said: Consultation, found: Answer, now: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Who decides and who helps; in neutral mode those first that can be called."""
    ticked = chosen(found, said)

    def panel(entry: Entry) -> dict[str, Any]:
        here = None if screen.neutral else around.sitting_of(place, entry.office.id, said.subtopic or "", now)
        return panels.office_panel(entry, place, screen.language, ticked, now) | {"here": here}

    def ordered(entries: tuple[Entry, ...]) -> list[Entry]:
        return sorted(entries, key=lambda entry: screen.neutral and entry.office.phone is None)

    return [panel(one) for one in ordered(found.responsible)], [panel(one) for one in ordered(found.advises)]


def _log(screen: Screen, place: Workplace, said: Consultation) -> None:
    protected = screen.neutral or any(place.protected(topic.subtopic) for topic in said.earlier)
    names = ("talk", "channel") if protected else tuple(DETAIL_CHOICES)
    screen.details = texts.detail_groups(names, asdict(said.details))
    screen.kept, screen.never = texts.kept(protected=protected)


def _question(ask: Ask, place: Workplace, subtopic: str) -> dict[str, Any]:
    question = place.vocabulary.questions[ask.trait]
    rules = {rule.id: rule for rule in place.table.rules[subtopic]}
    options = []
    for key, option in zip(KEYS, [one for one in ask.options if one.value != "none"], strict=False):
        options.append({"key": key, "value": option.value, "label": texts.option_label(question, option.value)})
        options[-1]["leads_to"] = _leads_to(rules, option.leads_to, place)
    none = next((option for option in ask.options if option.value == "none"), None)
    if none:
        options.append({"key": "0", "value": "none", "label": texts.option_label(question, "none")})
        options[-1]["leads_to"] = _leads_to(rules, none.leads_to, place)
    return {
        "trait": ask.trait,
        "question": question.text[language()],
        "note": question.note if language() == "en" else "",
        "several": ask.several,
        "options": options,
    }


def _leads_to(rules: dict[str, Any], rule: str | None, place: Workplace) -> str:
    """The offices that would then decide; of a protected topic their names would tell it."""
    if rule is None or place.protected(rules[rule].topic):
        return ""
    return ", ".join(place.offices[office].name_de for office in rules[rule].responsible if office in place.offices)


def _result(hit: Found, place: Workplace) -> dict[str, str]:
    subtopic = place.vocabulary.subtopics[hit.subtopic]
    topic = place.vocabulary.topics[subtopic.parent].label[language()]
    why = translate("Office: {name}").format(name=place.offices[hit.office].name_de) if hit.office else hit.keyword
    return {
        "subtopic": hit.subtopic,
        "label": f"{topic} › {subtopic.label[language()]}",
        "why": why or translate("Topic"),
    }


def _notices(place: Workplace, now: datetime) -> list[dict[str, str]]:
    """Rules that end soon: what was right yesterday may be wrong tomorrow."""
    today = now.date()
    ending = [
        (rule.valid_to, rule)
        for rules in place.table.rules.values()
        for rule in rules
        if rule.valid_to and today <= rule.valid_to <= today + ENDING_WITHIN
    ]
    return [
        {
            "icon": "warning",
            "title": f"{place.vocabulary.subtopics[rule.topic].label[language()]}:",
            "text": texts.ends_on(rule.id, valid_to, rule.reason),
        }
        for valid_to, rule in sorted(ending, key=lambda one: (one[0], one[1].id))
    ]


def _has_slip(one: Language) -> bool:
    return one.tag == "de" or bool(one.catalogue and has_catalogue(one.catalogue))

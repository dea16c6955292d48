"""Made-up visits are spread as those of real centres, and the same for the same seed."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from app.contacts.values import CONCEPT_GROUPS, concept_group
from app.db import Database
from app.demo.months import closed_months, open_hours, spread
from app.demo.visits import Crowd, Visit
from app.released.rounding import BROKEN_DOWN_FROM, SENSITIVE_THRESHOLD, THRESHOLD
from app.vocabulary.service import vocabulary
from app.vocabulary.values import Vocabulary
from referrals.directory.facts import Office

SENSITIVE = {"aufenthalt", "asyl", "gesundheit", "schutz"}


def visits(crowd: Crowd, centre: Office, number: int, *, months: int = 12, seed: int = 1) -> dict[str, list[Visit]]:
    random, names = Random(seed), closed_months(date(2026, 1, 22), months)
    numbers = spread(number, names)
    return {
        month: crowd.month(random, open_hours(centre, month), some) for month, some in zip(names, numbers, strict=True)
    }


@pytest.fixture
def year(crowd: Crowd, centre: Office) -> list[Visit]:
    return [visit for month in visits(crowd, centre, 8000).values() for visit in month]


@pytest.fixture
def words(database: Database) -> Vocabulary:
    with database.reading() as session:
        return vocabulary(session)


def test_the_same_seed_gives_the_same_visits_and_another_one_others(crowd: Crowd, centre: Office) -> None:
    once = visits(crowd, centre, 50)
    assert visits(crowd, centre, 50) == once
    assert visits(crowd, centre, 50, seed=2) != once


def test_months_are_the_last_closed_ones_with_their_seasons() -> None:
    months = closed_months(date(2026, 11, 22), 18)
    assert (months[0], months[-1], len(months)) == ("2025-05", "2026-10", 18)
    numbers = dict(zip(months, spread(20_000, months), strict=True))
    assert sum(numbers.values()) == 20_000
    assert numbers["2025-12"] < numbers["2025-11"] < numbers["2025-10"] < numbers["2026-10"]


def test_visits_fall_into_the_hours_in_which_the_centre_is_open(year: list[Visit], centre: Office) -> None:
    assert centre.opening_hours == "Mo,Tu,Th 11:00-17:00; PH off"
    hours = Counter((visit.moment.isoweekday(), visit.moment.hour) for visit in year)
    assert {weekday for weekday, _ in hours} == {1, 2, 4}
    assert {hour for _, hour in hours} == set(range(11, 17))
    assert date(2025, 4, 21) not in {visit.moment.date() for visit in year}
    assert hours.most_common(1)[0][0] == (1, 11)


def test_who_comes_for_what(year: list[Visit], words: Vocabulary) -> None:
    topics = Counter(topic.partition("/")[0] for visit in year for topic in visit.subtopics)
    assert {name for name, _ in topics.most_common(3)} == {"sprache", "arbeit", "aufenthalt"}
    groups = Counter(group_of(visit, words) for visit in year)
    assert groups.most_common(1)[0][0] == "eu_citizen"
    assert set(groups) == set(CONCEPT_GROUPS)
    languages = Counter(visit.language for visit in year)
    assert set(languages) == set(words.languages)
    assert sum(n for _, n in languages.most_common(8)) < 0.75 * len(year)
    protected = sum(any(words.subtopics[one].protected for one in visit.subtopics) for visit in year)
    assert 0.01 < protected / len(year) < 0.04


def test_talk_and_topics_hang_on_the_language(year: list[Visit]) -> None:
    def share(of: list[Visit], **wanted: str) -> float:
        return sum(all(getattr(one, name) == value for name, value in wanted.items()) for one in of) / len(of)

    by_language = {tag: [visit for visit in year if visit.language == tag] for tag in ("en", "ro", "ti", "ar")}
    direct = {tag: share(of, talk="direct") for tag, of in by_language.items()}
    assert direct["en"] > direct["ro"] > 2 * direct["ti"]

    def asylum(tag: str) -> float:
        of = by_language[tag]
        return sum(any(one.startswith("asyl/") for one in visit.subtopics) for visit in of) / len(of)

    assert asylum("ar") > 0.05 > asylum("ro")


def group_of(visit: Visit, words: Vocabulary) -> str:
    held = [value for values in visit.answers.values() for value in values if value in words.groups]
    return concept_group([words.groups[value].concept_group for value in held])


def numeric(of: list[Visit], *, crossed: bool) -> float:
    """The share of mentions that lie in cells large enough to be published."""
    topics: Counter[str] = Counter()
    cells: Counter[tuple[str, str]] = Counter()
    languages = Counter(visit.language for visit in of)
    for visit in of:
        for topic in {one.partition("/")[0] for one in visit.subtopics}:
            topics[topic] += 1
            cells[topic, visit.language] += 1

    def threshold(topic: str) -> int:
        return SENSITIVE_THRESHOLD if topic in SENSITIVE else THRESHOLD

    if not crossed:
        return sum(n for topic, n in topics.items() if n >= threshold(topic)) / sum(topics.values())
    shown = (
        n
        for (topic, language), n in cells.items()
        if n >= threshold(topic) and min(topics[topic], languages[language]) >= BROKEN_DOWN_FROM
    )
    return sum(shown) / sum(topics.values())


def test_it_is_as_thin_as_a_real_centre(crowd: Crowd, centre: Office, year: list[Visit]) -> None:
    """As simulated for the release plan: what each size of a centre can publish of a period."""
    assert numeric(year, crossed=True) > 0.9
    small = list(visits(crowd, centre, 660).values())
    assert numeric([visit for month in small[:3] for visit in month], crossed=False) > 0.8
    assert 0.4 < numeric([visit for month in small for visit in month], crossed=True) < 0.7

"""Which work aids stand beside an answer, and in which order."""

from datetime import date

from markupsafe import Markup

from app.house.aids.values import Aid, Aids


def aid(name: str, *, topics: tuple[str, ...] = (), groups: tuple[str, ...] = (), review: date | None = None) -> Aid:
    day = date(2026, 1, 1)
    return Aid(name, "page", name, Markup(""), None, None, day, review, topics, frozenset(groups), "")


def names(aids: Aids, topic: str, *groups: str) -> list[str]:
    return [one.id for one in aids.matching(topic, groups)]


AIDS = Aids(
    [
        aid("general"),
        aid("group", groups=("student",)),
        aid("topic", topics=("wohnen",)),
        aid("subtopic", topics=("wohnen/mietproblem",)),
        aid("other subtopic", topics=("wohnen/wohnungssuche", "arbeit")),
        aid("students", topics=("wohnen/mietproblem",), groups=("student", "apprentice")),
        aid("workers", topics=("wohnen",), groups=("skilled_worker",)),
    ]
)


def test_the_most_specific_first() -> None:
    assert names(AIDS, "wohnen/mietproblem", "student") == ["students", "subtopic", "topic", "group"]
    assert names(AIDS, "wohnen/mietproblem", "skilled_worker") == ["subtopic", "workers", "topic"]


def test_while_no_group_is_known_those_for_all_come_first() -> None:
    assert names(AIDS, "wohnen/mietproblem") == ["subtopic", "students", "topic", "workers"]


def test_another_topic() -> None:
    assert names(AIDS, "arbeit/anerkennung", "eu_citizen") == ["other subtopic"]
    assert names(AIDS, "bildung/kita") == []


def test_an_aid_of_topic_and_subtopic_stands_there_once() -> None:
    assert names(Aids([aid("a", topics=("wohnen", "wohnen/mietproblem"))]), "wohnen/mietproblem") == ["a"]


def test_overdue_from_the_day_of_its_review() -> None:
    one = aid("a", review=date(2026, 11, 23))
    assert [one.overdue(date(2026, 11, day)) for day in (22, 23, 24)] == [False, True, True]
    assert not aid("b").overdue(date(2099, 1, 1))

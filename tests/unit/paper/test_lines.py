"""Lines as somebody types them from a sheet."""

import pytest

from app.paper.lines import Line, Tally, read
from tests.unit.paper.examples import legend


def line(text: str) -> Line:
    (found,) = read(text, legend())
    return found


def tally(text: str) -> Tally:
    found = line(text)
    assert found.tally is not None, found.problem
    return found.tally


def values(text: str) -> dict[str, str]:
    columns = ("group", "talk", "persons", "outcome", "channel", "duration")
    return {column: tally(text).value(column) for column in columns}


def test_what_is_left_out_is_what_is_usual() -> None:
    assert (tally("uk w2").language, tally("uk w2").topics, tally("uk w2").offices) == (
        "uk",
        ("wohnen/mietproblem",),
        (),
    )
    assert values("uk w2") == {
        "group": "unknown",
        "talk": "direct",
        "persons": "1",
        "outcome": "informed",
        "channel": "in_person",
        "duration": "to15",
    }


def test_everything_can_be_said_in_any_order() -> None:
    said = {
        "group": "refugee",
        "talk": "companion",
        "persons": "3",
        "outcome": "declined_form",
        "channel": "phone",
        "duration": "over30",
    }
    assert values("uk w2 f b 3 xf t 60") == said
    assert values("UK, W2; 60 t XF / 3 B F") == said


def test_a_visitor_who_is_sent_to_an_office_is_referred_unless_something_else_is_circled() -> None:
    assert values("uk w2 mieterverein")["outcome"] == "referred"
    assert values("uk w2 mieterverein h")["outcome"] == "material"


def test_several_topics_and_offices() -> None:
    found = tally("1 w2 a4 jobcenter abh w2")
    assert found.topics == ("wohnen/mietproblem", "aufenthalt/titel_verlaengern")
    assert found.offices == ("jobcenter", "abh")


@pytest.mark.parametrize("text", ["9 w2", "fa-AF w2", "dari w2", "Dari W2"])
def test_a_language_by_key_tag_or_name(text: str) -> None:
    assert tally(text).language == "fa-AF"


@pytest.mark.parametrize("typed", ["jobcenter", "jobc", "380"])
def test_an_office_by_id_beginning_or_number(typed: str) -> None:
    assert tally(f"uk m1 {typed}").offices == ("jobcenter",)


@pytest.mark.parametrize("typed", ["f-", "F–", "F—", "f−"])
def test_a_letter_and_a_dash_cover_what_is_not_to_be_named(typed: str) -> None:
    assert tally(f"uk {typed}").topics == ("familie/kinderschutz",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("xx w2", "“xx” is no language."),
        ("kurd w2", "“kurd” is the beginning of several languages."),
        ("uk", "A topic is missing."),
        ("uk f", "“f” needs the number of the subtopic, such as f1."),
        ("uk w9", "“w9” is no topic: a letter and a number, such as w2."),
        ("uk w2 f e", "“f” and “e” are of the same column."),
        ("uk w2 zz", "“zz” is neither a sign of the sheet nor an office."),
        ("uk w2 999", "No office has the number 999."),
        ("uk w2 7", "“7” is neither a sign of the sheet nor an office."),
        ("uk w2 naomi", "“naomi” is the beginning of several offices: Naomi e.V., Jugendmigrationsdienst (JMD), "),
        (",", "A language is missing."),
        ("uk w2 " + "f " * 80, "This line is too long."),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: str) -> None:
    assert line(text).tally is None
    assert str(line(text).problem).startswith(problem)


def test_the_same_sign_twice_is_no_mistake() -> None:
    assert values("uk w2 f f")["group"] == "refugee"


def test_empty_lines_are_left_out_and_keep_their_place() -> None:
    assert [found.number for found in read("uk w2\n\n  \nar w3\n", legend())] == [1, 4]


def test_nothing_that_is_typed_breaks_it() -> None:
    for text in ("\0", "ß" * 5000, "uk w2 ٣", "- - -", "uk w2 .", "🙂 w2", "uk w2 {sign}"):
        assert line(text).tally is None, text

"""A rule through its form and back changes nothing; what is typed wrong is named and loses nothing."""

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.rules.form import (
    BLOCKS,
    LISTS,
    Content,
    Fault,
    RuleForm,
    blank,
    next_id,
    posted,
    read,
    shown,
)
from referrals.routing.condition import Condition, Part
from tests.unit.rules.examples import NAMES, TODAY, content

TEXT = st.text("abcäß„“§.;| ()", max_size=30).map(lambda text: " ".join(text.split()))
DAY = st.none() | st.dates().map(lambda day: day.isoformat())


def some(*ids: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), unique=True, max_size=len(ids))


def parts(kind: str, *ids: str) -> st.SearchStrategy[list[Part]]:
    one = st.sets(st.sampled_from(ids), min_size=1).map(lambda values: Part(kind, tuple(sorted(values))))  # type: ignore[arg-type]
    return st.lists(one, max_size=3)


conditions = st.tuples(
    parts("g", "student", "eu_efta", "researcher"),
    parts("flag", "craft", "acute"),
    parts("res", "city", "county"),
    st.lists(st.integers(1, 150).map(lambda age: Part("age", (str(age),))), max_size=1),
).map(lambda found: str(Condition.of(part for some_parts in found for part in some_parts)))


@st.composite
def contents(draw: st.DrawFn) -> Content:
    offices = draw(st.permutations(["abh", "caritas", "naomi"]))
    first, last = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    days = sorted(filter(None, [draw(DAY), draw(DAY)]))
    return content(
        condition=draw(conditions),
        responsible=offices[:first],
        advice=offices[first : first + last],
        bring=draw(some("passport", "eat")),
        priority=draw(st.integers(0, 100_000)),
        valid_from=days[0] if days else None,
        valid_to=days[1] if len(days) > 1 else None,
        review_on=draw(DAY),
        checked_on=draw(DAY),
        visit=draw(st.sampled_from(["", "wait"])),
        confidence=draw(st.sampled_from(["high", "medium", "low"])),
        **{name: draw(TEXT) for name in ("reason_de", "legal_basis", "bring_note", "note")},
    )


def sent(form: RuleForm) -> RuleForm:
    """What a browser posts of the fields."""
    fields = [*form.texts.items(), *((name, line) for name, lines in form.lines.items() for line in (*lines, ""))]
    return posted(MultiDict(fields))


@given(contents())
def test_there_and_back_changes_nothing(known: Content) -> None:
    assert read(sent(shown(known, NAMES)), NAMES, known) == (known, [])


def faults_of(**typed: str | list[str]) -> list[tuple[str, str]]:
    """Field and sentence of what is wrong, if this is typed into the form of a good rule."""
    form = shown(content(), NAMES)
    texts = {**form.texts, **{name: text for name, text in typed.items() if isinstance(text, str)}}
    lines = {**form.lines, **{name: tuple(text) for name, text in typed.items() if isinstance(text, list)}}
    faults = read(RuleForm(texts, lines), NAMES, content())[1]
    return [(fault.field, fault.message.format(**fault.values)) for fault in faults]


def test_each_fault_is_named_at_its_field() -> None:
    assert faults_of() == []
    assert faults_of(rule_id="a b") == [
        ("rule_id", "Enter a short id of letters, digits and hyphens, such as AUFE-061.")
    ]
    assert [field for field, _ in faults_of(priority="-1", age="151", confidence="x", source="")] == [
        "priority",
        "age",
        "confidence",
        "source",
    ]
    assert faults_of(g1=["Studnt/in"]) == [("g1", "“Studnt/in” is not known. Did you mean “Student/in”?")]
    assert faults_of(bring=["Pass", "", "passport"]) == [("bring", "“passport” is named twice.")]
    assert faults_of(advice=["abh"]) == [("advice", "“Ausländerbehörde (abh)” is responsible already; name it once.")]
    assert [field for field, _ in faults_of(valid_from="2027-01-01", valid_to="2026-12-31")] == ["valid_to"]
    assert [field for field, _ in faults_of(valid_from="31.2.2026", review_on="morgen")] == ["valid_from", "review_on"]


def test_a_field_with_a_fault_keeps_what_is_stored_and_the_others_are_read() -> None:
    form = shown(content(priority=30), NAMES)
    typed = RuleForm({**form.texts, "priority": "viel", "note": "neu"}, form.lines)
    found, faults = read(typed, NAMES, content(priority=30))
    assert (found["priority"], found["note"]) == (30, "neu")
    assert faults == [Fault("priority", "Enter a whole number from 0 to 100000; the smaller one wins.", {})]


def test_german_dates_can_be_typed() -> None:
    form = shown(content(), NAMES)
    found, faults = read(RuleForm({**form.texts, "valid_to": "31.12.2026"}, form.lines), NAMES, content())
    assert (found["valid_to"], faults) == ("2026-12-31", [])


def test_what_the_form_does_not_show_stays() -> None:
    known = content() | {"checked_on": "2026-01-02", "another": "field"}
    assert read(shown(known, NAMES), NAMES, known)[0] == known


def test_blocks_of_one_kind_must_all_hold() -> None:
    form = shown(content(condition="g:student|researcher flag=craft"), NAMES)
    assert (form.blocks("g"), form.blocks("flag"), form.lines["g1"]) == (
        ["g1"],
        ["flag1"],
        ("Forscher/in", "Student/in"),
    )
    both = form.with_block("g")
    assert both.blocks("g") == ["g1", "g2"]
    typed = RuleForm(both.texts, {**both.lines, "g2": ("eu_efta",)})
    assert read(typed, NAMES, content())[0]["condition"] == "flag=craft g:eu_efta g:researcher|student"
    assert shown(content(), NAMES).blocks("g") == ["g1"], "there is always one to type in"


def test_lines_can_be_added_and_raised() -> None:
    form = shown(content(responsible=["abh", "caritas"]), NAMES)
    assert form.raised("responsible", 1).lines["responsible"] == ("Caritas (caritas)", "Ausländerbehörde (abh)")
    assert form.raised("responsible", 0) == form
    assert form.raised("responsible", 7) == form
    assert form.with_line("responsible").lines["responsible"][-1] == ""


def test_an_empty_post_is_a_form_too() -> None:
    form = posted(MultiDict())
    assert set(form.texts) >= {"rule_id", "priority", "source"}
    assert read(form, NAMES, blank("a/b", "X-1", 1, TODAY))[1], "what is missing is named"
    assert set(LISTS) | set(BLOCKS) == {"responsible", "advice", "bring", "g", "flag"}


def test_the_next_id() -> None:
    known = ["AUFE-001", "AUFE-049", "GELD-100", "frei"]
    assert next_id(known, ["AUFE-002"]) == "AUFE-050"
    assert next_id(known, []) == "AUFE-050"
    assert next_id([], []) == "RULE-001"
    assert next_id(["frei"], ["frei"]) == "RULE-001"


def test_a_new_rule_of_a_topic_without_subtopics() -> None:
    made = blank("sonstiges", "S-1", 10, TODAY)
    assert (made["topic"], made["subtopic"], made["valid_from"]) == ("sonstiges", None, "2026-11-23")

"""Random routing tables and visitors for property tests; small, so that everybody in them can be tried."""

from datetime import date

from hypothesis import strategies as st

from referrals.routing.condition import Condition, Part
from referrals.routing.values import Question, Rule, Table, Visitor

TOPIC = "topic/sub"
DAY = date(2026, 11, 23)
QUESTIONS = (
    Question("status", "group", ("citizen", "refugee", "undocumented"), quiet=frozenset({"undocumented"})),
    Question("purpose", "group", ("student", "worker"), several=True),
    Question("residence", "residence", ("city", "county")),
    Question("age", "age"),
    Question("profession", "choice", ("craft", "teacher")),
    Question("acute", "flag"),
)
GROUPS = ("citizen", "refugee", "undocumented", "student", "worker")
FLAGS = ("craft", "teacher", "acute")

days = st.sampled_from((None, None, None, date(2026, 11, 22), DAY, date(2026, 11, 24)))


def _named(kind: str, values: tuple[str, ...]) -> st.SearchStrategy[Part]:
    chosen = st.sets(st.sampled_from(values), min_size=1, max_size=2)
    return chosen.map(lambda names: Part(kind, tuple(sorted(names))))  # type: ignore[arg-type]


parts = st.one_of(
    _named("g", GROUPS),
    _named("flag", FLAGS),
    _named("res", ("city", "county")),
    st.sampled_from(("18", "27")).map(lambda limit: Part("age", (limit,))),
)
conditions = st.lists(parts, max_size=4).map(Condition.of)


@st.composite
def rule_lists(draw: st.DrawFn, max_size: int = 8) -> tuple[Rule, ...]:
    """Rules of one topic; few priorities and few results, so that ties and equal answers occur."""
    drawn = draw(
        st.lists(st.tuples(conditions, st.integers(1, 4), st.integers(1, 4), days, days), min_size=2, max_size=max_size)
    )
    return tuple(
        Rule(
            id=f"R-{number:03}",
            topic=TOPIC,
            priority=priority,
            condition=condition,
            responsible=(f"office_{office}",),
            valid_from=valid_from,
            valid_to=valid_to,
        )
        for number, (condition, priority, office, valid_from, valid_to) in enumerate(drawn)
    )


tables = rule_lists().map(lambda rules: Table(rules={TOPIC: rules}, questions=QUESTIONS))


@st.composite
def visitors(draw: st.DrawFn) -> Visitor:
    """Visitors of whom more or less is known: at most one status and profession."""
    status = draw(st.none() | st.sampled_from(QUESTIONS[0].options))
    profession = draw(st.none() | st.sampled_from(QUESTIONS[4].options))
    acute = draw(st.none() | st.booleans())
    lowest = draw(st.sampled_from((0, 16, 18, 26, 27, 50)))
    return Visitor(
        groups=draw(st.frozensets(st.sampled_from(QUESTIONS[1].options))) | ({status} if status else set()),
        flags=frozenset({profession} if profession else ()) | ({"acute"} if acute else frozenset()),
        denied=frozenset({"acute"}) if acute is False else frozenset(),
        residence=draw(st.sampled_from((None, "city", "county"))),
        age=draw(st.none() | st.integers(lowest, 60).map(lambda highest: (lowest, highest))),
        answered=draw(st.frozensets(st.sampled_from([question.id for question in QUESTIONS]))),
    )

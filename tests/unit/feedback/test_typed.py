"""What is said of a code that was mistyped."""

import pytest

from app.feedback.typed import NO_CODE, NO_OUTCOME, NO_SUCH_SIGN, WRONG_LENGTH, WRONG_SIGN, read
from referrals.slip.code import new_code

CODE = new_code(b"0123456789abcdef")
PLAIN = CODE.replace("-", "")


@pytest.mark.parametrize(
    "text", [CODE, CODE.lower(), PLAIN, f"  {CODE} ", " ".join(PLAIN), CODE.replace("-", "–"), CODE.replace("-", ".")]
)
def test_however_it_is_typed(text: str) -> None:
    typed = read({"code": text, "outcome": "reached"})
    assert (typed.code, typed.outcome, typed.problem) == (CODE, "reached", None)


def exchanged() -> str:
    place = next(place for place in range(10) if PLAIN[place] != PLAIN[place + 1])
    return PLAIN[:place] + PLAIN[place + 1] + PLAIN[place] + PLAIN[place + 2 :]


@pytest.mark.parametrize(
    ("text", "what", "values"),
    [
        ("", NO_CODE, {}),
        (" – ", NO_CODE, {}),
        (PLAIN[:10], WRONG_LENGTH, {"all": 11, "n": 10}),
        (PLAIN + "22", WRONG_LENGTH, {"all": 11, "n": 13}),
        ("0" + PLAIN[1:], NO_SUCH_SIGN, {"sign": "0"}),
        (PLAIN[:4] + "i" + PLAIN[5:], NO_SUCH_SIGN, {"sign": "I"}),
        (PLAIN[:-1] + "ä", NO_SUCH_SIGN, {"sign": "Ä"}),
        (("2" if PLAIN[0] != "2" else "3") + PLAIN[1:], WRONG_SIGN, {}),
        (exchanged(), WRONG_SIGN, {}),
    ],
)
def test_what_is_wrong_with_it(text: str, what: str, values: dict[str, object]) -> None:
    typed = read({"code": text, "outcome": "reached"})
    assert typed.problem is not None
    assert (typed.problem.field, typed.problem.text, dict(typed.problem.values)) == ("code", what, values)


@pytest.mark.parametrize("outcome", ["", "lost", "REACHED"])
def test_an_outcome_is_one_of_four(outcome: str) -> None:
    typed = read({"code": CODE, "outcome": outcome})
    assert typed.outcome is None
    assert typed.problem is not None
    assert (typed.problem.field, typed.problem.text) == ("outcome", NO_OUTCOME)


def test_nothing_at_all_and_far_too_much() -> None:
    assert read({}).problem is not None
    assert len(read({"code": "2" * 100_000, "outcome": "reached"}).text) <= 60

"""How long to wait after failures."""

from datetime import timedelta

from app.accounts.throttle import LONGEST_WAIT, delay


def test_doubles_until_the_longest() -> None:
    waits = [delay(n).total_seconds() for n in range(-3, 14)]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert delay(10**9) == LONGEST_WAIT == timedelta(minutes=15)

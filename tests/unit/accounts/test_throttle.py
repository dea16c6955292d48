"""How long to wait after failures."""

from datetime import timedelta

import pytest

from app.accounts.throttle import LONGEST_WAIT, delay, neighbourhood


def test_doubles_until_the_longest() -> None:
    waits = [delay(n).total_seconds() for n in range(-3, 14)]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert delay(10**9) == LONGEST_WAIT == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_addresses_that_count_as_one(address: str, counted: str) -> None:
    assert neighbourhood(address) == counted

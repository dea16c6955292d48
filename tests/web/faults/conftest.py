"""The counter's desk for attacks on it, at the same Monday morning as in its own tests."""

from tests.web.counter.conftest import MONDAY, desk, monday

__all__ = ["MONDAY", "desk", "monday"]

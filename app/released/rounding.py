"""The disclosure control of a single number: threshold, then rounding to a multiple of five by a keyed hash. Pure.

A number below the threshold, zero included, is withheld (None, shown as ``<5``). Any other is rounded to a multiple of
five, up with probability (n mod 5) / 5, so that sums are right on average. Chance is a keyed hash: the same number
gets the same result however often it is asked for, and nobody without the secret can say which way it went.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence

METHOD = "threshold-rounding-gate-2"
"""Name and version of all this, stored with every released table."""
BASE = 5
FURTHEST = BASE - 1
"""How far a published number can be from the true one."""
THRESHOLD = 5
SENSITIVE_THRESHOLD = 10
"""For topics that are handled as sensitive."""
BROKEN_DOWN_FROM = 20
"""Only a published total of at least this much is broken down: with fewer, rounding alone did not protect
(measured: two halves of a small total give each other away)."""


def decision_of_counter(secret: bytes, *, table: str, period: str, cell: Sequence[str], n: int) -> bytes:
    """What decides the rounding of a counter that no records stand behind: table, period, cell and count."""
    what = json.dumps(["counter", table, period, list(cell), n], ensure_ascii=True, separators=(",", ":"))
    return hmac.new(secret, what.encode(), hashlib.sha256).digest()


def decision_of_records(secret: bytes, keys: Iterable[bytes]) -> bytes:
    """What decides the rounding of a number of records with these random keys (16 bytes each).

    Only which records they are determines it, so that the same ones give the same number in every table.
    """
    whole = sum(int.from_bytes(key) for key in keys) % 2**128
    return hmac.new(secret, b"records" + whole.to_bytes(16), hashlib.sha256).digest()


def published(n: int, decision: bytes, *, threshold: int = THRESHOLD, flipped: bool = False) -> int | None:
    """The number that may be shown for a true ``n``: a multiple of five within four of it, or None if withheld.

    ``decision`` are random bytes that only ``n`` and what it counts determine; ``threshold`` is a multiple of five.
    ``flipped`` rounds the other way, which is as far from the truth as an attacker has to reckon with anyway.
    """
    if n < threshold:
        return None
    above = n % BASE
    up = int.from_bytes(decision) % BASE < above
    return n - above + (BASE if up != (flipped and above > 0) else 0)


def interval(count: int | None, threshold: int = THRESHOLD) -> tuple[int, int]:
    """The smallest and the largest true number that may stand behind a published one; None is withheld."""
    if count is None:
        return 0, threshold - 1
    return max(threshold, count - FURTHEST), count + FURTHEST


def may_be_broken_down(total: int | None) -> bool:
    """Whether the parts of this published total may be shown."""
    return total is not None and total >= BROKEN_DOWN_FROM


def proves_a_small_part(total: int, parts: Sequence[int | None], *, threshold: int = THRESHOLD) -> bool:
    """Whether somebody can reckon from these published numbers that a withheld part is not zero.

    ``parts`` are all that the total is made of. A published number is off by four at most, a withheld one below the
    threshold; what the largest possible other parts leave of the smallest possible total must be in the one that is
    left. The audit for a total that is in no other equation; tables that share totals need a linear programme.
    """
    withheld = sum(part is None for part in parts)
    if not withheld:
        return False
    most_published = sum(part + FURTHEST for part in parts if part is not None)
    least_total = total - FURTHEST
    return least_total - most_published - (withheld - 1) * (threshold - 1) >= 1

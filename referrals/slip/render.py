"""Slip values -> PDF: one page for each slip, in the largest type that fits; date and code are filled in afterwards."""

import gc
import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import sqrt

from app import pdf
from app.errors import N_, WegweiserError
from referrals.slip.code import ALPHABET
from referrals.slip.page import BLANK_DATE, html, qr, styles
from referrals.slip.values import Pair, Slip

RELATIVE_SIZE = {"A4": 1.0, "A5": 1 / 2**0.5}
LARGEST_TYPE = 12.0
LARGEST_LARGE_TYPE = 20.0
SMALLEST_TYPE = 6.5
STEP = 0.96
BLANK_CODE = "0000-0000-000"
ALPHABETS = {BLANK_CODE: f"{ALPHABET}-", BLANK_DATE: "0123456789."}
MOST_KEPT = 64
ALONE = 1.16
"""German alone has the whole width for itself."""
_WIDE_SCRIPTS = {"Arab": 0.94, "Ethi": 0.99, "Geor": 0.95}


class DoesNotFit(WegweiserError):
    """The slip is longer than a page even in the smallest type."""


def render(*slips: Slip) -> bytes:
    """One PDF with one page for each slip. Raises DoesNotFit, pdf.FontsMissing."""
    blank = tuple(map(_blanked, slips))
    master = _masters.get(blank) or _kept(blank, write(blank))
    texts = {BLANK_DATE: next((slip.date for slip in slips if slip.date), "")}
    code = next((slip.staff.code for slip in slips if slip.staff and slip.staff.code), None)
    if code is None:
        return master.filled(texts, {})
    return master.filled({**texts, BLANK_CODE: code}, {BLANK_CODE: qr(code)})


# One thread lays out for all: fonts may not be shared between threads, what it has learned about styles serves every
# desk, and two at a time would be no faster in one process.
_layouter = ThreadPoolExecutor(1, thread_name_prefix="slips")


def write(blank: tuple[Slip, ...]) -> pdf.Master:
    """Slips with blanks, laid out and written. Raises DoesNotFit, pdf.FontsMissing."""
    return _layouter.submit(_written, blank).result()


def _written(blank: tuple[Slip, ...]) -> pdf.Master:
    # The collector would look through the whole program several times in one layout, and some visitor waits longer.
    gc.disable()
    try:
        return pdf.write(*map(_fitted, blank), alphabets=ALPHABETS)
    finally:
        gc.enable()


class _Masters:
    """Written slips without date and code, by all that they say: another date or code is filled in at once.

    Whatever changes about an office, a rule or a word makes another slip, and the old one is soon the oldest.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[Slip, ...], pdf.Master] = OrderedDict()

    def get(self, slips: tuple[Slip, ...]) -> pdf.Master | None:
        """The one of these slips, if it is kept."""
        with self._lock:
            if slips in self._known:
                self._known.move_to_end(slips)
            return self._known.get(slips)

    def put(self, slips: tuple[Slip, ...], master: pdf.Master) -> None:
        """Keep it, and forget the one that was not used for longest if there are too many."""
        with self._lock:
            self._known[slips] = master
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)


_masters = _Masters()


def _kept(slips: tuple[Slip, ...], master: pdf.Master) -> pdf.Master:
    # Neutral cards are not kept: nothing of a protected visit outlives it.
    if all(slip.staff for slip in slips):
        _masters.put(slips, master)
    return master


def _blanked(slip: Slip) -> Slip:
    """The same slip with blanks in the places of date and code."""
    if slip.date:
        issued = tuple(_with_blank_date(pair, slip.date) for pair in slip.issued)
        slip = replace(slip, date=BLANK_DATE, issued=issued)
    if slip.staff and slip.staff.code:
        slip = replace(slip, staff=replace(slip.staff, code=BLANK_CODE))
    return slip


def _with_blank_date(pair: Pair, day: str) -> Pair:
    return Pair(
        pair.german.replace(day, BLANK_DATE),
        tuple(replace(run, text=run.text.replace(day, BLANK_DATE)) for run in pair.other),
    )


def _fitted(slip: Slip) -> pdf.Layout:
    for size in _sizes(slip):
        layout = pdf.lay_out(html(slip, size), styles(slip))
        if layout.pages == 1:
            return layout
    raise DoesNotFit(
        N_("The slip does not fit on one page. Choose A4 instead of A5, ordinary print, or fewer offices.")
    )


def _sizes(slip: Slip) -> Iterator[float]:
    """Type sizes to try (points), from the one that the amount of text suggests.

    They are steps of one ladder: the styles of a size that was used before are known.
    """
    wanted = _fitting(slip)
    size = LARGEST_LARGE_TYPE if slip.large else LARGEST_TYPE
    while size > SMALLEST_TYPE:
        if size <= wanted:
            yield round(size * RELATIVE_SIZE[slip.paper], 2)
        size *= STEP
    yield round(SMALLEST_TYPE * RELATIVE_SIZE[slip.paper], 2)


def _fitting(slip: Slip) -> float:
    """A size that nearly always fits at the first try: laying out again costs as much as the first time.

    Fitted to the largest sizes of 360 slips in all languages: 1 in 100 is laid out twice, and the type is one step
    smaller than it could be.
    """
    size = 427 / sqrt(slip.characters + 700)
    size *= _WIDE_SCRIPTS.get(slip.language.script, 1) if slip.language else ALONE
    return size * 1.25 if slip.large else size

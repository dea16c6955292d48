"""Opening hours: exactly the best of all weeks of so many hours in at most two blocks a day."""

from itertools import combinations, product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.reports.planning.hours import Cell, blocks, propose

DAYS, HOURS = range(1, 4), range(9, 14)
cells = st.tuples(st.sampled_from(DAYS), st.sampled_from(HOURS))
OF_A_DAY = [frozenset(some) for n in range(len(HOURS) + 1) for some in combinations(HOURS, n)]


def allowed(hours: frozenset[int], shortest: int) -> bool:
    found = blocks(frozenset((1, hour) for hour in hours), 1)
    return len(found) <= 2 and all(end - first >= shortest for first, end in found)


def covered(load: dict[Cell, int], hours: frozenset[Cell]) -> int:
    return sum(load.get(cell, 0) for cell in hours)


@settings(max_examples=60, deadline=None)
@given(
    load=st.dictionaries(cells, st.integers(0, 30), min_size=1),
    today=st.frozensets(cells, max_size=9),
    shortest=st.integers(1, 2),
)
@example(load={(1, 9): 0}, today=frozenset({(1, 9), (2, 9)}), shortest=2)
def test_no_other_week_covers_more(load: dict[Cell, int], today: frozenset[Cell], shortest: int) -> None:
    proposal = propose(load, today, shortest=shortest)
    # Hours from the first to the last, and weekdays, at which somebody came or the house is open.
    seen = [*(cell for cell, n in load.items() if n), *today]
    hours = {hour for hour in HOURS if any(one <= hour for _, one in seen) and any(hour <= one for _, one in seen)}
    choices = [one for one in OF_A_DAY if allowed(one, shortest) and one <= hours]
    days = [choices if any(one == day for one, _ in seen) else [frozenset[int]()] for day in DAYS]
    weeks = [
        frozenset((day, hour) for day, own in zip(DAYS, week, strict=True) for hour in own)
        for week in product(*days)
        if sum(map(len, week)) == len(today)
    ]
    assert len(proposal.proposed) == len(today)
    if not weeks:
        assert proposal.proposed == today
    else:
        best = max((covered(load, week), len(week & today)) for week in weeks)
        assert (proposal.covered, len(proposal.proposed & today)) == best
        for day in DAYS:
            assert allowed(frozenset(hour for one, hour in proposal.proposed if one == day), shortest)


def test_a_week_that_is_the_best_already_stays() -> None:
    today = frozenset((day, hour) for day in (1, 2, 4) for hour in range(11, 17))
    load = dict.fromkeys(today, 7)
    proposal = propose(load, today)
    assert proposal.proposed == today
    assert (proposal.covered, proposal.covered_today, proposal.whole) == (126, 126, 126)


def test_an_hour_moves_to_where_the_people_are() -> None:
    today = frozenset((1, hour) for hour in range(11, 17))
    load = {(1, hour): 20 for hour in range(10, 16)} | {(1, 16): 2}
    proposal = propose(load, today)
    assert blocks(proposal.proposed, 1) == ((10, 16),)
    assert (proposal.covered_today, proposal.covered) == (102, 120)
    assert proposal.clear


def test_a_few_contacts_more_are_no_reason() -> None:
    today = frozenset((1, hour) for hour in range(11, 17))
    proposal = propose({(1, hour): 20 for hour in range(10, 16)} | {(1, 16): 15}, today)
    assert proposal.proposed != today
    assert not proposal.clear


def test_nothing_to_go_by() -> None:
    proposal = propose({}, frozenset())
    assert (proposal.proposed, proposal.whole) == (frozenset(), 0)
    assert propose({}, frozenset({(1, 9)})).proposed == {(1, 9)}

"""The campaigns of attacks and of forms sent again, in small; in full by hand (python -m tests.campaigns)."""

import shutil
from pathlib import Path

import pytest

from tests.campaigns import bad_requests, planted, resends, slip_codes
from tests.campaigns.badness import CLASSES
from tests.campaigns.town import Town
from tests.web.faults.server import add_advisor, serving


@pytest.fixture
def town(prepared_sqlite: Path, tmp_path: Path) -> Town:
    """An installation of its own."""
    place = Town(tmp_path / "instance")
    place.instance.mkdir(mode=0o700)
    shutil.copyfile(prepared_sqlite, place.file)
    add_advisor(place.url, place.instance)
    return place


def test_bad_requests_change_nothing_and_break_nothing(town: Town) -> None:
    with serving(town.instance, town.url) as server:
        done = bad_requests.run(town, server, number=2 * len(CLASSES), seconds=60)
    # How fast they are answered is measured on a machine that does nothing else.
    assert [one for one in done.missed() if not one.startswith("p99")] == []
    assert len({one.kind for one in done.sent}) == len(CLASSES) >= 25


def test_forms_that_are_sent_again_are_done_once(town: Town) -> None:
    with serving(town.instance, town.url) as server:
        done = resends.run(town, server, forms=10)
    assert done.missed() == []
    assert done.requests > 2 * done.forms
    assert (done.contacts, done.offers) == (9, 1)


def test_no_guess_hits_a_code_and_no_answer_tells_codes_apart(town: Town) -> None:
    with serving(town.instance, town.url) as server:
        done = slip_codes.run(town, server, codes=200, guesses=500, asked=8)
    assert (done.codes, done.different, done.stored, done.hits) == (200, 200, 200, 0)
    assert done.answers == {"/feedback": 1, "/r": 1}


def test_what_tells_a_visitor_apart_is_found_nowhere(town: Town) -> None:
    done = planted.run(town, tokens=1)
    assert done.missed() == []
    assert done.slips == 1

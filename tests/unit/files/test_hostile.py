"""Files that mean harm: made safe with a note, or refused with a reason; never slow, never large, never active."""

import pytest

from app.files import cleaning
from app.files.cleaning import Cleaned, Refused, clean
from tests.unit.files.active import ACTIVE
from tests.unit.files.bombs import BOMBS, HARMLESS, SLOW
from tests.unit.files.disguises import DISGUISES, PARTS
from tests.unit.files.inspection import active, look_the_same, texts
from tests.unit.files.pdfs import TEXT, plain

AT_A_LIMIT = {"too_long", "too_much", "crashed"}


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        clean(content)
    assert str(caught.value).endswith("."), "it says what to do"
    return caught.value.code


def check_safe(cleaned: Cleaned) -> None:
    assert active(cleaned.content) == set()
    assert cleaned.content.startswith(b"%PDF-")
    assert cleaned.content.rstrip().endswith(b"%%EOF")
    assert cleaned.thumbnail.startswith(b"\x89PNG")
    assert len(cleaned.thumbnail) <= 60_000
    assert len(texts(cleaned.content)) == cleaned.pages


@pytest.mark.parametrize("name", ACTIVE)
def test_what_acts_is_removed_and_the_page_stays(name: str) -> None:
    make, notes = ACTIVE[name]
    content = make()
    assert active(content), "there is something to remove"
    cleaned = clean(content)
    check_safe(cleaned)
    assert set(cleaned.notes) == notes
    assert TEXT in cleaned.text
    assert look_the_same(content, cleaned.content)


@pytest.mark.parametrize("name", DISGUISES)
def test_what_is_no_pdf_or_not_open_is_refused(name: str) -> None:
    make, code = DISGUISES[name]
    assert refused(make()) == code


@pytest.mark.parametrize("part", PARTS)
def test_what_is_cut_off_is_refused(part: int) -> None:
    content = plain(3)
    assert refused(content[: len(content) * part // 100]) == "broken"


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, cases in BOMBS.items() for name in cases])
def test_what_is_too_much_is_refused(code: str, name: str) -> None:
    assert refused(BOMBS[code][name]()) in (AT_A_LIMIT if code == "limit" else {code})


def test_what_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "SECONDS", 1.0)
    assert refused(SLOW["pattern of the smallest steps"]()) == "too_long"


@pytest.mark.campaign
@pytest.mark.parametrize("name", SLOW)
def test_what_takes_long_is_refused(name: str) -> None:
    assert refused(SLOW[name]()) in AT_A_LIMIT


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_odd_does_no_harm(name: str) -> None:
    check_safe(clean(HARMLESS[name]()))


def test_after_all_that_files_are_taken_as_before() -> None:
    assert clean(plain()).pages == 1


def test_the_set_is_as_large_as_was_asked_for() -> None:
    assert len(ACTIVE) + len(DISGUISES) + len(PARTS) + sum(map(len, BOMBS.values())) + len(HARMLESS) >= 100

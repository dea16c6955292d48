"""Hours in the form: the grid and the OSM text say the same; the one that was changed wins."""

import pytest

from config import Settings
from tests.web.offices.editor import Editor, Typed

MONDAY_TO = "to__1"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """What the form does is the same on both databases."""
    return sqlite_settings


def osm(editor: Editor) -> str | None:
    drafted = editor.drafted()
    assert drafted is not None
    text: str | None = drafted["opening_hours"]
    return text


def test_the_grid_shows_what_is_stored(editor: Editor) -> None:
    editor.open()
    assert editor.value("opening_hours") == "Mo,Tu,Th 11:00-17:00; PH off"
    assert (editor.values("from-1"), editor.values("to-1")) == (["11:00", "", ""], ["17:00", "", ""])
    assert editor.values("from-3") == ["", "", ""]
    assert (editor.value("holidays"), editor.value("weeks")) == ("off", "")


CHANGES: list[tuple[dict[str, Typed], str | None]] = [
    ({"from__3": ["8", "13.30", ""], "to__3": ["12", "15", ""]},
     "Mo,Tu,Th 11:00-17:00; We 08:00-12:00,13:30-15:00; PH off"),
    ({"opening_hours": "Mo-Fr 8:00-12:00"}, "Mo-Fr 8:00-12:00"),
    ({"opening_hours": ""}, None),
    ({"holidays": ""}, "Mo,Tu,Th 11:00-17:00"),
    ({"holidays": "open", "holiday_times": "10-12"}, "Mo,Tu,Th 11:00-17:00; PH 10:00-12:00"),
    ({"weeks": "even"}, "week 02-52/2 Mo,Tu,Th 11:00-17:00; PH off"),
    ({"single_day": ["24.12.2026", "31.12."], "single_times": ["9-12", ""]},
     "Mo,Tu,Th 11:00-17:00; PH off; Dec 31 off; 2026 Dec 24 09:00-12:00"),
    ({"from__1": [""] * 3, "to__1": [""] * 3, "from__2": [""] * 3, "to__2": [""] * 3, "from__4": [""] * 3,
      "to__4": [""] * 3}, None),
    # Both were changed, and mean the same.
    ({"to__1": ["18", "", ""], "opening_hours": "Mo 11:00-18:00; Tu,Th 11:00-17:00; PH off"},
     "Mo 11:00-18:00; Tu,Th 11:00-17:00; PH off"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "stored"), CHANGES)
def test_what_was_changed_wins(editor: Editor, typed: dict[str, Typed], stored: str | None) -> None:
    editor.open().save(**typed)
    assert osm(editor) == stored
    assert editor.value("opening_hours") == (stored or "")


def test_a_contradiction_is_told_and_decided(editor: Editor) -> None:
    typed: dict[str, Typed] = {MONDAY_TO: ["18:00", "", ""], "opening_hours": "Mo-Fr 08:00-10:00"}
    editor.open().save(400, **typed)
    assert "widersprechen sich" in editor.about("opening_hours")
    assert editor.values("to-1") == ["18:00", "", ""]
    assert editor.value("opening_hours") == "Mo-Fr 08:00-10:00"
    assert editor.drafted() is None
    editor.save(400)
    editor.save(hours_from="osm")
    assert osm(editor) == "Mo-Fr 08:00-10:00"
    assert editor.values("to-5") == ["10:00", "", ""]
    typed = {MONDAY_TO: ["9:00", "", ""], "opening_hours": "24/7"}
    editor.save(400, **typed)
    editor.save(hours_from="grid")
    assert osm(editor) == "Mo 08:00-09:00; Tu-Fr 08:00-10:00"


WRONG: list[tuple[dict[str, Typed], str]] = [
    ({"from__1": ["17", "", ""], "to__1": ["11", "", ""]}, "endet, bevor es beginnt"),
    ({"from__1": ["22", "", ""], "to__1": ["2", "", ""]}, "Über Mitternacht schreiben Sie zwei Zeiten"),
    ({"from__1": ["8", "11", ""], "to__1": ["12", "13", ""]}, "überschneiden sich"),
    ({"from__1": ["8", "", ""], "to__1": ["", "", ""]}, "Anfang und Ende"),
    ({"from__1": ["acht", "", ""], "to__1": ["12", "", ""]}, "„acht“ ist keine"),
    ({"holidays": "open", "holiday_times": ""}, "Zeiten an Feiertagen"),
    ({"single_day": ["Heiligabend"], "single_times": [""]}, "„Heiligabend“ ist keiner"),
    ({"single_day": ["24.12.", "24.12."], "single_times": ["", "9-10"]}, "steht zweimal da"),
    ({"opening_hours": "Mo-Fr 8-12"}, "kein gültiger Text"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_what_is_no_time_is_told_and_kept(editor: Editor, typed: dict[str, Typed], said: str) -> None:
    editor.open().save(400, **typed)
    assert said in editor.said
    for name, values in typed.items():
        kept = editor.values(name.replace("__", "-"))
        expected = [values] if isinstance(values, str) else values
        assert kept[: len(expected)] == expected
    assert editor.drafted() is None


def test_hours_that_have_no_place_in_the_grid(editor: Editor) -> None:
    editor.open().publish(opening_hours="Fr 22:00-02:00; PH off")
    assert "passen nicht in das Wochenraster" in editor.page.text()
    assert "Sie gehen über Mitternacht" in editor.page.text()
    assert editor.values("from-1") == []
    assert "22:00 – 24:00" in editor.page.text()
    editor.save(opening_hours="Fr 20:00-22:00; PH off")
    assert editor.values("from-5") == ["20:00", "", ""]


def test_the_page_says_what_the_slip_prints(editor: Editor) -> None:
    editor.open()
    text = editor.page.text()
    assert "Montag, Dienstag und Donnerstag 11:00 – 17:00" in text
    assert "Feiertage geschlossen" in text
    editor.press("action", "check", from__5=["8", "", ""], to__5=["9", "", ""])
    assert editor.drafted() is None
    assert "Freitag 08:00 – 09:00" in editor.page.text()
    assert editor.value("opening_hours") == "Mo,Tu,Th 11:00-17:00; Fr 08:00-09:00; PH off"
    editor.press("add", "singles", single_day=["24.12."], single_times=["9-12"])
    assert editor.values("single_day") == ["24.12.", "", ""]
    editor.press("remove", "singles 0")
    assert "Dec" not in editor.value("opening_hours")
    editor.save()
    assert osm(editor) == "Mo,Tu,Th 11:00-17:00; Fr 08:00-09:00; PH off"

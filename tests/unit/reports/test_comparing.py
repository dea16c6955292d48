"""How values are written, on pages and in files alike."""

import pytest

from app.reports.comparing import text
from app.reports.exports.plain import plain
from app.reports.values import Share


@pytest.mark.parametrize(
    ("part", "german", "english", "in_files"),
    [
        (None, "–", "–", "–"),
        (0.0, "0 %", "0%", 0.0),
        (0.001, "<1 %", "<1%", "<1 %"),
        (0.005, "<1 %", "<1%", "<1 %"),
        (0.0051, "1 %", "1%", 0.01),
        (0.364, "36 %", "36%", 0.36),
        (1.0, "100 %", "100%", 1.0),
    ],
)
def test_a_small_share_is_never_written_as_nothing(
    part: float | None, german: str, english: str, in_files: float | str
) -> None:
    assert text(Share(part), "de").replace("\N{NO-BREAK SPACE}", " ") == german
    assert text(Share(part), "en") == english
    found = plain(Share(part), "de")
    assert (found.replace("\N{NO-BREAK SPACE}", " ") if isinstance(found, str) else found) == in_files

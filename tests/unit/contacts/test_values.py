"""What may be kept of a visitor and of the time."""

from datetime import date, datetime

import pytest

from app.contacts.service import months_kept
from app.contacts.values import LoadCell, concept_group


@pytest.mark.parametrize(
    ("groups", "kept"),
    [
        ([], "unknown"),
        ([None, None], "unknown"),
        (["student", "refugee"], "refugee"),
        (["third_country", "skilled_worker"], "skilled_worker"),
        (["family_member", "eu_citizen"], "eu_citizen"),
        (["other", None], "other"),
        (["unknown", "other"], "other"),
    ],
)
def test_the_first_group_of_the_concept_that_holds_is_kept(groups: list[str | None], kept: str) -> None:
    assert concept_group(groups) == kept


@pytest.mark.parametrize(
    ("moment", "cell"),
    [
        (datetime(2026, 1, 1, 0, 0), LoadCell("2026-Q1", 4, 0)),  # noqa: DTZ001
        (datetime(2026, 3, 31, 23, 59), LoadCell("2026-Q1", 2, 23)),  # noqa: DTZ001
        (datetime(2026, 12, 31, 11, 30), LoadCell("2026-Q4", 4, 11)),  # noqa: DTZ001
    ],
)
def test_time_is_kept_as_quarter_weekday_and_hour(moment: datetime, cell: LoadCell) -> None:
    assert LoadCell.at(moment) == cell


@pytest.mark.parametrize(
    ("today", "oldest"),
    [(date(2026, 11, 23), "2024-11"), (date(2026, 1, 1), "2024-01"), (date(2026, 12, 31), "2024-12")],
)
def test_contacts_are_kept_for_24_months(today: date, oldest: str) -> None:
    assert months_kept(today) == oldest

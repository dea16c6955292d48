"""What the bench of the statistics measures with: many contacts like those of a demo set, and an honest baseline."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from app.cli import bench_contacts
from app.cli.bench_counting import count
from app.contacts.models import Contact
from app.db import Database
from app.demo.months import closed_months, spread
from app.keys import Keys
from app.reports.counting import records
from app.vocabulary.service import vocabulary

TODAY = date(2026, 11, 22)


def test_contacts_are_multiplied_and_the_baseline_counts_them_all(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_contacts, "MODELS", 150)
    months = closed_months(TODAY, 3)
    with database.writing() as session:
        bench_contacts.fill(session, keys, months, 450, TODAY)
    with database.reading() as session:
        found = Counter(session.scalars(select(Contact.month)))
        assert [found[month] for month in months] == spread(450, months)
        field = vocabulary(session).field_of_action
        kept = [record.values for record in records(session, ["2026-10"], field)]
        for name in ("channel", "language", "talk"):
            assert count(session, name, "2026-10") == len({values[name] for values in kept})
        for name in ("field_of_action", "office"):
            assert count(session, name, "2026-10") == len({one for values in kept for one in values[name]})
        crossed = {(topic, values["language"]) for values in kept for topic in values["topic"]}
        assert count(session, "topic_language", "2026-10") == len(crossed)

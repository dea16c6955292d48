"""Every table is either in a backup or left out for a reason."""

from app import resend
from app.keeping.contents import KEPT, LEFT_OUT, OF_THE_SCHEMA
from app.migrations.models import METADATA


def test_every_table_is_kept_or_left_out_with_its_reason() -> None:
    assert KEPT.isdisjoint(LEFT_OUT)
    tables = {*METADATA.tables, resend.ResendKey.__tablename__, OF_THE_SCHEMA}
    assert tables <= KEPT | LEFT_OUT.keys()
    assert all(len(reason) > 30 for reason in LEFT_OUT.values())


def test_what_is_there_for_a_day_is_in_no_backup() -> None:
    assert {"login", "login_failure", "resend_key", "account_link"} <= LEFT_OUT.keys()

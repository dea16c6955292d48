"""Who sits in the house when, when it is closed, and cooperation agreements."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "house_closure",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_house_closure_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_closure")),
    )
    op.create_table(
        "presence_slot",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("room", sa.String(length=60), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("once_on", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("weeks", sa.String(length=6), nullable=False),
        sa.Column("anchor", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(weekday IS NULL) <> (once_on IS NULL)", name=op.f("ck_presence_slot_weekday_or_day")),
        sa.CheckConstraint("starts < ends", name=op.f("ck_presence_slot_within_a_day")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_presence_slot_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_slot")),
    )
    op.create_table(
        "presence_exception",
        sa.Column("slot_id", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(starts IS NULL) = (ends IS NULL)", name=op.f("ck_presence_exception_both_times_or_none")),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["presence_slot.id"], name=op.f("fk_presence_exception_slot_id_presence_slot")
        ),
        sa.PrimaryKeyConstraint("slot_id", "day", name=op.f("pk_presence_exception")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("remind_days", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("remind_days >= 0", name=op.f("ck_agreement_remind_before")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_agreement_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )

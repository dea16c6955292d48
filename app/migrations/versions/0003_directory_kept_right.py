"""The directory's history, drafts and settings; who keeps an entry right, and since when it is known to be."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_change")),
    )
    op.create_table(
        "draft",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("entry_id", sa.String(length=130), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("submitted_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("kind", "entry_id", name=op.f("pk_draft")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "entry_version",
        sa.Column("change_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("entry_id", sa.String(length=130), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_number"], ["change.number"], name=op.f("fk_entry_version_change_number_change")
        ),
        sa.PrimaryKeyConstraint("change_number", "kind", "entry_id", name=op.f("pk_entry_version")),
    )
    op.create_index("ix_entry_version_entry", "entry_version", ["kind", "entry_id"])

    for table in ("office", "routing_rule"):
        op.add_column(table, sa.Column("checked_on", sa.Date(), nullable=True))
        op.add_column(table, sa.Column("review_on", sa.Date(), nullable=True))
        op.add_column(table, sa.Column("caretaker", sa.String(length=80), nullable=False, server_default=""))
    op.add_column("office", sa.Column("contact_name", sa.String(length=80), nullable=False, server_default=""))
    op.add_column("office", sa.Column("contact_email", sa.String(), nullable=True))

"""Counters of feedback by slip code, released tables and the secret of their rounding."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("field_of_action_id", sa.String(length=60), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_of_action_id"], ["field_of_action.id"], name=op.f("fk_feedback_field_of_action_id_field_of_action")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_feedback_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "field_of_action_id", "quarter", "outcome", name=op.f("pk_feedback")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "release",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", "period", name=op.f("pk_release")),
    )
    op.create_table(
        "rounding_secret",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounding_secret")),
    )

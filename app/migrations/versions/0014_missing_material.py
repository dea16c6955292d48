"""Material that is missing in a language: what the counter noted this month, and what offices are asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "missing_note",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("entry_id", sa.String(length=130), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("kind", "entry_id", "language", "month", name=op.f("pk_missing_note")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "handout_request",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("handout_id", sa.String(length=60), nullable=True),
        sa.Column("topic_id", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("noted", sa.String(length=7), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("promised_for", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("edition_id", sa.String(length=12), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(handout_id IS NULL) <> (topic_id IS NULL)", name=op.f("ck_handout_request_one_subject")),
        sa.ForeignKeyConstraint(["handout_id"], ["handout.id"], name=op.f("fk_handout_request_handout_id_handout")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_handout_request_topic_id_topic")),
        sa.ForeignKeyConstraint(["language"], ["language.tag"], name=op.f("fk_handout_request_language_language")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_handout_request_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handout_request")),
    )
    for column in ("handout_id", "topic_id"):
        op.create_index(
            f"uq_handout_request_open_{column.removesuffix('_id')}",
            "handout_request",
            [column, "language"],
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )

"""Interpreting services, and a counter of languages that nobody could interpret."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interpreter",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("office_id", sa.String(length=60), nullable=True),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("modes", sa.JSON(), nullable=False),
        sa.Column("hours", sa.String(length=2000), nullable=True),
        sa.Column("book_how", sa.Text(), nullable=False),
        sa.Column("book_phone", sa.String(length=60), nullable=False),
        sa.Column("book_email", sa.String(length=200), nullable=False),
        sa.Column("book_link", sa.String(length=500), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("cost", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_interpreter_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interpreter")),
    )
    op.create_table(
        "language_unmet",
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["language"], ["language.tag"], name=op.f("fk_language_unmet_language_language")),
        sa.PrimaryKeyConstraint("language", "quarter", name=op.f("pk_language_unmet")),
        sqlite_with_rowid=False,
    )

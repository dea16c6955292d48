"""The library: what handouts are about, their editions, the stock at the desk, and what was given along."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handout", sa.Column("topics", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("handout", sa.Column("traits", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("handout", sa.Column("publisher", sa.String(length=60), nullable=True))
    op.add_column("handout", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "handout_edition",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("handout_id", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=True),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handout_id"], ["handout.id"], name=op.f("fk_handout_edition_handout_id_handout")),
        sa.ForeignKeyConstraint(["language"], ["language.tag"], name=op.f("fk_handout_edition_language_language")),
        sa.ForeignKeyConstraint(
            ["file_digest"], ["stored_file.digest"], name=op.f("fk_handout_edition_file_digest_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handout_edition")),
    )
    op.create_index("ix_handout_edition_handout", "handout_edition", ["handout_id", "language"])
    op.create_table(
        "edition_stock",
        sa.Column("edition_id", sa.String(length=12), nullable=False),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.Column("reorder_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["handout_edition.id"], name=op.f("fk_edition_stock_edition_id_handout_edition")
        ),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_edition_stock")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "handout_given",
        sa.Column("handout_id", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handout_id"], ["handout.id"], name=op.f("fk_handout_given_handout_id_handout")),
        sa.PrimaryKeyConstraint("handout_id", "language", "quarter", name=op.f("pk_handout_given")),
        sqlite_with_rowid=False,
    )

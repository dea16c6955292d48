"""The release plan, the numbers that were rounded the other way, and what the release gate withheld."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release_plan",
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("finest", sa.String(length=7), nullable=True),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("a_year", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("year", "name", name=op.f("pk_release_plan")),
    )
    op.create_table(
        "rounding_flip",
        sa.Column("decision", sa.LargeBinary(length=32), nullable=False),
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_rounding_flip")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "withheld_table",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", "period", "part", name=op.f("pk_withheld_table")),
    )


def downgrade() -> None:
    for table in ("withheld_table", "rounding_flip", "release_plan"):
        op.drop_table(table)

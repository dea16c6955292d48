"""Evaluation reports: which releases and facts they were made of, and the texts of their chapters."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluation_report",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("first", sa.String(length=7), nullable=False),
        sa.Column("last", sa.String(length=7), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_of", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_report")),
    )
    op.create_table(
        "evaluation_text",
        sa.Column("report_id", sa.String(length=12), nullable=False),
        sa.Column("chapter", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["evaluation_report.id"], name=op.f("fk_evaluation_text_report_id_evaluation_report")
        ),
        sa.PrimaryKeyConstraint("report_id", "chapter", "language", name=op.f("pk_evaluation_text")),
    )

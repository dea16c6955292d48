"""The town's own translations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "translation",
        sa.Column("catalogue", sa.String(length=20), nullable=False),
        sa.Column("domain", sa.String(length=20), nullable=False),
        sa.Column("context", sa.String(length=140), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("source_german", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("catalogue", "domain", "context", "source_hash", name=op.f("pk_translation")),
    )

    # Rises with every change of a translation, as row 1 does with every change of the directory.
    op.execute("INSERT INTO revision (id, number) VALUES (2, 0)")

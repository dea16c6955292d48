"""Wrong data that the counter reported, and offices that were asked whether theirs still hold."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wrong_data",
        sa.Column("entry_id", sa.String(length=130), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", "what", name=op.f("pk_wrong_data")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "office_asked",
        sa.Column("office_id", sa.String(length=60), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_asked_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_office_asked")),
    )

"""The town's own login: which account belongs to whom there."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user", sa.Column("subject", sa.String(length=500), nullable=True))
    op.create_index(op.f("ix_user_subject"), "user", ["subject"], unique=True)

"""A state of its own for the house around the desk, so that its changes do not build rules and offices anew."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("INSERT INTO revision (id, number) VALUES (3, 0)")

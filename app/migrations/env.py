"""Run by Alembic: migrations through the connection that app.migrations handed over."""

from alembic import context
from sqlalchemy import text

from app.db import BUSY_TIMEOUT_SECONDS
from app.migrations.models import METADATA

# Any constant will do, as long as all processes use the same one.
LOCK = 5_739_284_610

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    if connection.dialect.name == "postgresql":
        # Whoever migrates a large database takes longer than a desk would wait; for tables the desks' time holds again.
        connection.execute(text("SET LOCAL lock_timeout = '10min'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_TIMEOUT_SECONDS}s'"))
    context.run_migrations()

"""Empty a PostgreSQL database: ``emptied.py URL``. For the way back of an upgrade, which restores into it."""

import sys

from sqlalchemy import MetaData, create_engine


def empty(url: str) -> None:
    """Drop all tables with what hangs on them; rights that an administrator has granted stay."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    tables = MetaData()
    with engine.begin() as connection:
        tables.reflect(connection)
        tables.drop_all(connection)


if __name__ == "__main__":
    empty(sys.argv[1])

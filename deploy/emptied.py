"""Empty a PostgreSQL database: ``emptied.py URL``. For the way back of an upgrade, which restores into it."""

import sys

import psycopg


def empty(url: str) -> None:
    """Drop all that the account of the program owns in the schema; rights and settings of the schema stay."""
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1)) as connection:
        connection.execute("DROP OWNED BY CURRENT_USER CASCADE")


if __name__ == "__main__":
    empty(sys.argv[1])

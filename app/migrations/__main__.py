"""Draft the next migration from the models: ``python -m app.migrations "Why the schema changes"``.

It compares the models with an empty SQLite database at the newest revision. Review and format what it writes.
"""

import sys

from alembic import command
from sqlalchemy import create_engine

from app.migrations import FOLDER, configuration


def draft(message: str) -> None:
    """Write versions/NNNN_message.py, numbered after the last one."""
    number = 1 + len(list((FOLDER / "versions").glob("[0-9]*.py")))
    with create_engine("sqlite://").begin() as connection:
        config = configuration(connection)
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        if number > 1:
            command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    draft(sys.argv[1])

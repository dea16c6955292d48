"""Several servers, each with a folder of its own, on a new database at the same moment: it is set up once."""

import subprocess
from pathlib import Path

from sqlalchemy import text

from app.db import Database
from tests.database import Postgres, settings_for
from tests.web.faults.server import COMMAND, environment

SERVERS = 2
SECONDS = 120


def test_servers_that_start_at_once_set_up_once(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.new_database() as url:
        started = [
            subprocess.Popen([*COMMAND, "prepare"], env=environment(tmp_path / str(number), url))
            for number in range(SERVERS)
        ]
        assert [one.wait(SECONDS) for one in started] == [0] * SERVERS
        database = Database(settings_for(tmp_path, url))
        with database.reading() as session:
            assert session.scalar(text('SELECT count(*) FROM "user"')) == 1
            assert session.scalar(text("SELECT count(*) FROM office")) == 77
        database.dispose()

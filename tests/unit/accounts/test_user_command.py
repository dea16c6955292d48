"""``wegweiser user``: for when no administrator gets in."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app.accounts import service
from app.accounts.models import AccountLink, SecondFactor, User, aware
from app.accounts.roles import Role
from app.cli.users import user
from app.db import Database
from app.errors import NotFound
from tests.database import settings_for


def run(instance: Path, *arguments: str) -> str:
    """What the command prints on standard output."""
    done = CliRunner().invoke(
        user, list(arguments), env={"WEGWEISER_INSTANCE": str(instance)}, catch_exceptions=False, prog_name="user"
    )
    assert done.exit_code == 0
    return done.stdout


def test_link_for_an_administrator_whose_phone_is_lost(instance: Path) -> None:
    database = Database(settings_for(instance, f"sqlite:///{instance / 'wegweiser.sqlite3'}"))
    with database.writing() as session:
        found = service.create_user(name="Verwaltung", role=Role.ADMIN)
        session.add(SecondFactor(user_id=found.id, sealed="lost", last_step=0))
    said = json.loads(run(instance, "link", "verwaltung", "--remove-second-factor", "--json"))
    token = said["address"].removeprefix("http://127.0.0.1:8000/welcome/")
    with database.reading() as session:
        link = session.scalars(select(AccountLink)).one()
        assert link.digest == hashlib.sha256(token.encode()).digest()
        assert aware(link.ends_at) > datetime.now(UTC)
        assert session.scalars(select(SecondFactor)).all() == []
        assert session.scalars(select(User.password_hash)).all() == [""]
    database.dispose()
    with pytest.raises(NotFound, match="no account of this name"):
        run(instance, "link", "somebody else")

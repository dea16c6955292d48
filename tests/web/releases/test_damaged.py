"""A released table that somebody has changed in the database: none of its numbers is shown, and the page says why."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.roles import Role
from app.db import Database
from app.released.models import Release
from app.released.rounding import METHOD
from app.released.service import release
from app.released.tables import ALL, Cell, Table
from tests.web.pages import check_page
from tests.web.staff import log_in

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("path", ["overview?period=2026-Q3", "tables/channel/2026-Q3.csv", "open-data/2026.zip"])
def test_a_changed_table_is_an_error_of_the_house(app: Flask, database: Database, path: str) -> None:
    cells = (Cell((ALL,), 1235, 5), Cell(("phone",), 1235, 5))
    with database.writing() as session:
        release(session, Table("channel", "2026-Q3", METHOD, cells), today=date(2026, 11, 22))
        content = {**session.get_one(Release, ("channel", "2026-Q3")).content, "cells": []}
        session.execute(update(Release).values(content=content))
    response = log_in(app, database, Role.ANALYST).get(f"/statistics/{path}")
    assert response.status_code == 500
    said = check_page(response).text()
    assert "Eine veröffentlichte Tabelle ist seither verändert worden" in said
    assert "1.235" not in said

"""smoke"""
from app.accounts.roles import Role
from tests.web.pages import check_page
from tests.web.staff import log_in


def test_page(app, database) -> None:
    client = log_in(app, database, Role.ADMIN)
    page = check_page(client.get("/operations"))
    print(page.text())

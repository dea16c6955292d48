"""``wegweiser serve``: the web server, with the night job beside it."""

import click
import waitress

from app.cli.context import note, open_whole_instance
from app.cli.instance import first_administrator
from app.factory import create_app
from app.night import start_nightly

THREADS = 8
CONNECTION_LIMIT = 1000


@click.command()
def serve() -> None:
    """Serve the desk tool until stopped."""
    instance = open_whole_instance()
    first_administrator(instance)
    app = create_app(instance.settings, instance.keys, instance.database)
    start_nightly(instance.database)
    note(f"Wegweiser serves on http://{instance.settings.bind}")
    waitress.serve(
        app,
        host=instance.settings.host,
        port=instance.settings.port,
        threads=THREADS,
        connection_limit=CONNECTION_LIMIT,
        ident=None,
        trusted_proxy="127.0.0.1" if instance.settings.behind_proxy else None,
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"} if instance.settings.behind_proxy else set(),
        clear_untrusted_proxy_headers=True,
    )

"""`frontdesk serve` and `frontdesk work`: the two commands that run until they are stopped."""

import click

from frontdesk.app import serve as serving
from frontdesk.app.cli.options import home_option, load


@click.command()
@home_option
@click.option("--host", help="Address to listen on (FRONTDESK_HOST).")
@click.option("--port", type=int, help="Port to listen on (FRONTDESK_PORT).")
@click.option("--no-worker", is_flag=True, help="Leave sweeping to `frontdesk work` processes.")
def serve(home: str | None, host: str | None, port: int | None, no_worker: bool) -> None:
    """Serve web chat, API, SMS webhooks and console, and (unless --no-worker) sweep."""
    settings, registry = load(home, port, host)
    serving.run_server(settings, registry, work=not no_worker)


@click.command()
@home_option
def work(home: str | None) -> None:
    """Take over what dead processes left: unread messages, unsent replies, due timers."""
    settings, registry = load(home)
    serving.run_worker(settings, registry)

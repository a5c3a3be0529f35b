"""`frontdesk`: the commands by group, and the two that run until they are stopped."""

import click

from frontdesk import __version__
from frontdesk.app import serve as serving
from frontdesk.app.cli import (
    chat,
    controls,
    conversations,
    database,
    evaluating,
    house,
    keys,
    operations,
    reading,
    replaying,
    sending,
    tenants,
    train,
)
from frontdesk.app.cli.options import Frontdesk, home_option, load


@click.group(cls=Frontdesk, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Bots that answer a business's customers, and the operations around them."""
    ctx.ensure_object(dict)


@main.command()
@home_option
@click.option("--host", help="Address to listen on (FRONTDESK_HOST).")
@click.option("--port", type=int, help="Port to listen on (FRONTDESK_PORT).")
@click.option("--no-worker", is_flag=True, help="Leave sweeping to `frontdesk work` processes.")
def serve(home: str | None, host: str | None, port: int | None, no_worker: bool) -> None:
    """Serve web chat, API, SMS webhooks and console, and (unless --no-worker) sweep."""
    settings, registry = load(home, port, host)
    serving.run_server(settings, registry, work=not no_worker)


@main.command()
@home_option
def work(home: str | None) -> None:
    """Take over what dead processes left: unread messages, unsent replies, due timers."""
    settings, registry = load(home)
    serving.run_worker(settings, registry)


for command in (
    *database.COMMANDS,
    *house.COMMANDS,
    evaluating.evaluate,
    chat.chat,
    reading.read,
    replaying.replay,
    conversations.conversations,
    *sending.COMMANDS,
    controls.controls,
    tenants.tenants,
    keys.keys,
    train.train,
    *operations.COMMANDS,
):
    main.add_command(command)

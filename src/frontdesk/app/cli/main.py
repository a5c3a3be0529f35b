"""`frontdesk`: the options every command shares, and the commands by group."""

import sys

import click

from frontdesk import __version__
from frontdesk.app import registry as registries
from frontdesk.app import serve as serving
from frontdesk.app import settings as trees
from frontdesk.ground.kit import logs
from frontdesk.ground.words.problems import Problem


class Frontdesk(click.Group):
    """Prints a Problem as one clear line and exits 1, instead of a stack trace."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            click.echo(f"frontdesk: {problem.public}", err=True)
            if problem.fix:
                click.echo(f"  fix: {problem.fix}", err=True)
            sys.exit(1)


@click.group(cls=Frontdesk, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Bots that answer a business's customers, and the operations around them."""
    ctx.ensure_object(dict)


def load(
    home: str | None, port: int | None, host: str | None = None
) -> tuple[trees.Settings, registries.Registry]:
    """Settings and registry of a command; options outweigh the environment."""
    registry = registries.scan()
    given = {"FRONTDESK_HOME": home, "FRONTDESK_HOST": host}
    overrides = {name: value for name, value in given.items() if value}
    if port is not None:
        overrides["FRONTDESK_PORT"] = str(port)
    settings = trees.load_settings((*trees.HOUSE, *registry.settings()), overrides=overrides)
    logs.configure(
        settings.text("FRONTDESK_LOG_LEVEL"),
        show_content=bool(settings.values["FRONTDESK_LOG_CONTENT"]),
    )
    return settings, registry


home_option = click.option("--home", help="Folder of the installation (FRONTDESK_HOME).")


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
    settings, registry = load(home, None)
    serving.run_worker(settings, registry)

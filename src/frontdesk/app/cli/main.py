"""`frontdesk`: its commands by name, each in the file that holds it."""

import click

from frontdesk import __version__
from frontdesk.app.cli.later import Later
from frontdesk.app.cli.options import Frontdesk

HERE = "frontdesk.app.cli"
COMMANDS = {
    "alerts": f"{HERE}.operations.alerts",
    "cache": f"{HERE}.operations.cache",
    "chat": f"{HERE}.chat",
    "check": f"{HERE}.house",
    "controls": f"{HERE}.controls",
    "conversations": f"{HERE}.conversations",
    "demo": f"{HERE}.house",
    "doctor": f"{HERE}.house",
    "escalations": f"{HERE}.operations.alerts",
    "eval": f"{HERE}.evaluating:evaluate",
    "handoffs": f"{HERE}.sending",
    "keys": f"{HERE}.keys",
    "logs": f"{HERE}.operations.logs",
    "migrate": f"{HERE}.database",
    "oncall": f"{HERE}.operations.oncall",
    "outbox": f"{HERE}.sending",
    "pg_dump": f"{HERE}.database",
    "prompts": f"{HERE}.operations.usage",
    "psql": f"{HERE}.database",
    "read": f"{HERE}.reading",
    "replay": f"{HERE}.replaying",
    "serve": f"{HERE}.serving",
    "silence": f"{HERE}.operations.alerts",
    "stats": f"{HERE}.operations.stats:show",
    "tenants": f"{HERE}.tenants",
    "train": f"{HERE}.evaluating",
    "usage": f"{HERE}.operations.usage",
    "where": f"{HERE}.house",
    "work": f"{HERE}.serving",
}


@click.group(
    cls=Frontdesk,
    commands=Later(COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Bots that answer a business's customers, and the operations around them."""
    ctx.ensure_object(dict)

"""`frontdesk handoffs` and `frontdesk outbox`: moves between bots, and replies that were given up."""

import click

from frontdesk.ability.desk import sending as desk
from frontdesk.ability.handoff import listing
from frontdesk.app.cli.options import (
    Live,
    home_option,
    json_option,
    limit_option,
    on_live,
    print_rows,
    tenant_option,
    who_option,
)
from frontdesk.ground.store.db import Row
from frontdesk.ground.words.ids import OutboxId


@click.group()
def handoffs() -> None:
    """Look at moves of conversations between bots."""


@handoffs.command("list")
@limit_option
@tenant_option
@json_option
@home_option
def list_handoffs(limit: int, tenant: str | None, as_json: bool, home: str | None) -> None:
    """List the newest attempts, executed and blocked, each with its reason."""

    async def load(live: Live) -> list[Row]:
        return await listing.load_latest(live.database, live.tenant(tenant), limit=limit)

    columns = (
        "at", "source", "target", "outcome", "reason", "score", "threshold", "conversation_id",
    )  # fmt: skip
    print_rows(on_live(home, load), columns, as_json=as_json, none="no handoffs yet")


@click.group()
def outbox() -> None:
    """Look at replies that were given up, and send them again."""


@outbox.command("dead")
@limit_option
@tenant_option
@json_option
@home_option
def dead(limit: int, tenant: str | None, as_json: bool, home: str | None) -> None:
    """List replies that were refused for good or are out of attempts."""

    async def load(live: Live) -> list[Row]:
        return await desk.load_dead(live.database, live.tenant(tenant), limit=limit)

    columns = ("id", "created_at", "channel", "address", "attempts", "problem", "text")
    print_rows(on_live(home, load), columns, as_json=as_json, none="no dead replies")


@outbox.command("retry")
@click.argument("reply_id", metavar="ID")
@tenant_option
@who_option
@home_option
def retry(reply_id: str, tenant: str | None, who: str, home: str | None) -> None:
    """Let the dead reply ID wait for sending again."""

    async def again(live: Live) -> None:
        await desk.save_again(
            live.database,
            live.tenant(tenant),
            OutboxId(reply_id),
            who=who,
            now=live.clock.now(),
        )

    on_live(home, again)
    click.echo("waiting to be sent again")

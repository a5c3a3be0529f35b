"""`frontdesk keys`: who may call, made, listed and revoked in the running installation."""

import click

from frontdesk.ability import identity
from frontdesk.app.cli.options import (
    Live,
    home_option,
    json_option,
    on_live,
    print_json,
    print_rows,
    tenant_option,
    who_option,
)
from frontdesk.ground.store.db import Row
from frontdesk.ground.words.problems import BadInput


@click.group()
def keys() -> None:
    """Make, list and revoke keys for the API and the console."""


@keys.command("create")
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(identity.SCOPES),
    default="customer",
    show_default=True,
    help="What the key may do: customer writes messages; agent and operator use the desk.",
)
@tenant_option
@who_option
@json_option
@home_option
def create_key(
    name: str,
    scope: identity.Scope,
    tenant: str | None,
    who: str,
    as_json: bool,
    home: str | None,
) -> None:
    """Make a key called NAME and print it once; only its hash is kept."""

    async def create(live: Live) -> str:
        return await identity.create_key(
            live.database,
            live.tenant(tenant),
            name=name,
            scope=scope,
            who=who,
            now=live.clock.now(),
        )

    secret = on_live(home, create)
    if as_json:
        print_json({"name": name, "scope": scope, "key": secret})
    else:
        click.echo(secret)


@keys.command("list")
@tenant_option
@json_option
@home_option
def list_keys(tenant: str | None, as_json: bool, home: str | None) -> None:
    """List keys by name, scope, last four characters and dates."""

    async def load(live: Live) -> list[Row]:
        return await identity.load_keys(live.database, live.tenant(tenant))

    print_rows(
        on_live(home, load),
        ("name", "scope", "hint", "created_at", "revoked_at"),
        as_json=as_json,
        none="no keys: make one with `frontdesk keys create`",
    )


@keys.command("revoke")
@click.argument("name")
@tenant_option
@who_option
@home_option
def revoke_key(name: str, tenant: str | None, who: str, home: str | None) -> None:
    """Revoke every key called NAME; doors refuse them within a second."""

    async def revoke(live: Live) -> int:
        owner = live.tenant(tenant)
        known = {row["name"] for row in await identity.load_keys(live.database, owner)}
        if name not in known:
            raise BadInput(
                "app.unknown_key",
                f"there is no key called {name!r}",
                field="name",
                fix="see `frontdesk keys list`",
            )
        return await identity.revoke_key(live.database, owner, name, who=who, now=live.clock.now())

    click.echo(f"revoked {on_live(home, revoke)}")

"""`frontdesk tenants`: the businesses of this installation and what each may choose."""

import re
from collections.abc import Mapping

import click

from frontdesk.ability import identity
from frontdesk.app.cli.options import (
    Live,
    home_option,
    json_option,
    on_live,
    parse_object,
    print_json,
    print_rows,
)
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@click.group()
def tenants() -> None:
    """List, create and set up tenants; running processes see a change within two seconds."""


@tenants.command("list")
@json_option
@home_option
def list_tenants(as_json: bool, home: str | None) -> None:
    """List tenants with their settings."""

    async def load(live: Live) -> list[dict[str, object]]:
        return [
            {
                "id": tenant.id,
                "name": tenant.name,
                "settings": await identity.load_settings(live.database, tenant.id),
            }
            for tenant in live.tenants.all()
        ]

    print_rows(
        on_live(home, load),
        ("id", "name", "settings"),
        as_json=as_json,
        none="no tenants: make one with `frontdesk tenants create`",
    )


@tenants.command("create")
@click.argument("tenant_id", metavar="ID")
@click.option("--name", help="What people call it; default: the id.")
@click.option("--settings", "text", default="{}", help="Settings as a JSON object.")
@json_option
@home_option
def create_tenant(
    tenant_id: str, name: str | None, text: str, as_json: bool, home: str | None
) -> None:
    """Make a tenant called ID (small letters, digits, - and _)."""
    if not ID.fullmatch(tenant_id):
        raise BadInput(
            "app.bad_tenant_id",
            f"{tenant_id!r} cannot be a tenant's id",
            field="id",
            fix="use 1 to 40 small letters, digits, - or _, beginning with a letter or digit",
        )
    given = parse_object(text, "settings")

    async def create(live: Live) -> None:
        if any(tenant.id == tenant_id for tenant in live.tenants.all()):
            raise BadInput(
                "app.tenant_exists",
                f"there is a tenant {tenant_id!r} already",
                field="id",
                fix=f"change it with `frontdesk tenants set {tenant_id}`",
            )
        await save(live, TenantId(tenant_id), name or tenant_id, given)

    on_live(home, create)
    show(tenant_id, given, as_json=as_json)


@tenants.command("set")
@click.argument("tenant_id", metavar="ID")
@click.argument("text", metavar="SETTINGS", default="{}")
@click.option("--name", help="Another name.")
@json_option
@home_option
def set_tenant(
    tenant_id: str, text: str, name: str | None, as_json: bool, home: str | None
) -> None:
    """Change settings of a tenant: SETTINGS is a JSON object, null gives a default back."""
    given = parse_object(text, "settings")

    async def change(live: Live) -> dict[str, Json]:
        tenant = live.tenants.get(TenantId(tenant_id))
        before = await identity.load_settings(live.database, tenant.id)
        merged = {**before, **given}
        kept: dict[str, Json] = {
            field: value for field, value in merged.items() if value is not None
        }
        await save(live, tenant.id, name or tenant.name, kept)
        return kept

    show(tenant_id, on_live(home, change), as_json=as_json)


async def save(live: Live, tenant: TenantId, name: str, settings: Mapping[str, Json]) -> None:
    """Store settings, after what only the registry can judge was judged."""
    bot = settings.get("default_bot")
    if bot and bot not in live.registry.bots:
        raise BadInput(
            "app.unknown_bot",
            f"there is no bot {bot!r}",
            field="default_bot",
            fix="use one of " + ", ".join(sorted(live.registry.bots)),
        )
    windows = settings.get("settle_s")
    for channel in windows if isinstance(windows, Mapping) else ():
        if channel not in live.registry.channels:
            raise BadInput(
                "app.unknown_channel",
                f"settle_s names {channel!r}, which is no channel",
                field="settle_s",
                fix="use names among " + ", ".join(sorted(live.registry.channels)),
            )
    await identity.save_tenant(live.database, tenant, name, settings)


def show(tenant_id: str, settings: Mapping[str, Json], *, as_json: bool) -> None:
    if as_json:
        print_json({"id": tenant_id, "settings": settings})
        return
    click.echo(f"tenant {tenant_id}")
    for field, value in sorted(settings.items()):
        click.echo(f"  {field} = {value}")

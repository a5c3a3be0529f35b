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
PHONE = re.compile(r"\+[1-9]\d{6,14}")
SPACING = re.compile(r"[\s().-]")


@click.group()
def tenants() -> None:
    """List, create and set up tenants; running processes see a change within two seconds."""


@tenants.command("list")
@json_option
@home_option
def list_tenants(as_json: bool, home: str | None) -> None:
    """List tenants: where each answers, and its settings."""

    async def load(live: Live) -> list[dict[str, object]]:
        return [
            {
                "id": tenant.id,
                "name": tenant.name,
                "answers": await identity.load_front_doors(live.database, tenant.id),
                "settings": await identity.load_settings(live.database, tenant.id),
            }
            for tenant in live.tenants.all()
        ]

    print_rows(
        on_live(home, load),
        ("id", "name", "answers", "settings"),
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


@tenants.command("answer")
@click.argument("tenant_id", metavar="TENANT")
@click.argument("channel")
@click.argument("address")
@click.option("--stop", is_flag=True, help="Let the tenant no longer answer there.")
@home_option
def answer_at(tenant_id: str, channel: str, address: str, stop: bool, home: str | None) -> None:
    """Let a tenant answer at an address of ours: `frontdesk tenants answer harbor sms +15550100`.

    What comes in for that address is the tenant's from the next message on.
    """

    async def change(live: Live) -> str:
        tenant = live.tenants.get(TenantId(tenant_id)).id
        place = parse_address(live, channel, address)
        if stop:
            gone = await identity.remove_front_door(
                live.database, tenant, channel=channel, address=place
            )
            return (
                f"{tenant} {'no longer answers' if gone else 'did not answer'} at {channel} {place}"
            )
        await identity.save_front_door(live.database, tenant, channel=channel, address=place)
        there = await identity.find_front_door(live.database, channel, place)
        if there != tenant:
            raise BadInput(
                "app.address_taken",
                f"the tenant {there!r} answers at {channel} {place}",
                field="address",
                fix=f"frontdesk tenants answer {there} {channel} {place} --stop",
            )
        return f"{tenant} answers at {channel} {place}"

    click.echo(on_live(home, change))


def parse_address(live: Live, channel: str, address: str) -> str:
    """An address of a channel as its vendor names it: phone numbers in E.164."""
    known = live.registry.channels.get(channel)
    if known is None:
        raise BadInput(
            "app.unknown_channel",
            f"there is no channel {channel!r}",
            field="channel",
            fix="use one of " + ", ".join(sorted(live.registry.channels)),
        )
    if known.address_kind(address) != "phone":
        return address.strip()
    number = SPACING.sub("", address)
    if not PHONE.fullmatch(number):
        raise BadInput(
            "app.bad_number",
            f"{address!r} is no phone number with its country code",
            field="address",
            fix="write it as +15550100123",
        )
    return number


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

"""`frontdesk controls`: the live switches, seen by the next turn of every process within a second."""

from collections.abc import Mapping
from dataclasses import replace

import click

from frontdesk.ability.controls import (
    BOT_MARK,
    clear_control,
    load_controls,
    load_log,
    parse_value,
    save_control,
)
from frontdesk.app import controls as switches
from frontdesk.app.cli.options import (
    Live,
    home_option,
    json_option,
    limit_option,
    on_live,
    parse_expiry,
    print_json,
    print_rows,
    tenant_option,
    who_option,
)
from frontdesk.ground.store.db import Row

why_option = click.option("--why", required=True, help="The reason, kept in the audit trail.")


@click.group()
def controls() -> None:
    """List and change live switches; every change keeps who, why and until when."""


@controls.command("list")
@tenant_option
@json_option
@home_option
def list_controls(tenant: str | None, as_json: bool, home: str | None) -> None:
    """List every control with its value now, and who set it, why and until when."""

    async def load(live: Live) -> list[dict[str, object]]:
        now = live.clock.now()
        rows = await load_controls(live.database, live.tenant(tenant))
        standing = {
            row["name"]: row for row in rows if not row["expires_at"] or row["expires_at"] > now
        }
        declared = switches.scan(live.registry)
        first = switches.first_values(live.settings, live.registry)
        shown = [_shown(one, standing.get(name), first) for name, one in declared.items()]
        for name, row in sorted(standing.items()):
            if BOT_MARK in name:
                of = declared[name.partition(BOT_MARK)[0]]
                shown.append(_shown(replace(of, name=name), row, first))
        return shown

    columns = ("name", "value", "set", "who", "why", "expires_at")
    print_rows(on_live(home, load), columns, as_json=as_json, none="no controls are declared")


def _without_row(live: Live, control: switches.AnyControl, bot: str) -> object:
    first = switches.first_values(live.settings, live.registry)
    scoped = f"{control.name}{BOT_MARK}{bot}"
    return first.get(scoped, first.get(control.name, control.default))


def _shown(
    control: switches.AnyControl, row: Row | None, first: Mapping[str, object]
) -> dict[str, object]:
    default = first.get(control.name, control.default)
    shown: dict[str, object] = {
        "name": control.name,
        "value": row["value"] if row else default,
        "set": row is not None,
        "default": default,
        "doc": control.doc,
        "choices": list(control.choices),
    }
    told = {name: row[name] if row else None for name in ("who", "why", "set_at", "expires_at")}
    return {**shown, **told}


@controls.command("set")
@click.argument("name")
@click.argument("value")
@why_option
@click.option("--expires", help="Give the default back after 90s, 30m, 2h, 1d, or at a time.")
@tenant_option
@who_option
@home_option
def set_control(
    name: str,
    value: str,
    why: str,
    expires: str | None,
    tenant: str | None,
    who: str,
    home: str | None,
) -> None:
    """Set the control NAME to VALUE (a word, a number, on or off, words with commas, or JSON)."""

    async def change(live: Live) -> Mapping[str, object]:
        control, bot = switches.parse_name(switches.scan(live.registry), live.registry, name)
        now = live.clock.now()
        wanted = parse_value(control, value)
        expires_at = parse_expiry(expires, now)
        await save_control(
            live.database,
            live.tenant(tenant),
            control,
            wanted,
            who=who,
            why=why,
            now=now,
            expires_at=expires_at,
            bot=bot,
        )
        return {"name": name, "value": wanted, "expires_at": expires_at}

    print_json(on_live(home, change))


@controls.command("clear")
@click.argument("name")
@why_option
@tenant_option
@who_option
@home_option
def clear(name: str, why: str, tenant: str | None, who: str, home: str | None) -> None:
    """Give the control NAME its default back."""

    async def change(live: Live) -> object:
        control, bot = switches.parse_name(switches.scan(live.registry), live.registry, name)
        await clear_control(
            live.database,
            live.tenant(tenant),
            control,
            who=who,
            why=why,
            now=live.clock.now(),
            bot=bot,
        )
        return _without_row(live, control, bot)

    print_json({"name": name, "value": on_live(home, change), "expires_at": None})


@controls.command("log")
@click.argument("name", required=False)
@limit_option
@tenant_option
@json_option
@home_option
def log(name: str | None, limit: int, tenant: str | None, as_json: bool, home: str | None) -> None:
    """Show who changed what, newest first; of one control where NAME is given."""

    async def load(live: Live) -> list[Row]:
        if name is not None:
            switches.parse_name(switches.scan(live.registry), live.registry, name)
        return await load_log(live.database, live.tenant(tenant), name=name, limit=limit)

    columns = ("at", "who", "action", "name", "detail")
    print_rows(on_live(home, load), columns, as_json=as_json, none="nothing was changed yet")

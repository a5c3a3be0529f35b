"""What every command shares: its options, the live installation it asks, and how it prints."""

import asyncio
import getpass
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn, TypeVar

import click
import orjson

from frontdesk.ability import identity
from frontdesk.app import controls, place, shell
from frontdesk.app import registry as registries
from frontdesk.app import settings as trees
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.ground.kit import logs
from frontdesk.ground.kit.clock import Clock, SystemClock
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput, Problem
from frontdesk.ground.words.reading import Json

T = TypeVar("T")
CONNECTIONS = 2
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
_UNIT_S = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_NARROW = 60

home_option = click.option("--home", help="Folder of the installation (FRONTDESK_HOME).")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
tenant_option = click.option("--tenant", help="Which tenant, where there are several.")
limit_option = click.option(
    "--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="At most so many."
)
who_option = click.option(
    "--who", default=getpass.getuser, show_default="your account", help="Name for the audit trail."
)


class Frontdesk(click.Group):
    """Prints a Problem as one clear line and exits 1, instead of a stack trace."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            fail(problem)


def fail(problem: Problem) -> NoReturn:
    """One line for what went wrong, one for the fix, and exit code 1."""
    click.echo(f"frontdesk: {problem.public}", err=True)
    if problem.fix:
        click.echo(f"  fix: {problem.fix}", err=True)
    sys.exit(1)


def load(
    home: str | None, port: int | None = None, host: str | None = None, *, quiet: bool = False
) -> tuple[Settings, Registry]:
    """Settings and registry of a command; options outweigh the environment. `quiet` leaves log
    lines below warnings out, for commands whose output a person reads."""
    registry = registries.scan()
    settings = load_settings(registry, home, port, host)
    shell.keep_loaded()
    level = settings.text("FRONTDESK_LOG_LEVEL")
    logs.configure(
        "WARNING" if quiet and level in ("DEBUG", "INFO") else level,
        show_content=bool(settings.values["FRONTDESK_LOG_CONTENT"]),
    )
    return settings, registry


def load_settings(
    registry: Registry, home: str | None, port: int | None = None, host: str | None = None
) -> Settings:
    """The settings of a command alone."""
    given = {"FRONTDESK_HOME": home, "FRONTDESK_HOST": host}
    overrides = {name: value for name, value in given.items() if value}
    if port is not None:
        overrides["FRONTDESK_PORT"] = str(port)
    declared = (*trees.HOUSE, *registry.settings(), *controls.list_settings(registry))
    return trees.load_settings(declared, overrides=overrides)


@dataclass(frozen=True, slots=True)
class Live:
    """The installation as one command sees it: its own rows, not those of a fresh process."""

    settings: Settings
    registry: Registry
    database: Database
    clock: Clock
    tenants: identity.Tenants

    def tenant(self, wanted: str | None) -> TenantId:
        """The tenant that was named, or the only one; BadInput lists them where it must be named."""
        if wanted is not None:
            return self.tenants.get(TenantId(wanted)).id
        known = self.tenants.all()
        if len(known) == 1:
            return known[0].id
        names = ", ".join(tenant.id for tenant in known)
        raise BadInput(
            "app.which_tenant",
            f"there are {len(known)} tenants" if known else "there is no tenant yet",
            field="tenant",
            fix=f"add --tenant with one of {names}" if known else "frontdesk tenants create",
        )


def on_live(home: str | None, work: Callable[[Live], Awaitable[T]]) -> T:
    """Do one thing on the database of the installation."""
    settings, registry = load(home, quiet=True)
    with place.join_database(settings) as url:
        return asyncio.run(_on_live(settings, registry, url, work))


async def _on_live(
    settings: Settings, registry: Registry, url: str, work: Callable[[Live], Awaitable[T]]
) -> T:
    database = Database(url, connections=CONNECTIONS)
    await database.open()
    try:
        tenants = identity.Tenants()
        await tenants.refresh(database)
        return await work(Live(settings, registry, database, SystemClock(), tenants))
    finally:
        await database.close()


def print_json(value: object) -> None:
    """One JSON document on standard output; times in ISO 8601."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode())


def print_rows(
    rows: Iterable[Mapping[str, object]], columns: Sequence[str], *, as_json: bool, none: str
) -> None:
    """Rows as JSON objects whole, or as a table of some columns; `none` is said of no rows."""
    found = [dict(row) for row in rows]
    if as_json:
        print_json(found)
        return
    if not found:
        click.echo(none)
        return
    table = [list(columns), *([shorten(row.get(name)) for name in columns] for row in found)]
    widths = [max(len(line[at]) for line in table) for at in range(len(columns))]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def shorten(value: object, width: int = _NARROW) -> str:
    """A value as one short cell."""
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def parse_object(text: str, field: str) -> dict[str, Json]:
    """A JSON object as a person typed it; BadInput says how one looks."""
    try:
        parsed = orjson.loads(text)
    except orjson.JSONDecodeError:
        parsed = None
    if not isinstance(parsed, dict):
        raise BadInput(
            "app.not_an_object",
            f"{shorten(text)!r} is no JSON object",
            field=field,
            fix='give one such as \'{"business": "Harbor Realty"}\'',
        )
    return parsed


def parse_expiry(text: str | None, now: datetime) -> datetime | None:
    """`90s`, `30m`, `2h`, `1d`, or an ISO 8601 time with an offset; None for none."""
    if text is None:
        return None
    span = _SPAN.fullmatch(text.strip())
    if span:
        return now + timedelta(seconds=float(span[1]) * _UNIT_S[span[2]])
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadInput(
            "app.bad_expiry",
            f"{text!r} is no time to expire",
            field="expires",
            fix="give a span such as 30m, 2h or 1d, or a time such as 2031-05-01T12:00:00+00:00",
        )
    return moment

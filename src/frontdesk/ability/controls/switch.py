"""A change of a control turned into its row and its audit row, in one transaction."""

from datetime import datetime
from typing import TypeVar

from psycopg.types.json import Jsonb

from frontdesk.ability.controls.catalogue import BOT_MARK, Control
from frontdesk.ability.controls.live import EVERYONE
from frontdesk.ground.store.db import Database, Row, Statement
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput

T = TypeVar("T")


async def save_control(
    database: Database,
    tenant: TenantId,
    control: Control[T],
    value: T,
    *,
    who: str,
    why: str,
    now: datetime,
    expires_at: datetime | None = None,
    bot: str = "",
) -> None:
    """Set a control, for one bot where `bot` is named. `why` must not be empty; `expires_at` gives
    the default back by itself. A control of the house is set for every tenant at once."""
    owner, name = (EVERYONE if control.house else tenant), row_name(control, bot)
    if not why.strip():
        raise BadInput(
            "controls.no_reason",
            "a change needs a reason",
            field="why",
            fix="say why, in a few words",
        )
    if expires_at is not None and expires_at <= now:
        raise BadInput(
            "controls.expired",
            "the expiry lies in the past",
            field="expires",
            fix="give a later time",
        )
    params = {
        "tenant": owner,
        "name": name,
        "value": Jsonb(value),
        "who": who,
        "why": why,
        "now": now,
        "expires_at": expires_at,
    }
    await database.run(
        owner,
        [
            Statement("controls.save", params),
            Statement(
                "audit.append",
                {
                    "tenant": owner,
                    "who": who,
                    "action": "control.set",
                    "subject": name,
                    "detail": Jsonb({"value": value, "why": why, "expires_at": expires_at}),
                    "now": now,
                },
            ),
        ],
    )


async def clear_control(
    database: Database,
    tenant: TenantId,
    control: Control[T],
    *,
    who: str,
    why: str,
    now: datetime,
    bot: str = "",
) -> None:
    """Give a control its default back, for one bot where `bot` is named."""
    owner, name = (EVERYONE if control.house else tenant), row_name(control, bot)
    await database.run(
        owner,
        [
            Statement("controls.clear", {"name": name}),
            Statement(
                "audit.append",
                {
                    "tenant": owner,
                    "who": who,
                    "action": "control.clear",
                    "subject": name,
                    "detail": Jsonb({"why": why}),
                    "now": now,
                },
            ),
        ],
    )


def row_name(control: Control[T], bot: str) -> str:
    """The name a control's row has; BadInput where it cannot be set for one bot alone."""
    if bot and not control.per_bot:
        raise BadInput(
            "controls.not_per_bot",
            f"the control {control.name} holds for all bots",
            field="name",
            fix=f"set {control.name} without {BOT_MARK}{bot}",
        )
    return f"{control.name}{BOT_MARK}{bot}" if bot else control.name


async def load_log(
    database: Database, tenant: TenantId, *, name: str | None = None, limit: int = 50
) -> list[Row]:
    """The newest changes, of one control or of all, the installation's own among them: at, who,
    action, name, detail."""
    wanted = {"name": name, "limit": limit}
    found = [
        row
        for owner in (tenant, EVERYONE)
        for row in await database.fetch("controls.load_log", wanted, tenant=owner)
    ]
    return sorted(found, key=lambda row: row["at"], reverse=True)[:limit]


async def load_controls(database: Database, tenant: TenantId) -> list[Row]:
    """The rows that hold for a tenant, its own before the installation's: name, value, who, why,
    set_at, expires_at."""
    found: dict[str, Row] = {}
    for owner in (EVERYONE, tenant):
        for row in await database.fetch("controls.load", {}, tenant=owner):
            found[row["name"]] = row
    return list(found.values())

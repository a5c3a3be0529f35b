"""A change of a control turned into its row and its audit row, in one transaction."""

from datetime import datetime
from typing import TypeVar

from psycopg.types.json import Jsonb

from frontdesk.ability.controls.catalogue import Control
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
) -> None:
    """Set a control. `why` must not be empty; `expires_at` gives the default back by itself."""
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
        "tenant": tenant,
        "name": control.name,
        "value": Jsonb(value),
        "who": who,
        "why": why,
        "now": now,
        "expires_at": expires_at,
    }
    await database.run(
        tenant,
        [
            Statement("controls.save", params),
            Statement(
                "audit.append",
                {
                    "tenant": tenant,
                    "who": who,
                    "action": "control.set",
                    "subject": control.name,
                    "detail": Jsonb({"value": value, "why": why, "expires_at": expires_at}),
                    "now": now,
                },
            ),
        ],
    )


async def clear_control(
    database: Database, tenant: TenantId, name: str, *, who: str, why: str, now: datetime
) -> None:
    """Give a control its default back."""
    await database.run(
        tenant,
        [
            Statement("controls.clear", {"name": name}),
            Statement(
                "audit.append",
                {
                    "tenant": tenant,
                    "who": who,
                    "action": "control.clear",
                    "subject": name,
                    "detail": Jsonb({"why": why}),
                    "now": now,
                },
            ),
        ],
    )


async def load_log(
    database: Database, tenant: TenantId, *, name: str | None = None, limit: int = 50
) -> list[Row]:
    """The newest changes, of one control or of all: at, who, action, name, detail."""
    return await database.fetch("controls.load_log", {"name": name, "limit": limit}, tenant=tenant)


async def load_controls(database: Database, tenant: TenantId) -> list[Row]:
    """The set rows of a tenant: name, value, who, why, set_at, expires_at."""
    return await database.fetch("controls.load", {}, tenant=tenant)

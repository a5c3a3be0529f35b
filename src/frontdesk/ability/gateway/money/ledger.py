"""A finished model call turned into its row of the ledger, and money given back into another."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import orjson
from psycopg.types.json import Jsonb

from frontdesk.ability.gateway.calls import Purpose, Scope, Via
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database, Statement
from frontdesk.ground.words.decision import Rung
from frontdesk.ground.words.ids import ConversationId, KeyId, TenantId, TraceId
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

Row: TypeAlias = dict[str, Json]
MOST_TOKENS = 10**9
MOST_MICRO = 10**12
"""More than any call can have: what a vendor says beyond that is counted as so much."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One call. `outcome` is `ok` or how it failed; `lost`, `found` and `refund` are corrections.

    Costs are in millionths of a US dollar: `cost_micro` is None where the price is unknown,
    `saved_micro` is what the vendor's cache, or ours, took off. `tokens_in` and `tokens_out` are what
    a vendor counted, so both are 0 for an answer that was kept; `cached_in` is a part of
    `tokens_in`. `prompt` is `name@version`, `request_hash` the same for identical requests ("": not
    known). `at` is when the call was let through: the budgets of that hour and day carry it.
    """

    tenant: TenantId
    bot: str
    key: KeyId | None
    conversation: ConversationId | None
    trace: TraceId | None
    purpose: Purpose
    prompt: str
    provider: str
    model: str
    rung: Rung
    via: Via
    outcome: str
    tokens_in: int
    tokens_out: int
    cached_in: int
    cost_micro: int | None
    latency_ms: float
    first_ms: float | None
    attempts: int
    streamed: bool
    at: datetime
    saved_micro: int = 0
    request_hash: str = ""


def charge_micro(row: LedgerRow, unknown_price: float) -> int:
    """What budgets count for a call: its cost; where the price is unknown, its tokens at
    `unknown_price` dollars a million."""
    if row.cost_micro is not None:
        return min(row.cost_micro, MOST_MICRO)
    return min(math.ceil((row.tokens_in + row.tokens_out) * unknown_price), MOST_MICRO)


def as_row(row: LedgerRow, charged: int) -> Row:
    """The row as the database takes it, with an id of its own, under which it is booked once."""
    return {
        "id": ids.uuid7(),
        "at": row.at.isoformat(),
        "bot": row.bot,
        "key_id": row.key,
        "conversation_id": row.conversation,
        "trace_id": row.trace,
        "purpose": row.purpose,
        "prompt": row.prompt,
        "provider": row.provider,
        "model": row.model,
        "rung": row.rung,
        "via": row.via,
        "outcome": row.outcome,
        "tokens_in": min(row.tokens_in, MOST_TOKENS),
        "tokens_out": min(row.tokens_out, MOST_TOKENS),
        "cached_in": min(row.cached_in, MOST_TOKENS),
        "cost_micro": None if row.cost_micro is None else charged,
        "charged_micro": charged,
        "saved_micro": min(row.saved_micro, MOST_MICRO),
        "latency_ms": row.latency_ms,
        "first_ms": row.first_ms,
        "attempts": row.attempts,
        "streamed": row.streamed,
        "request_hash": row.request_hash,
    }


def render_rows(message: Json) -> str:
    """JSON that PostgreSQL takes, whatever a stranger has put into a name."""
    try:
        body = orjson.dumps(message)
    except orjson.JSONEncodeError:
        body = b""
    if not body or b"\\u0000" in body:
        body = orjson.dumps(_clean(message))
    return body.decode()


async def refund(
    database: Database,
    scope: Scope,
    micro: int,
    *,
    provider: str,
    who: str,
    why: str,
    now: datetime,
) -> None:
    """Take `micro` micro-dollars back from what was spent: a row of the ledger with a negative cost,
    and one of the audit trail.

    The budgets of today and of this hour have that much more; every process sees it within a second.
    """
    if not 0 < micro <= MOST_MICRO or not why.strip():
        raise BadInput(
            "gateway.bad_refund",
            "a refund needs an amount above zero and a reason",
            field="why" if 0 < micro <= MOST_MICRO else "micro",
            fix="give both",
        )
    row: Row = {
        "id": ids.uuid7(),
        "at": now.isoformat(),
        "bot": scope.bot,
        "key_id": scope.key,
        "purpose": "",
        "prompt": why.strip(),
        "provider": provider,
        "outcome": "refund",
        "tokens_in": 0,
        "charged_micro": -micro,
        "cost_micro": -micro,
    }
    audit = {
        "tenant": scope.tenant,
        "who": who,
        "action": "spend.refund",
        "subject": scope.bot or provider,
        "detail": Jsonb({"micro": micro, "bot": scope.bot, "provider": provider, "why": why}),
        "now": now,
    }
    batch = [
        Statement("spend.book", {"tenant": scope.tenant, "rows": render_rows([row])}),
        Statement("audit.append", audit),
    ]
    await database.run(scope.tenant, batch)


def _clean(value: Json) -> Json:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value

"""A finished model call turned into its row of the ledger, and money given back into another."""

from dataclasses import dataclass
from datetime import datetime

from frontdesk.ability.gateway.calls import Purpose, Via
from frontdesk.ground.words.decision import Rung
from frontdesk.ground.words.ids import ConversationId, KeyId, TenantId, TraceId


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

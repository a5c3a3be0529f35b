"""The ledger turned into what people ask of it: what was used, by whom, and which prompts cost most."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Literal

from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId

By = Literal["bot", "tenant", "model", "day", "purpose", "key"]


@dataclass(frozen=True, slots=True)
class UsageLine:
    """What one bot, tenant, model, day, purpose or key used; money in micro-dollars.

    `answered` and `failed` were asked of a model, `kept` was given from the cache, `local` without
    any model. `cost_micro` are known costs, refunds taken off; the `unpriced` calls of models whose
    price is unknown are not in it: budgets count `unpriced_micro` for them. Saved is what the
    vendor's cache, and ours, took off.
    """

    name: str
    answered: int = 0
    failed: int = 0
    kept: int = 0
    local: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cached_in: int = 0
    cost_micro: int = 0
    unpriced: int = 0
    unpriced_micro: int = 0
    vendor_saved_micro: int = 0
    kept_saved_micro: int = 0
    refunded_micro: int = 0
    conversations: int = 0

    @property
    def cost_per_conversation_micro(self) -> int | None:
        """None where no call belonged to a conversation."""
        return round(self.cost_micro / self.conversations) if self.conversations else None


@dataclass(frozen=True, slots=True)
class PromptLine:
    """What one `prompt@version` cost ("": calls without a prompt of ours), and its `share` of all.

    Of its calls `repeats` asked for what had been answered within the time an answer is kept; a
    cache would have saved `replay_micro`.
    """

    prompt: str
    calls: int
    tokens_in: int
    tokens_out: int
    cached_in: int
    cost_micro: int
    unpriced: int
    share: float
    repeats: int
    replay_micro: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One answered call, as the replay sees it: calls with the same `key` are identical."""

    key: tuple[str, str, str]
    at: datetime
    micro: int


async def load_usage(
    database: Database,
    tenants: Sequence[TenantId],
    *,
    since: datetime,
    until: datetime,
    by: By = "bot",
) -> tuple[list[UsageLine], UsageLine]:
    """Usage from `since` to before `until`, the dearest first (days in order), and the total."""
    wanted = {"since": since, "until": until, "by": by}
    lines: dict[str, UsageLine] = {}
    for tenant in tenants:
        for row in await database.fetch("spend.load_usage", wanted, tenant=tenant):
            line = UsageLine(**row)
            lines[line.name] = _sum(line.name, (lines.get(line.name), line))
    ordered = sorted(lines.values(), key=lambda line: line.name)
    if by != "day":
        ordered.sort(key=lambda line: -line.cost_micro)
    return ordered, _sum("total", ordered)


async def load_prompts(
    database: Database,
    tenant: TenantId,
    *,
    since: datetime,
    until: datetime,
    kept_for: timedelta,
) -> list[PromptLine]:
    """The prompts of a tenant, the dearest first, with what keeping answers would have saved."""
    period = {"since": since, "until": until}
    rows = await database.fetch("spend.load_prompts", period, tenant=tenant)
    asked = await database.fetch("spend.load_repeats", period, tenant=tenant)
    replayed = replay(
        (
            Asked((row["prompt"], row["bot"], row["request_hash"]), row["at"], row["charged_micro"])
            for row in asked
        ),
        kept_for,
    )
    whole = sum(row["charged_micro"] for row in rows)
    return [
        PromptLine(
            prompt=row["prompt"],
            calls=row["calls"],
            tokens_in=row["tokens_in"],
            tokens_out=row["tokens_out"],
            cached_in=row["cached_in"],
            cost_micro=row["charged_micro"],
            unpriced=row["unpriced"],
            share=row["charged_micro"] / whole if whole else 0.0,
            repeats=replayed.get(row["prompt"], (0, 0))[0],
            replay_micro=replayed.get(row["prompt"], (0, 0))[1],
        )
        for row in rows
    ]


def replay(calls: Iterable[Asked], kept_for: timedelta) -> Mapping[str, tuple[int, int]]:
    """Calls in order of time, as a cache would have met them: by prompt, how many it would have
    answered and the micro-dollars of those. An answer is kept `kept_for` from when it was made."""
    kept: dict[tuple[str, str, str], datetime] = {}
    saved: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for call in calls:
        made_at = kept.get(call.key)
        if made_at is None or call.at - made_at > kept_for:
            kept[call.key] = call.at
            continue
        repeats, micro = saved[call.key[0]]
        saved[call.key[0]] = (repeats + 1, micro + call.micro)
    return dict(saved)


def _sum(name: str, lines: Iterable[UsageLine | None]) -> UsageLine:
    there = [line for line in lines if line is not None]
    added = [field.name for field in fields(UsageLine) if field.name != "name"]
    return UsageLine(name, **{each: sum(getattr(line, each) for line in there) for each in added})

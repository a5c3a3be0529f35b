"""Measurement rows folded into slots of a minute and of an hour, exactly once, by one process at a time."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import orjson
from psycopg.types.json import Jsonb

from frontdesk.ability.telemetry.measure import Window
from frontdesk.ability.telemetry.sketch import parse_sketch
from frontdesk.ground.store.db import Database, Row, Transaction
from frontdesk.ground.words.ids import TenantId

GRAINS = (60, 3600)
MINUTES_KEPT = timedelta(hours=3)
BATCH = 5_000
HOUSE = TenantId("*")  # the transaction's tenant; the functions work for all


class Key(NamedTuple):
    """Whose slot it is, and when it begins."""

    tenant: str
    subject: str
    name: str
    operation: str
    grain_s: int
    slot_at: datetime


@dataclass(frozen=True, slots=True)
class Taking:
    """What is kept of each measurement: its counts (outcomes, cost, cache), its times, and the times
    of only a share of all. Counts are never sampled; the steps of a turn are, with its times."""

    counts: bool = True
    times: bool = True
    rate: float = 1.0

    def draw(self) -> bool:
        """Whether the times of the next measurement are kept."""
        return self.times and (self.rate >= 1 or random.random() < self.rate)


WHOLE = Taking()


@dataclass(slots=True)
class Slot:
    """What a slot holds while rows are added to it."""

    window: Window = field(default_factory=Window)

    def count(self, row: Mapping[str, object]) -> None:
        """Add a row's outcome, cost and cache to the counts."""
        self.add(str(row["outcome"]), str(row["code"] or ""))
        window = self.window
        if row["rung"]:
            _one_more(window.rungs, str(row["rung"]))
        if row["subject"] != "model":  # the ledger has no misses: a rate of its rows would be 100 %
            window.cacheable += bool(row["cacheable"])
        window.cached += bool(row["cached"])
        window.cost_micro += int(str(row["cost_micro"]))

    def add(self, outcome: str, code: str) -> None:
        """Count one of an outcome."""
        self.window.count += 1
        _one_more(self.window.outcomes, outcome)
        if code:
            _one_more(self.window.codes, code)

    def time(self, row: Mapping[str, object], ms: float, waited: float | None) -> None:
        """Add how long it took, and how long the customer waited."""
        window = self.window
        if not row["cached"]:  # an answer from the cache says nothing of how fast we are
            window.ms.insert(ms)
        if waited is not None:
            window.waited.insert(waited)

    def see(self, at: datetime) -> None:
        """Remember the newest moment."""
        if self.window.last_at is None or at > self.window.last_at:
            self.window.last_at = at


async def fold(database: Database, taking: Taking = WHOLE, *, wait: bool = False) -> int:
    """Take what was measured, add what is wanted of it to its slots; gives how many rows. None are
    taken while another process folds; with `wait` that one is waited for, so that afterwards
    everything written before is in its slot."""
    async with database.transaction(HOUSE) as transaction:
        lock = "measures.wait_lock" if wait else "measures.lock"
        held = await transaction.fetch_one(lock, {})
        if held is None or not held["held"]:
            return 0
        rows = await transaction.fetch("measures.take", {"limit": BATCH})
        if not rows:
            return 0
        await save_added(transaction, sort_rows(rows, taking))
        return len(rows)


async def save_added(transaction: Transaction, added: Mapping[Key, Slot]) -> None:
    """Add slots to those that stand; what is handed in holds the sum afterwards. The transaction
    holds the lock of the folding."""
    keys = Jsonb([_key_row(key) for key in added], dumps=orjson.dumps)
    for known in await transaction.fetch("measures.find_slots", {"keys": keys}):
        key = Key(*(known["tenant_id" if part == "tenant" else part] for part in Key._fields))
        merge_window(added[key].window, parse_window(known))
    saved = [slot_row(key, added[key].window) for key in sorted(added)]
    await transaction.fetch("measures.save_slots", {"rows": Jsonb(saved, dumps=orjson.dumps)})


def sort_rows(rows: Iterable[Row], taking: Taking = WHOLE) -> dict[Key, Slot]:
    """Measurement rows by the slots they belong to; a turn's steps count as measurements too."""
    slots: dict[Key, Slot] = {}
    for row in rows:
        timed = taking.draw()
        if not (timed or taking.counts):
            continue
        whole = (row["tenant_id"], row["subject"], row["name"], row["operation"])
        ms = row["processing_ms"] if timed else None
        _add(slots, whole, row, ms, row["waited_ms"], counts=taking.counts)
        for step in (row["steps"] or ()) if timed else ():
            of_step = (row["tenant_id"], "step", row["name"], step["name"])
            bare = {**row, "code": "", "cached": False}
            _add(slots, of_step, bare, step["ms"], None, counts=taking.counts)
    return slots


def _add(
    slots: dict[Key, Slot],
    whose: tuple[str, str, str, str],
    row: Mapping[str, object],
    ms: float | None,
    waited: float | None,
    *,
    counts: bool,
) -> None:
    at = row["at"]
    if not isinstance(at, datetime):
        return
    for grain in GRAINS:
        slot = slots.setdefault(Key(*whose, grain, begin(at, grain)), Slot())
        slot.see(at)
        if counts:
            slot.count(row)
        if ms is not None:
            slot.time(row, ms, waited)


def begin(at: datetime, grain_s: int) -> datetime:
    """When the slot that holds a moment begins."""
    return datetime.fromtimestamp(int(at.timestamp()) // grain_s * grain_s, UTC)


def merge_window(into: Window, other: Window) -> None:
    """Add everything of another window."""
    into.count += other.count
    for mine, theirs in (
        (into.outcomes, other.outcomes),
        (into.codes, other.codes),
        (into.rungs, other.rungs),
    ):
        for name, count in theirs.items():
            mine[name] = mine.get(name, 0) + count
    into.cacheable += other.cacheable
    into.cached += other.cached
    into.cost_micro += other.cost_micro
    into.ms.merge(other.ms)
    into.waited.merge(other.waited)
    if other.last_at is not None and (into.last_at is None or other.last_at > into.last_at):
        into.last_at = other.last_at


def parse_window(row: Row) -> Window:
    """A slot's row as a window of its own."""
    return Window(
        count=row["count"],
        outcomes=dict(row["outcomes"]),
        codes=dict(row["codes"]),
        rungs=dict(row["rungs"]),
        cacheable=row["cacheable"],
        cached=row["cached"],
        cost_micro=row["cost_micro"],
        ms=parse_sketch(row["ms"]),
        waited=parse_sketch(row["waited"]),
        last_at=row["last_at"],
    )


async def save(database: Database, rows: list[dict[str, object]]) -> None:
    """Write slots as they are (restoring, moving installations)."""
    await database.fetch(
        "measures.save_slots", {"rows": Jsonb(rows, dumps=orjson.dumps)}, tenant=None
    )


async def forget_before(database: Database, now: datetime, kept: timedelta) -> None:
    """Forget minutes after three hours, and hours after `kept`."""
    params = {"minutes": now - MINUTES_KEPT, "hours": now - kept}
    await database.fetch("measures.drop_slots", params, tenant=None)


def _one_more(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1


def _key_row(key: Key) -> dict[str, object]:
    return key._asdict()


MOST_CODES = 40


def slot_row(key: Key, window: Window) -> dict[str, object]:
    """A slot as its row."""
    codes = dict(Counter(window.codes).most_common(MOST_CODES))
    return {
        "tenant_id": key.tenant,
        "subject": key.subject,
        "name": key.name,
        "operation": key.operation,
        "grain_s": key.grain_s,
        "slot_at": key.slot_at,
        "count": window.count,
        "outcomes": window.outcomes,
        "codes": codes,
        "rungs": window.rungs,
        "cacheable": window.cacheable,
        "cached": window.cached,
        "cost_micro": window.cost_micro,
        "ms": window.ms.as_json(),
        "waited": window.waited.as_json(),
        "last_at": window.last_at,
    }

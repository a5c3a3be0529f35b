"""What tests of budgets and ledger spend: rows of calls, budgets on a real database, and sums of both."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import psycopg

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway.calls import Scope
from frontdesk.ability.gateway.money.budgets import Budgets
from frontdesk.ability.gateway.money.ledger import LedgerRow
from frontdesk.ability.telemetry import Meters
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import KeyId, ProcessId, TenantId
from testing.clock import FakeClock

TENANT = TenantId("demo")
SCOPE = Scope(TENANT, "lead")
NOON = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
CALL = LedgerRow(
    tenant=TENANT,
    bot="lead",
    key=None,
    conversation=None,
    trace=None,
    purpose="answer",
    prompt="answer@1",
    provider="openai",
    model="gpt-4o",
    rung="full",
    via="model",
    outcome="ok",
    tokens_in=80,
    tokens_out=20,
    cached_in=0,
    cost_micro=300,
    latency_ms=12.0,
    first_ms=None,
    attempts=1,
    streamed=False,
    at=NOON,
)


def call_row(
    at: datetime, cost: int | None, *, scope: Scope = SCOPE, tokens: int = 100
) -> LedgerRow:
    return replace(
        CALL,
        tenant=scope.tenant,
        bot=scope.bot,
        key=scope.key,
        at=at,
        cost_micro=cost,
        tokens_in=tokens,
        tokens_out=0,
    )


@dataclass(frozen=True, slots=True)
class Purse:
    """One process's budgets, and the switches they obey; change `values` and it is changed live."""

    budgets: Budgets
    database: Database
    values: dict[str, object]
    meters: Meters

    async def spend(
        self, reserved: int, cost: int | None = None, *, scope: Scope = SCOPE, tokens: int = 100
    ) -> None:
        """One whole call; raises NotNow where the budgets say no."""
        reservation = await self.budgets.reserve(
            scope, provider="openai", micro=reserved, tokens=tokens, patience_s=0
        )
        cost = reserved if cost is None else cost
        self.budgets.settle(reservation, call_row(reservation.at, cost, scope=scope, tokens=tokens))


@contextlib.asynccontextmanager
async def open_purse(
    url: str, clock: Clock, process: str = "p1", /, **values: object
) -> AsyncIterator[Purse]:
    """`values` are controls with `__` for the dot: `spend__daily_limit=1.0`, in dollars."""
    named: dict[str, object] = {"spend.daily_limit": 0.0, "spend.hourly_limit": 0.0}
    named |= {name.replace("__", "."): value for name, value in values.items()}
    controls = LiveControls(clock, named)
    database, meters = Database(url, connections=3), Meters()
    await database.open()
    try:
        budgets = Budgets(database, clock, controls, ProcessId(process), meters=meters)
        yield Purse(budgets, database, controls.live, meters)
    finally:
        await database.close()


class JumpingClock(FakeClock):
    """A wall clock that somebody sets; time goes on as it did."""

    def __init__(self, start: datetime = NOON) -> None:
        super().__init__(start)
        self.wrong_by = timedelta()

    def now(self) -> datetime:
        return super().now() + self.wrong_by


class LiveControls(Controls):
    """Controls whose rows a test changes in memory, as a refresh would."""

    def __init__(self, clock: Clock, values: Mapping[str, object]) -> None:
        self.live = dict(values)
        super().__init__(clock)
        self._first = self.live


@dataclass(frozen=True, slots=True)
class Sums:
    """A window as the database has it, and the ledger it must agree with."""

    spent: int
    leased: int
    unsure: int


def load_sums(url: str, owner: str = "tenant", span: str = "day") -> Sums:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select coalesce(sum(spent), 0)::bigint, coalesce(sum(leased), 0)::bigint,"
            " coalesce(sum(unsure), 0)::bigint from spend_windows where scope = %s and span = %s",
            [owner, span],
        ).fetchone()
    assert row is not None
    return Sums(*row)


def load_ledger(url: str) -> list[tuple[str, int]]:
    """Outcome and charge of every row, in order of both."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select outcome, charged_micro from model_calls order by 1, 2"
        ).fetchall()
    return [(str(outcome), int(micro)) for outcome, micro in rows]


def key_scope(key: str) -> Scope:
    return replace(SCOPE, key=KeyId(key))

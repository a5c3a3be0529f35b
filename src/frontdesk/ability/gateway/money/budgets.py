"""Limits on money and tokens turned into a yes or no before each call, by any number of processes.

Each process holds slices of what is left of each window and lets calls through on its own as long as
they last; near the limit a slice is one call. What calls came to is written down behind them, in one
transaction with the windows. Who dies holding a slice is reconciled by the others (`orphans.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import bounds
from frontdesk.ability.gateway.calls import Scope
from frontdesk.ability.gateway.money import limits
from frontdesk.ability.gateway.money.account import (
    NOTHING,
    Account,
    Standing,
    WindowKey,
    WindowSums,
)
from frontdesk.ability.gateway.money.holding import Holding, Reservation
from frontdesk.ability.gateway.money.ledger import MOST_TOKENS, LedgerRow, charge_micro
from frontdesk.ability.gateway.money.orphans import Orphans
from frontdesk.ability.telemetry import Meters
from frontdesk.ground.kit import tasks
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import KeyId, ProcessId, TenantId
from frontdesk.ground.words.problems import NotNow

PATIENCE_S = 0.8
"""How long a call near the limit waits for what others may give back: a beat, and a little."""
POLL_S = 0.1
REFUSED_S = 0.5
"""How long a refusal stands before the database is asked again, the limit being the same."""
PLAN_S = 0.1
"""How long the limits of a scope are taken for unchanged."""
_PLANS = 10_000


@dataclass(slots=True)
class _Plan:
    """The accounts a call of one scope needs, as long as limits and windows are the same."""

    holding: Holding
    accounts: tuple[Account, ...]
    until_s: float
    hour: datetime
    hour_ends: datetime


class Budgets:
    """One process's share of every budget. Every method may be called concurrently."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        controls: Controls,
        process_id: ProcessId,
        *,
        meters: Meters | None = None,
    ) -> None:
        self._database, self._clock = database, clock
        self._controls, self._process_id, self._meters = controls, process_id, meters
        self._holdings: dict[TenantId, Holding] = {}
        self._plans: dict[tuple[TenantId, str, KeyId | None, str], _Plan] = {}
        self._key_names: dict[KeyId, str] = {}
        self._windows: dict[WindowKey, WindowSums] = {}
        self._orphans = Orphans(database, clock, process_id)

    def standing(self, scope: Scope, *, provider: str = "") -> Standing:
        """What this process knows of the budgets of a call, without asking anybody: its nearest
        limit, with `provider` also among the token quotas."""
        soft = self._controls.value(scope.tenant, bounds.soft_share)
        accounts = self._plan(scope, provider, self._clock.now()).accounts
        if not accounts:
            return Standing("free", 0.0, "")
        ranks = ("free", "soft", "hard")
        level, share, nearest = max(
            ((one.standing(soft), one.share, one) for one in accounts),
            key=lambda found: (ranks.index(found[0]), found[1]),
        )
        named = limits.name_window(nearest.limit.owner, nearest.limit.span)
        return Standing(level, share, named)

    def refusal(self, scope: Scope) -> NotNow | None:
        """What a call would be told that is not even tried because a limit is reached: whose, which
        window, and when there is room again. None while there is room."""
        now = self._clock.now()
        soft = self._controls.value(scope.tenant, bounds.soft_share)
        told = [
            _spent(account, max(1, account.smallest), now)
            for account in self._plan(scope, "", now).accounts
            if account.standing(soft) == "hard"
        ]
        return max(told, key=lambda one: one.after_s, default=None)

    async def reserve(
        self,
        scope: Scope,
        *,
        provider: str,
        micro: int,
        tokens: int,
        patience_s: float = PATIENCE_S,
    ) -> Reservation:
        """Set money and tokens aside for one call; give the reservation back to `settle`.

        Raises NotNow `gateway.budget_spent` or `gateway.quota_spent`, naming whose limit and which
        window. Near a limit it waits up to `patience_s` for what other calls may give back.
        """
        await self._learn_key(scope)
        started_s = self._clock.monotonic()
        while True:
            now = self._clock.now()
            plan = self._plan(scope, provider, now)
            asked = Reservation(scope, provider, micro, tokens, now, plan.accounts)
            refused = await self._lease(plan.holding, asked) if asked.is_short else None
            if refused is None:
                for account in asked.accounts:
                    account.take(asked.need(account))
                plan.holding.flights.add(asked)
                return asked
            if not self._may_wait(refused, asked, started_s, patience_s):
                raise _spent(refused, asked.need(refused), asked.at)
            await self._clock.sleep(POLL_S)

    def settle(self, reservation: Reservation, row: LedgerRow) -> None:
        """Put the call in the ledger at what it cost, in the window it was let through in; `flush`
        writes it down."""
        scope = reservation.scope
        charged = self._charge(row)
        holding = self._holding(scope.tenant)
        holding.settle(reservation, charged, min(row.tokens_in + row.tokens_out, MOST_TOKENS))
        booked = (reservation.at, scope.bot, scope.key, reservation.provider)
        if (row.at, row.bot, row.key, row.provider) != booked:  # as its windows were reserved
            at, bot, key, provider = booked
            row = replace(row, at=at, bot=bot, key=key, provider=provider)
        holding.due.append((row, charged))

    def release(self, reservation: Reservation) -> None:
        """Give a reservation back whose call was never sent."""
        self._holding(reservation.scope.tenant).settle(reservation, 0, 0)

    def note(self, row: LedgerRow) -> None:
        """Put a call in the ledger that reserved nothing: a kept answer, a local one, a refusal."""
        self._holding(row.tenant).due.append((row, self._charge(row)))

    def shares(self) -> Iterator[tuple[TenantId, str, float]]:
        """Tenant, limit (`tenant/hour`, `bot/lead/day`, `tokens/openai/day`) and its used share, for
        every limit that this process has met in its present window."""
        now = self._clock.now()
        for tenant, holding in self._holdings.items():
            for account in holding.accounts.values():
                if account.is_current(now):
                    yield tenant, f"{account.limit.owner}/{account.limit.span}", account.share

    async def refresh(self) -> None:
        """Write down what is due, read what other processes have spent, and settle the affairs of
        dead ones. Twice a second."""
        now = self._clock.now()
        for holding in self._holdings.values():
            holding.give_back(now, everything=False)
        await self.flush()
        if self._holdings:
            await self._read_windows(now)
        if self._meters is not None:
            self._meters.budget_share.clear()  # windows that are over are no longer shown
            for tenant, limit, share in self.shares():
                self._meters.budget_share.labels(tenant, limit).set(share)
        await self._orphans.reconcile()

    async def flush(self) -> None:
        """Write every row that is due, with its budgets, in one transaction per tenant. A tenant
        that fails keeps its rows and does not hold up the others."""
        failed: Exception | None = None
        for holding in [one for one in self._holdings.values() if one.is_due]:
            came = await tasks.attempt(self._meet(holding))
            failed = came if isinstance(came, Exception) else failed
        if failed is not None:
            raise failed

    async def close(self) -> None:
        """Write down what is due and give back what was leased."""
        now = self._clock.now()
        for holding in self._holdings.values():
            holding.give_back(now, everything=True)
        await self.flush()
        for tenant in self._holdings:
            named = {"tenant": tenant, "process": self._process_id}
            await self._database.call("spend.leave", named)

    def _plan(self, scope: Scope, provider: str, now: datetime) -> _Plan:
        key = (scope.tenant, scope.bot, scope.key, provider)
        now_s = self._clock.monotonic()
        plan = self._plans.get(key)
        if plan is not None and now_s < plan.until_s and plan.hour <= now < plan.hour_ends:
            return plan
        holding = self._holding(scope.tenant)
        named = self._key_names.get(scope.key, "") if scope.key else ""
        found = limits.list_limits(self._controls, scope, provider, named)
        accounts = tuple(self._account(holding, limit, now) for limit in found)
        if len(self._plans) >= _PLANS:
            self._plans.clear()
        hour = limits.window_start("hour", now)
        ends = hour + limits.SPANS["hour"]
        plan = self._plans[key] = _Plan(holding, accounts, now_s + PLAN_S, hour, ends)
        return plan

    def _account(self, holding: Holding, limit: limits.Limit, now: datetime) -> Account:
        account = holding.account(limit, now)
        if not account.heard:
            account.told_of(self._windows.get(account.key(holding.tenant), NOTHING))
        return account

    def _holding(self, tenant: TenantId) -> Holding:
        known = self._holdings.get(tenant)
        if known is None:
            known = self._holdings[tenant] = Holding(tenant)
        return known

    def _charge(self, row: LedgerRow) -> int:
        priced = row.cost_micro is not None
        per_million = 0.0 if priced else self._controls.value(row.tenant, bounds.unknown_price)
        return charge_micro(row, per_million)

    async def _learn_key(self, scope: Scope) -> None:
        """Limits name keys as people do; a scope has the key's id."""
        if scope.key is None or scope.key in self._key_names:
            return
        if self._controls.value(scope.tenant, bounds.key_limits):
            row = await self._database.fetch_one(
                "spend.load_key_name", {"key": scope.key}, tenant=scope.tenant
            )
            self._key_names[scope.key] = str(row["name"]) if row else ""

    async def _lease(self, holding: Holding, asked: Reservation) -> Account | None:
        """Slices for a call that does not fit into what is held; else the account without room."""
        async with holding.lock:
            if not asked.is_short:
                return None
            now_s = self._clock.monotonic()
            for account in asked.accounts:
                if account.is_refused(asked.need(account), now_s):
                    return account
            refused = await self._send(holding, asked)
            if refused is not None:
                need = asked.need(refused)
                again_s = POLL_S if refused.may_yet_fit(need) else REFUSED_S
                refused.refuse(need, self._clock.monotonic() + again_s)
            return refused

    def _may_wait(
        self, refused: Account, asked: Reservation, since_s: float, patience_s: float
    ) -> bool:
        """Others may give back what is missing. Who has waited in vain spares the next ones."""
        now_s = self._clock.monotonic()
        if now_s >= since_s + patience_s:
            if patience_s > 0:
                refused.impatient_until = now_s + REFUSED_S
            return False
        return refused.may_yet_fit(asked.need(refused)) and now_s >= refused.impatient_until

    async def _meet(self, holding: Holding) -> None:
        async with holding.lock:
            if holding.is_due:
                await self._send(holding)

    async def _send(self, holding: Holding, asked: Reservation | None = None) -> Account | None:
        message = holding.compose(self._process_id, asked)
        try:
            answer = await self._database.call("spend.meet", {"p": message.body})
        except BaseException:
            holding.undo(message)
            raise
        holding.hear(message, answer["told"])
        return None if answer["refused"] is None else message.accounts[answer["refused"]]

    async def _read_windows(self, now: datetime) -> None:
        wanted = {
            "tenants": list(self._holdings),
            "day": limits.window_start("day", now),
            "hour": limits.window_start("hour", now),
        }
        rows = await self._database.fetch("spend.find_windows", wanted, tenant=None)
        self._windows = {
            (row["tenant_id"], row["scope"], row["span"], row["starts_at"]): (
                row["spent"],
                row["leased"],
                row["unsure"],
            )
            for row in rows
        }
        for holding in self._holdings.values():
            for account in holding.accounts.values():
                if account.is_current(now):
                    account.told_of(self._windows.get(account.key(holding.tenant), NOTHING))


def _spent(account: Account, need: int, at: datetime) -> NotNow:
    """The refusal of a call that needs so much: whose limit, which window, and when there is room
    again: soon, where it only waits for calls under way."""
    limit = account.limit
    window = limits.name_window(limit.owner, limit.span)
    ends_at = account.starts_at + limits.SPANS[limit.span]
    soon = account.may_yet_fit(need)
    after_s = 1.0 if soon else max(1.0, (ends_at - at).total_seconds())
    fix = f"wait until {ends_at:%Y-%m-%d %H:%M} UTC, or raise the control {limit.control}"
    if account.counts_tokens:
        return NotNow(
            "gateway.quota_spent", f"{window} is used up", after_s=after_s, fix=fix, status=429
        )
    return NotNow(
        "gateway.budget_spent", f"{window} is spent", after_s=after_s, fix=fix, status=429
    )

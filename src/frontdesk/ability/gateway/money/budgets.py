"""Limits on money and tokens turned into a yes or no before each call, by any number of processes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway.calls import Scope
from frontdesk.ability.gateway.money.ledger import LedgerRow
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId

Level = Literal["free", "soft", "hard"]
PATIENCE_S = 0.8


@dataclass(frozen=True, slots=True)
class Standing:
    """How near a call's nearest limit is: `share` of it is used, and `window` names it."""

    level: Level
    share: float
    window: str


@dataclass(slots=True, eq=False)
class Reservation:
    """The right to spend up to `micro` and `tokens`, until it is settled or released."""

    scope: Scope
    provider: str
    micro: int
    tokens: int
    at: datetime


class Budgets:
    """One process's share of every budget. Every method may be called concurrently."""

    def __init__(
        self, database: Database, clock: Clock, controls: Controls, process_id: ProcessId
    ) -> None:
        self._database, self._clock = database, clock
        self._controls, self._process_id = controls, process_id

    def standing(self, scope: Scope) -> Standing:  # noqa: ARG002
        """What this process knows of the budgets of a call, without asking anybody."""
        return Standing("free", 0.0, "")

    async def reserve(
        self,
        scope: Scope,
        *,
        provider: str,
        micro: int,
        tokens: int,
        patience_s: float = PATIENCE_S,  # noqa: ARG002
    ) -> Reservation:
        """Set money and tokens aside for one call; give the reservation back to `settle`.

        Raises NotNow `gateway.budget_spent` or `gateway.quota_spent`, naming whose limit and which
        window. Near a limit it waits up to `patience_s` for what other calls may give back.
        """
        return Reservation(scope, provider, micro, tokens, self._clock.now())

    def settle(self, reservation: Reservation, row: LedgerRow) -> None:
        """Put the call in the ledger at what it cost, in the window it was let through in; `flush`
        writes it down."""

    def release(self, reservation: Reservation) -> None:
        """Give a reservation back whose call was never sent."""

    def note(self, row: LedgerRow) -> None:
        """Put a call in the ledger that reserved nothing: a kept answer, a local one, a refusal."""

    async def refresh(self) -> None:
        """Write down what is due, read what other processes have spent, and settle the affairs of
        dead ones. Twice a second."""

    async def flush(self) -> None:
        """Write every row that is due, with its budgets, in one transaction per tenant."""

    async def close(self) -> None:
        """Write down what is due and give back what was leased."""

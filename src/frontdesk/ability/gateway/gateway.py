"""A Call turned into an Answer: policy, ladder, what is kept, attempts, what it cost, in that order."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import switches
from frontdesk.ability.gateway.calls import Answer, Call, Embedded, Scope
from frontdesk.ability.gateway.nouns import Delta
from frontdesk.ability.gateway.provider import Client, Provider
from frontdesk.ability.telemetry import Meters
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId, TenantId
from frontdesk.ground.words.problems import NotNow


@dataclass(frozen=True, slots=True)
class Parts:
    """What one process's gateway stands on."""

    database: Database
    clock: Clock
    controls: Controls
    meters: Meters
    tasks: Tasks
    process_id: ProcessId
    providers: Mapping[str, Provider] = field(default_factory=dict)
    clients: Mapping[str, Client] = field(default_factory=dict)
    """The configured ones of `providers`."""


class Gateway:
    """The process's one way to models. Every method may be called concurrently."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def configured(self) -> tuple[str, ...]:
        """The providers that have what they need, the usual one first."""
        known = [self._parts.providers[name] for name in self._parts.clients]
        return tuple(one.name for one in sorted(known, key=lambda one: (one.order, one.name)))

    def list_models(self, tenant: TenantId) -> tuple[str, ...]:
        """The names a tenant's calls can ask for: its aliases, and each provider's usual models."""
        aliases = self._parts.controls.value(tenant, switches.aliases)
        usual = [
            f"{name}/{model}"
            for name in self.configured
            for one in (self._parts.providers[name],)
            for model in dict.fromkeys((one.model, one.economy, one.embedding))
            if model
        ]
        return (*sorted(aliases), *usual)

    async def ask(self, call: Call) -> Answer:
        """An answer within the deadline, from the highest rung that has one.

        Raises NotNow `gateway.no_model` where no rung has one (and the call brings no `local`), and
        BadInput for a call that names an unknown model.
        """
        if call.local is None:
            raise NotNow("gateway.no_model", "no model can answer now", after_s=5.0)
        return Answer(call.local(), model="rules", rung="rules", reason="no_model", via="local")

    async def stream(self, call: Call) -> AsyncGenerator[Delta | Answer, None]:
        """The answer in pieces, and at the end the Answer as a whole, which is what counts.

        A model that fails in the middle is followed by the next one, told what was said already.
        """
        yield await self.ask(call)

    async def embed(
        self,
        texts: Sequence[str],
        scope: Scope,
        *,
        model: str = "",
        deadline_at: float | None = None,
    ) -> Embedded:
        """One vector per text. Raises as `ask` does."""
        asked = f"{len(texts)} texts of {scope.tenant} for {model or 'any model'} by {deadline_at}"
        raise NotNow("gateway.no_model", f"no model can embed now: {asked}", after_s=5.0)

    async def refresh(self) -> None:
        """Read what other processes know (breakers, budgets), and write down what is due. A loop
        of app calls it twice a second."""

    async def close(self) -> None:
        """Write down what is due, and give back what was leased."""

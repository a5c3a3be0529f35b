"""What every attempt of a process stands on, and what is known of one call while it runs."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway.attempts.admission import Admission
from frontdesk.ability.gateway.attempts.breaker import Breakers
from frontdesk.ability.gateway.attempts.rates import Rates
from frontdesk.ability.gateway.calls import Attempt, Call, Purpose, Scope
from frontdesk.ability.gateway.ladder import Chosen
from frontdesk.ability.gateway.money.budgets import Budgets
from frontdesk.ability.gateway.money.tokens import Factors
from frontdesk.ability.gateway.nouns import Sampling
from frontdesk.ability.gateway.policy import Policy
from frontdesk.ability.gateway.provider import Client, Provider
from frontdesk.ability.telemetry import Meters
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.words.decision import Rung


@dataclass(frozen=True, slots=True)
class Means:
    """One process's: shared by all its calls."""

    clock: Clock
    controls: Controls
    tasks: Tasks
    meters: Meters
    providers: Mapping[str, Provider]
    clients: Mapping[str, Client]
    breakers: Breakers
    admission: Admission
    rates: Rates
    budgets: Budgets
    factors: Factors
    jitter: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that may answer: `key` is `provider/model`."""

    key: str
    provider: str
    model: str
    rung: Rung

    @classmethod
    def of(cls, key: str, rung: Rung) -> "Candidate":
        provider, _, model = key.partition("/")
        return cls(key, provider, model, rung)


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer off its schema, which its model is asked about again."""

    model: str
    text: str
    says: str


@dataclass(slots=True)
class Run:
    """One call on its way. `cost_micro` is what its attempts cost together, as far as prices are
    known; `deadline_at` and `started` are monotonic. `flow_until` is how long the answer may flow once
    it has begun to; 0: no longer than the deadline."""

    call: Call
    policy: Policy
    chosen: Chosen
    candidates: tuple[Candidate, ...]
    sampling: Sampling
    started: float
    deadline_at: float
    attempts: list[Attempt] = field(default_factory=list)
    cost_micro: int = 0
    streamed: bool = False
    wrong: Wrong | None = None
    flow_until: float = 0.0
    flowing: bool = False

    def flow(self) -> None:
        """The answer has begun to flow: what bounds it now is each pause, and the longest stream."""
        self.deadline_at, self.flowing = self.longest_at, True

    def break_off(self, now: float) -> None:
        """It stopped flowing: whoever goes on has the time of a whole call for the next words. What
        never flowed leaves the deadline where it was."""
        if self.flow_until and self.flowing:
            self.deadline_at = min(self.flow_until, now + self.policy.deadline_s)
            self.flowing = False

    @property
    def longest_at(self) -> float:
        """When the last word must have come."""
        return self.flow_until or self.deadline_at

    @property
    def scope(self) -> Scope:
        return self.call.scope

    @property
    def purpose(self) -> Purpose:
        return self.call.purpose


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt that may be made now. `others`: further models wait their turn."""

    candidate: Candidate
    probe: bool
    others: bool

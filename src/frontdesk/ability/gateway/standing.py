"""Switches, breakers and budgets as they stand turned into policy and rung of a call, asking nobody."""

import logging
from dataclasses import replace

from frontdesk.ability.controls import Control, Controls
from frontdesk.ability.gateway.attempts.breaker import Breakers
from frontdesk.ability.gateway.attempts.means import Candidate, Run
from frontdesk.ability.gateway.calls import Call, Purpose, Scope
from frontdesk.ability.gateway.ladder import Chosen, Situation, decide_rung, lower
from frontdesk.ability.gateway.money.budgets import Budgets
from frontdesk.ability.gateway.names import Known, embedding_model, find_model
from frontdesk.ability.gateway.policy import (
    Policy,
    T,
    decide_models,
    decide_policy,
    decide_sampling,
)
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.words.decision import Rung
from frontdesk.ground.words.ids import TenantId

KEPT_S = 0.5  # a policy is derived again after so long: a control may have expired

log = logging.getLogger("gateway")


class Standings:
    """Policies of this process, derived again whenever the switches were read again."""

    def __init__(
        self, clock: Clock, controls: Controls, known: Known, breakers: Breakers, budgets: Budgets
    ) -> None:
        self._clock, self._controls, self._known = clock, controls, known
        self._breakers, self._budgets = breakers, budgets
        self._policies: dict[tuple[TenantId, str, Purpose], Policy] = {}
        self._generation, self._derived_at = -1, 0.0
        self._told: frozenset[str] = frozenset()

    def policy(self, tenant: TenantId, bot: str, purpose: Purpose) -> Policy:
        """The policy of a purpose, for a tenant and one of its bots ("": none)."""
        now = self._clock.monotonic()
        generation = self._controls.generation
        if generation != self._generation or now - self._derived_at > KEPT_S:
            self._policies.clear()
            self._generation, self._derived_at = generation, now
        policy = self._policies.get((tenant, bot, purpose))
        if policy is None:
            policy = self._policies[(tenant, bot, purpose)] = self._derive(tenant, bot, purpose)
        return policy

    def rung(self, policy: Policy, scope: Scope, *, wanted: Rung = "full", left_s: float) -> Chosen:
        """The rung of a call with so much time left."""
        return decide_rung(
            Situation(
                wanted=wanted,
                ceiling=policy.rung_max,
                mode=policy.mode,
                on=policy.on,
                cache_only=policy.cache_only,
                full=len(policy.models),
                full_open=self._away(policy.models, left_s),
                economy=len(policy.economy),
                economy_open=self._away(policy.economy, left_s),
                budget=self._budgets.standing(scope).level,
                left_s=left_s,
            )
        )

    def open(self, call: Call) -> Run:
        """Policy, rung and deadline of one call, and the models that may answer it. Raises BadInput
        `gateway.unknown_model`."""
        policy = self.policy(call.scope.tenant, call.scope.bot, call.purpose)
        if call.model or not call.fallback:
            policy = decide_models(policy, self._known, call)
        started = self._clock.monotonic()
        deadline_at = _deadline_at(policy, call, started)
        flow_until = _flow_until(policy, call, started)
        if flow_until:
            deadline_at = min(deadline_at, flow_until)
        left_s = deadline_at - started
        chosen = self.rung(policy, call.scope, wanted=call.rung, left_s=left_s)
        full = policy.models if chosen.rung == "full" else ()
        further = chosen.rung == "full" and policy.fallback and call.fallback
        economy = policy.economy if further or chosen.rung == "economy" else ()
        return Run(
            call=call,
            policy=policy,
            chosen=chosen,
            candidates=(
                *(Candidate.of(model, "full") for model in full),
                *(Candidate.of(model, "economy") for model in economy if model not in full),
            ),
            sampling=decide_sampling(policy, call.sampling),
            started=started,
            deadline_at=deadline_at,
            flow_until=flow_until,
        )

    def open_embedding(self, call: Call) -> Run:
        """The same for embeddings, which one model alone can make."""
        policy = self.policy(call.scope.tenant, call.scope.bot, "embed")
        model = policy.embedding
        if call.model:
            model = find_model(call.model, self._known, policy.aliases, usual=embedding_model)
        models = (model,) if model else ()
        policy = replace(policy, models=models, economy=models)
        started = self._clock.monotonic()
        deadline_at = _deadline_at(policy, call, started)
        chosen = self.rung(policy, call.scope, left_s=deadline_at - started)
        models = models if lower(chosen.rung, "economy") == "economy" else ()
        candidates = tuple(Candidate.of(one, "full") for one in models)
        sampling = replace(call.sampling, max_tokens=0)
        return Run(call, policy, chosen, candidates, sampling, started, deadline_at)

    def _derive(self, tenant: TenantId, bot: str, purpose: Purpose) -> Policy:
        def read(control: Control[T], /) -> T:
            return self._controls.value(tenant, control, bot)

        policy = decide_policy(purpose, self._known, read)
        for mistake in set(policy.mistakes) - self._told:
            log.warning("a switch of %s names no model: %s", tenant, mistake)
            self._told |= {mistake}
        return policy

    def _away(self, models: tuple[str, ...], left_s: float) -> int:
        """How many of the models would not take a call within the time."""
        allows, held_s = self._breakers.allows, self._breakers.held_s
        return sum(allows(model) == "open" or held_s(model) > left_s for model in models)


def _flow_until(policy: Policy, call: Call, now: float) -> float:
    """How long the answer may flow; 0 where the deadline bounds all of it."""
    return now + policy.stream_s if call.flows and call.deadline_at is None else 0.0


def _deadline_at(policy: Policy, call: Call, now: float) -> float:
    """When a call that starts now must have ended, in monotonic time."""
    own = now + policy.deadline_s
    return own if call.deadline_at is None else min(own, call.deadline_at)

"""A Call turned into an Answer: policy, ladder, what is kept, attempts, what it cost, in that order."""

import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway.attempts import record
from frontdesk.ability.gateway.attempts.admission import Admission
from frontdesk.ability.gateway.attempts.asking import Answered, ask_models
from frontdesk.ability.gateway.attempts.breaker import Breakers, BreakerState
from frontdesk.ability.gateway.attempts.embedding import embed_texts
from frontdesk.ability.gateway.attempts.means import Candidate, Means, Run
from frontdesk.ability.gateway.attempts.rates import Rates
from frontdesk.ability.gateway.attempts.streaming import stream_models
from frontdesk.ability.gateway.attempts.walk import Walk
from frontdesk.ability.gateway.calls import Answer, Call, Embedded, NoModel, Purpose, Scope
from frontdesk.ability.gateway.kept import Kept
from frontdesk.ability.gateway.ladder import Chosen, lower
from frontdesk.ability.gateway.money.budgets import Budgets
from frontdesk.ability.gateway.money.tokens import Factors
from frontdesk.ability.gateway.names import Known, find_model, list_models
from frontdesk.ability.gateway.nouns import Delta, Message, ToolDelta
from frontdesk.ability.gateway.provider import Client, Provider
from frontdesk.ability.gateway.standing import Standings
from frontdesk.ability.telemetry import Meters, Recorder
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId, TenantId
from frontdesk.ground.words.problems import Problem

AFTER_S = 5.0


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
    recorder: Recorder | None = None


class Gateway:
    """The process's one way to models. Every method may be called concurrently."""

    def __init__(self, parts: Parts) -> None:
        self._known = Known.of(parts.providers, parts.clients)
        self._means = means = _means(parts)
        self._standings = Standings(
            parts.clock, parts.controls, self._known, means.breakers, means.budgets
        )
        self.kept = Kept(
            parts.database,
            parts.clock,
            parts.controls,
            self.embed,
            meters=parts.meters,
            recorder=parts.recorder,
        )

    @property
    def configured(self) -> tuple[str, ...]:
        """The providers that have what they need, the usual one first."""
        return self._known.configured

    async def ask(self, call: Call) -> Answer:
        """An answer within the deadline, from the highest rung that has one; on the rung `human`,
        where no model may answer, the call's `local` text too, marked so.

        Raises NoModel where no rung has one (and the call brings no `local`), NotNow as admission
        and budgets do, and BadInput for a call that names an unknown model, or that no model can
        meet as it is (`gateway.too_long`).
        """
        run = self._standings.open(call)
        if not _may_keep(run):
            return await self._ask(run)
        again = await self._find_kept(run)
        if again is not None:
            return again
        answer = await self.kept.alone(run.call, lambda: self._ask_and_keep(run))
        return self._again(run, answer) if answer.reason == "asked_at_once" else answer

    async def stream(self, call: Call) -> AsyncGenerator[Delta | Answer, None]:
        """The answer in pieces, and at the end the Answer as a whole, which is what counts.

        A model that fails in the middle is followed by the next one, told what was said already.
        An answer by schema comes in one piece: half of it could not be checked. Raises as `ask`
        does; after pieces were given that means that the answer remains unfinished.
        """
        run = self._standings.open(call)
        if not run.policy.streaming or _whole(call):
            answer = await self.ask(call)
            yield _piece(answer)
            yield answer
            return
        again = await self._find_kept(run)
        if again is not None:
            yield _piece(again)
            yield again
            return
        run.streamed = True
        shown = False
        async with contextlib.aclosing(self._stream(run)) as pieces:
            async for piece in pieces:
                shown = shown or isinstance(piece, Delta)
                if isinstance(piece, Answer):
                    self._keep(run, piece)
                    if not shown:
                        yield _piece(piece)
                yield piece

    async def embed(
        self,
        texts: Sequence[str],
        scope: Scope,
        *,
        model: str = "",
        deadline_at: float | None = None,
    ) -> Embedded:
        """One vector per text. Raises as `ask` does."""
        messages = tuple(Message("user", text) for text in texts)
        call = Call("embed", scope, messages, model=model, deadline_at=deadline_at)
        run = self._standings.open_embedding(call)
        found = await embed_texts(self._means, run, texts) if run.candidates else None
        if isinstance(found, Embedded):
            self._count(run, Candidate.of(found.model, "full"), "ok", run.chosen)
            return found
        raise self._problem(run, found)

    def standing(self, tenant: TenantId, bot: str, purpose: Purpose) -> Chosen:
        """The rung that a call would begin on now, and why. Asks nobody: cheap enough for each turn."""
        policy = self._standings.policy(tenant, bot, purpose)
        return self._standings.rung(policy, Scope(tenant, bot), left_s=policy.deadline_s)

    def breakers(self) -> tuple[BreakerState, ...]:
        """Every model that has failed since the process started, or is held, with its breaker."""
        return self._means.breakers.states()

    def find_model(self, tenant: TenantId, name: str) -> str:
        """The `provider/model` that a name leads to; BadInput `gateway.unknown_model` for none."""
        policy = self._standings.policy(tenant, "", "chat")
        return find_model(name, self._known, policy.aliases)

    def models(self, tenant: TenantId) -> tuple[str, ...]:
        """The names a program may ask for: the tenant's aliases and the providers' usual models."""
        policy = self._standings.policy(tenant, "", "chat")
        return tuple(dict.fromkeys((*list_models(self._known, policy.aliases), *policy.models)))

    async def refresh(self) -> None:
        """Read what other processes know (breakers, budgets), and write down what is due. A loop
        of app calls it twice a second."""
        await self._means.breakers.refresh()
        await self._means.budgets.refresh()
        await self.kept.flush()

    async def close(self) -> None:
        """Write down what is due, and give back what was leased."""
        await self._means.budgets.close()
        await self.kept.flush()

    async def _ask(self, run: Run) -> Answer:
        found = await ask_models(self._means, run) if run.candidates else None
        if isinstance(found, Answered):
            return self._answer(run, found)
        return self._without(run, found)

    async def _ask_and_keep(self, run: Run) -> Answer:
        answer = await self._ask(run)
        self._keep(run, answer)
        return answer

    async def _find_kept(self, run: Run) -> Answer | None:
        if not _may_keep(run):
            return None
        run.call = replace(run.call, deadline_at=run.deadline_at)
        again = await self.kept.find(run.call)
        return None if again is None else self._again(run, again)

    def _keep(self, run: Run, answer: Answer) -> None:
        """Keep an answer of a model, beside the call: nobody waits for it."""
        accepted = run.call.accepts is None or run.call.accepts(answer.text)
        if _may_keep(run) and answer.via == "model" and accepted:
            self._means.tasks.start(self.kept.keep(run.call, answer), name="gateway.keep")

    def _again(self, run: Run, answer: Answer) -> Answer:
        """A kept answer, counted and noted as one."""
        chosen = Chosen("cached", answer.reason)
        self._count(run, Candidate.of(answer.model, "cached"), answer.via, chosen)
        saved = answer.saved_micro
        record.beside(self._means, run, rung="cached", via=answer.via, saved_micro=saved)
        return replace(answer, ms=self._ms(run))

    async def _stream(self, run: Run) -> AsyncGenerator[Delta | Answer, None]:
        if not run.candidates:
            yield self._without(run, None)
            return
        async with contextlib.aclosing(stream_models(self._means, run)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Delta):
                    yield piece
                elif isinstance(piece, Answered):
                    yield self._answer(run, piece)
                else:
                    yield self._without(run, piece)

    def _answer(self, run: Run, found: Answered) -> Answer:
        candidate, completion = found.candidate, found.completion
        chosen = Chosen(candidate.rung, found.reason or run.chosen.reason)
        self._count(run, candidate, "ok", chosen)
        return Answer(
            text=completion.text,
            model=candidate.key,
            rung=chosen.rung,
            reason=chosen.reason,
            parsed=found.parsed,
            tool_calls=completion.tool_calls,
            finish=completion.finish,
            usage=found.usage,
            cost_micro=run.cost_micro if found.priced else None,
            ms=self._ms(run),
            attempts=tuple(run.attempts),
            refusal=completion.refusal,
        )

    def _without(self, run: Run, walk: Walk | None) -> Answer:
        """The local answer of a call that no model answered, or the problem where it has none."""
        local = run.call.local
        if local is None:
            raise self._problem(run, walk)
        reason = (walk.reason() if walk is not None else "") or run.chosen.reason
        chosen = Chosen(lower(run.chosen.rung, "rules"), reason)
        self._count(run, Candidate("rules", "rules", "rules", chosen.rung), "local", chosen)
        record.beside(self._means, run, rung=chosen.rung, via="local")
        return Answer(
            local(),
            model="rules",
            rung=chosen.rung,
            reason=reason,
            via="local",
            cost_micro=run.cost_micro,
            ms=self._ms(run),
            attempts=tuple(run.attempts),
        )

    def _problem(self, run: Run, walk: Walk | None) -> Problem:
        if walk is not None:
            problem = walk.problem()
        else:
            problem = self._unasked(run)
        outcome = problem.code.rpartition(".")[2]
        rung = lower(run.chosen.rung, "rules")
        provider = run.attempts[-1].model.partition("/")[0] if run.attempts else ""
        self._count(run, Candidate("", provider, "", rung), outcome, Chosen(rung, outcome))
        if not run.attempts and run.policy.models:
            record.beside(self._means, run, rung=rung, via="model", outcome=outcome)
        return problem

    def _unasked(self, run: Run) -> NoModel:
        """What a call is told for which no model was even tried."""
        reason = run.chosen.reason
        spent = self._means.budgets.refusal(run.scope) if reason == "budget_hard" else None
        if spent is None:
            return NoModel(reason, after_s=AFTER_S)
        return NoModel(reason, after_s=spent.after_s, fix=f"{spent.public}; {spent.fix}")

    def _count(self, run: Run, candidate: Candidate, outcome: str, chosen: Chosen) -> None:
        meters = self._means.meters
        meters.model_rung.labels(chosen.rung, chosen.reason).inc()
        labels = (candidate.provider, candidate.model, run.purpose, outcome)
        meters.model_calls.labels(*labels).inc()

    def _ms(self, run: Run) -> float:
        return (self._means.clock.monotonic() - run.started) * 1000


def _means(parts: Parts) -> Means:
    return Means(
        clock=parts.clock,
        controls=parts.controls,
        tasks=parts.tasks,
        meters=parts.meters,
        providers=parts.providers,
        clients=parts.clients,
        breakers=Breakers(parts.database, parts.clock, parts.controls, parts.tasks, parts.meters),
        admission=Admission(parts.clock, parts.controls, parts.tasks),
        rates=Rates(parts.clock),
        budgets=Budgets(
            parts.database,
            parts.clock,
            parts.controls,
            parts.process_id,
            meters=parts.meters,
        ),
        factors=Factors(),
    )


def _may_keep(run: Run) -> bool:
    """Whether the answer may be one that was given before, or be given again."""
    kept = run.policy.cache or run.policy.cache_only
    return run.call.caching.allowed and kept and lower(run.chosen.rung, "cached") == "cached"


def _whole(call: Call) -> bool:
    """Whether a call's answer comes in one piece although it was asked for in pieces."""
    return call.schema is not None or call.any_json or call.interrupted == "restart"


def _piece(answer: Answer) -> Delta:
    """A whole answer as one piece of a stream."""
    calls = enumerate(answer.tool_calls)
    return Delta(
        text=answer.text,
        tools=tuple(ToolDelta(at, one.id, one.name, one.arguments) for at, one in calls),
    )

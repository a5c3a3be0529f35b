"""One attempt turned into its ledger row, its metrics, and what it means for the breaker."""

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from frontdesk.ability.controls import EVERYONE
from frontdesk.ability.gateway import bounds
from frontdesk.ability.gateway.attempts.means import Candidate, Means, Run, Try
from frontdesk.ability.gateway.attempts.pacing import decide_counts
from frontdesk.ability.gateway.calls import Attempt, Via
from frontdesk.ability.gateway.failures import Failure
from frontdesk.ability.gateway.money.budgets import PATIENCE_S
from frontdesk.ability.gateway.money.holding import Reservation
from frontdesk.ability.gateway.money.ledger import LedgerRow
from frontdesk.ability.gateway.money.price_list import Price
from frontdesk.ability.gateway.money.prices import cost_micro, find_price, saved_micro
from frontdesk.ability.gateway.money.tokens import estimate_tokens
from frontdesk.ability.gateway.nouns import Message, Usage
from frontdesk.ability.telemetry.traces import TraceSpan, make_id, root_of
from frontdesk.ground.kit import ids
from frontdesk.ground.kit.logs import Content
from frontdesk.ground.words.decision import Rung

PATIENCE_SHARE = 0.2  # of an attempt's time may pass while money is looked for
CHARACTERS = 4  # of a streamed answer in a token, where the vendor did not count

log = logging.getLogger("gateway.attempts")


@dataclass(slots=True)
class Underway:
    """An attempt between its reservation and its end."""

    turn: Try
    reservation: Reservation
    price: Price | None
    tokens_in: int
    started: float
    timeout_s: float
    first_ms: float | None = None
    said: int = 0


async def reserve(means: Means, run: Run, turn: Try, *, timeout_s: float) -> Underway:
    """Set aside what the attempt may cost. Raises NotNow as Budgets.reserve does."""
    candidate, call = turn.candidate, run.call
    provider = means.providers[candidate.provider]
    own = means.controls.value(EVERYONE, bounds.prices)
    price = find_price(provider.vendor, candidate.model, own, candidate.provider)
    tokens_in, tokens_out = estimate_tokens(
        call.messages,
        run.sampling.max_tokens or 0,
        factor=means.factors.factor(candidate.key),
        beside=_beside(run),
    )
    micro = cost_micro(price, Usage(tokens_in, tokens_out))
    if micro is None:
        per_token = means.controls.value(run.scope.tenant, bounds.unknown_price)
        micro = int((tokens_in + tokens_out) * per_token) + 1
    reservation = await means.budgets.reserve(
        run.scope,
        provider=candidate.provider,
        micro=micro,
        tokens=tokens_in + tokens_out,
        patience_s=min(PATIENCE_S, timeout_s * PATIENCE_SHARE),
    )
    means.rates.took(candidate.key, tokens_in + tokens_out)
    started = means.clock.monotonic()
    return Underway(turn, reservation, price, tokens_in, started, timeout_s)


def answered(means: Means, run: Run, underway: Underway, usage: Usage | None) -> Usage:
    """The attempt gave an answer. Gives its usage: the vendor's count, or an estimate."""
    candidate = underway.turn.candidate
    if usage is None:
        usage = _estimate(underway)
    elif usage.tokens_in:
        means.factors.learn(candidate.key, run.call.messages, usage)
    ms = _ms(means, underway)
    slow_ms = ms if underway.first_ms is None else underway.first_ms
    means.breakers.succeeded(candidate.key, slow_ms, probe=underway.turn.probe)
    means.meters.model_call_seconds.labels(candidate.provider, run.purpose).observe(ms / 1000)
    run.attempts.append(Attempt(candidate.key, round(ms, 2)))
    _settle(means, run, underway, "ok", usage)
    if log.isEnabledFor(logging.INFO):
        _tell_answer(run, candidate, usage, ms)
    return usage


def failed(
    means: Means, run: Run, underway: Underway, failure: Failure, *, usage: Usage | None = None
) -> None:
    """The attempt failed; `usage` is what the vendor counted all the same."""
    ms, key, kind = _ms(means, underway), underway.turn.candidate.key, failure.kind
    run.attempts.append(Attempt(key, round(ms, 2), kind, failure.public))
    probe, whole_s = underway.turn.probe, run.policy.deadline_s
    flowing = kind == "timeout" and underway.said > 0  # long, not silent
    counts = not flowing and decide_counts(kind, timeout_s=underway.timeout_s, whole_s=whole_s)
    if failure.treatment.breaks and counts:
        means.breakers.failed(key, kind, probe=probe)
    elif probe and (kind == "rate_limited" or failure.treatment.breaks):
        means.breakers.released(key)
    elif probe:  # it answers, though not as we like
        means.breakers.succeeded(key, ms, probe=True)
    _tell(run, underway.turn.candidate, failure)
    if usage is None:
        usage = _estimate(underway) if failure.maybe_billed or underway.said else Usage()
    _settle(means, run, underway, kind, usage)


def cancelled(means: Means, run: Run, underway: Underway) -> None:
    """Nobody waits for the attempt any more: the caller left, or another model was faster."""
    key = underway.turn.candidate.key
    if underway.turn.probe:
        means.breakers.released(key)
    run.attempts.append(Attempt(key, round(_ms(means, underway), 2), says="cancelled"))
    _settle(means, run, underway, "cancelled", _estimate(underway))


def beside(
    means: Means, run: Run, *, rung: Rung, via: Via, outcome: str = "ok", saved_micro: int = 0
) -> None:
    """A row for a call that no model answered: a kept answer, a local one, a refusal."""
    candidate = Candidate("", "", "", rung)
    spent = Spent(outcome, via=via, saved_micro=saved_micro)
    means.budgets.note(_row(means, run, candidate, spent))


@dataclass(frozen=True, slots=True)
class Spent:
    """What an attempt came to."""

    outcome: str
    usage: Usage = field(default_factory=Usage)
    cost_micro: int | None = 0
    saved_micro: int = 0
    latency_ms: float = 0.0
    first_ms: float | None = None
    via: Via = "model"


def _settle(means: Means, run: Run, underway: Underway, outcome: str, usage: Usage) -> None:
    candidate, meters = underway.turn.candidate, means.meters
    cost = cost_micro(underway.price, usage) if usage.tokens_in or usage.tokens_out else 0
    spent = Spent(
        outcome,
        usage,
        cost,
        saved_micro(underway.price, usage),
        _ms(means, underway),
        underway.first_ms,
    )
    means.budgets.settle(
        underway.reservation, _row(means, run, candidate, spent, at=underway.reservation.at)
    )
    run.cost_micro += cost or 0
    meters.model_attempts.labels(candidate.provider, outcome).inc()
    if meters.traces.on:
        _trace(means, run, candidate, spent)
    if usage.tokens_in or usage.tokens_out:
        labels = (candidate.provider, candidate.model)
        meters.model_tokens.labels(*labels, "in").inc(usage.tokens_in)
        meters.model_tokens.labels(*labels, "out").inc(usage.tokens_out)
        if usage.cached_in:
            meters.model_tokens.labels(*labels, "cached").inc(usage.cached_in)
        if cost is None:
            meters.model_unpriced.labels(*labels).inc()
        elif cost:
            meters.model_spend.labels(*labels).inc(cost / 1_000_000)


def _trace(means: Means, run: Run, candidate: Candidate, spent: Spent) -> None:
    """The attempt as a span below its turn; a call without a turn is a trace of its own."""
    traces, scope = means.meters.traces, run.scope
    trace = scope.trace or ids.uuid7().replace("-", "")
    if not traces.wants(trace):
        return
    began_at = means.clock.now() - timedelta(milliseconds=spent.latency_ms)
    failed = "" if spent.outcome == "ok" else spent.outcome
    facts = {
        "tenant": scope.tenant,
        "bot": scope.bot or None,
        "conversation": scope.conversation,
        "provider": candidate.provider,
        "model": candidate.model,
        "purpose": run.purpose,
        "rung": candidate.rung,
        "tokens_in": spent.usage.tokens_in,
        "tokens_out": spent.usage.tokens_out,
        "cached_in": spent.usage.cached_in or None,
        "cost_micro_usd": spent.cost_micro,
        "first_ms": spent.first_ms,
        "attempt": len(run.attempts),
    }
    parent = root_of(trace) if scope.trace else ""
    span = TraceSpan(
        trace,
        candidate.key,
        "model",
        began_at,
        spent.latency_ms,
        make_id(),
        parent,
        failed,
        facts,
    )
    traces.note((span,))


def _row(
    means: Means, run: Run, candidate: Candidate, spent: Spent, *, at: datetime | None = None
) -> LedgerRow:
    scope, call = run.scope, run.call
    return LedgerRow(
        tenant=scope.tenant,
        bot=scope.bot,
        key=scope.key,
        conversation=scope.conversation,
        trace=scope.trace,
        purpose=call.purpose,
        prompt=call.prompt,
        provider=candidate.provider,
        model=candidate.model,
        rung=candidate.rung,
        via=spent.via,
        outcome=spent.outcome,
        tokens_in=spent.usage.tokens_in,
        tokens_out=spent.usage.tokens_out,
        cached_in=spent.usage.cached_in,
        cost_micro=spent.cost_micro,
        latency_ms=spent.latency_ms,
        first_ms=spent.first_ms,
        attempts=len(run.attempts),
        streamed=run.streamed,
        at=at or means.clock.now(),
        saved_micro=spent.saved_micro,
        request_hash=_hash(call.messages),
    )


def _hash(messages: tuple[Message, ...]) -> str:
    """The same for the same words in the same roles."""
    said = "\x00".join([f"{message.role}\x01{message.text}" for message in messages])
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _tell_answer(run: Run, candidate: Candidate, usage: Usage, ms: float) -> None:
    log.info(
        "an answer of %s",
        candidate.key,
        extra={
            "model_provider": candidate.provider,
            "model": candidate.model,
            "purpose": run.purpose,
            "bot": run.scope.bot,
            "ms": round(ms, 1),
            "tokens_in": usage.tokens_in,
            "tokens_out": usage.tokens_out,
        },
    )


def _tell(run: Run, candidate: Candidate, failure: Failure) -> None:
    """Write what the vendor says into the log. What it says of a request may quote the customer."""
    quotes = failure.kind in ("bad_request", "filtered", "too_long")
    vendor = Content(failure.vendor_says) if quotes else failure.vendor_says[:300]
    log.warning(
        "an attempt on %s failed: %s (%s)",
        candidate.key,
        "429 rate_limited" if failure.kind == "rate_limited" else failure.kind,
        failure.public,
        extra={
            "model_provider": candidate.provider,
            "model": candidate.model,
            "purpose": run.purpose,
            "bot": run.scope.bot,
            "failure": failure.kind,
            "vendor_says": vendor,
        },
    )


def _estimate(underway: Underway) -> Usage:
    return Usage(underway.tokens_in, -(-underway.said // CHARACTERS))


def _ms(means: Means, underway: Underway) -> float:
    return (means.clock.monotonic() - underway.started) * 1000


def _beside(run: Run) -> int:
    """Characters of tools and schema that go along with the messages."""
    call = run.call
    tools = sum(
        len(tool.name) + len(tool.description) + len(str(tool.parameters)) for tool in call.tools
    )
    return tools + (len(str(call.schema.schema)) if call.schema is not None else 0)

"""A call taken to the models until one gives a whole answer that can be used."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Literal, TypeVar

from frontdesk.ability.gateway.attempts import record
from frontdesk.ability.gateway.attempts.means import Candidate, Means, Run, Try, Wrong
from frontdesk.ability.gateway.attempts.walk import Walk
from frontdesk.ability.gateway.failures import Failure
from frontdesk.ability.gateway.nouns import Ask, Completion, Usage
from frontdesk.ability.gateway.structured import ask_again, parse_answer
from frontdesk.ground.kit.tasks import attempt
from frontdesk.ground.words.problems import NotNow
from frontdesk.ground.words.reading import Json

T = TypeVar("T")
GRACE_S = 0.25  # a client keeps to its time by itself; after this it is stopped

log = logging.getLogger("gateway.attempts")


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer of one model, with its JSON where that was asked for. `reason` is why it is not
    the first model's; "" when it is."""

    candidate: Candidate
    completion: Completion
    usage: Usage
    parsed: Json = None
    reason: str = ""
    priced: bool = True


async def ask_models(means: Means, run: Run) -> Answered | Walk:
    """The first usable answer, or the walk that found none: it knows why."""
    walk = Walk(means, run)
    ask_one = _hedged if run.policy.hedge_s else _once
    while (turn := await walk.step()) is not None:
        answered = await ask_one(means, run, walk, turn)
        if answered is not None:
            return answered
    return walk


async def _once(means: Means, run: Run, walk: Walk, turn: Try) -> Answered | None:
    """One attempt; None when it failed, which the walk then knows."""
    try:
        return await _try(means, run, walk, turn)
    except Failure as failure:
        walk.failed(turn, failure)
    except NotNow as refusal:
        walk.refused(turn, refusal)
    return None


async def _hedged(means: Means, run: Run, walk: Walk, turn: Try) -> Answered | None:
    """One attempt, and beside it one on the next model when the first stays silent: the faster
    answer wins and the other is cancelled."""
    found: list[Answered] = []

    async def ask(one: Try) -> None:
        answered = await _once(means, run, walk, one)
        if answered is not None:
            found.append(answered)

    running = {means.tasks.start(ask(turn), name="gateway.first")}
    timer = means.tasks.start(means.clock.sleep(run.policy.hedge_s), name="gateway.hedge")
    try:
        await asyncio.wait({*running, timer}, return_when=asyncio.FIRST_COMPLETED)
        second = walk.beside(turn)
        if second is not None and not any(task.done() for task in running):
            running.add(means.tasks.start(ask(second), name="gateway.second"))
        while running and not found:
            _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        return found[0] if found else None
    finally:
        for task in (*running, timer):
            task.cancel()
        await asyncio.gather(*running, timer, return_exceptions=True)


async def _try(means: Means, run: Run, walk: Walk, turn: Try) -> Answered:
    candidate = turn.candidate
    client = means.clients[candidate.provider]
    async with means.admission.enter(candidate.provider, run.scope.tenant, run.deadline_at):
        underway = await record.reserve(means, run, turn, timeout_s=walk.timeout_s(turn))
        usage: Usage | None = None
        try:
            ask = make_ask(run, candidate)
            asked = client.complete(ask, timeout_s=underway.timeout_s)
            completion = await within(asked, underway.timeout_s)
            usage = completion.usage
            means.rates.saw(candidate.key, completion.allowance)
            parsed = _check(run, candidate, completion)
        except Failure as failure:
            record.failed(means, run, underway, failure, usage=usage)
            raise
        except BaseException:  # the caller left
            record.cancelled(means, run, underway)
            raise
        counted = record.answered(means, run, underway, usage)
        priced = underway.price is not None
        return Answered(candidate, completion, counted, parsed, walk.reason(candidate), priced)


def make_ask(run: Run, candidate: Candidate) -> Ask:
    """What goes to one model; to one that was off the schema, with what was wrong."""
    call = run.call
    ask = Ask(
        model=candidate.model,
        messages=call.messages,
        sampling=run.sampling,
        schema=call.schema,
        any_json=call.any_json,
        tools=call.tools,
        tool_choice=call.tool_choice,
        parallel_tools=call.parallel_tools,
    )
    wrong = run.wrong
    if wrong is not None and wrong.model == candidate.key:
        return ask_again(ask, wrong.text, wrong.says)
    return ask


async def within(
    work: Awaitable[T], timeout_s: float, late: Literal["timeout", "stalled"] = "timeout"
) -> T:
    """What a client gives, or a Failure: also when it forgets its time, or has a fault of its own."""
    try:
        async with asyncio.timeout(timeout_s + GRACE_S):
            found = await attempt(work)
    except TimeoutError as error:
        raise Failure(late, "the model did not answer in time", maybe_billed=True) from error
    if not isinstance(found, Exception):
        return found
    if isinstance(found, Failure | StopAsyncIteration):
        raise found
    log.error("a provider's client failed", exc_info=found)
    raise Failure("bad_answer", "the answer could not be read", maybe_billed=True) from found


def _check(run: Run, candidate: Candidate, completion: Completion) -> Json:
    """The JSON of the answer where it was asked for; Failure when the answer cannot be used."""
    if completion.tool_calls or completion.refusal:
        return None
    if not completion.text.strip():
        if completion.finish == "filtered":
            raise Failure("filtered", "the vendor's safety filter stopped the answer")
        raise Failure("empty", "the model gave an empty answer")
    if run.call.schema is None and not run.call.any_json:
        return None
    try:
        return parse_answer(completion.text, run.call.schema)
    except Failure as failure:
        run.wrong = Wrong(candidate.key, completion.text, failure.public)
        raise

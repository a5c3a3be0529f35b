"""A call taken to the models piece by piece; when one breaks off, the next one goes on."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from typing import Literal

from frontdesk.ability.gateway.attempts import record
from frontdesk.ability.gateway.attempts.asking import Answered, make_ask, within
from frontdesk.ability.gateway.attempts.joining import Joint, continue_messages
from frontdesk.ability.gateway.attempts.means import Means, Run, Try
from frontdesk.ability.gateway.attempts.walk import Walk
from frontdesk.ability.gateway.failures import Failure
from frontdesk.ability.gateway.nouns import (
    Ask,
    Completion,
    Delta,
    Finish,
    ToolCall,
    ToolDelta,
    Usage,
)
from frontdesk.ground.kit.tasks import attempt
from frontdesk.ground.words.problems import NotNow


@dataclass(slots=True)
class Spoken:
    """What the reader has seen (`text`), and what the present attempt has brought besides. Tool
    calls and a refusal are kept back until the answer is whole: half a call is none."""

    text: str = ""
    tools: list[ToolDelta] = field(default_factory=list)
    refusal: str = ""
    finish: Finish | None = None
    usage: Usage | None = None
    model: str = ""
    vendor_id: str = ""
    priced: bool = True

    def begin(self) -> None:
        """Another attempt starts."""
        self.tools.clear()
        self.refusal = ""
        self.finish, self.usage, self.model, self.vendor_id = None, None, "", ""

    def take(self, delta: Delta) -> None:
        self.tools.extend(delta.tools)
        self.refusal += delta.refusal
        self.finish = delta.finish or self.finish
        self.usage = delta.usage or self.usage
        self.model = delta.model or self.model
        self.vendor_id = delta.vendor_id or self.vendor_id

    def completion(self) -> Completion:
        return Completion(
            text=self.text,
            tool_calls=join_calls(self.tools),
            finish=self.finish or "stop",
            usage=self.usage,
            model=self.model,
            vendor_id=self.vendor_id,
            refusal=self.refusal,
        )


def join_calls(pieces: list[ToolDelta]) -> tuple[ToolCall, ...]:
    """The whole tool calls that pieces of them make."""
    calls: dict[int, ToolCall] = {}
    for piece in pieces:
        before = calls.get(piece.index, ToolCall("", "", ""))
        calls[piece.index] = ToolCall(
            before.id or piece.id, before.name or piece.name, before.arguments + piece.arguments
        )
    return tuple(calls[index] for index in sorted(calls))


@dataclass(slots=True)
class Entrant:
    """One attempt that may be read from. `first` are pieces that were read while it raced."""

    turn: Try
    spoken: Spoken
    pieces: AsyncGenerator[Delta, None]
    first: tuple[Delta, ...] = ()


async def stream_models(means: Means, run: Run) -> AsyncGenerator[Delta | Answered | Walk, None]:
    """The pieces of the answer, and at the end the whole of it, or the walk that found none."""
    walk, said = Walk(means, run), ""
    while (turn := await walk.step()) is not None:
        begun = enter(means, run, walk, turn, said)
        entrant = await _race(means, run, walk, begun) if run.policy.hedge_s else begun
        if entrant is None:
            continue
        spoken, turn = entrant.spoken, entrant.turn
        try:
            async with contextlib.aclosing(entrant.pieces) as pieces:
                for delta in entrant.first:
                    yield delta
                async for delta in pieces:
                    yield delta
        except Failure as failure:
            said = spoken.text
            walk.failed(turn, failure, said=bool(said))
        except NotNow as refusal:
            walk.refused(turn, refusal)
        else:
            usage, reason = spoken.usage or Usage(), walk.reason(turn.candidate)
            completion = spoken.completion()
            yield Answered(turn.candidate, completion, usage, None, reason, spoken.priced)
            return
    yield walk


def enter(means: Means, run: Run, walk: Walk, turn: Try, said: str) -> Entrant:
    """An attempt that goes on after what was `said`."""
    spoken = Spoken(said)
    return Entrant(turn, spoken, _try(means, run, walk, turn, spoken))


async def _race(means: Means, run: Run, walk: Walk, first: Entrant) -> Entrant | None:
    """The attempt that speaks first: `first`, or one on the next model that is begun beside it when
    it stays silent. The other is cancelled. None when both failed, which the walk then knows."""
    said = first.spoken.text
    running = {_listen(means, first): first}
    timer = means.tasks.start(means.clock.sleep(run.policy.hedge_s), name="gateway.hedge")
    try:
        await asyncio.wait({*running, timer}, return_when=asyncio.FIRST_COMPLETED)
        beside = walk.beside(first.turn)
        if beside is not None and not any(task.done() for task in running):
            second = enter(means, run, walk, beside, said)
            running[_listen(means, second)] = second
        while running:
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                entrant, outcome = running.pop(task), task.result()
                if isinstance(outcome, Delta):
                    entrant.first = (outcome,)
                    return entrant
                if isinstance(outcome, Failure):
                    walk.failed(entrant.turn, outcome, said=bool(said))
                elif isinstance(outcome, NotNow):
                    walk.refused(entrant.turn, outcome)
        return None
    finally:
        for task in (*running, timer):
            task.cancel()
        await asyncio.gather(*running, timer, return_exceptions=True)
        for entrant in running.values():
            await entrant.pieces.aclose()


def _listen(means: Means, entrant: Entrant) -> asyncio.Task[object]:
    """The first piece of an attempt, or why there is none."""
    return means.tasks.start(attempt(_first(entrant)), name="gateway.first_piece")


async def _first(entrant: Entrant) -> Delta:
    return await anext(entrant.pieces)


async def _try(
    means: Means, run: Run, walk: Walk, turn: Try, spoken: Spoken
) -> AsyncGenerator[Delta, None]:
    """One attempt. It ends only when the answer is whole; otherwise it raises."""
    candidate = turn.candidate
    async with means.admission.enter(candidate.provider, run.scope.tenant, run.deadline_at):
        underway = await record.reserve(means, run, turn, timeout_s=walk.timeout_s(turn))
        try:
            async with contextlib.aclosing(_deltas(means, run, walk, underway, spoken)) as deltas:
                joint = Joint(spoken.text)
                async for delta in deltas:
                    underway.said += len(delta.text)
                    shown = joint.feed(delta.text) if delta.text else ""
                    if shown:
                        spoken.text += shown
                        yield Delta(text=shown, model=candidate.key)
                left = joint.end()
                if left:
                    spoken.text += left
                    yield Delta(text=left, model=candidate.key)
            _check(spoken, underway)
        except Failure as failure:
            record.failed(means, run, underway, failure, usage=spoken.usage)
            raise
        except BaseException:  # the caller left
            record.cancelled(means, run, underway)
            raise
        spoken.usage = record.answered(means, run, underway, spoken.usage)
        spoken.priced = underway.price is not None
    if spoken.tools or spoken.refusal:
        tools = tuple(spoken.tools)
        yield Delta(tools=tools, refusal=spoken.refusal, model=candidate.key)


async def _deltas(
    means: Means, run: Run, walk: Walk, underway: record.Underway, spoken: Spoken
) -> AsyncGenerator[Delta, None]:
    """The client's pieces. The first word must come within the attempt's time, however long a model
    thinks before it; after it each silence is bounded, and the whole by the call's deadline, or for
    an answer that may flow by the longest stream."""
    candidate = underway.turn.candidate
    client, idle_s = means.clients[candidate.provider], run.policy.idle_s
    bound_s = underway.timeout_s
    longest_s = run.longest_at - means.clock.monotonic()
    pieces = client.stream(
        _ask(run, underway, spoken), timeout_s=longest_s, idle_s=max(idle_s, bound_s)
    )
    late: Literal["timeout", "stalled"] = "timeout"
    try:
        while True:
            try:
                delta = await within(anext(pieces), max(bound_s, 0.0), late)
            except StopAsyncIteration:
                return
            if underway.first_ms is None and (delta.text or delta.tools):
                underway.first_ms = (means.clock.monotonic() - underway.started) * 1000
                run.flow()
            left_s = walk.left_s()
            if underway.first_ms is None:
                bound_s = underway.timeout_s - (means.clock.monotonic() - underway.started)
            else:
                bound_s, late = min(idle_s, left_s), "stalled" if idle_s < left_s else "timeout"
            means.rates.saw(candidate.key, delta.allowance)
            spoken.take(delta)
            yield delta
            if left_s <= 0 and spoken.finish is None:
                raise Failure("timeout", "the answer was too long for its time", maybe_billed=True)
    finally:
        close = getattr(pieces, "aclose", None)
        if close is not None:
            await close()


def _ask(run: Run, underway: record.Underway, spoken: Spoken) -> Ask:
    ask = make_ask(run, underway.turn.candidate)
    if not spoken.text:
        return ask
    return replace(ask, messages=continue_messages(ask.messages, spoken.text))


def _check(spoken: Spoken, underway: record.Underway) -> None:
    """A stream without an end is cut, whatever the client says; one without words is empty."""
    if spoken.finish is None:
        raise Failure("cut", "the answer broke off", maybe_billed=True)
    if not underway.said and not spoken.tools and not spoken.refusal:
        if spoken.finish == "filtered":
            raise Failure("filtered", "the vendor's safety filter stopped the answer")
        if not spoken.text:
            raise Failure("empty", "the model gave an empty answer")

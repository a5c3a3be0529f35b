"""Whatever vendors do, in any order: the deadline holds, every attempt is settled, an answer is whole."""

import random

import pytest

from frontdesk.ability.gateway import Answer, Call, Delta, Failure
from frontdesk.ability.gateway.failures import TREATMENTS
from frontdesk.ground.words.problems import Problem
from testing.clock import FakeClock
from tests.unit.ability.gateway.stage import (
    FakeClient,
    Late,
    Stage,
    Step,
    call,
    ledger,
    open_stage,
    provider,
)

CALLS, DEADLINE_S = 120, 7.0
WORDS = tuple(f"word{number} " for number in range(8))
WHOLE = "".join(WORDS)
KINDS = tuple(TREATMENTS)


def drawn_step(draw: random.Random, *, streamed: bool) -> Step:
    """Something a vendor may do."""
    fault = Failure(draw.choice(KINDS), "no", after_s=draw.choice([None, 0.5, 20.0]))
    roll = draw.random()
    if roll < 0.3:
        return fault
    if roll < 0.4:
        return Late(draw.choice([0.3, 3.0, 30.0]), WORDS if streamed else WHOLE)
    if streamed and roll < 0.7:
        return (*WORDS[: draw.randrange(1, 8)], fault)
    return WORDS if streamed else WHOLE


@pytest.mark.parametrize("hedge_ms", [0, 400])
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "stream"])
async def test_no_mixture_of_faults_breaks_a_promise(
    database_url: str, streamed: bool, hedge_ms: float
) -> None:
    draw, clock = random.Random(11), FakeClock()
    clients = {name: FakeClient(clock, usual=WORDS if streamed else WHOLE) for name in "abc"}
    kinds = [provider(name, order=at) for at, name in enumerate("abc")]
    switches = {"breaker__open_s": 2, "model__hedge_ms": hedge_ms}
    async with open_stage(database_url, clock, kinds, clients, **switches) as stage:
        asked = answered = 0
        for _ in range(CALLS):
            for client in clients.values():
                client.plan.clear()
                client.plan.extend(drawn_step(draw, streamed=streamed) for _ in range(4))
            started = clock.monotonic()
            answered += await stage.run(promise(stage, call(), streamed=streamed), step_s=0.05)
            assert clock.monotonic() - started <= DEADLINE_S + 0.2
            await stage.quiet()
            await clock.advance(0.5)
        asked = sum(len(client.asked) for client in clients.values())
        assert answered > CALLS * 0.7
        await stage.gateway.close()
        assert len([row for row in await ledger(stage) if row[0]]) == asked


async def promise(stage: Stage, asked: Call, *, streamed: bool) -> bool:
    """Whether the call was answered; an answer that is not whole fails the test."""
    try:
        if not streamed:
            assert (await stage.gateway.ask(asked)).text == WHOLE
            return True
        got = [piece async for piece in stage.gateway.stream(asked)]
    except Problem:
        return False
    answers = [piece for piece in got if isinstance(piece, Answer)]
    shown = "".join(piece.text for piece in got if isinstance(piece, Delta))
    assert [answer.text for answer in answers] == [WHOLE] == [shown]
    return True

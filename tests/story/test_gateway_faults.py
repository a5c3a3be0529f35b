"""Whatever a vendor does, over real connections: another model answers, whole, inside the deadline."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway import (
    Answer,
    Call,
    Delta,
    Gateway,
    Message,
    NoModel,
    Parts,
    Provider,
    Scope,
)
from frontdesk.ability.telemetry import Meters
from frontdesk.edge.providers import compatible
from frontdesk.edge.providers.openai import provider as openai_provider
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId, TenantId
from frontdesk.ground.words.settings import Setting
from testing import ports
from testing.models.openai import FakeOpenAI
from testing.models.script import Asked, Behaviour, Fault

SAYS = "We are open from nine to five, and on Saturdays until noon."
DEADLINE_S = 3.0
SWITCHES: Mapping[str, object] = {
    "model.deadline_ms": DEADLINE_S * 1000,
    "model.idle_ms": 400,
    "breaker.failures": 1000,
}
FAULTS: Mapping[str, Fault] = {
    "refused": "ok",
    "500": "error_500",
    "429 with a long Retry-After": "rate_limited",
    "hang": "hang",
    "cut at once": "cut_at_once",
    "cut after four chunks": "cut",
    "stall": "stall",
    "malformed JSON": "bad_json",
    "empty choices": "no_choices",
    "one bad line": "bad_line",
}


@dataclass(slots=True)
class Desk:
    """A gateway over two fake accounts that it reaches by HTTP."""

    gateway: Gateway
    first: FakeOpenAI
    second: FakeOpenAI
    clock: SystemClock

    async def ask(self, *, stream: bool, **more: Any) -> tuple[Answer, str, float]:
        """The answer, what a reader saw, and the seconds it took."""
        started = self.clock.monotonic()
        scope = Scope(TenantId("harbor"))
        call = Call("answer", scope, (Message("user", "When are you open?"),), **more)
        shown = ""
        if stream:
            answers = []
            async for piece in self.gateway.stream(call):
                if isinstance(piece, Delta):
                    shown += piece.text
                else:
                    answers.append(piece)
            assert len(answers) == 1
            answer = answers[0]
        else:
            answer = await self.gateway.ask(call)
            shown = answer.text
        return answer, shown, self.clock.monotonic() - started


@contextlib.asynccontextmanager
async def open_desk(
    database_url: str, *, refused: bool = False, **switches: object
) -> AsyncIterator[Desk]:
    def says(asked: Asked) -> str:
        return SAYS

    clock = SystemClock()
    async with (
        FakeOpenAI(answer=says) as first,
        FakeOpenAI(answer=says) as second,
        HttpClient() as http,
    ):
        database = Database(database_url, connections=4)
        await database.open()
        nobody = f"http://127.0.0.1:{ports.free_port()}/v1"
        variables = {
            "OPENAI_BASE_URL": nobody if refused else first.url,
            "LOCAL_MODEL_BASE_URL": second.url,
            "LOCAL_MODEL_NAME": "own",
        }

        def read(setting: Setting) -> Any:
            return variables.get(setting.name, setting.default)

        kinds: list[Provider] = [openai_provider.PROVIDER, compatible.PROVIDER]
        tasks, first_values = Tasks(), {**SWITCHES, **switches}
        clients = {kind.name: client for kind in kinds if (client := kind.open(http, read))}
        gateway = Gateway(
            Parts(
                database=database,
                clock=clock,
                controls=Controls(clock, first_values),
                meters=Meters(),
                tasks=tasks,
                process_id=ProcessId("test"),
                providers={kind.name: kind for kind in kinds},
                clients=clients,
            )
        )
        try:
            yield Desk(gateway, first, second, clock)
        finally:
            await tasks.close(5.0)
            await gateway.close()
            await database.close()


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("fault", list(FAULTS))
async def test_another_model_answers_within_the_deadline(
    database_url: str, fault: str, stream: bool
) -> None:
    """Complaints 1, 2, 3, 5, 6, 7, 8 and 9: each fault, streamed or not, by one engine."""
    async with open_desk(database_url, refused=fault == "refused") as desk:
        desk.first.behaviour = Behaviour(rates={FAULTS[fault]: 1.0})
        answer, shown, took_s = await desk.ask(stream=stream)
        assert (answer.text, shown) == (SAYS, SAYS)
        assert took_s < DEADLINE_S
        if fault != "one bad line":
            assert answer.model.startswith("compatible/")
            assert answer.attempts[0].failure is not None


async def test_retries_live_in_one_layer(database_url: str) -> None:
    """Complaints 14 and 18: two tries on the first model and one on the next, not more anywhere."""
    async with open_desk(database_url) as desk:
        desk.first.behaviour = Behaviour(rates={"error_500": 1.0})
        await desk.ask(stream=False)
        assert (len(desk.first.requests), len(desk.second.requests)) == (2, 1)


async def test_a_limited_vendor_is_asked_once(database_url: str) -> None:
    """Complaints 11 and 16: the held model is left alone by every later call, streamed or not."""
    async with open_desk(database_url) as desk:
        desk.first.behaviour = Behaviour(rates={"rate_limited": 1.0})
        for stream in (False, True, False):
            answer, _, took_s = await desk.ask(stream=stream)
            assert answer.text == SAYS
            assert took_s < 1.0
        assert len(desk.first.requests) == 1


async def test_a_refusal_says_when_to_come_back(database_url: str) -> None:
    """Complaints 12 and 13: everybody limited for longer than there is time."""
    async with open_desk(database_url) as desk:
        for vendor in (desk.first, desk.second):
            vendor.behaviour = Behaviour(rates={"rate_limited": 1.0})
        with pytest.raises(NoModel) as none:
            await desk.ask(stream=False)
        assert none.value.last == "rate_limited"
        assert 15 < none.value.after_s <= 20


async def test_a_stream_that_ends_without_its_mark_was_cut(database_url: str) -> None:
    """Complaint 10: a connection closed in good order is not an end."""
    async with open_desk(database_url) as desk:
        desk.first.behaviour = Behaviour(rates={"no_end": 1.0})
        answer, shown, _ = await desk.ask(stream=True)
        assert answer.attempts[0].failure == "cut"
        assert shown == answer.text == SAYS


async def test_a_stream_nobody_finishes_is_no_answer(database_url: str) -> None:
    """Complaint 10: when all break off, the reader is told so and nothing ends as usual."""
    async with open_desk(database_url) as desk:
        for vendor in (desk.first, desk.second):
            vendor.behaviour = Behaviour(rates={"cut": 1.0})
        with pytest.raises(NoModel):
            await desk.ask(stream=True)


async def test_an_error_in_the_middle_is_gone_on_from(database_url: str) -> None:
    """Complaints 2 and 3: the vendor says in the stream that it is overloaded, with status 200."""
    async with open_desk(database_url) as desk:
        desk.first.behaviour = Behaviour(rates={"overloaded_event": 1.0})
        answer, shown, _ = await desk.ask(stream=True)
        assert (shown, answer.attempts[0].failure) == (SAYS, "overloaded")


async def test_nobody_steps_in_where_nobody_may(database_url: str) -> None:
    """Complaint 4: without fallback the second vendor is never asked, not even in the middle."""
    switches = {"model.fallback_on": False}
    async with open_desk(database_url, **switches) as desk:
        desk.first.behaviour = Behaviour(rates={"cut": 1.0})
        with pytest.raises(NoModel):
            await desk.ask(stream=True)
        assert desk.second.requests == []
        assert len({asked.model for asked in desk.first.requests}) == 1

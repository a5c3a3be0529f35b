"""Answers that may be given again are: once asked, kept, and never beside what switches allow."""

import asyncio
from collections.abc import Awaitable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import pytest

from frontdesk.ability.gateway import Answer, Caching, Delta, NoModel
from frontdesk.ability.gateway.money import reports
from testing.clock import FakeClock
from tests.unit.ability.gateway.stage import (
    HARBOR,
    FakeClient,
    Late,
    Stage,
    broken,
    call,
    ledger,
    open_stage,
    provider,
)

QUESTION = "Do you repair gas boilers of every make?"
MAY = {"caching": Caching(allowed=True, question=QUESTION)}


class One:
    """One provider, whose embeddings fail: similarity is judged by rules."""

    def __init__(self, database_url: str) -> None:
        self.url, self.clock = database_url, FakeClock()
        self.client = FakeClient(self.clock, usual="Yes, we do.")

    def open(self, **switches: Any) -> AbstractAsyncContextManager[Stage]:
        one = provider("one", embedding="")
        return open_stage(self.url, self.clock, (one,), {"one": self.client}, **switches)


@pytest.fixture
def one(database_url: str) -> One:
    return One(database_url)


async def test_the_same_question_is_answered_once(one: One) -> None:
    async with one.open() as stage:
        first = await stage.ask(call(QUESTION, **MAY))
        await stage.quiet()
        second = await stage.ask(call(QUESTION, **MAY))
        assert (first.via, second.via, second.rung) == ("model", "cache_exact", "cached")
        assert (second.text, second.cost_micro, len(one.client.asked)) == (first.text, 0, 1)
        rung = stage.count("frontdesk_model_rung_total", rung="cached", reason="same_request")
        assert rung == 1


async def test_what_may_not_be_kept_is_asked_again(one: One) -> None:
    async with one.open() as stage:
        for _ in range(2):
            assert (await stage.ask(call(QUESTION))).via == "model"
            await stage.quiet()


async def test_a_stream_is_given_again_in_one_piece(one: One) -> None:
    async with one.open() as stage:
        one.client.usual = ("Yes, ", "we do.")
        await stage.stream(call(QUESTION, **MAY))
        await stage.quiet()
        pieces, answer = await stage.stream(call(QUESTION, **MAY))
        assert answer is not None
        assert (pieces, answer.via) == ([Delta(text="Yes, we do.")], "cache_exact")


async def test_only_kept_answers_where_that_is_switched(one: One) -> None:
    async with one.open() as stage:
        await stage.ask(call(QUESTION, **MAY))
        await stage.quiet()
    async with one.open(cache__only=True) as stage:
        assert (await stage.ask(call(QUESTION, **MAY))).via == "cache_exact"
        other = call("Something else?", caching=Caching(allowed=True), local=lambda: "by rules")
        answer = await stage.ask(other)
        assert (answer.rung, answer.reason) == ("rules", "cache_only")
        assert len(one.client.asked) == 1


async def test_a_failing_vendor_is_not_noticed_by_who_asks_again(one: One) -> None:
    async with one.open() as stage:
        await stage.ask(call(QUESTION, **MAY))
        await stage.quiet()
        one.client.usual = broken()
        assert (await stage.ask(call(QUESTION, **MAY))).text == "Yes, we do."
        with pytest.raises(NoModel):
            await stage.ask(call(QUESTION))


async def test_equal_questions_at_once_are_asked_once(one: One) -> None:
    async with one.open() as stage:
        one.client.usual = Late(0.5, "Yes, we do.")
        asked = asyncio.gather(*(stage.gateway.ask(call(QUESTION, **MAY)) for _ in range(5)))

        async def all_of_them() -> list[str]:
            return [answer.via for answer in await asked]

        vias = await stage.run(all_of_them())
        assert sorted(vias) == ["cache_exact"] * 4 + ["model"]
        assert len(one.client.asked) == 1
        await stage.gateway.close()
        assert sorted(await ledger(stage)) == [("", "ok")] * 4 + [("one", "ok")]


async def test_what_keeping_saved_stands_in_the_ledger(one: One) -> None:
    """Given again from memory, and from the database by another process; shared while on its way."""
    prices = {"one/usual:in": 1000.0, "one/usual:out": 1000.0}  # 25 tokens: 25,000 micro-dollars
    async with one.open(spend__prices=prices) as stage:
        one.client.usual = Late(0.5, "Yes, we do.")
        asked = asyncio.gather(*(stage.gateway.ask(call(QUESTION, **MAY)) for _ in range(2)))
        assert [answer.saved_micro for answer in await stage.run(_wait(asked))] == [0, 25_000]
        await stage.quiet()
        await stage.ask(call(QUESTION, **MAY))
        await stage.gateway.close()
    async with one.open(spend__prices=prices) as stage:
        await stage.ask(call(QUESTION, **MAY))
        await stage.gateway.close()
        now = one.clock.now()
        _, total = await reports.load_usage(
            stage.database, [HARBOR], since=now - timedelta(days=1), until=now + timedelta(days=1)
        )
    assert len(one.client.asked) == 1
    assert (total.kept, total.cost_micro, total.kept_saved_micro) == (3, 25_000, 75_000)


async def _wait(asked: Awaitable[list[Answer]]) -> list[Answer]:
    return await asked


async def test_an_answer_by_rules_is_not_kept(one: One) -> None:
    async with one.open() as stage:
        one.client.usual = broken()
        local = await stage.ask(call(QUESTION, **MAY, local=lambda: "by rules"))
        await stage.quiet()
        one.client.usual = "Yes, we do."
        assert (local.via, (await stage.ask(call(QUESTION, **MAY))).text) == (
            "local",
            "Yes, we do.",
        )

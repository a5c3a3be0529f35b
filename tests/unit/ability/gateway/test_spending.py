"""Budgets decide the rung: smaller models near a limit, no model beyond it, and back up by itself."""

from datetime import timedelta

import pytest

from frontdesk.ability.gateway import Completion, NoModel, Sampling, Usage
from frontdesk.ground.words.problems import NotNow
from testing.clock import FakeClock
from tests.unit.ability.gateway.stage import FakeClient, Stage, call, open_stage, provider

DEAR = Completion("said", usage=Usage(tokens_in=1000, tokens_out=1000))  # two dollars
PRICES = {f"{name}:{part}": 1000.0 for name in ("one/usual", "one/small") for part in ("in", "out")}
SMALL = Sampling(max_tokens=1000)


async def spend(stage: Stage, times: int) -> None:
    for _ in range(times):
        await stage.ask(call("x" * 3000, sampling=SMALL))
        await stage.run(stage.gateway.refresh())


async def test_the_economy_model_answers_near_the_limit(database_url: str) -> None:
    clock = FakeClock()
    client = FakeClient(clock, usual=DEAR)
    limits = {"spend__prices": PRICES, "spend__hourly_limit": 10.0}
    async with open_stage(
        database_url, clock, (provider("one"),), {"one": client}, **limits
    ) as stage:
        assert (await stage.ask(call("x" * 3000, sampling=SMALL))).rung == "full"
        await spend(stage, 3)
        answer = await stage.ask(call(sampling=Sampling(max_tokens=100)))
        assert (answer.model, answer.rung, answer.reason) == (
            "one/small",
            "economy",
            "budget_soft",
        )
        await clock.advance(3600)
        assert (await stage.ask(call(sampling=SMALL))).rung == "full"


async def test_no_model_answers_beyond_the_limit(database_url: str) -> None:
    clock = FakeClock()
    client = FakeClient(clock, usual=DEAR)
    limits = {"spend__prices": PRICES, "spend__hourly_limit": 4.0, "spend__soft_share": 1.0}
    async with open_stage(
        database_url, clock, (provider("one"),), {"one": client}, **limits
    ) as stage:
        await spend(stage, 1)
        with pytest.raises(NotNow) as spent:
            await spend(stage, 3)
        assert spent.value.code in ("gateway.budget_spent", "gateway.no_model")
        asked = len(client.asked)
        answer = await stage.ask(call("x" * 3000, sampling=SMALL, local=lambda: "by rules"))
        assert (answer.text, answer.rung) == ("by rules", "rules")
        assert answer.reason in ("budget_spent", "budget_hard")
        assert len(client.asked) == asked
        await clock.advance(3600)
        assert (await stage.ask(call(sampling=SMALL))).rung == "full"


async def test_who_is_not_even_tried_hears_until_when(database_url: str) -> None:
    clock = FakeClock()
    client = FakeClient(clock, usual=DEAR)
    limits = {"spend__prices": PRICES, "spend__hourly_limit": 4.0, "spend__soft_share": 1.0}
    async with open_stage(
        database_url, clock, (provider("one"),), {"one": client}, **limits
    ) as stage:
        await spend(stage, 2)
        now = clock.now()
        turns_at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        with pytest.raises(NoModel) as spent:
            await stage.ask(call(sampling=SMALL))
    assert spent.value.reason == "budget_hard"
    assert spent.value.after_s == pytest.approx((turns_at - now).total_seconds())
    assert spent.value.fix.startswith("the hourly budget of the tenant is spent; wait until ")


async def test_a_quota_at_one_vendor_leads_to_the_next(database_url: str) -> None:
    clock = FakeClock()
    clients = {"one": FakeClient(clock), "two": FakeClient(clock, usual="second")}
    kinds = (provider("one", order=1), provider("two", order=2))
    async with open_stage(
        database_url, clock, kinds, clients, quota__daily_tokens={"one": 500}
    ) as stage:
        answer = await stage.ask(call(sampling=SMALL))
        assert (answer.text, answer.reason, clients["one"].asked) == ("second", "quota_spent", [])

"""Texts become vectors of one model, with the same breakers, budgets and ledger as words."""

import pytest

from frontdesk.ability.gateway import Failure, NoModel, Scope
from frontdesk.ground.words.problems import BadInput
from testing.clock import FakeClock
from tests.unit.ability.gateway.stage import (
    HARBOR,
    FakeClient,
    broken,
    ledger,
    open_stage,
    provider,
)

ONE, TWO = provider("one", order=1, embedding=""), provider("two", order=2)


async def test_the_first_model_that_can_embeds(database_url: str) -> None:
    clock = FakeClock()
    clients = {"one": FakeClient(clock), "two": FakeClient(clock, broken())}
    async with open_stage(database_url, clock, (ONE, TWO), clients) as stage:
        found = await stage.run(stage.gateway.embed(["hello", "hi"], Scope(HARBOR)))
        assert found.vectors.vectors == ((5.0, 1.0), (2.0, 1.0))
        assert (found.model, found.usage.tokens_in, found.cost_micro) == ("two/vectors", 2, 0)
        await stage.gateway.close()
        assert sorted(await ledger(stage)) == [("two", "ok"), ("two", "server_error")]


async def test_no_other_model_takes_over(database_url: str) -> None:
    clock = FakeClock()
    clients = {"one": FakeClient(clock), "two": FakeClient(clock, usual=Failure("cut", "no"))}
    both = (provider("one", order=3), TWO)
    async with open_stage(database_url, clock, both, clients) as stage:
        with pytest.raises(NoModel) as none:
            await stage.run(stage.gateway.embed(["hello"], Scope(HARBOR)))
        assert (none.value.last, clients["one"].asked) == ("cut", [])


async def test_a_model_for_vectors_may_be_named(database_url: str) -> None:
    clock = FakeClock()
    clients = {"one": FakeClient(clock), "two": FakeClient(clock)}
    async with open_stage(database_url, clock, (ONE, TWO), clients) as stage:
        named = stage.gateway.embed(["hello"], Scope(HARBOR), model="one/bge")
        assert (await stage.run(named)).model == "one/bge"
        with pytest.raises(BadInput, match="unknown_model"):
            await stage.gateway.embed(["hello"], Scope(HARBOR), model="one")


async def test_rules_alone_embed_nothing(database_url: str) -> None:
    clock = FakeClock()
    clients = {"two": FakeClient(clock)}
    async with open_stage(database_url, clock, (TWO,), clients, ai__mode="rules_based") as stage:
        with pytest.raises(NoModel) as none:
            await stage.run(stage.gateway.embed(["hello"], Scope(HARBOR)))
        assert none.value.reason == "rules_based"

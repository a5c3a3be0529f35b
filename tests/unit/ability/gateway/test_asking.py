"""A call goes from model to model until one answers, inside its one deadline, and says what happened."""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from frontdesk.ability.controls import Control, save_control
from frontdesk.ability.gateway import (
    Completion,
    Failure,
    FailureKind,
    Message,
    NoModel,
    Schema,
    Tool,
    ToolCall,
    switches,
)
from frontdesk.ability.gateway.failures import TREATMENTS
from frontdesk.ground.words.problems import BadInput, NotNow, Problem, Refused
from testing.clock import FakeClock
from tests.unit.ability.gateway.stage import (
    FakeClient,
    Late,
    Stage,
    Step,
    broken,
    call,
    ledger,
    limited,
    open_stage,
    provider,
)

ONE, TWO = provider("one", order=1, economy=""), provider("two", order=2, economy="")
WANTED = Schema(
    "wish", {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
)


class Two:
    """Two providers; what the first one's calls meet, and the second one's."""

    def __init__(self, database_url: str) -> None:
        self.url, self.clock = database_url, FakeClock()
        self.one, self.two = FakeClient(self.clock), FakeClient(self.clock, usual="second")

    def open(
        self, *plan: Step, then: Step = "fine", **more: Any
    ) -> AbstractAsyncContextManager[Stage]:
        self.one.plan.extend(plan)
        self.one.usual = then
        clients = {"one": self.one, "two": self.two}
        return open_stage(self.url, self.clock, (ONE, TWO), clients, **more)


@pytest.fixture
async def two(database_url: str) -> Two:
    return Two(database_url)


async def test_the_first_model_answers(two: Two) -> None:
    async with two.open() as stage:
        answer = await stage.ask(call())
        assert (answer.text, answer.model, answer.rung) == ("fine", "one/usual", "full")
        assert (answer.reason, answer.via, answer.cost_micro) == ("usual", "model", 0)
        assert [one.failure for one in answer.attempts] == [None]
        assert (
            stage.count(
                "frontdesk_model_calls_total",
                provider="one",
                model="usual",
                purpose="answer",
                outcome="ok",
            )
            == 1
        )
        assert two.two.asked == []


@pytest.mark.parametrize("kind", [kind for kind, what in TREATMENTS.items() if what.next])
async def test_the_next_model_answers_after_each_failure(two: Two, kind: FailureKind) -> None:
    async with two.open(then=Failure(kind, "no")) as stage:
        answer = await stage.ask(call())
        assert (answer.text, answer.model) == ("second", "two/usual")
        assert answer.reason == f"after_{kind}"
        again = TREATMENTS[kind].retry and kind != "rate_limited"
        tries = 2 if again or kind == "off_schema" else 1
        assert [one.failure for one in answer.attempts] == [*[kind] * tries, None]


async def test_what_may_pass_is_tried_once_more(two: Two) -> None:
    async with two.open(broken()) as stage:
        answer = await stage.ask(call())
        assert (answer.text, len(two.one.asked), len(two.two.asked)) == ("fine", 2, 0)
        assert stage.clock.monotonic() < 0.3


async def test_a_slow_model_leaves_time_for_the_next(two: Two) -> None:
    async with two.open(then=Late(60, "too late")) as stage:
        answer = await stage.ask(call())
        assert (answer.text, answer.model) == ("second", "two/usual")
        assert two.one.timeouts == [pytest.approx(4.2, abs=0.1)]
        assert stage.clock.monotonic() == pytest.approx(4.2, abs=0.1)


async def test_the_last_model_has_all_that_is_left(two: Two) -> None:
    async with two.open(Failure("timeout", "slow"), model__fallback_on=False) as stage:
        with pytest.raises(NoModel):
            await stage.ask(call())
        assert two.one.timeouts == [pytest.approx(7.0, abs=0.1)]


async def test_no_call_ends_after_its_deadline(two: Two) -> None:
    two.two.usual = Late(60, "too late")
    async with two.open(then=Late(60, "too late")) as stage:
        with pytest.raises(NoModel) as none:
            await stage.ask(call(deadline_at=1.0))
        assert stage.clock.monotonic() == pytest.approx(1.0, abs=0.1)
        assert (none.value.last, none.value.code) == ("timeout", "gateway.no_model")
        assert [one.failure for one in none.value.attempts] == ["timeout", "timeout"]


async def test_supporting_purposes_have_less_time(two: Two) -> None:
    async with two.open() as stage:
        await stage.ask(call(purpose="read"))
        assert two.one.timeouts == [pytest.approx(1.8, abs=0.1)]


async def test_a_limited_model_is_left_at_once(two: Two) -> None:
    """Complaints 7, 11 and 16: the Retry-After of twenty seconds is nobody's wait, and not retried."""
    async with two.open(limited(20)) as stage:
        answer = await stage.ask(call())
        assert (answer.text, answer.reason) == ("second", "after_rate_limited")
        assert stage.clock.monotonic() < 0.1


async def test_other_calls_leave_a_limited_model_alone(two: Two) -> None:
    """Complaint 11: one Retry-After holds the model back for every call until then."""
    async with two.open(limited(20)) as stage:
        await stage.ask(call())
        second = await stage.ask(call())
        assert (second.text, second.reason, len(two.one.asked)) == ("second", "held", 1)
        await stage.clock.advance(21)
        assert (await stage.ask(call())).text == "fine"


async def test_a_wait_that_fits_is_waited(two: Two) -> None:
    """Complaint 13: when every model is limited, a call waits as long as it can, not longer."""
    async with two.open(limited(2), model__fallback_on=False) as stage:
        answer = await stage.ask(call())
        assert (answer.text, len(two.one.asked)) == ("fine", 2)
        assert 2.0 <= stage.clock.monotonic() < 2.3


async def test_a_wait_that_does_not_fit_is_refused_at_once(two: Two) -> None:
    """Complaint 12: the refusal says when to come back."""
    async with two.open(limited(20), model__fallback_on=False) as stage:
        with pytest.raises(NoModel) as none:
            await stage.ask(call())
        assert stage.clock.monotonic() < 0.1
        assert (none.value.last, round(none.value.after_s)) == ("rate_limited", 20)


async def test_a_limit_without_a_time_holds_briefly(two: Two) -> None:
    """Complaint 11: also without a Retry-After the quota is not burnt at once."""
    async with two.open(limited()) as stage:
        assert (await stage.ask(call())).text == "second"
        assert (await stage.ask(call())).reason == "held"
        await stage.clock.advance(1.1)
        assert (await stage.ask(call())).text == "fine"


async def test_both_limited_wait_for_the_sooner(two: Two) -> None:
    two.two.plan.append(limited(1))
    async with two.open(limited(3)) as stage:
        answer = await stage.ask(call())
        assert answer.text == "second"
        assert 1.0 <= stage.clock.monotonic() < 1.3


async def test_a_bad_key_is_not_tried_twice(two: Two) -> None:
    async with two.open(Failure("bad_key", "401")) as stage:
        await stage.ask(call())
        assert len(two.one.asked) == 1


async def test_breakers_open_and_spare_the_model(two: Two) -> None:
    async with two.open(then=broken(), model__retries=0) as stage:
        for _ in range(5):
            await stage.ask(call())
        await stage.quiet()
        answer = await stage.ask(call())
        assert (answer.reason, len(two.one.asked)) == ("breaker_open", 5)
        assert [(one.model, one.state) for one in stage.gateway.breakers()] == [
            ("one/usual", "open")
        ]
        two.one.usual = "back"
        await stage.clock.advance(121)
        probes = [await stage.ask(call()) for _ in range(2)]
        await stage.quiet()
        assert [one.text for one in probes] == ["back", "back"]
        assert stage.gateway.breakers()[0].state == "closed"


async def test_hurried_callers_open_no_breaker(two: Two) -> None:
    two.two.usual = Late(60, "too late")
    async with two.open(then=Late(60, "too late")) as stage:
        for _ in range(6):
            with pytest.raises(NoModel):
                await stage.ask(call(deadline_at=stage.clock.monotonic() + 0.2))
        assert stage.gateway.breakers() == ()


async def test_without_any_model_the_local_answer_is_given(two: Two) -> None:
    two.two.usual = broken()
    async with two.open(then=broken()) as stage:
        answer = await stage.ask(call(local=lambda: "by rules"))
        assert (answer.text, answer.rung, answer.via) == ("by rules", "rules", "local")
        assert (answer.model, answer.reason) == ("rules", "after_server_error")
        assert len(answer.attempts) == 4


async def test_a_failed_full_rung_steps_down_to_economy(database_url: str) -> None:
    clock = FakeClock()
    client = FakeClient(clock, broken(), broken(), usual="small words")
    async with open_stage(database_url, clock, (provider("one"),), {"one": client}) as stage:
        answer = await stage.ask(call())
        assert (answer.text, answer.model) == ("small words", "one/small")
        assert (answer.rung, answer.reason) == ("economy", "after_server_error")


async def test_no_smaller_model_steps_in_where_none_may(database_url: str) -> None:
    """Complaint 4: no fallback means none, the economy model of the same vendor included."""
    clock = FakeClock()
    client = FakeClient(clock, usual=broken())
    clients, kinds = {"one": client}, (provider("one"),)
    async with open_stage(database_url, clock, kinds, clients, model__fallback_on=False) as stage:
        with pytest.raises(NoModel):
            await stage.ask(call())
        assert {asked.model for asked in client.asked} == {"usual"}


@pytest.mark.parametrize(
    ("switched", "rung", "reason"),
    [
        ({"rung__max": "rules"}, "rules", "rung_max"),
        ({"rung__max": "human"}, "human", "rung_max"),
        ({"ai__mode": "rules_based"}, "rules", "rules_based"),
        ({"model__purposes": ("read",)}, "rules", "purpose_off"),
        ({"cache__only": True}, "rules", "cache_only"),
    ],
)
async def test_switches_keep_calls_from_models(
    two: Two, switched: dict[str, Any], rung: str, reason: str
) -> None:
    async with two.open(**switched) as stage:
        answer = await stage.ask(call(local=lambda: "by rules"))
        assert (answer.rung, answer.reason, two.one.asked) == (rung, reason, [])
        with pytest.raises(NoModel) as none:
            await stage.ask(call())
        assert none.value.reason == reason


@pytest.mark.parametrize(
    ("kind", "problem", "status"),
    [("too_long", BadInput, 400), ("bad_request", BadInput, 400), ("filtered", Refused, 400)],
)
async def test_the_callers_own_fault_is_told(
    two: Two, kind: FailureKind, problem: type[Problem], status: int
) -> None:
    two.two.usual = Failure(kind, "no")
    async with two.open(then=Failure(kind, "no")) as stage:
        with pytest.raises(problem) as told:
            await stage.ask(call())
        assert (told.value.code, told.value.status) == (f"gateway.{kind}", status)


async def test_a_model_of_the_callers_choice_is_asked(two: Two) -> None:
    """Complaint 4: a call that wants no other model gets no other."""
    async with two.open() as stage:
        answer = await stage.ask(call(model="two/own"))
        assert (answer.model, answer.text) == ("two/own", "second")
        two.two.usual = broken()
        assert (await stage.ask(call(model="two/own"))).model == "one/usual"
        with pytest.raises(NoModel):
            await stage.ask(call(model="two/own", fallback=False))
        with pytest.raises(BadInput, match="unknown_model"):
            await stage.ask(call(model="three"))


async def test_json_off_its_schema_is_asked_for_again(two: Two) -> None:
    async with two.open('{"b": 1}', then='{"a": 1}') as stage:
        answer = await stage.ask(call(schema=WANTED))
        assert (answer.parsed, answer.reason) == ({"a": 1}, "usual")
        assert [len(ask.messages) for ask in two.one.asked] == [1, 3]


async def test_json_that_stays_off_goes_to_the_next(two: Two) -> None:
    """Complaint 17: the second asking and the next model follow a failed check of the answer too."""
    two.two.usual = '{"a": 2}'
    async with two.open(then="no json at all") as stage:
        answer = await stage.ask(call(schema=WANTED))
        assert (answer.parsed, answer.model) == ({"a": 2}, "two/usual")
        assert (len(two.one.asked), len(two.two.asked)) == (2, 1)
        assert len(two.two.asked[0].messages) == 1


async def test_a_schema_nobody_meets_ends_locally(two: Two) -> None:
    two.two.usual = "neither"
    async with two.open(then="no json") as stage:
        answer = await stage.ask(call(schema=WANTED, local=lambda: '{"a": 0}'))
        assert (answer.text, answer.via, answer.reason) == ('{"a": 0}', "local", "after_off_schema")
        with pytest.raises(NoModel) as none:
            await stage.ask(call(schema=WANTED))
        assert none.value.last == "off_schema"


async def test_an_empty_answer_is_no_answer(two: Two) -> None:
    async with two.open(then=Completion("  ")) as stage:
        answer = await stage.ask(call())
        assert (answer.text, answer.reason) == ("second", "after_empty")


async def test_a_tool_loop_goes_whole_to_the_next(two: Two) -> None:
    """Complaint 15: calls and their results stay together when another vendor goes on."""
    asked = (
        Message("user", "Is it free?"),
        Message("assistant", tool_calls=(ToolCall("1", "look", "{}"),)),
        Message("tool", "yes", answers="1"),
    )
    tools = (Tool("look"),)
    two.two.usual = Completion("", tool_calls=(ToolCall("2", "book", "{}"),), finish="tool_calls")
    async with two.open(then=broken()) as stage:
        answer = await stage.ask(replace(call(tools=tools), messages=asked))
        assert (two.two.asked[0].messages, two.two.asked[0].tools) == (asked, tools)
        assert answer.tool_calls == (ToolCall("2", "book", "{}"),)


async def test_a_hedged_call_takes_the_faster(two: Two) -> None:
    async with two.open(then=Late(3, "slow"), model__hedge_ms=500) as stage:
        answer = await stage.ask(call())
        assert (answer.text, answer.model, two.one.cancelled) == ("second", "two/usual", 1)
        assert 0.5 <= stage.clock.monotonic() < 0.7
        await stage.gateway.close()
        rows = await ledger(stage)
        assert sorted(rows) == [("one", "cancelled"), ("two", "ok")]


async def test_a_quick_answer_needs_no_hedge(two: Two) -> None:
    async with two.open(then=Late(0.2, "quick"), model__hedge_ms=500) as stage:
        assert (await stage.ask(call())).text == "quick"
        assert two.two.asked == []


async def test_a_hedge_that_fails_waits_for_the_first(two: Two) -> None:
    two.two.usual = broken()
    async with two.open(then=Late(2, "slow"), model__hedge_ms=500) as stage:
        assert (await stage.ask(call())).text == "slow"


async def test_every_attempt_stands_in_the_ledger(two: Two) -> None:
    async with two.open(then=broken()) as stage:
        await stage.ask(call())
        await stage.gateway.close()
        assert sorted(await ledger(stage)) == [
            ("one", "server_error"),
            ("one", "server_error"),
            ("two", "ok"),
        ]


async def test_a_standing_is_told_without_asking_anybody(two: Two) -> None:
    async with two.open(then=broken(), model__retries=0) as stage:
        assert stage.gateway.standing(call().scope.tenant, "lead", "read") == ("full", "usual")
        before = dict(stage.database.timings)
        stage.gateway.standing(call().scope.tenant, "lead", "answer")
        assert dict(stage.database.timings) == before


async def test_a_client_with_a_fault_of_its_own_is_survived(two: Two) -> None:
    class Faulty(FakeClient):
        async def complete(self, ask: Any, *, timeout_s: float) -> Completion:
            raise KeyError("choices")

    two.one = Faulty(two.clock)
    async with two.open() as stage:
        assert (await stage.ask(call())).reason == "after_bad_answer"


async def test_one_place_and_no_queue_refuses(two: Two) -> None:
    more = {"admission__max_concurrent": 1, "admission__queue": False, "model__fallback_on": False}
    async with two.open(then=Late(1, "slow"), **more) as stage:
        first = stage.tasks.start(stage.gateway.ask(call()), name="first")
        with pytest.raises(NotNow) as full:
            await stage.ask(call())
        assert (full.value.code, full.value.after_s) == ("gateway.queue_full", 1.0)
        await stage.clock.advance(2)
        await first


async def test_a_full_provider_hands_over_to_the_next(two: Two) -> None:
    more = {"admission__max_concurrent": 1, "admission__queue": False}
    async with two.open(then=Late(1, "slow"), **more) as stage:
        first = stage.tasks.start(stage.gateway.ask(call()), name="first")
        answer = await stage.ask(call())
        assert (answer.text, answer.reason) == ("second", "queue_full")
        await stage.clock.advance(2)
        await first


@pytest.mark.parametrize(
    ("control", "value", "model"),
    [(switches.active_model, "two/own", "two/own"), (switches.mode, "rules_based", "rules")],
)
async def test_a_switch_changes_the_next_call(
    two: Two, control: Control[str], value: str, model: str
) -> None:
    async with two.open() as stage:
        assert (await stage.ask(call())).model == "one/usual"
        now = stage.clock.now()
        await save_control(
            stage.database,
            call().scope.tenant,
            control,
            value,
            who="test",
            why="drill",
            now=now,
            expires_at=now + timedelta(seconds=60),
        )
        await stage.controls.refresh(stage.database)
        assert (await stage.ask(call(local=lambda: "by rules"))).model == model
        await stage.clock.advance(61)
        assert (await stage.ask(call())).model == "one/usual"

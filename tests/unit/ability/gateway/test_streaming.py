"""A stream that breaks off is gone on with by the next model, and never taken for a whole answer."""

import contextlib
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from frontdesk.ability.gateway import Answer, Delta, Failure, NoModel, Schema, ToolCall, ToolDelta
from frontdesk.ability.gateway.failures import FailureKind
from testing.clock import FakeClock
from tests.unit.ability.gateway.stage import (
    FakeClient,
    Late,
    Stage,
    Step,
    call,
    finish,
    ledger,
    limited,
    open_stage,
    provider,
)

ONE, TWO = provider("one", order=1, economy=""), provider("two", order=2, economy="")
CUT = Failure("cut", "broke off", maybe_billed=True)
WORDS = ("We ", "open ", "at ", "nine.")


class Two:
    """Two providers; what the first one's calls meet, and what the second one always says."""

    def __init__(self, database_url: str) -> None:
        self.url, self.clock = database_url, FakeClock()
        self.one, self.two = FakeClient(self.clock), FakeClient(self.clock, usual=WORDS)

    def open(self, *plan: Step, **more: Any) -> AbstractAsyncContextManager[Stage]:
        self.one.plan.extend(plan)
        clients = {"one": self.one, "two": self.two}
        return open_stage(self.url, self.clock, (ONE, TWO), clients, model__retries=0, **more)


@pytest.fixture
def two(database_url: str) -> Two:
    return Two(database_url)


def shown(pieces: list[Delta]) -> str:
    return "".join(piece.text for piece in pieces)


async def test_pieces_come_before_the_answer(two: Two) -> None:
    async with two.open(WORDS) as stage:
        pieces, answer = await stage.stream(call())
        assert [piece.text for piece in pieces] == list(WORDS)
        assert answer is not None
        assert (answer.text, answer.model, answer.reason) == (
            "We open at nine.",
            "one/usual",
            "usual",
        )
        assert answer.usage.tokens_in == 20


@pytest.mark.parametrize("kind", ["cut", "stalled", "bad_answer", "overloaded", "server_error"])
async def test_the_next_model_goes_on_in_the_middle(two: Two, kind: FailureKind) -> None:
    """Complaints 1, 2, 3, 5 and 9: whatever ends a stream early, the reader gets one whole answer."""
    async with two.open(("We ", "open ", Failure(kind, "no"))) as stage:
        two.two.usual = ("at ", "nine.")
        pieces, answer = await stage.stream(call())
        assert shown(pieces) == "We open at nine."
        assert answer is not None
        assert (answer.text, answer.model) == ("We open at nine.", "two/usual")
        assert answer.reason == f"after_{kind}"
        asked = two.two.asked[0].messages
        assert [one.role for one in asked] == ["user", "assistant", "user"]
        assert asked[1].text == "We open "


async def test_what_the_next_one_repeats_is_shown_once(two: Two) -> None:
    async with two.open(("We ", "open ", CUT)) as stage:
        pieces, answer = await stage.stream(call())
        assert answer is not None
        assert shown(pieces) == answer.text == "We open at nine."


async def test_a_failure_before_any_word_starts_again(two: Two) -> None:
    """Complaints 1 and 7: cut, limited or broken before the first piece."""
    async with two.open(limited(20), (CUT,)) as stage:
        for _ in range(2):
            pieces, answer = await stage.stream(call())
            assert answer is not None
            assert shown(pieces) == answer.text == "We open at nine."
            assert len(two.two.asked[-1].messages) == 1


async def test_a_stream_without_an_end_is_no_answer(two: Two) -> None:
    """Complaint 10: what ends without the vendor's end was cut, however cleanly it closed."""
    async with two.open(("We ", Delta("open "))) as stage:
        _, answer = await stage.stream(call())
        assert answer is not None
        assert (answer.attempts[0].failure, answer.text) == ("cut", "We open at nine.")


async def test_a_stream_nobody_can_finish_is_a_failure(two: Two) -> None:
    """Complaint 10: exactly one end, and it is not a normal one."""
    two.two.usual = ("at ", CUT)
    async with two.open(("We ", "open ", CUT)) as stage:
        got: list[Delta | Answer] = []

        async def read() -> None:
            got.extend([piece async for piece in keep(stage, got)])

        with pytest.raises(NoModel) as none:
            await stage.run(read())
        assert none.value.last == "cut"
        assert "".join(one.text for one in got if isinstance(one, Delta)) == "We open at "
        assert not any(isinstance(one, Answer) for one in got)


async def keep(stage: Stage, got: list[Delta | Answer]) -> Any:
    async for piece in stage.gateway.stream(call()):
        got.append(piece)
        if False:
            yield piece


async def test_a_local_answer_ends_what_nobody_could(two: Two) -> None:
    two.two.usual = (CUT,)
    async with two.open(("We ", CUT)) as stage:
        pieces, answer = await stage.stream(call(local=lambda: "By rules."))
        assert answer is not None
        assert (shown(pieces), answer.text, answer.rung) == ("We ", "By rules.", "rules")


async def test_a_caller_who_showed_nothing_starts_again(two: Two) -> None:
    """Complaint 1: for a text message the whole answer is one model's."""
    two.one.usual = CUT
    two.two.usual = "Ours is open."
    async with two.open() as stage:
        pieces, answer = await stage.stream(call(interrupted="restart"))
        assert answer is not None
        assert (shown(pieces), answer.text) == ("Ours is open.", "Ours is open.")
        assert len(two.two.asked[0].messages) == 1


async def test_no_second_model_where_none_is_wanted(two: Two) -> None:
    """Complaint 4: a switch against fallback holds in the middle of a stream too."""
    async with two.open(("We ", CUT), model__fallback_on=False) as stage:
        with pytest.raises(NoModel):
            await stage.stream(call())
        assert two.two.asked == []


async def test_a_tool_call_is_shown_whole_or_not(two: Two) -> None:
    half = Delta(tools=(ToolDelta(0, "a", "book", '{"day":'),))
    first, rest = (
        Delta(tools=(ToolDelta(0, "b", "book", '{"day"'),)),
        Delta(tools=(ToolDelta(0, arguments=": 1}"),), finish="tool_calls"),
    )
    two.two.usual = (first, rest)
    async with two.open((half, CUT)) as stage:
        pieces, answer = await stage.stream(call())
        assert answer is not None
        assert answer.tool_calls == (ToolCall("b", "book", '{"day": 1}'),)
        assert [piece for one in pieces for piece in one.tools] == [*first.tools, *rest.tools]


async def test_a_schema_comes_in_one_piece(two: Two) -> None:
    async with two.open('{"a": 1}') as stage:
        pieces, answer = await stage.stream(call(schema=Schema("wish", {"type": "object"})))
        assert answer is not None
        assert ([piece.text for piece in pieces], answer.parsed) == (['{"a": 1}'], {"a": 1})


async def test_streaming_can_be_switched_off(two: Two) -> None:
    async with two.open("All at once.", model__streaming=False) as stage:
        pieces, answer = await stage.stream(call())
        assert answer is not None
        assert [piece.text for piece in pieces] == ["All at once."] == [answer.text]


async def test_a_long_answer_ends_at_the_deadline(two: Two) -> None:
    slow = [Late(1.0, f"{number} ") for number in range(60)]
    two.two.usual = slow
    async with two.open(slow) as stage:
        with pytest.raises(NoModel):
            await stage.stream(call(deadline_at=0.5))
        assert stage.clock.monotonic() < 1.2


async def test_a_flowing_answer_outlasts_the_deadline(two: Two) -> None:
    slow = [Late(1.0, f"{number} ") for number in range(20)]
    async with two.open(slow, model__deadline_ms=2000) as stage:
        pieces, answer = await stage.stream(call(flows=True))
        assert answer is not None
        assert (len(pieces), answer.text, answer.model) == (20, shown(pieces), "one/usual")
        assert 20.0 <= stage.clock.monotonic() < 21.0


async def test_a_turn_keeps_to_its_deadline_whatever_flows(two: Two) -> None:
    slow = [Late(1.0, f"{number} ") for number in range(20)]
    two.two.usual = slow
    async with two.open(slow) as stage:
        with pytest.raises(NoModel):
            await stage.stream(call(flows=True, deadline_at=2.0))
        assert stage.clock.monotonic() < 3.5


async def test_the_longest_stream_ends_a_flowing_answer(two: Two) -> None:
    slow = [Late(1.0, f"{number} ") for number in range(60)]
    two.two.usual = slow
    async with two.open(slow, model__deadline_ms=2000, model__stream_ms=5000) as stage:
        with pytest.raises(NoModel) as none:
            await stage.stream(call(flows=True))
        assert none.value.last == "timeout"
        assert 5.0 <= stage.clock.monotonic() < 6.5
        assert two.two.asked == []


async def test_who_goes_on_late_has_time_for_it(two: Two) -> None:
    """What broke off after the deadline is gone on with all the same, within a call's time."""
    slow: list[str | Failure | Delta | Late] = [Late(1.0, "We ")]
    slow += [*(Late(1.0, "really ") for _ in range(5)), Late(1.0, "open "), CUT]
    two.two.usual = (Late(1.0, "at "), "nine.")
    async with two.open(slow, model__deadline_ms=2000) as stage:
        pieces, answer = await stage.stream(call(flows=True))
        assert answer is not None
        assert shown(pieces) == answer.text == "We " + "really " * 5 + "open at nine."
        assert answer.model == "two/usual"


async def test_what_never_flowed_keeps_its_deadline(two: Two) -> None:
    """A hang is no break-off: the next model has what is left of the call's time, and no more."""
    silent = (Late(60.0, "We "),)
    async with two.open(silent, model__deadline_ms=10000) as stage:
        _, answer = await stage.stream(call(flows=True))
        assert answer is not None
        assert answer.model == "two/usual"
        assert stage.clock.monotonic() < 10.0


async def test_a_caller_who_leaves_is_settled(two: Two) -> None:
    async with two.open(("We ", Late(1, "open "), finish("late."))) as stage:

        async def read_one() -> None:
            async with contextlib.aclosing(stage.gateway.stream(call())) as pieces:
                async for _ in pieces:
                    return

        await stage.run(read_one())
        await stage.gateway.close()
        assert await ledger(stage) == [("one", "cancelled")]


async def test_a_hedged_stream_takes_who_speaks_first(two: Two) -> None:
    async with two.open(Late(3, WORDS), model__hedge_ms=500) as stage:
        pieces, answer = await stage.stream(call())
        assert answer is not None
        assert (shown(pieces), answer.model) == ("We open at nine.", "two/usual")
        assert 0.5 <= stage.clock.monotonic() < 0.7
        await stage.gateway.close()
        assert sorted(await ledger(stage)) == [("one", "cancelled"), ("two", "ok")]


async def test_a_hedged_stream_goes_on_when_it_breaks_off(two: Two) -> None:
    two.two.usual = Late(2, WORDS)
    async with two.open(Late(1, ("We ", CUT)), model__hedge_ms=500) as stage:
        pieces, answer = await stage.stream(call())
        assert answer is not None
        assert shown(pieces) == answer.text == "We open at nine."


async def test_a_quick_stream_needs_no_hedge(two: Two) -> None:
    async with two.open(WORDS, (CUT,), model__hedge_ms=500) as stage:
        for _ in range(2):
            assert shown((await stage.stream(call()))[0]) == "We open at nine."
        assert len(two.two.asked) == 1


async def test_every_attempt_of_a_stream_is_settled(two: Two) -> None:
    async with two.open(("We ", CUT)) as stage:
        await stage.stream(call())
        await stage.gateway.close()
        assert sorted(await ledger(stage)) == [("one", "cut"), ("two", "ok")]

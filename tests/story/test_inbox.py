"""Whatever comes in, however often and at once: one turn per message, in order, nothing lost."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from frontdesk.flow.conversation import inbox, run, turn
from frontdesk.flow.conversation.line import Claim
from frontdesk.ground.words.ids import ContactId
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.problems import BadInput
from testing import house
from testing.clock import FakeClock
from testing.house import TENANT, Home

pytestmark = pytest.mark.store

ANNA, BEN = "+15550123", "+15550124"


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url) as opened:
        yield opened


@pytest.fixture
async def slow_home(database_url: str) -> AsyncIterator[Home]:
    """A house that waits 1.5 s for more of a burst, on a clock of the test."""
    settle = {"settle_s": {"sms": 1.5}}
    async with house.open_house(database_url, clock=FakeClock(), tenant=settle) as opened:
        yield opened


async def turns(home: Home) -> list[tuple[int, int]]:
    rows = await home.rows("select from_seq, to_seq from ai_responses order by id")
    return [(row["from_seq"], row["to_seq"]) for row in rows]


async def oldest_claim(home: Home) -> Claim:
    (row,) = await home.rows("select contact_id, fence, attempts from turn_queue")
    return Claim(TENANT, ContactId(row["contact_id"]), row["fence"], row["attempts"])


async def forget_lease(home: Home) -> None:
    """What time does to the lease of a process that is dead or stands still."""
    await home.rows("update turn_queue set lease_until = now() - interval '1 s'")


@pytest.mark.parametrize("times", [2, 5])
async def test_one_id_at_once_is_one_turn(home: Home, times: int) -> None:
    answers = await asyncio.gather(*(home.asks("anna", "hello", id="m1") for _ in range(times)))
    assert await turns(home) == [(1, 1)]
    assert {receipt.message_id for receipt, _ in answers} == {answers[0][0].message_id}
    assert {record.replies for _, record in answers} == {("got hello",)}
    assert [receipt.duplicate for receipt, _ in answers].count(False) == 1


async def test_one_id_in_two_processes_is_one_turn(home: Home, database_url: str) -> None:
    async with house.open_house(database_url) as other:
        answers = await asyncio.gather(
            *(place.asks("anna", "hello", id="m1") for place in (home, other, home, other))
        )
        assert await turns(home) == [(1, 1)]
        assert {(receipt.message_id, record.turn_id) for receipt, record in answers} == {
            (answers[0][0].message_id, answers[0][1].turn_id)
        }


async def test_a_repeated_text_sends_no_second_reply(home: Home) -> None:
    await asyncio.gather(*(home.hears(ANNA, "hello", id="SM1") for _ in range(5)))
    await home.quiet()
    await home.sweep()
    assert home.carrier.bodies(ANNA) == ["got hello"]


async def test_a_repeat_after_a_crash_is_answered(home: Home, database_url: str) -> None:
    """The first process dies right after it stored the message and before it ran the turn."""
    await inbox.accept(home.line, Inbound(TENANT, "api", "m1", "anna", "hello"))
    await forget_lease(home)
    async with house.open_house(database_url) as other:
        waiting = asyncio.ensure_future(other.asks("anna", "hello", id="m1"))
        await other.sweep()
        receipt, record = await waiting
    assert (receipt.duplicate, record.replies) == (True, ("got hello",))
    assert await turns(home) == [(1, 1)]


async def test_a_repeat_after_the_answer_is_the_same(home: Home) -> None:
    first, told = await home.asks("anna", "hello", id="m1")
    again, retold = await home.asks("anna", "hello", id="m1")
    assert again.message_id == first.message_id
    assert (retold.turn_id, retold.replies, retold.decision) == (
        told.turn_id,
        told.replies,
        replace(told.decision, say=(), facts={}),
    )


async def test_an_id_of_another_person_is_refused(home: Home) -> None:
    await home.asks("anna", "hello", id="m1")
    with pytest.raises(BadInput) as caught:
        await home.asks("ben", "hello", id="m1")
    assert (caught.value.status, caught.value.field) == (409, "message_id")
    assert await turns(home) == [(1, 1)]


async def test_a_burst_is_one_turn_in_order(slow_home: Home) -> None:
    for text in ("one", "two", "three"):
        await slow_home.hears(ANNA, text)
        await slow_home.later(1.0)
    assert await turns(slow_home) == []
    await slow_home.later(1.0)
    assert await turns(slow_home) == [(1, 3)]
    assert slow_home.carrier.bodies(ANNA) == ["got one + two + three"]


async def test_an_endless_burst_is_answered_after_four_windows(slow_home: Home) -> None:
    answered_at = None
    for second in range(12):
        await slow_home.hears(ANNA, f"note {second}")
        await slow_home.later(1.0)
        if answered_at is None and slow_home.carrier.taken:
            answered_at = second + 1
    assert answered_at == 6


async def test_contacts_never_wait_for_each_other(home: Home) -> None:
    await home.hears(ANNA, "wait for it")
    await home.hears(BEN, "hello")
    while not home.carrier.bodies(BEN):
        await home.line.clock.sleep(0.01)
    assert home.carrier.bodies(ANNA) == []
    home.gates.open("wait for it")
    await home.quiet()
    assert home.carrier.bodies(ANNA) == ["got wait for it"]


async def test_a_message_during_a_turn_gets_the_next(home: Home) -> None:
    await home.hears(ANNA, "wait for it")
    await home.gates.reached("wait for it")
    await home.hears(ANNA, "and this")
    await home.hears(ANNA, "and that")
    home.gates.open("wait for it")
    await home.quiet()
    assert await turns(home) == [(1, 1), (2, 3)]
    assert home.carrier.bodies(ANNA) == ["got wait for it", "got and this + and that"]


async def test_eight_senders_at_once_keep_the_order(home: Home) -> None:
    async def send(number: int) -> list[int]:
        return [(await home.hears(ANNA, f"{number}.{note}")).seq for note in range(5)]

    seqs = await asyncio.gather(*(send(number) for number in range(8)))
    await home.quiet()
    await home.sweep()
    assert sorted(seq for one in seqs for seq in one) == list(range(1, 41))
    assert all(one == sorted(one) for one in seqs)
    kept = await home.column("select text from conversation_messages order by seq")
    told = [body.removeprefix("got ").split(" + ") for body in home.carrier.bodies(ANNA)]
    assert [text for one in told for text in one] == kept
    spans = await turns(home)
    assert [end for _, end in spans[:-1]] == [start - 1 for start, _ in spans[1:]]


async def test_two_channels_of_a_person_are_one_contact(home: Home) -> None:
    await home.hears(ANNA, "wait for it")
    await home.gates.reached("wait for it")
    asked = asyncio.ensure_future(home.asks(ANNA, "by the api"))
    await home.line.clock.sleep(0.1)
    assert len(await turns(home)) == 0
    home.gates.open("wait for it")
    _, record = await asked
    await home.quiet()
    assert record.replies == ("got by the api",)
    assert home.carrier.bodies(ANNA) == ["got wait for it"]
    assert await home.column("select count(*) from contacts") == [1]
    spans = await home.rows("select started_at, processing_ms from ai_responses order by id")
    ended = spans[0]["started_at"].timestamp() + spans[0]["processing_ms"] / 1000
    assert ended <= spans[1]["started_at"].timestamp() + 0.001


async def test_channels_are_answered_in_arrival_order(database_url: str) -> None:
    clock = FakeClock()
    async with house.open_house(database_url, clock=clock) as home:
        for channel, text in (("sms", "first"), ("api", "second"), ("sms", "third")):
            await inbox.accept(home.line, Inbound(TENANT, channel, text, ANNA, text))
            await clock.advance(0.2)
        await forget_lease(home)
        await home.sweep()
        order = await home.rows(
            "select channel, from_seq, to_seq from ai_responses t"
            " join conversations c on c.id = t.conversation_id order by t.id"
        )
    assert [tuple(row.values()) for row in order] == [("sms", 1, 2), ("api", 1, 1)]


async def test_a_broken_bot_is_owned_up_to(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    _, broken = await home.asks("anna", "boom")
    _, after = await home.asks("anna", "still there?")
    assert (broken.decision.kind, broken.decision.reason) == ("escalate", "broken:RuntimeError")
    assert "boom" not in " ".join(broken.replies)
    assert len(broken.replies) == 1
    assert after.replies == ("got still there?",)
    (logged,) = [record for record in caplog.records if "broke" in record.getMessage()]
    assert logged.exc_info is not None


async def test_a_lost_claim_keeps_nothing_of_its_turn(home: Home, database_url: str) -> None:
    await home.hears(ANNA, "wait for it")
    await home.gates.reached("wait for it")
    await forget_lease(home)
    async with house.open_house(database_url, carrier=home.carrier) as other:
        other.gates.open("wait for it")
        await other.sweep()
        rows = await home.rows("select id from ai_responses")
        home.gates.open("wait for it")
        await home.quiet()
    assert await home.rows("select id from ai_responses") == rows
    assert len(rows) == 1
    assert await home.column("select count(*) from outbox") == [1]
    assert home.carrier.bodies(ANNA) == ["got wait for it"]
    assert await home.column("select turns from conversations") == [1]


async def test_a_stall_longer_than_the_lease_doubles_nothing(home: Home, database_url: str) -> None:
    """The whole event loop stands still over its lease; meanwhile another process answers."""
    asked = asyncio.ensure_future(home.asks("anna", "wait for it", id="m1"))
    await home.gates.reached("wait for it")
    await home.rows("update turn_queue set lease_until = clock_timestamp() + interval '0.2 s'")
    time.sleep(0.3)  # noqa: ASYNC251 - the stall itself
    async with house.open_house(database_url) as other:
        other.gates.open("wait for it")
        await other.sweep()
        home.gates.open("wait for it")
        receipt, record = await asked
    assert (record.replies, receipt.duplicate) == (("got wait for it",), False)
    assert await turns(home) == [(1, 1)]


async def test_a_held_lease_is_renewed(database_url: str) -> None:
    clock = FakeClock()
    async with house.open_house(database_url, clock=clock) as home:
        await home.hears(ANNA, "wait for it")
        await home.gates.reached("wait for it")
        await forget_lease(home)
        await clock.advance(2.0)
        await run.renew_leases(home.line)
        held = await home.column("select lease_until > clock_timestamp() from turn_queue")
        home.gates.open("wait for it")
        await home.quiet()
    assert held == [True]


async def test_two_holders_of_a_claim_commit_once(home: Home) -> None:
    await inbox.accept(home.line, Inbound(TENANT, "api", "m1", "anna", "hello"))
    claim = await oldest_claim(home)
    done = await asyncio.gather(
        turn.run_turn(home.line, claim), turn.run_turn(home.line, claim), return_exceptions=True
    )
    assert [type(one).__name__ for one in done].count("TurnRecord") == 1
    assert await turns(home) == [(1, 1)]


async def test_a_sweep_takes_what_the_dead_left(home: Home, database_url: str) -> None:
    for number in range(3):
        inbound = Inbound(TENANT, "sms", f"SM{number}", f"+1555020{number}", "hello")
        await inbox.accept(home.line, inbound)
    await forget_lease(home)
    async with house.open_house(database_url) as other:
        await other.sweep()
        assert [item.body for item in other.carrier.taken] == ["got hello"] * 3

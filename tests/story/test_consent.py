"""Who says STOP hears one confirmation and then nothing, on every channel, until they say START."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from frontdesk.ability import consent, desk
from testing import house
from testing.clock import FakeClock
from testing.house import TENANT, Home

pytestmark = pytest.mark.store

ANNA = "+15550123"
SETTINGS = {"nudge_after_s": 600, "settle_s": {"sms": 1.5}}


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url, clock=FakeClock(), tenant=SETTINGS) as opened:
        yield opened


async def ledger(home: Home) -> list[tuple[str, str, str]]:
    rows = await home.rows("select kind, source, evidence from consent_ledger order by id")
    return [(row["kind"], row["source"], row["evidence"]) for row in rows]


async def text(home: Home, *texts: str) -> None:
    """One burst of texts, answered."""
    for one in texts:
        await home.hears(ANNA, one)
    await home.later(2.0)


async def reasons(home: Home) -> list[str]:
    return await home.column("select reason from ai_responses order by id")


@pytest.mark.parametrize("words", ["STOP", "stop texting me", "please take me off your list"])
async def test_stop_is_confirmed_once_and_kept(home: Home, words: str) -> None:
    await text(home, words)
    (confirmation,) = home.carrier.bodies(ANNA)
    assert "START" in confirmation
    assert await ledger(home) == [("out", "customer", words)]


async def test_nothing_leaves_after_the_confirmation(home: Home) -> None:
    await text(home, "hello")
    await text(home, "STOP")
    sent = len(home.carrier.taken)
    for words in ("STOP", "are you there?", "sell my house", "HELP", "boom", "wait what"):
        await text(home, words)
        await home.later(700)
    await home.later(400_000)
    assert len(home.carrier.taken) == sent == 2
    assert set((await reasons(home))[2:]) == {"opted_out"}


async def test_stop_by_text_binds_the_api(home: Home) -> None:
    await text(home, "STOP")
    _, record = await home.asks(ANNA, "hello by the api")
    assert (record.replies, record.decision.kind, record.decision.reason) == (
        (),
        "stay_silent",
        "opted_out",
    )


async def test_stop_by_the_api_binds_texts(home: Home) -> None:
    home.carrier.plan("unreachable")
    await text(home, "hello")
    _, record = await home.asks(ANNA, "STOP")
    await home.later(3600)
    await text(home, "anyone?")
    assert len(record.replies) == 1
    assert home.carrier.taken == []
    assert await home.column("select status from outbox where channel = 'sms'") == ["withheld"]


async def test_start_lets_the_bot_speak_again(home: Home) -> None:
    await text(home, "STOP")
    await text(home, "START")
    await text(home, "hello")
    assert home.carrier.bodies(ANNA)[-1] == "got hello"
    assert [kind for kind, *_ in await ledger(home)] == ["out", "in"]
    assert len(home.carrier.taken) == 3


async def test_help_is_answered_without_a_bot(home: Home) -> None:
    await text(home, "HELP")
    (told,) = home.carrier.bodies(ANNA)
    assert "STOP" in told
    assert await reasons(home) == ["help_asked"]
    assert await ledger(home) == []


async def test_stop_inside_a_burst_counts(home: Home) -> None:
    await text(home, "I want to sell my house", "STOP", "it has three bedrooms")
    (only,) = home.carrier.bodies(ANNA)
    assert "START" in only
    assert [kind for kind, *_ in await ledger(home)] == ["out"]


async def test_the_last_word_of_a_burst_counts(home: Home) -> None:
    await text(home, "STOP")
    await text(home, "START", "STOP")
    standing = await consent.load_standing(
        home.line.database, TENANT, (await home.column("select id from contacts"))[0]
    )
    assert standing.opted_out
    await text(home, "hello")
    assert "got hello" not in home.carrier.bodies(ANNA)


async def test_stop_counts_while_a_person_owns(home: Home) -> None:
    receipt = await home.hears(ANNA, "hello")
    await home.later(2.0)
    await desk.take_over(
        home.line.database, TENANT, receipt.conversation_id, who="Dana", now=home.clock.now()
    )
    await text(home, "STOP")
    assert "START" in home.carrier.bodies(ANNA)[-1]
    assert len(home.carrier.taken) == 2
    assert [kind for kind, *_ in await ledger(home)] == ["out"]


async def test_stop_ends_a_waiting_reminder(home: Home) -> None:
    await text(home, "hello")
    await text(home, "STOP")
    assert await home.column("select kind from timers where kind = 'nudge'") == []


async def test_stop_counts_even_when_the_bot_is_broken(home: Home) -> None:
    await text(home, "boom", "STOP")
    (only,) = home.carrier.bodies(ANNA)
    assert "START" in only


async def test_ordinary_words_with_stop_are_no_opt_out(home: Home) -> None:
    await text(home, "can we stop by the house tomorrow?")
    assert await ledger(home) == []
    assert home.carrier.bodies(ANNA) == ["got can we stop by the house tomorrow?"]


async def test_an_opt_out_during_a_turn_keeps_its_answer_back(home: Home) -> None:
    """The carrier reports the opt-out while a turn of the same person runs on another channel."""
    asking = asyncio.ensure_future(home.asks(ANNA, "wait for it", id="m1"))
    await home.gates.reached("wait for it")
    (contact,) = await home.column("select id from contacts")
    change = consent.append_change(
        tenant=TENANT,
        contact=contact,
        change="out",
        source="carrier",
        channel="sms",
        evidence="21610",
        now=home.clock.now(),
    )
    await home.line.database.run(TENANT, change)
    home.gates.open("wait for it")
    _, record = await asking
    _, again = await home.asks(ANNA, "wait for it", id="m1")
    assert (record.replies, again.replies) == ((), ())
    assert await home.column("select status from outbox") == ["withheld"]

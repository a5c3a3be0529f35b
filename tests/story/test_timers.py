"""Reminders and endings come once, at their time, and not when they have become pointless."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import psycopg
import pytest

from frontdesk.ability import desk
from frontdesk.flow.conversation.beside import timers
from frontdesk.ground.store import db
from frontdesk.ground.store.db import Statement
from testing import house
from testing.clock import FakeClock
from testing.house import TENANT, Home

pytestmark = pytest.mark.store

ANNA = "+15550123"
NUDGE_S = 600
SETTINGS = {"nudge_after_s": NUDGE_S, "timezone": "America/Los_Angeles"}
REMINDED = ["got hello", "Are you still there? More?"]


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url, clock=FakeClock(), tenant=SETTINGS) as opened:
        yield opened


def reminders(home: Home) -> list[str]:
    return [body for body in home.carrier.bodies(ANNA) if "More?" in body]


async def kinds(home: Home) -> list[str]:
    return await home.column("select kind from timers order by kind")


async def test_an_open_question_is_asked_once_more(home: Home) -> None:
    await home.says(ANNA, "hello")
    await home.later(NUDGE_S - 1)
    assert reminders(home) == []
    await home.later(1)
    for _ in range(20):
        await home.later(NUDGE_S)
    assert len(reminders(home)) == 1


async def test_an_answer_takes_the_reminder_back(home: Home) -> None:
    await home.says(ANNA, "hello")
    await home.later(NUDGE_S - 1)
    await home.says(ANNA, "still thinking")
    await home.later(1)
    assert reminders(home) == []
    await home.later(NUDGE_S)
    assert len(reminders(home)) == 1


async def test_an_answer_beats_a_reminder_being_sent(home: Home) -> None:
    """A worker holds the timer when the answer commits: what it wants to do must not commit."""
    await home.says(ANNA, "hello")
    assert isinstance(home.clock, FakeClock)
    await home.clock.advance(NUDGE_S)
    (timer,) = await home.column("select id from timers where kind = 'nudge'")
    claim = {"id": timer, "now": home.clock.now(), "lease": timers.LEASE}
    claimed = await home.line.database.fetch_one("timers.claim", claim, tenant=TENANT)
    assert claimed is not None
    await home.says(ANNA, "here I am")
    hold = Statement("timers.hold", {"id": timer, "fence": claimed["fence"]})
    with pytest.raises(psycopg.Error) as caught:
        await home.line.database.run(TENANT, [hold])
    assert db.sqlstate(caught.value) == db.LOST_LEASE


async def test_an_unread_message_makes_a_reminder_pointless(database_url: str) -> None:
    settle = {**SETTINGS, "settle_s": {"sms": 5.0}}
    async with house.open_house(database_url, clock=FakeClock(), tenant=settle) as home:
        await home.says(ANNA, "hello")
        await home.later(5)
        await home.later(NUDGE_S - 1)
        await home.hears(ANNA, "a moment")
        await home.later(1)
        assert home.count("frontdesk_timers_total", kind="nudge", outcome="pointless") == 1
        await home.later(5)
        assert home.carrier.bodies(ANNA) == ["got hello", "got a moment"]


async def test_quiet_hours_move_a_reminder(database_url: str) -> None:
    evening = FakeClock(datetime(2026, 3, 3, 4, 55, tzinfo=UTC))  # 20:55 in Los Angeles
    async with house.open_house(database_url, clock=evening, tenant=SETTINGS) as home:
        await home.says(ANNA, "hello")
        await home.later(NUDGE_S)
        assert reminders(home) == []
        (due_at,) = await home.column("select due_at from timers where kind = 'nudge'")
        assert due_at == datetime(2026, 3, 3, 16, 0, tzinfo=UTC)  # 8:00 the next morning
        await home.later(11 * 3600)
        assert len(reminders(home)) == 1


async def test_an_answer_goes_out_at_night(database_url: str) -> None:
    night = FakeClock(datetime(2026, 3, 3, 11, 0, tzinfo=UTC))
    async with house.open_house(database_url, clock=night, tenant=SETTINGS) as home:
        await home.says(ANNA, "hello")
        assert home.carrier.bodies(ANNA) == ["got hello"]


async def test_two_workers_fire_one_timer_once(home: Home, database_url: str) -> None:
    shared = house.open_house(database_url, clock=home.clock, carrier=home.carrier, tenant=SETTINGS)
    async with shared as other:
        for number in range(10):
            await home.says(f"+1555020{number}", "hello")
        assert isinstance(home.clock, FakeClock)
        await home.clock.advance(NUDGE_S)
        await asyncio.gather(*(timers.sweep(one.line) for one in (home, other, home, other)))
        await home.quiet()
        await other.quiet()
        await other.sweep()
    sent = [item.to for item in home.carrier.taken if "More?" in item.body]
    assert sorted(sent) == [f"+1555020{number}" for number in range(10)]


async def test_a_crash_while_a_timer_fires_repeats_nothing(home: Home) -> None:
    """The process dies after claiming: the lease runs out and another one fires it once."""
    await home.says(ANNA, "hello")
    assert isinstance(home.clock, FakeClock)
    await home.clock.advance(NUDGE_S)
    (timer,) = await home.column("select id from timers where kind = 'nudge'")
    claim = {"id": timer, "now": home.clock.now(), "lease": timers.LEASE}
    await home.line.database.fetch_one("timers.claim", claim, tenant=TENANT)
    await home.sweep()
    assert reminders(home) == []
    await home.rows("update timers set lease_until = now() - interval '1 s'")
    await home.sweep()
    await home.sweep()
    assert len(reminders(home)) == 1


async def test_a_person_who_answers_ends_reminders(home: Home) -> None:
    receipt = await home.says(ANNA, "hello")
    await desk.take_over(
        home.line.database, TENANT, receipt.conversation_id, who="Dana", now=home.clock.now()
    )
    await home.later(NUDGE_S)
    assert reminders(home) == []


async def test_a_quiet_conversation_idles_and_closes(home: Home) -> None:
    first = await home.says(ANNA, "hello")
    await home.later(1800)
    assert await home.column("select status from conversations") == ["idle"]
    await home.later(259200)
    assert await home.column("select status from conversations") == ["closed"]
    assert await kinds(home) == []
    again = await home.says(ANNA, "me again")
    assert again.conversation_id != first.conversation_id
    assert again.contact_id == first.contact_id


async def test_talking_on_keeps_a_conversation_open(home: Home) -> None:
    await home.says(ANNA, "hello")
    for _ in range(4):
        await home.later(1500)
        await home.says(ANNA, "still here")
    assert await home.column("select status from conversations") == ["open"]
    await home.later(1800)
    await home.says(ANNA, "back again")
    await home.later(259200 - 1)
    assert await home.column("select status from conversations") != ["closed"]
    await home.later(1)
    assert await home.column("select status from conversations") == ["closed"]


async def test_a_broken_timer_starves_no_other(home: Home) -> None:
    await home.says(ANNA, "hello")
    await home.rows("update conversations set state = jsonb_set(state, '{bot}', '\"gone\"')")
    await home.says("+15550124", "hello")
    await home.later(NUDGE_S)
    assert [item.to for item in home.carrier.taken if "More?" in item.body] == ["+15550124"]

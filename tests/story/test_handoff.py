"""A conversation moves between bots when it should, never in circles, and every attempt is on record."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from frontdesk.ability import controls, handoff
from frontdesk.ability.handoff import Attempt, Limits, Past
from frontdesk.app import registry
from frontdesk.flow.conversation.line import bots_paused
from frontdesk.ground.kit import ids
from frontdesk.ground.store import db
from frontdesk.ground.words.ids import ContactId, ConversationId, TurnId
from testing import house
from testing.clock import NOON, FakeClock
from testing.house import TENANT, Home

SHIPPED = registry.scan().bots
BOTS = [SHIPPED["lead"], SHIPPED["seller"], SHIPPED["buyer"]]
LIMITS = Limits(thresholds=handoff.thresholds.default, window_s=1800, hourly=3, daily=10)
SELL, BUY = "I want to sell my house", "I want to buy a house"


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url, clock=FakeClock(), bots=BOTS) as opened:
        yield opened


def attempt(
    route: str, score: float, *past: tuple[str, float], fence: int | None = 1, paused: bool = False
) -> Attempt:
    """An attempt with past moves given as ("a->b", minutes ago)."""
    source, target = route.split("->")
    before = []
    for moved, minutes in past:
        start, end = moved.split("->")
        before.append(Past(start, end, NOON - timedelta(minutes=minutes)))
    return Attempt(source, target, score, "words", before, fence, paused)


@pytest.mark.parametrize(
    ("route", "threshold"),
    [
        ("lead->buyer", 0.7),
        ("lead->seller", 0.7),
        ("buyer->seller", 0.8),
        ("seller->buyer", 0.6),
        ("lead->handyman", 0.7),
    ],
)
def test_each_route_has_its_threshold(route: str, threshold: float) -> None:
    below = handoff.decide_handoff(attempt(route, threshold - 0.001), LIMITS, NOON)
    at = handoff.decide_handoff(attempt(route, threshold), LIMITS, NOON)
    assert (below.executed, below.reason) == (False, "below_threshold")
    assert (at.executed, at.reason, at.threshold) == (True, "executed", threshold)


@pytest.mark.parametrize(
    ("route", "past", "reason"),
    [
        ("lead->seller", [("lead->seller", 29.9)], "same_route_again"),
        ("seller->lead", [("lead->seller", 29.9)], "would_cycle"),
        ("seller->buyer", [("buyer->lead", 5), ("lead->seller", 1)], "would_cycle"),
        ("lead->seller", [("lead->seller", 30)], "executed"),
        ("seller->buyer", [("lead->seller", 1)], "executed"),
        ("b->x", [("p->q", 59), ("q->r", 45), ("r->s", 31)], "hourly_limit"),
        ("b->x", [("p->q", 60), ("q->r", 45), ("r->s", 31)], "executed"),
        ("b->x", [("p->q", 60 + 100 * n) for n in range(10)], "daily_limit"),
        ("b->x", [("p->q", 60 + 100 * n) for n in range(9)], "executed"),
        ("b->x", [("p->q", 1440 + n) for n in range(10)], "executed"),
    ],
)
def test_circles_and_limits_block(route: str, past: list[tuple[str, float]], reason: str) -> None:
    assert handoff.decide_handoff(attempt(route, 0.95, *past), LIMITS, NOON).reason == reason


def test_a_locked_or_paused_move_is_blocked() -> None:
    locked = handoff.decide_handoff(attempt("lead->buyer", 0.9, fence=None), LIMITS, NOON)
    paused = handoff.decide_handoff(attempt("lead->buyer", 0.9, paused=True), LIMITS, NOON)
    assert (locked.reason, paused.reason) == ("concurrent", "target_paused")


async def attempts(home: Home) -> list[tuple[str, str, str]]:
    rows = await home.rows(
        "select source || '->' || target as r, outcome, reason from handoffs order by at, id"
    )
    return [(row["r"], row["outcome"], row["reason"]) for row in rows]


@pytest.mark.store
async def test_a_wish_moves_the_conversation_once(home: Home) -> None:
    _, record = await home.asks("anna", SELL)
    _, after = await home.asks("anna", "9 Elm Street, Reno, NV 89501")
    assert (record.bot, record.decision.kind, record.decision.to) == (
        "seller",
        "hand_off",
        "seller",
    )
    assert after.bot == "seller"
    assert await attempts(home) == [("lead->seller", "executed", "executed")]
    assert await home.column("select count(*) from handoff_locks") == [0]


@pytest.mark.store
async def test_both_wishes_keep_one_owner(home: Home) -> None:
    _, record = await home.asks("anna", "I want to sell my house and buy another")
    (state,) = await home.column("select state from conversations")
    assert record.bot in ("lead", "seller")
    assert len(await attempts(home)) <= 1
    assert state["other_side"] == "buyer"


@pytest.mark.store
async def test_a_circle_is_blocked_and_recorded(home: Home) -> None:
    await home.asks("anna", SELL)
    await home.asks("anna", f"Actually {BUY}")
    await home.asks("anna", f"Actually {SELL}")
    made = await attempts(home)
    assert [reason for _, _, reason in made].count("executed") <= 2
    assert [one for one in made if one[1] == "blocked"] != []
    assert {reason for _, outcome, reason in made if outcome == "blocked"} <= {
        "would_cycle",
        "same_route_again",
    }


@pytest.mark.store
async def test_thresholds_change_with_the_next_turn(home: Home) -> None:
    await controls.save_control(
        home.line.database,
        TENANT,
        handoff.thresholds,
        {"lead->seller": 1.0},
        who="dana",
        why="too eager",
        now=home.clock.now(),
    )
    await home.sweep()
    _, kept = await home.asks("anna", SELL)
    assert kept.bot == "lead"
    assert await attempts(home) == [("lead->seller", "blocked", "below_threshold")]
    await controls.clear_control(
        home.line.database,
        TENANT,
        handoff.thresholds,
        who="dana",
        why="fine again",
        now=home.clock.now(),
    )
    await home.sweep()
    _, moved = await home.asks("ben", SELL)
    assert moved.bot == "seller"


@pytest.mark.store
async def test_a_paused_bot_takes_nobody_over(home: Home) -> None:
    await controls.save_control(
        home.line.database,
        TENANT,
        bots_paused,
        ("seller",),
        who="dana",
        why="broken",
        now=home.clock.now(),
    )
    await home.sweep()
    _, record = await home.asks("anna", SELL)
    assert record.bot == "lead"
    assert record.replies != ()
    assert await attempts(home) == [("lead->seller", "blocked", "target_paused")]


async def _contact(home: Home) -> tuple[ContactId, ConversationId]:
    receipt, _ = await home.asks("anna", "hello")
    return receipt.contact_id, receipt.conversation_id


async def _try(home: Home, contact: ContactId, conversation: ConversationId, route: str) -> str:
    """One attempt as a turn makes it: lock and read, judge, record."""
    source, target = route.split("->")
    now: datetime = home.clock.now()
    tried = await handoff.load_attempt(
        home.line.database,
        TENANT,
        contact,
        route=(source, target),
        score=0.9,
        evidence="w",
        now=now,
    )
    await asyncio.sleep(0.01)
    verdict = handoff.decide_handoff(tried, LIMITS, now)
    rows = handoff.save_attempt(
        tried,
        verdict,
        tenant=TENANT,
        contact=contact,
        conversation=conversation,
        turn=TurnId(ids.uuid7()),
        now=now,
    )
    await home.line.database.run(TENANT, rows)
    return verdict.reason


@pytest.mark.store
async def test_eight_attempts_at_once_move_once(home: Home) -> None:
    contact, conversation = await _contact(home)
    reasons = await asyncio.gather(
        *(_try(home, contact, conversation, "lead->seller") for _ in range(8))
    )
    assert reasons.count("executed") == 1
    assert set(reasons) <= {"executed", "concurrent", "same_route_again"}
    recorded = await home.column("select reason from handoffs")
    assert sorted(recorded) == sorted(reasons)


@pytest.mark.store
async def test_the_hourly_limit_holds_under_pressure(home: Home) -> None:
    """Eight bots want the contact at once, again and again: three moves an hour, no more."""
    contact, conversation = await _contact(home)
    executed = 0
    for start in range(0, 24, 8):
        reasons = await asyncio.gather(
            *(_try(home, contact, conversation, f"a{n}->b{n}") for n in range(start, start + 8))
        )
        executed += reasons.count("executed")
    while executed < 3:
        executed += (
            await _try(home, contact, conversation, f"c{executed}->d{executed}")
        ) == "executed"
    last = await _try(home, contact, conversation, "e->f")
    assert (executed, last) == (3, "hourly_limit")
    assert await home.column("select count(*) from handoffs where outcome = 'executed'") == [3]


async def _hold(home: Home, contact: ContactId) -> Attempt:
    return await handoff.load_attempt(
        home.line.database,
        TENANT,
        contact,
        route=("lead", "seller"),
        score=0.9,
        evidence="w",
        now=home.clock.now(),
    )


@pytest.mark.store
async def test_the_lock_lasts_thirty_seconds(home: Home) -> None:
    contact, _ = await _contact(home)
    first = await _hold(home, contact)
    second = await _hold(home, contact)
    lasts: list[Any] = await home.column(
        "select extract(epoch from until - clock_timestamp())::float from handoff_locks"
    )
    await home.rows("update handoff_locks set until = clock_timestamp() - interval '1 s'")
    third = await _hold(home, contact)
    assert first.fence is not None
    assert second.fence is None
    assert third.fence is not None
    assert third.fence > first.fence
    assert 20 < lasts[0] <= 30


@pytest.mark.store
async def test_a_late_holder_can_neither_commit_nor_free(home: Home) -> None:
    contact, conversation = await _contact(home)
    late = await _hold(home, contact)
    await home.rows("update handoff_locks set until = clock_timestamp() - interval '1 s'")
    fresh = await _hold(home, contact)
    rows = handoff.save_attempt(
        late,
        handoff.decide_handoff(late, LIMITS, home.clock.now()),
        tenant=TENANT,
        contact=contact,
        conversation=conversation,
        turn=TurnId(ids.uuid7()),
        now=home.clock.now(),
    )
    with pytest.raises(psycopg.Error) as caught:
        await home.line.database.run(TENANT, rows)
    assert late.fence is not None
    await home.line.database.run(TENANT, [handoff.release(contact, late.fence)])
    assert db.sqlstate(caught.value) == db.LOST_LEASE
    assert await home.column("select fence from handoff_locks") == [fresh.fence]
    assert await home.column("select count(*) from handoffs where outcome = 'executed'") == [0]

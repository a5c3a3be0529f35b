"""Budgets say yes and no where they should: every scope, every boundary, and after every kind of change."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import psycopg
import pytest

from frontdesk.ability.gateway.calls import Scope
from frontdesk.ability.gateway.money import ledger
from frontdesk.ability.gateway.money.budgets import PLAN_S, REFUSED_S
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput, NotNow
from tests.spending import (
    SCOPE,
    TENANT,
    JumpingClock,
    Purse,
    call_row,
    key_scope,
    load_ledger,
    load_sums,
    open_purse,
)

pytestmark = pytest.mark.store

KEY = "00000000-0000-7000-8000-00000000000a"
FOUR = 4000  # micro-dollars, or tokens: four calls of a thousand
DOLLARS = FOUR / 1e6
LIMITS: dict[str, tuple[dict[str, object], str]] = {
    "tenant, day": ({"spend__daily_limit": DOLLARS}, "the daily budget of the tenant"),
    "tenant, hour": ({"spend__hourly_limit": DOLLARS}, "the hourly budget of the tenant"),
    "bot": ({"spend__bot_daily_limits": {"lead": DOLLARS}}, "the daily budget of bot lead"),
    "key by id": ({"spend__key_daily_limits": {KEY: DOLLARS}}, f"the daily budget of key {KEY}"),
    "key by name": (
        {"spend__key_daily_limits": {"shop": DOLLARS}},
        f"the daily budget of key {KEY}",
    ),
    "tokens": (
        {"quota__daily_tokens": {"openai": FOUR}},
        "the daily token quota of provider openai",
    ),
}


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
async def purse(database_url: str, clock: JumpingClock) -> AsyncIterator[Purse]:
    async with open_purse(database_url, clock, spend__daily_limit=DOLLARS) as purse:
        yield purse


async def refusal(purse: Purse, reserved: int = 1000, scope: Scope = SCOPE) -> NotNow:
    with pytest.raises(NotNow) as caught:
        await purse.spend(reserved, scope=scope, tokens=1000)
    return caught.value


async def passes(purse: Purse, reserved: int = 1000, scope: Scope = SCOPE) -> int:
    """How many calls go through before the first refusal."""
    passed = 0
    try:
        while passed < 50:
            await purse.spend(reserved, scope=scope, tokens=1000)
            passed += 1
    except NotNow:
        return passed
    return passed


def make_key(url: str) -> None:
    with psycopg.connect(url) as owner:
        owner.execute("insert into tenants (id, name) values (%s, 'Demo')", [TENANT])
        owner.execute(
            "insert into api_keys (id, tenant_id, name, scope, hash, hint, created_at)"
            " values (%s, %s, 'shop', 'customer', 'x', '', now())",
            [KEY, TENANT],
        )


@pytest.mark.parametrize("kind", LIMITS)
async def test_every_scope_stops_exactly_at_its_limit(
    database_url: str, clock: JumpingClock, kind: str
) -> None:
    """Complaints 19, 20 and 23: at spent == limit nothing more passes, whatever the scope."""
    make_key(database_url)
    values, window = LIMITS[kind]
    async with open_purse(database_url, clock, **values) as purse:
        scope = key_scope(KEY)
        assert await passes(purse, scope=scope) == 4
        said = await refusal(purse, scope=scope)
        assert window in said.public
        assert said.code == ("gateway.quota_spent" if kind == "tokens" else "gateway.budget_spent")
        assert purse.budgets.standing(scope, provider="openai").level == "hard"
        await purse.budgets.flush()
        assert load_sums(database_url).spent == FOUR


@pytest.mark.parametrize("kind", LIMITS)
async def test_every_scope_refuses_what_would_pass_it(
    database_url: str, clock: JumpingClock, kind: str
) -> None:
    """Complaint 23, the other side: one micro-dollar or token less room than asked for is too little."""
    make_key(database_url)
    async with open_purse(database_url, clock, **LIMITS[kind][0]) as purse:
        scope = key_scope(KEY)
        await purse.spend(FOUR - 999, scope=scope, tokens=FOUR - 999)
        await refusal(purse, 1000, scope)


async def test_a_limit_of_one_spares_the_others(database_url: str, clock: JumpingClock) -> None:
    """Complaints 22 and 25: the limits of tenant, bot and key all hold, each for its own."""
    values: dict[str, object] = {
        "spend__daily_limit": 3 * DOLLARS,
        "spend__bot_daily_limits": {"lead": 2 * DOLLARS},
        "spend__key_daily_limits": {KEY: DOLLARS},
    }
    async with open_purse(database_url, clock, **values) as purse:
        assert await passes(purse, scope=key_scope(KEY)) == 4
        assert await passes(purse) == 4
        assert await passes(purse, scope=Scope(TENANT, "buyer")) == 4
        assert await passes(purse, scope=Scope(TenantId("other"), "lead")) == 8


async def test_nothing_set_means_no_limit(database_url: str, clock: JumpingClock) -> None:
    async with open_purse(database_url, clock) as purse:
        assert await passes(purse) == 50
        await purse.budgets.flush()
        assert load_sums(database_url).spent == 50_000


async def test_a_named_limit_of_zero_stops_all(database_url: str, clock: JumpingClock) -> None:
    async with open_purse(database_url, clock, spend__bot_daily_limits={"lead": 0.0}) as purse:
        await refusal(purse)
        assert purse.budgets.standing(SCOPE).level == "hard"
        await purse.spend(0)  # what costs nothing needs no budget


async def test_standing_is_hard_at_the_limit(purse: Purse) -> None:
    levels = []
    for _ in range(5):
        levels.append(purse.budgets.standing(SCOPE).level)
        if len(levels) < 5:
            await purse.spend(1000)
    assert levels == ["free", "free", "free", "free", "hard"]


async def test_a_beat_tells_what_others_spent(database_url: str, clock: JumpingClock) -> None:
    async with (
        open_purse(database_url, clock, "p1", spend__daily_limit=DOLLARS) as first,
        open_purse(database_url, clock, "p2", spend__daily_limit=DOLLARS) as second,
    ):
        assert second.budgets.standing(SCOPE).level == "free"
        await first.spend(3900)
        await first.budgets.refresh()
        await second.budgets.refresh()
        assert second.budgets.standing(SCOPE).level == "soft"
        await first.spend(100)
        await first.budgets.refresh()
        await second.budgets.refresh()
        assert second.budgets.standing(SCOPE).level == "hard"


async def test_a_dear_refusal_blocks_no_cheap_call(purse: Purse) -> None:
    await purse.spend(500)
    await refusal(purse, 3600)
    assert purse.budgets.standing(SCOPE).level == "free"
    assert await passes(purse, 500) == 7
    assert purse.budgets.standing(SCOPE).level == "hard"


async def test_a_rest_too_small_for_any_call_is_hard(purse: Purse) -> None:
    await purse.spend(1000, 3600)
    assert purse.budgets.standing(SCOPE).level == "hard"


async def test_a_call_given_up_while_asking_leaves_nothing(purse: Purse, database_url: str) -> None:
    """Whatever the database had granted by then is given back."""
    for loops in range(12):
        asking = asyncio.ensure_future(
            purse.budgets.reserve(SCOPE, provider="openai", micro=3000, tokens=1)
        )
        for _ in range(loops):
            await asyncio.sleep(0.0005)
        asking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            purse.budgets.release(await asking)
        await purse.budgets.refresh()
    await purse.budgets.refresh()
    assert load_sums(database_url).leased == 0
    assert await passes(purse) == 4


async def test_used_shares_are_measured(database_url: str, clock: JumpingClock) -> None:
    async with open_purse(
        database_url, clock, spend__daily_limit=DOLLARS, quota__daily_tokens={"openai": 1000}
    ) as purse:
        await purse.spend(1000)
        await purse.budgets.refresh()
        read = purse.meters.registry.get_sample_value
        told = {
            limit: read("frontdesk_budget_share", {"tenant": TENANT, "limit": limit})
            for limit in ("tenant/day", "tokens/openai/day", "tenant/hour")
        }
        assert told == {"tenant/day": 0.25, "tokens/openai/day": 0.1, "tenant/hour": None}
        await clock.advance(86_400)
        await purse.budgets.refresh()
        assert read("frontdesk_budget_share", {"tenant": TENANT, "limit": "tenant/day"}) is None


async def test_many_calls_at_once_share_one_slice(database_url: str, clock: JumpingClock) -> None:
    async with open_purse(database_url, clock, spend__daily_limit=1.0) as purse:
        held = await asyncio.gather(
            *(
                purse.budgets.reserve(SCOPE, provider="openai", micro=1000, tokens=1)
                for _ in range(100)
            )
        )
        assert purse.database.timings["spend.meet"].calls <= 10
        for one in held:
            purse.budgets.settle(one, call_row(one.at, 1000))
        await purse.budgets.flush()
        assert load_sums(database_url).spent == 100_000


async def test_soft_share_is_where_economy_begins(database_url: str, clock: JumpingClock) -> None:
    async with open_purse(
        database_url, clock, spend__daily_limit=DOLLARS, spend__soft_share=0.5
    ) as purse:
        await purse.spend(1999)
        assert purse.budgets.standing(SCOPE).level == "free"
        await purse.spend(1)
        standing = purse.budgets.standing(SCOPE)
        assert (standing.level, standing.share) == ("soft", 0.5)
        assert standing.window == "the daily budget of the tenant"


async def test_what_was_not_spent_is_free_again(purse: Purse) -> None:
    """Complaints 28 and 29: reservations come down when calls end, cost less, or are never sent."""
    for _ in range(20):
        await purse.spend(2000, 100)
    reservation = await purse.budgets.reserve(SCOPE, provider="openai", micro=2000, tokens=1)
    await refusal(purse)
    purse.budgets.release(reservation)
    await purse.spend(2000)


async def test_settling_twice_counts_once(purse: Purse, database_url: str) -> None:
    reservation = await purse.budgets.reserve(SCOPE, provider="openai", micro=2000, tokens=1)
    purse.budgets.settle(reservation, call_row(reservation.at, 1000))
    purse.budgets.release(reservation)
    assert await passes(purse) == 3


async def test_a_call_dearer_than_reserved_counts_whole(purse: Purse, database_url: str) -> None:
    await purse.spend(100, 3500)
    assert await passes(purse) == 0
    await purse.spend(500)
    await purse.budgets.close()
    assert load_sums(database_url).spent == FOUR
    assert load_sums(database_url).leased == 0


async def test_unknown_prices_count_as_supposed(database_url: str, clock: JumpingClock) -> None:
    async with open_purse(
        database_url, clock, spend__daily_limit=DOLLARS, spend__unknown_price=2.0
    ) as purse:
        reservation = await purse.budgets.reserve(SCOPE, provider="x", micro=2000, tokens=1000)
        purse.budgets.settle(reservation, call_row(reservation.at, None, tokens=1000))
        await purse.budgets.flush()
        assert load_ledger(database_url) == [("ok", 2000)]
        assert await passes(purse) == 2


async def test_a_limit_raised_live_lets_pass(purse: Purse, clock: JumpingClock) -> None:
    """Complaint 21: nothing stale blocks when the limit allows it."""
    assert await passes(purse) == 4
    purse.values["spend.daily_limit"] = 2 * DOLLARS
    await clock.advance(PLAN_S)
    assert await passes(purse) == 4


async def test_a_limit_lowered_live_stops_at_once(database_url: str, clock: JumpingClock) -> None:
    async with open_purse(database_url, clock, spend__daily_limit=1.0) as purse:
        await purse.spend(1000)  # holds a slice of many calls now
        purse.values["spend.daily_limit"] = 2 * DOLLARS
        await clock.advance(PLAN_S)
        assert await passes(purse) == 7


async def test_a_refund_makes_room(purse: Purse, clock: JumpingClock, database_url: str) -> None:
    """Complaint 21: what was given back can be spent again."""
    assert await passes(purse) == 4
    await purse.budgets.flush()
    await ledger.refund(
        *(purse.database, SCOPE, 2000),
        provider="openai",
        who="anna",
        why="billed twice",
        now=clock.now(),
    )
    await clock.advance(REFUSED_S)
    await purse.budgets.refresh()
    assert purse.budgets.standing(SCOPE).level == "free"
    assert await passes(purse) == 2
    await purse.budgets.flush()
    assert load_sums(database_url).spent == FOUR == sum(c for _, c in load_ledger(database_url))


async def test_a_refund_needs_amount_and_reason(purse: Purse, clock: JumpingClock) -> None:
    for micro, why in ((0, "billed twice"), (5, " ")):
        with pytest.raises(BadInput, match="bad_refund"):
            await ledger.refund(
                *(purse.database, SCOPE, micro),
                provider="openai",
                who="anna",
                why=why,
                now=clock.now(),
            )


@pytest.mark.parametrize(
    ("control", "hours"), [("spend__daily_limit", 24), ("spend__hourly_limit", 1)]
)
async def test_a_window_that_rolls_starts_again(
    database_url: str, clock: JumpingClock, control: str, hours: int
) -> None:
    """Complaint 24: budgets are reset by time alone, and what is under way stays in its window."""
    async with open_purse(database_url, clock, **{control: DOLLARS}) as purse:
        assert await passes(purse, 2000) == 2
        await clock.advance(hours * 3600)
        late = await purse.budgets.reserve(SCOPE, provider="openai", micro=3000, tokens=1)
        await clock.advance(hours * 3600)
        purse.budgets.settle(late, call_row(clock.now(), 3000))
        assert await passes(purse, 2000) == 2
        await purse.budgets.refresh()
        await purse.budgets.refresh()
        with psycopg.connect(database_url) as owner:
            found = owner.execute(
                "select spent, leased from spend_windows where scope = 'tenant' and span = %s"
                " order by starts_at",
                ["day" if hours == 24 else "hour"],
            ).fetchall()
        assert found == [(4000, 0), (3000, 0), (4000, 0)]


@pytest.mark.parametrize("jump_h", [-1, 1, -30, 30, 24 * 400])
async def test_a_clock_that_jumps_blocks_nobody(
    database_url: str, clock: JumpingClock, jump_h: int
) -> None:
    """The window of the time it is said to be counts, and none is forgotten or counted twice."""
    async with open_purse(database_url, clock, spend__hourly_limit=DOLLARS) as purse:
        assert await passes(purse, 2000) == 2
        clock.wrong_by = timedelta(hours=jump_h)
        await purse.budgets.refresh()
        assert await passes(purse, 1000) == 4
        clock.wrong_by = timedelta()
        await purse.budgets.refresh()
        await clock.advance(REFUSED_S)
        assert await passes(purse) == 0
        await clock.advance(3600)
        assert await passes(purse) == (0 if jump_h == 1 else 4)  # that hour had its calls already
        await purse.budgets.close()
        assert load_sums(database_url, span="hour").leased == 0
        assert load_sums(database_url).spent == sum(c for _, c in load_ledger(database_url))


async def test_idle_slices_of_others_block_nobody(database_url: str) -> None:
    """Complaint 26: a call that fits the limit passes, though another process holds the room."""
    async with AsyncExitStack() as stack:
        first, second = [
            await stack.enter_async_context(
                open_purse(database_url, SystemClock(), name, spend__daily_limit=DOLLARS)
            )
            for name in ("p1", "p2")
        ]
        held = await first.budgets.reserve(SCOPE, provider="openai", micro=3500, tokens=1)
        waiting = asyncio.ensure_future(
            second.budgets.reserve(SCOPE, provider="openai", micro=3500, tokens=1, patience_s=30)
        )
        await asyncio.sleep(0.15)
        first.budgets.settle(held, call_row(held.at, 500))
        assert not waiting.done()
        await first.budgets.refresh()
        second.budgets.settle(await waiting, call_row(held.at, 3500))
        await second.budgets.flush()
        assert load_sums(database_url).spent == FOUR


async def test_three_processes_agree_on_mixed_costs(database_url: str, clock: JumpingClock) -> None:
    """Complaint 30: whatever the costs and the order, spent is the sum of the ledger, and spent,
    leased and unsure never pass the limit."""
    luck, limit = random.Random(30), 60_000
    async with AsyncExitStack() as stack:
        purses = [
            await stack.enter_async_context(
                open_purse(database_url, clock, f"p{n}", spend__daily_limit=limit / 1e6)
            )
            for n in range(3)
        ]
        for _ in range(250):
            purse, micro = luck.choice(purses), luck.choice((1, 7, 300, 1000, 4000))
            try:
                held = await purse.budgets.reserve(
                    SCOPE, provider="openai", micro=micro, tokens=1, patience_s=0
                )
            except NotNow:
                await clock.advance(REFUSED_S)
            else:
                cost = luck.randint(0, micro)
                purse.budgets.settle(held, call_row(held.at, cost))
            if luck.random() < 0.2:
                await purse.budgets.refresh()
                sums = load_sums(database_url)
                assert sums.spent + sums.leased + sums.unsure <= limit
                assert sums.spent == sum(micro for _, micro in load_ledger(database_url))
        for purse in purses:
            await purse.budgets.close()
    sums = load_sums(database_url)
    assert sums.spent == sum(micro for _, micro in load_ledger(database_url))
    assert (sums.leased, sums.unsure) == (0, 0)
    assert limit - 4000 < sums.spent <= limit

"""The ledger holds each call once, agrees with its windows, survives failures, and answers reports."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from frontdesk.ability.gateway.money import reports
from frontdesk.ability.gateway.money.orphans import EVERY_S, GRACE_S
from frontdesk.ground.words.ids import ConversationId, TenantId, TraceId
from frontdesk.ground.words.problems import NotNow
from tests.spending import (
    CALL,
    NOON,
    SCOPE,
    TENANT,
    JumpingClock,
    Purse,
    call_row,
    load_ledger,
    load_sums,
    open_purse,
)

pytestmark = pytest.mark.store

OTHER = TenantId("other")
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
async def purse(database_url: str, clock: JumpingClock) -> AsyncIterator[Purse]:
    async with open_purse(database_url, clock, spend__daily_limit=1.0) as purse:
        yield purse


async def test_a_row_keeps_all_that_was_said(purse: Purse, database_url: str) -> None:
    row = replace(
        CALL,
        conversation=ConversationId("c1"),
        trace=TraceId("t1"),
        first_ms=3.5,
        streamed=True,
        cached_in=40,
        saved_micro=7,
        attempts=2,
        request_hash="abc",
    )
    purse.budgets.note(row)
    await purse.budgets.flush()
    with psycopg.connect(database_url) as owner:
        found = owner.execute(
            "select at, bot, key_id, conversation_id, trace_id, purpose, prompt, provider, model,"
            " rung, via, outcome, tokens_in, tokens_out, cached_in, cost_micro, charged_micro,"
            " saved_micro, latency_ms, first_ms, attempts, streamed, request_hash from model_calls"
        ).fetchone()
    assert found == (
        NOON, "lead", None, "c1", "t1", "answer", "answer@1", "openai", "gpt-4o", "full", "model",
        "ok", 80, 20, 40, 300, 300, 7, 12.0, 3.5, 2, True, "abc",
    )  # fmt: skip


async def test_rows_are_never_changed(purse: Purse, database_url: str) -> None:
    purse.budgets.note(CALL)
    await purse.budgets.flush()
    for change in ("update model_calls set cost_micro = 0", "truncate model_calls"):
        with (
            psycopg.connect(database_url) as owner,
            pytest.raises(psycopg.errors.RestrictViolation),
        ):
            owner.execute(change)


async def test_a_failed_flush_loses_and_doubles_nothing(purse: Purse, database_url: str) -> None:
    """The database refuses, then takes the message but the answer is lost, then all is well."""
    with psycopg.connect(database_url, autocommit=True) as owner:
        await purse.spend(1000, 400)
        owner.execute("alter table model_calls rename to elsewhere")
        with pytest.raises(psycopg.errors.UndefinedTable):
            await purse.budgets.flush()
        owner.execute("alter table elsewhere rename to model_calls")
    holding = purse.budgets._holdings[TENANT]
    message = holding.compose(purse.budgets._process_id)
    await purse.database.call("spend.meet", {"p": message.body})
    holding.undo(message)
    await purse.spend(1000, 500)
    await purse.budgets.close()
    assert load_ledger(database_url) == [("ok", 400), ("ok", 500)]
    sums = load_sums(database_url)
    assert (sums.spent, sums.leased, sums.unsure) == (900, 0, 0)


async def test_one_tenants_failure_spares_the_others(purse: Purse, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute(
            "alter table spenders add constraint shut check (tenant_id <> 'demo') not valid"
        )
    for tenant in (TENANT, OTHER):
        purse.budgets.note(replace(CALL, tenant=tenant))
    with pytest.raises(psycopg.errors.CheckViolation):
        await purse.budgets.flush()
    assert load_ledger(database_url) == [("ok", 300)]


async def test_strange_names_stop_no_flush(purse: Purse, database_url: str) -> None:
    for name in ("nul\x00nul", "half\ud800", "back\\u0000slash", "long" * 9000):
        purse.budgets.note(replace(CALL, model=name))
    await purse.budgets.flush()
    with psycopg.connect(database_url) as owner:
        rows = owner.execute("select left(model, 20) from model_calls").fetchall()
    assert {row[0] for row in rows} == {"nulnul", "half?", "back\\u0000slash", "long" * 5}


async def test_absurd_counts_stop_no_flush(
    purse: Purse, clock: JumpingClock, database_url: str
) -> None:
    """A vendor that says it worked more than the world has tokens."""
    for tokens, cost in ((10**30, 10**40), (10**18, None), (2**63, 5)):
        held = await purse.budgets.reserve(SCOPE, provider="openai", micro=5, tokens=5)
        row = call_row(held.at, cost, tokens=tokens)
        purse.budgets.settle(held, row)
        await clock.advance(24 * 3600)
    await purse.budgets.flush()
    assert load_ledger(database_url) == [("ok", 5), ("ok", 10**12), ("ok", 10**12)]
    assert load_sums(database_url).spent == sum(c for _, c in load_ledger(database_url))


async def test_without_the_database_nothing_passes(purse: Purse, database_url: str) -> None:
    """No word from the database is no yes; once it answers, calls pass again."""
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("alter table spend_windows rename to elsewhere")
        with pytest.raises(psycopg.ProgrammingError):
            await purse.spend(1000)
        owner.execute("alter table elsewhere rename to spend_windows")
    await purse.spend(1000)
    await purse.budgets.close()
    assert load_ledger(database_url) == [("ok", 1000)]


async def test_who_was_taken_for_dead_may_come_back(database_url: str, clock: JumpingClock) -> None:
    """A process that slept through its own burial: what was booked as lost is put right."""
    async with (
        open_purse(database_url, clock, "sleeper", spend__daily_limit=0.01) as sleeper,
        open_purse(database_url, clock, "other", spend__daily_limit=0.01) as other,
    ):
        held = await sleeper.budgets.reserve(SCOPE, provider="openai", micro=4000, tokens=9)
        await sleeper.budgets.flush()
        await other.budgets.refresh()
        assert load_sums(database_url).unsure == 4000
        await clock.advance(EVERY_S)
        await sleeper.budgets.flush()  # a sign of life: the burial is undone
        assert load_sums(database_url).leased == 4000

        for _ in range(3):
            await other.budgets.refresh()
            await clock.advance(GRACE_S)
        sums = load_sums(database_url)
        assert (sums.spent, sums.leased, sums.unsure) == (4000, 0, 0)
        with pytest.raises(NotNow):
            await other.spend(7000)

        sleeper.budgets.settle(held, call_row(held.at, 1000))
        await sleeper.budgets.close()
        rows = load_ledger(database_url)
        assert rows == [("found", -4000), ("lost", 4000), ("ok", 1000)]
        assert load_sums(database_url).spent == 1000
        await clock.advance(1)
        await other.spend(7000)


async def test_who_comes_back_has_only_what_is_under_way(
    database_url: str, clock: JumpingClock
) -> None:
    """Its idle slice went to others meanwhile; its calls under way did not."""
    async with (
        open_purse(database_url, clock, "sleeper", spend__daily_limit=0.1) as sleeper,
        open_purse(database_url, clock, "other", spend__daily_limit=0.1) as other,
    ):
        held = await sleeper.budgets.reserve(SCOPE, provider="openai", micro=4000, tokens=9)
        assert load_sums(database_url).leased > 4000
        for _ in range(3):
            await other.budgets.refresh()
            await clock.advance(GRACE_S)
        await other.spend(96_000)
        await other.budgets.flush()
        assert load_sums(database_url).spent == 100_000
        await sleeper.budgets.flush()
        sums = load_sums(database_url)
        assert (sums.spent, sums.leased) == (96_000, 4000)
        for purse in (sleeper, other):
            with pytest.raises(NotNow):
                await purse.spend(100)
        sleeper.budgets.settle(held, call_row(held.at, 4000))
        await sleeper.budgets.close()
        assert load_sums(database_url).spent == 100_000


async def test_messages_wait_for_each_other(database_url: str) -> None:
    """Two processes ask for the whole limit at once: the second sees what the first was given."""
    window = {
        "scope": "tenant",
        "span": "day",
        "starts_at": NOON.isoformat(),
        "held": 0,
        "most": 1000,
        "need": 1000,
        "want": 1000,
    }

    def ask(connection: psycopg.Connection, process: str) -> object:
        said = {"tenant": "demo", "process": process, "in_flight": [], "rows": []}
        body = json.dumps({**said, "windows": [window]})
        row = connection.execute("select meet_spend(%s::jsonb) -> 'refused'", [body]).fetchone()
        assert row is not None
        return row[0]

    with psycopg.connect(database_url) as first, psycopg.connect(database_url) as second:
        assert ask(first, "p1") is None
        waiting = asyncio.ensure_future(asyncio.to_thread(ask, second, "p2"))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        first.commit()
        assert await waiting == 0


async def test_a_clean_stop_leaves_nothing_behind(purse: Purse, database_url: str) -> None:
    await purse.spend(1000, 10)
    await purse.budgets.close()
    with psycopg.connect(database_url) as owner:
        left = owner.execute(
            "select (select count(*) from spenders), (select count(*) from spend_leases)"
        ).fetchone()
    assert left == (0, 0)


async def fill(purse: Purse) -> None:
    """Two days of calls of two bots and two tenants, of every sort."""
    rows = [
        replace(CALL, conversation=ConversationId("c1")),
        replace(CALL, conversation=ConversationId("c1"), cached_in=40, saved_micro=50),
        replace(CALL, conversation=ConversationId("c2"), bot="buyer", model="gpt-4o-mini"),
        replace(CALL, outcome="timeout", cost_micro=0, tokens_in=0, tokens_out=0),
        replace(CALL, cost_micro=None, model="odd"),
        replace(CALL, via="cache_exact", cost_micro=0, saved_micro=300, tokens_in=0, tokens_out=0),
        replace(CALL, via="local", cost_micro=0, provider="", model="rules", rung="rules"),
        replace(CALL, at=NOON + DAY, purpose="read", cost_micro=1000),
        replace(CALL, tenant=OTHER, cost_micro=5000),
    ]
    for row in rows:
        purse.budgets.note(row)
    await purse.budgets.flush()


async def test_usage_is_told_by_whatever_is_asked(purse: Purse) -> None:
    await fill(purse)

    async def costs(by: reports.By, days: int = 2) -> dict[str, int]:
        until = NOON + timedelta(days=days)
        lines, total = await reports.load_usage(
            purse.database, [TENANT, OTHER], since=NOON, until=until, by=by
        )
        assert total.cost_micro == sum(line.cost_micro for line in lines)
        return {line.name: line.cost_micro for line in lines}

    assert await costs("bot") == {"lead": 6600, "buyer": 300}
    assert await costs("bot", days=1) == {"lead": 5600, "buyer": 300}
    assert await costs("tenant") == {"other": 5000, "demo": 1900}
    assert await costs("day") == {"2026-03-02": 5900, "2026-03-03": 1000}
    assert await costs("purpose") == {"answer": 5900, "read": 1000}
    assert await costs("key") == {"": 6900}
    assert await costs("model") == {
        "openai/gpt-4o": 6600, "openai/gpt-4o-mini": 300, "openai/odd": 0, "rules": 0,
    }  # fmt: skip


async def test_usage_counts_each_sort_of_call(purse: Purse) -> None:
    await fill(purse)
    lines, _ = await reports.load_usage(purse.database, [TENANT], since=NOON, until=NOON + DAY)
    lead = lines[0]
    assert (lead.answered, lead.failed, lead.kept, lead.local) == (3, 1, 1, 1)
    assert (lead.unpriced, lead.unpriced_micro) == (1, 1000)
    assert (lead.vendor_saved_micro, lead.kept_saved_micro) == (50, 300)
    assert (lead.conversations, lead.cost_per_conversation_micro) == (1, 600)


async def test_dear_prompts_come_first_with_candidates(purse: Purse) -> None:
    for minute, prompt, hashed, cost in (
        (0, "read@2", "a", 100),
        (1, "read@2", "a", 100),
        (2, "read@2", "b", 100),
        (3, "answer@1", "a", 900),
        (4, "answer@1", "", 900),
        (5, "answer@1", "", 900),
    ):
        at = NOON + timedelta(minutes=minute)
        purse.budgets.note(
            replace(CALL, at=at, prompt=prompt, request_hash=hashed, cost_micro=cost)
        )
    await purse.budgets.flush()
    found = await reports.load_prompts(
        purse.database, TENANT, since=NOON, until=NOON + DAY, kept_for=DAY
    )
    assert [
        (line.prompt, line.calls, line.cost_micro, line.repeats, line.replay_micro)
        for line in found
    ] == [("answer@1", 3, 2700, 0, 0), ("read@2", 3, 300, 1, 100)]
    assert [round(line.share, 2) for line in found] == [0.9, 0.1]


async def test_reports_stay_inside_the_tenant(purse: Purse) -> None:
    await fill(purse)
    _, total = await reports.load_usage(purse.database, [OTHER], since=NOON, until=NOON + DAY)
    assert (total.answered, total.cost_micro) == (1, 5000)

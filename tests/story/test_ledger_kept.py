"""Old model calls are forgotten with the windows that are their sums, tenant by tenant, and no others."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from frontdesk.ability.controls import save_control
from frontdesk.ability.gateway.money import ledger
from frontdesk.flow.operations import collect
from frontdesk.flow.operations.measured import switches
from frontdesk.ground.words.ids import TenantId
from testing import house
from testing.clock import FakeClock
from testing.house import TENANT, Home
from tests.spending import CALL

pytestmark = pytest.mark.store
SUMS = """
  select (select coalesce(sum(charged_micro), 0)::bigint from model_calls) = coalesce(sum(spent), 0)
    as same, coalesce(sum(spent), 0)::bigint as spent
  from spend_windows where scope = 'tenant' and span = %s
"""


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url, clock=FakeClock()) as opened:
        yield opened


async def book(home: Home, days_ago: float, tenant: TenantId = TENANT) -> None:
    at = home.clock.now() - timedelta(days=days_ago)
    row = ledger.as_row(replace(CALL, tenant=tenant, at=at), 100)
    params = {"tenant": tenant, "rows": ledger.render_rows([row])}
    await home.line.database.call("spend.book", params)


async def set_days(home: Home, days: float) -> None:
    database, control = home.line.database, switches.calls_kept_days
    now = home.clock.now()
    await save_control(database, TENANT, control, days, who="t", why="test", now=now)
    await home.line.controls.refresh(database)


async def test_old_calls_go_and_their_sums_with_them(home: Home) -> None:
    """Usually four hundred days; in each span the windows are the sums of what is left."""
    for days_ago in (0, 0.5, 399, 402, 500, 900):
        await book(home, days_ago)
    await collect.run_cleaning(home.house.lookout)
    for span in ("day", "hour"):
        assert await home.rows(SUMS, span) == [{"same": True, "spent": 300}]


async def test_days_that_are_kept_can_be_chosen(home: Home) -> None:
    for days_ago in (1, 3, 40):
        await book(home, days_ago)
    await set_days(home, 7)
    await collect.run_cleaning(home.house.lookout)
    assert await home.column("select count(*) from model_calls") == [2]


async def test_nothing_is_cut_within_a_day(home: Home) -> None:
    """A window of a day never says more than its calls: the day goes whole, or stays whole."""
    for hours in range(1, 49):
        await book(home, 400 + hours / 24)
    await collect.run_cleaning(home.house.lookout)
    assert await home.rows(SUMS, "day") == await home.rows(SUMS, "hour")
    left = await home.column("select count(*) from model_calls")
    assert left == [home.clock.now().hour], "those since midnight"


async def test_more_than_one_statement_forgets_are_all_forgotten(home: Home) -> None:
    database, before = home.line.database, home.clock.now() - timedelta(days=30)
    for days_ago in (40, 41, 42, 43, 44):
        await book(home, days_ago)
    params = {"before": before, "limit": 2}
    gone = [
        (await database.fetch("spend.forget_before", params, tenant=TENANT))[0]["gone"]
        for _ in range(3)
    ]
    assert gone == [2, 2, 1]
    assert await home.rows(SUMS, "day") == [{"same": True, "spent": 0}]


async def test_another_tenant_s_calls_stay(home: Home) -> None:
    other = TenantId("other")
    for tenant in (TENANT, other):
        await book(home, 50, tenant)
    params = {"before": home.clock.now(), "limit": 10}
    await home.line.database.fetch("spend.forget_before", params, tenant=TENANT)
    assert await home.column("select tenant_id from model_calls") == ["other"]
    assert set(await home.column("select tenant_id from spend_windows")) == {"other"}

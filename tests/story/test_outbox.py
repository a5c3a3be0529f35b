"""Replies leave in order, as often as promised, through everything a carrier does to them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from frontdesk.ability import consent, controls
from frontdesk.flow.conversation import line as lines
from frontdesk.flow.conversation import outbox
from frontdesk.flow.conversation.beside import receipts
from frontdesk.ground.store.db import Statement
from frontdesk.ground.words.ids import OutboxId, TenantId
from testing import house
from testing.carrier import FakeCarrier, Fault
from testing.clock import FakeClock
from testing.house import TENANT, Home

pytestmark = pytest.mark.store

ANNA, BEN = "+15550123", "+15550124"
ATTEMPTS = 6


@pytest.fixture
async def home(database_url: str) -> AsyncIterator[Home]:
    async with house.open_house(database_url, clock=FakeClock()) as opened:
        yield opened


async def statuses(home: Home) -> list[str]:
    return await home.column("select status from outbox order by position")


async def due_in_s(home: Home) -> float:
    (due_at,) = await home.column("select due_at from outbox where status = 'ready'")
    return float((due_at - home.clock.now()).total_seconds())


async def forget_lease(home: Home) -> None:
    await home.rows("update outbox set lease_until = now() - interval '1 s'")


async def test_order_holds_across_a_retry(home: Home) -> None:
    home.carrier.plan("unreachable")
    await home.says(ANNA, "one")
    await home.says(ANNA, "two")
    await home.says(BEN, "hello")
    assert [item.body for item in home.carrier.taken] == ["got hello"]
    await home.later(10)
    assert home.carrier.bodies(ANNA) == ["got one", "got two"]


async def test_retry_after_is_waited_for(home: Home) -> None:
    home.carrier.plan("busy")
    await home.says(ANNA, "one")
    await home.later(home.carrier.busy_s - 1)
    assert home.carrier.taken == []
    await home.later(1)
    assert home.carrier.bodies(ANNA) == ["got one"]


async def test_waits_between_tries_grow(home: Home) -> None:
    home.carrier.plan("unreachable", "unreachable", "unreachable", "unreachable")
    await home.says(ANNA, "one")
    waits = []
    for attempt in range(1, 5):
        wait_s = await due_in_s(home)
        assert 2**attempt / 2 <= wait_s <= 2**attempt
        waits.append(wait_s)
        await home.later(wait_s)
    assert home.carrier.bodies(ANNA) == ["got one"]


@pytest.mark.parametrize("fault", ["unreachable", "break"])
async def test_a_reply_is_given_up_after_its_tries(home: Home, fault: Fault) -> None:
    home.carrier.plan(*[fault] * (ATTEMPTS + 2))
    await home.says(ANNA, "one")
    for _ in range(3 * ATTEMPTS):
        await home.later(600)
    assert home.carrier.tries == ATTEMPTS
    assert await statuses(home) == ["dead"]
    assert home.count("frontdesk_sends_total", channel="sms", outcome="dead") == 1
    waiting = await home.line.database.fetch("probes.waiting", {}, tenant=None)
    assert {row["queue"]: row["rows"] for row in waiting}["dead"] == 1


async def test_a_dead_reply_lets_the_next_go(home: Home) -> None:
    home.carrier.plan("refuse")
    await home.says(ANNA, "one")
    await home.says(ANNA, "two")
    assert await statuses(home) == ["dead", "sent"]
    (dead,) = await home.line.database.fetch("outbox.load_dead", {"limit": 9}, tenant=TENANT)
    assert (dead["text"], dead["problem"]) == (
        "got one",
        "carrier.bad_number: there is no such number",
    )


async def test_a_dead_reply_can_be_sent_again(home: Home) -> None:
    home.carrier.plan("refuse")
    await home.says(ANNA, "one")
    (row,) = await home.rows("select id from outbox")
    revive = {"id": row["id"], "now": home.clock.now()}
    revived = await home.line.database.fetch("outbox.revive", revive, tenant=TENANT)
    again = await home.line.database.fetch("outbox.revive", revive, tenant=TENANT)
    await home.sweep()
    assert (len(revived), len(again)) == (1, 0)
    assert home.carrier.bodies(ANNA) == ["got one"]
    assert await statuses(home) == ["sent"]


@pytest.mark.parametrize("lag_s", [0.0, 3.0])
async def test_a_lost_answer_is_never_doubled(database_url: str, lag_s: float) -> None:
    clock = FakeClock()
    carrier = FakeCarrier(clock, list_lag_s=lag_s)
    async with house.open_house(database_url, clock=clock, carrier=carrier) as home:
        carrier.plan("lose")
        await home.says(ANNA, "one")
        await home.says(ANNA, "two")
        for _ in range(10):
            await home.later(1.0)
        assert carrier.bodies(ANNA) == ["got one", "got two"]
        assert await home.column("select vendor_id from outbox order by position") == ["SM1", "SM2"]


async def test_a_crash_while_sending_is_looked_up_first(home: Home, database_url: str) -> None:
    """The process dies after the carrier took the text and before the row says so."""
    home.carrier.hold()
    await home.hears(ANNA, "one")
    await home.carrier.reached()
    home.carrier.release()
    await home.quiet()
    await home.rows("update outbox set status = 'sending', vendor_id = null, done_at = null")
    await forget_lease(home)
    shared = house.open_house(database_url, clock=home.clock, carrier=home.carrier)
    async with shared as other:
        await other.later(5.0)
        await other.later(5.0)
    assert home.carrier.bodies(ANNA) == ["got one"]
    assert await statuses(home) == ["sent"]


async def test_equal_replies_are_both_sent(home: Home) -> None:
    await home.says(ANNA, "same")
    home.carrier.plan("lose")
    await home.says(ANNA, "same")
    await home.says(ANNA, "same")
    for _ in range(10):
        await home.later(1.0)
    assert home.carrier.bodies(ANNA) == ["got same"] * 3
    assert len(set(await home.column("select vendor_id from outbox"))) == 3


async def test_claims_at_once_never_overtake(home: Home, database_url: str) -> None:
    """Many processes want to send for one contact; the first row is always the first."""
    async with house.open_house(database_url, clock=home.clock, carrier=home.carrier) as other:
        home.carrier.plan("unreachable")
        for number in range(6):
            await home.says(ANNA, f"{number}")
        assert isinstance(home.clock, FakeClock)
        await home.clock.advance(30)
        contact = (await home.column("select contact_id from outbox"))[0]
        places = [home, other] * 8
        await asyncio.gather(*(outbox.drain(one.line, TENANT, contact) for one in places))
        await home.sweep()
    assert home.carrier.bodies(ANNA) == [f"got {number}" for number in range(6)]


async def test_a_locked_row_is_not_overtaken(home: Home) -> None:
    """A delivery report holds the first row for a moment: the second must wait for it."""
    home.carrier.plan("unreachable")
    await home.says(ANNA, "one")
    await home.says(ANNA, "two")
    assert isinstance(home.clock, FakeClock)
    await home.clock.advance(30)
    rows = await home.rows("select id, contact_id from outbox order by position")
    async with home.line.database.transaction(TENANT) as holding:
        await holding.fetch("outbox.confirm", _report(rows[0]["id"], "SMx", home))
        draining = asyncio.ensure_future(outbox.drain(home.line, TENANT, rows[0]["contact_id"]))
        await asyncio.sleep(0.2)
        assert home.carrier.taken == []
    await draining
    assert home.carrier.bodies(ANNA) == ["got two"]


def _report(outbox_id: str, vendor_id: str, home: Home) -> dict[str, object]:
    return {
        "id": outbox_id,
        "vendor_id": vendor_id,
        "status": "sent",
        "problem": None,
        "now": home.clock.now(),
    }


async def test_a_report_may_come_before_the_answer(home: Home) -> None:
    home.carrier.hold()
    await home.hears(ANNA, "one")
    await home.carrier.reached()
    (row,) = await home.rows("select id from outbox")
    told = await receipts.confirm_sent(
        home.line, TENANT, OutboxId(row["id"]), vendor_id="SM1", said="delivered"
    )
    home.carrier.release()
    await home.quiet()
    await home.later(60)
    assert told == "recorded"
    assert await statuses(home) == ["delivered"]
    assert home.carrier.bodies(ANNA) == ["got one"]


async def test_an_opt_out_before_sending_withholds(home: Home) -> None:
    home.carrier.plan("unreachable")
    await home.says(ANNA, "one")
    await home.says(ANNA, "STOP")
    await home.later(60)
    (confirmation,) = home.carrier.bodies(ANNA)
    assert "START" in confirmation
    assert await statuses(home) == ["withheld", "sent"]


async def test_an_opt_out_during_a_try_stops_the_next(home: Home) -> None:
    """The row is claimed when the ledger changes: the first try may leave, no second one."""
    home.carrier.hold()
    home.carrier.plan("unreachable")
    await home.hears(ANNA, "one")
    await home.carrier.reached()
    (contact,) = await home.column("select id from contacts")
    change: list[Statement] = consent.append_change(
        tenant=TENANT,
        contact=contact,
        change="out",
        source="person",
        channel="cli",
        evidence="told us by phone",
        now=home.clock.now(),
    )
    await home.line.database.run(TENANT, change)
    home.carrier.release()
    await home.quiet()
    await home.later(60)
    assert home.carrier.taken == []
    assert await statuses(home) == ["withheld"]


async def test_the_carriers_opt_out_binds_every_channel(home: Home) -> None:
    home.carrier.plan("opted_out")
    await home.says(ANNA, "one")
    _, record = await home.asks(ANNA, "by the api")
    await home.says(ANNA, "two")
    assert home.carrier.taken == []
    assert (record.decision.kind, record.decision.reason) == ("stay_silent", "opted_out")
    assert await home.rows("select kind, source from consent_ledger") == [
        {"kind": "out", "source": "carrier"}
    ]


async def test_paused_sending_holds_and_releases(home: Home) -> None:
    await pause(home, TENANT, ("sms",))
    await home.says(ANNA, "one")
    await home.says(ANNA, "two")
    _, record = await home.asks(BEN, "by the api")
    await home.later(600)
    assert home.carrier.taken == []
    assert record.replies == ("got by the api",)
    await pause(home, TENANT, ())
    await home.later(1)
    assert home.carrier.bodies(ANNA) == ["got one", "got two"]
    assert await home.column("select attempts from outbox where channel = 'sms'") == [1, 1]


async def pause(home: Home, tenant: TenantId, channels: tuple[str, ...]) -> None:
    await controls.save_control(
        home.line.database,
        tenant,
        lines.sending_paused,
        channels,
        who="dana",
        why="the carrier is down",
        now=home.clock.now(),
    )
    await home.line.controls.refresh(home.line.database)


async def test_a_paused_tenant_starves_nobody(home: Home) -> None:
    await pause(home, TENANT, ("sms",))
    for number in range(60):
        await home.says(f"+155502{number:02}", "hello")
    await pause(home, TENANT, ())
    held = TenantId("other")
    await home.rows("update outbox set due_at = due_at - interval '1 h'")
    await home.rows("insert into tenants (id, name) values (%s, 'Other')", held)
    await home.rows("update outbox set tenant_id = %s where text = 'got hello'", held)
    await pause(home, held, ("sms",))
    home.carrier.plan("unreachable")
    await home.says(ANNA, "mine")
    await home.later(30)
    assert [item.body for item in home.carrier.taken] == ["got mine"]


async def test_a_channel_not_set_up_keeps_replies(home: Home) -> None:
    senders = dict(home.line.senders)
    home.line.senders.clear()  # type: ignore[attr-defined]  # settings were taken away
    await home.says(ANNA, "one")
    assert await home.column("select problem from outbox") == ["outbox.no_sender"]
    home.line.senders.update(senders)  # type: ignore[attr-defined]  # and given back
    await home.later(120)
    assert home.carrier.bodies(ANNA) == ["got one"]

"""Whatever Twilio does with a reply, the customer's phone shows it once and in order."""

import pytest

from testing import twilio
from tests.story import sms_desk

pytestmark = pytest.mark.store

ANNA = "+15550123"
TAKEN: list[twilio.Fault] = ["lose_response", "cut_response", "error_after"]
NOT_TAKEN: list[twilio.Fault] = ["drop", "error_before", "too_many"]
CHANCES = {
    "lose_response": 0.12,
    "cut_response": 0.05,
    "error_after": 0.08,
    "drop": 0.05,
    "error_before": 0.05,
    "too_many": 0.05,
}


@pytest.mark.parametrize("fault", [*TAKEN, *NOT_TAKEN])
async def test_a_faulty_carrier_doubles_nothing(database_url: str, fault: twilio.Fault) -> None:
    late = twilio.Behaviour(list_delay_s=(0.0, 0.4))
    async with sms_desk.open_desk(database_url, behaviour=late) as desk:
        desk.fake.plan(fault)
        await desk.text_twice(ANNA, "first", "second")
        rows = await desk.settled(2)
        assert desk.fake.bodies(ANNA) == ["got first", "got second"]
        assert [row["vendor_id"] for row in rows] == [item.sid for item in desk.fake.accepted]


async def test_a_refused_reply_is_dead_with_reason(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        desk.fake.plan("refuse")
        await desk.text(ANNA, "first")
        await desk.settled()
        await desk.text(ANNA, "second")
        rows = await desk.settled(2)
        assert [row["status"] for row in rows] == ["dead", "sent"]
        assert rows[0]["problem"].startswith("twilio.bad_number: ")
        assert desk.fake.bodies(ANNA) == ["got second"]


async def test_the_carriers_opt_out_is_ours(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        desk.fake.opted_out.add(ANNA)
        await desk.text(ANNA, "first")
        (row,) = await desk.settled()
        ledger = await desk.rows("select kind, source, channel from consent_ledger")
        assert row["status"] == "withheld"
        assert ledger == [{"kind": "out", "source": "carrier", "channel": "sms"}]
        desk.fake.opted_out.clear()
        await desk.text(ANNA, "second")
        await desk.until(lambda: desk.rows("select id from ai_responses where number = 2"))
        assert desk.fake.accepted == []


async def test_chaotic_reports_change_no_count(database_url: str) -> None:
    behaviour = twilio.Behaviour(rates=CHANCES, list_delay_s=(0.0, 0.4), callbacks="chaos")
    people = [f"+1555020{number}" for number in range(6)]
    async with sms_desk.open_desk(database_url, behaviour=behaviour, seed=7) as desk:
        for turn in range(4):
            for person in people:
                await desk.text(person, f"message {turn}")
            await desk.settled((turn + 1) * len(people))
        wanted = [f"got message {turn}" for turn in range(4)]
        assert {person: desk.fake.bodies(person) for person in people} == dict.fromkeys(
            people, wanted
        )
        assert len({fault for fault, _ in desk.fake.requests}) > 3


async def test_reports_only_move_a_reply_forward(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        await desk.text(ANNA, "hello")
        await desk.settled()
        (message,) = desk.fake.accepted
        seen = []
        for status in ("sent", "delivered", "sent", "queued", "undelivered", "delivered"):
            answer = await desk.fake.report(message, status)
            (row,) = await desk.outbox()
            seen.append((answer.status, row["status"], row["problem"]))
        assert seen == [(204, "sent", None)] + [(204, "delivered", None)] * 5


async def test_a_failed_delivery_is_dead_with_reason(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        await desk.text(ANNA, "hello")
        await desk.settled()
        (message,) = desk.fake.accepted
        for status in ("undelivered", "sent", "undelivered"):
            await desk.fake.report(message, status, error_code=30005)
        (row,) = await desk.outbox()
        assert row["status"] == "dead"
        assert row["problem"].startswith("twilio.unknown_phone: ")


async def test_a_reported_opt_out_counts_once(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        await desk.text(ANNA, "hello")
        await desk.settled()
        (message,) = desk.fake.accepted
        for _ in range(2):
            await desk.fake.report(message, "failed", error_code=21610)
        (row,) = await desk.outbox()
        ledger = await desk.rows("select kind, source from consent_ledger")
        assert row["status"] == "withheld"
        assert ledger == [{"kind": "out", "source": "carrier"}]


async def test_a_report_settles_a_lost_answer(database_url: str) -> None:
    ordered = twilio.Behaviour(callbacks="ordered")
    async with sms_desk.open_desk(database_url, behaviour=ordered, reconcile_after_s=600.0) as desk:
        desk.fake.plan("lose_response")
        await desk.text_twice(ANNA, "first", "second")
        await desk.settled(2)
        assert desk.fake.bodies(ANNA) == ["got first", "got second"]


async def test_a_reply_given_up_is_put_right(database_url: str) -> None:
    async with sms_desk.open_desk(database_url, reconcile_after_s=600.0) as desk:
        desk.fake.plan("lose_response")
        await desk.text(ANNA, "hello")
        await desk.until(lambda: desk.rows("select id from outbox where problem is not null"))
        await desk.change("update outbox set status = 'dead'")
        await desk.fake.report(desk.fake.accepted[0], "delivered")
        (row,) = await desk.outbox()
        assert (row["status"], row["problem"]) == ("delivered", None)


async def test_a_report_on_an_earlier_life_is_ignored(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        await desk.text(ANNA, "hello")
        await desk.settled()
        (message,) = desk.fake.accepted
        await desk.fake.report(message, "failed", error_code=30003)
        await desk.change("update outbox set status = 'ready', due_at = now() + interval '1 hour'")
        await desk.fake.report(message, "failed", error_code=30003)
        (row,) = await desk.outbox()
        assert row["status"] == "ready"


async def test_who_came_back_stays_back(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        await desk.text(ANNA, "hello")
        await desk.settled()
        await desk.change(
            "insert into consent_ledger"
            " (tenant_id, contact_id, kind, source, channel, evidence, at)"
            " select tenant_id, contact_id, 'in', 'customer', 'sms', 'START', now() from outbox"
        )
        await desk.fake.report(desk.fake.accepted[0], "failed", error_code=21610)
        ledger = await desk.rows("select kind from consent_ledger")
        assert ledger == [{"kind": "in"}]


async def test_a_report_of_nobody_is_refused(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        answer = await desk.fake.caller.send(
            f"{desk.url}/channels/sms/twilio/status?tenant=harbor&outbox=1",
            [("MessageSid", "SM1"), ("MessageStatus", "sent")],
        )
        assert answer.status == 400
        assert desk.refusals("sms.bad_report") == 1

"""A text message comes in signed, is answered once, and the carrier's reports come back."""

import pytest

from frontdesk.ability import identity
from frontdesk.ground.words.ids import TenantId
from testing import twilio
from testing.twilio_webhooks import inbound_fields, render_webhook
from tests.story import sms_desk

pytestmark = pytest.mark.store

ANNA, BEN = "+15550123", "+15550124"


async def test_a_text_is_answered_once(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        answer = await desk.text(ANNA, "hello there")
        rows = await desk.settled()
        assert (answer.status, answer.content_type) == (200, "text/xml")
        assert answer.text == '<?xml version="1.0" encoding="UTF-8"?><Response/>'
        assert desk.fake.bodies(ANNA) == ["got hello there"]
        assert [row["vendor_id"] for row in rows] == [desk.fake.accepted[0].sid]


async def test_the_webhook_answers_before_the_turn(database_url: str) -> None:
    async with sms_desk.open_desk(database_url, settle_s=0.8) as desk:
        await desk.text(ANNA, "one")
        await desk.text(ANNA, "two")
        stored = await desk.rows("select text from conversation_messages order by seq")
        assert [row["text"] for row in stored] == ["one", "two"]
        assert desk.fake.accepted == []
        await desk.settled()
        assert desk.fake.bodies(ANNA) == ["got one + two"]


async def test_a_replayed_webhook_runs_no_turn(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        sid = "SM" + "a" * 32
        answers = [await desk.text(ANNA, "hello", sid=sid) for _ in range(3)]
        await desk.settled()
        turns = await desk.rows("select id from ai_responses")
        assert [answer.status for answer in answers] == [200, 200, 200]
        assert len(turns) == 1
        assert desk.fake.bodies(ANNA) == ["got hello"]


async def test_an_unsigned_webhook_is_refused(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        fields = inbound_fields(
            account_sid=desk.fake.account_sid, sender=ANNA, to=twilio.NUMBER, body="let me in"
        )
        url = f"{desk.url}/channels/sms/twilio"
        forged = render_webhook("not-the-token", url, fields)
        bare = render_webhook(desk.fake.token, url, fields)
        bare = type(bare)(bare.url, bare.body, {"content-type": bare.headers["content-type"]})
        answers = [await desk.fake.caller.send_webhook(webhook) for webhook in (forged, bare)]
        assert [answer.status for answer in answers] == [403, 403]
        assert [answer.content_type for answer in answers] == ["application/json"] * 2
        assert desk.refusals("sms.bad_signature") == 1
        assert desk.refusals("sms.no_signature") == 1
        assert await desk.rows("select id from conversation_messages") == []


async def test_a_number_nobody_answers_names_its_fix(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        other = TenantId("other")
        await identity.save_tenant(desk.line.database, other, "Other", {})
        await desk.line.tenants.refresh(desk.line.database)
        answer = await desk.fake.caller.send_inbound(
            f"{desk.url}/channels/sms/twilio", sender=ANNA, to="+15550199", body="hello"
        )
        assert answer.status == 404
        assert "frontdesk tenants answer" in answer.text
        assert desk.refusals("sms.unknown_number") == 1


async def test_the_only_tenant_answers_at_every_number(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        answer = await desk.fake.caller.send_inbound(
            f"{desk.url}/channels/sms/twilio", sender=ANNA, to="+15550199", body="hello"
        )
        assert answer.status == 200
        assert await desk.rows("select sender from conversations") == [{"sender": "+15550199"}]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"a\x00b", "a\ufffdb"),
        (b"caf\xe9 at 5", "caf\ufffd at 5"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        ("🏠 مرحبا +1".encode(), "🏠 مرحبا +1"),
    ],
)
async def test_bad_bytes_never_lose_a_message(database_url: str, sent: bytes, kept: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        answer = await desk.text(ANNA, sent)
        await desk.settled()
        stored = await desk.rows("select text from conversation_messages")
        assert answer.status == 200
        assert [row["text"] for row in stored] == [kept]


async def test_a_picture_alone_is_kept_as_note(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        pictures = [("image/jpeg", "https://api.twilio.test/a"), ("image/png", "https://b.test")]
        await desk.text(ANNA, "", media=pictures)
        await desk.settled()
        (stored,) = await desk.rows("select text, extra from conversation_messages")
        assert stored["text"] == "[media] [media]"
        assert stored["extra"]["media_url_0"] == "https://api.twilio.test/a"


async def test_signatures_hold_behind_a_proxy(database_url: str) -> None:
    outside = "https://desk.example.com"
    async with sms_desk.open_desk(
        database_url, environment={"FRONTDESK_PUBLIC_URL": outside}
    ) as desk:
        signed = await desk.text(ANNA, "hi", signed_url=f"{outside}/channels/sms/twilio")
        unsigned = await desk.text(BEN, "hi")
        await desk.settled()
        assert (signed.status, unsigned.status) == (200, 403)
        assert desk.fake.accepted[0].callback.startswith(f"{outside}/channels/sms/twilio/status?")


async def test_a_channel_not_set_up_says_so(database_url: str) -> None:
    async with sms_desk.open_desk(database_url, environment={"TWILIO_AUTH_TOKEN": ""}) as desk:
        answer = await desk.text(ANNA, "hello")
        assert answer.status == 503
        assert "TWILIO_AUTH_TOKEN" in answer.text


async def test_an_opt_out_word_of_the_carrier_is_kept(database_url: str) -> None:
    async with sms_desk.open_desk(database_url) as desk:
        await desk.text(ANNA, "STOP", opt_out_type="STOP")
        (stored,) = await desk.until(lambda: desk.rows("select extra from conversation_messages"))
        assert stored["extra"] == {"opt_out_type": "stop"}

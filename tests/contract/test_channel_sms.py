"""The text-message channel keeps the promises of its contract against a carrier that misbehaves."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.edge.channels.sms import channel, sender
from frontdesk.edge.vendors import twilio as vendor
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.ids import ContactId, ConversationId, OutboxId, TenantId
from frontdesk.ground.words.message import Outgoing, Sent
from frontdesk.ground.words.problems import Broken, NotNow, Problem, Refused
from frontdesk.ground.words.settings import ReadSetting, Setting, SettingValue
from testing import twilio

ANNA = "+15550123"
OUTBOX = OutboxId("019a9e04-52c1-7b3d-8e21-6f0c4d5a7b19")
NOTHING: frozenset[str] = frozenset()


@pytest.fixture
async def fake() -> AsyncIterator[twilio.FakeTwilio]:
    async with twilio.FakeTwilio() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[HttpClient]:
    async with HttpClient() as client:
        yield client


@pytest.fixture
def sms(fake: twilio.FakeTwilio, http: HttpClient) -> sender.SmsSender:
    opened = channel.open_sender(http, reading(fake))
    assert opened is not None
    return opened


def reading(fake: twilio.FakeTwilio, **changed: str) -> ReadSetting:
    values = {
        "TWILIO_ACCOUNT_SID": fake.account_sid,
        "TWILIO_AUTH_TOKEN": fake.token,
        "TWILIO_BASE_URL": fake.url,
        "TWILIO_FROM": twilio.NUMBER,
        "FRONTDESK_PUBLIC_URL": "https://desk.example.com",
        **changed,
    }

    def read(setting: Setting) -> SettingValue:
        return values[setting.name] or None

    return read


def message(text: str = "hello", *, number: str = twilio.NUMBER) -> Outgoing:
    return Outgoing(
        id=OUTBOX,
        tenant_id=TenantId("harbor"),
        contact_id=ContactId("c"),
        conversation_id=ConversationId("v"),
        channel="sms",
        address=ANNA,
        sender=number,
        text=text,
        attempt=1,
        created_at=datetime.now(UTC),
    )


def now() -> datetime:
    return datetime.now(UTC)


async def lose(sms: sender.SmsSender, fake: twilio.FakeTwilio, text: str = "hello") -> None:
    fake.plan("lose_response")
    with pytest.raises(NotNow):
        await sms.send(message(text))


async def test_a_reply_carries_its_id_to_the_carrier(
    sms: sender.SmsSender, fake: twilio.FakeTwilio
) -> None:
    sent = await sms.send(message())
    (taken,) = fake.accepted
    assert sent == Sent(taken.sid, confirmed=False)
    assert taken.callback == (
        f"https://desk.example.com/channels/sms/twilio/status?tenant=harbor&outbox={OUTBOX}"
    )


async def test_a_reply_without_number_uses_ours(
    sms: sender.SmsSender, fake: twilio.FakeTwilio
) -> None:
    await sms.send(message(number=""))
    assert fake.accepted[0].sender == twilio.NUMBER


async def test_without_any_number_nothing_is_sent(
    fake: twilio.FakeTwilio, http: HttpClient
) -> None:
    opened = channel.open_sender(http, reading(fake, TWILIO_FROM=""))
    assert opened is not None
    with pytest.raises(Refused) as refused:
        await opened.send(message(number=""))
    assert refused.value.code == "sms.no_number"
    assert fake.requests == []


async def test_a_lost_try_is_found(sms: sender.SmsSender, fake: twilio.FakeTwilio) -> None:
    await lose(sms, fake)
    found = await sms.find_sent(message(), tried_at=now(), known=NOTHING)
    assert found == Sent(fake.accepted[0].sid)


async def test_a_try_never_taken_is_not_found(
    sms: sender.SmsSender, fake: twilio.FakeTwilio
) -> None:
    fake.plan("drop")
    with pytest.raises(NotNow):
        await sms.send(message())
    assert await sms.find_sent(message(), tried_at=now(), known=NOTHING) is None


async def test_another_replys_message_is_not_ours(
    sms: sender.SmsSender, fake: twilio.FakeTwilio
) -> None:
    earlier = await sms.send(message())
    known = frozenset({earlier.vendor_id})
    assert await sms.find_sent(message(), tried_at=now(), known=known) is None
    assert await sms.find_sent(message("other"), tried_at=now(), known=NOTHING) is None


async def test_an_old_equal_text_is_not_ours(
    sms: sender.SmsSender, fake: twilio.FakeTwilio
) -> None:
    await lose(sms, fake)
    fake.accepted[0].created_at -= 3600
    assert await sms.find_sent(message(), tried_at=now(), known=NOTHING) is None


async def test_a_clock_that_runs_ahead_still_finds_it(
    sms: sender.SmsSender, fake: twilio.FakeTwilio
) -> None:
    await lose(sms, fake)
    ahead = now() + timedelta(minutes=4)
    assert await sms.find_sent(message(), tried_at=ahead, known=NOTHING) is not None


async def test_a_trial_accounts_prefix_is_ignored(
    sms: sender.SmsSender, fake: twilio.FakeTwilio
) -> None:
    await lose(sms, fake)
    fake.accepted[0].body = "Sent from your Twilio trial account - hello"
    assert await sms.find_sent(message(), tried_at=now(), known=NOTHING) is not None


async def test_a_try_delivered_meanwhile_is_confirmed(
    sms: sender.SmsSender, fake: twilio.FakeTwilio
) -> None:
    await lose(sms, fake)
    fake.accepted[0].status = "delivered"
    found = await sms.find_sent(message(), tried_at=now(), known=NOTHING)
    assert found == Sent(fake.accepted[0].sid, confirmed=True)


async def test_a_try_failed_meanwhile_is_refused(
    sms: sender.SmsSender, fake: twilio.FakeTwilio
) -> None:
    await lose(sms, fake)
    fake.accepted[0].status, fake.accepted[0].error_code = "undelivered", 30005
    with pytest.raises(Refused) as refused:
        await sms.find_sent(message(), tried_at=now(), known=NOTHING)
    assert refused.value.code == "twilio.unknown_phone"


async def test_while_unasked_a_try_stays_uncertain(sms: sender.SmsSender, http: HttpClient) -> None:
    account = vendor.Account(http, sms.account.sid, sms.account.token, "http://127.0.0.1:1")
    away = sender.SmsSender(account, sms.number, sms.public_url)
    with pytest.raises(NotNow) as problem:
        await away.find_sent(message(), tried_at=now(), known=NOTHING)
    assert problem.value.maybe_done


async def test_without_an_account_there_is_no_sender(
    fake: twilio.FakeTwilio, http: HttpClient
) -> None:
    assert channel.open_sender(http, reading(fake, TWILIO_AUTH_TOKEN="")) is None


async def test_the_doctor_hears_what_is_missing(fake: twilio.FakeTwilio, http: HttpClient) -> None:
    said = await channel.check(http, reading(fake))
    bare = await channel.check(http, reading(fake, TWILIO_FROM="", FRONTDESK_PUBLIC_URL=""))
    none = await channel.check(http, reading(fake, TWILIO_ACCOUNT_SID=""))
    assert said == "the Twilio account 'Fake account' is active"
    assert "TWILIO_FROM" in bare
    assert "FRONTDESK_PUBLIC_URL" in bare
    assert none.startswith("not set up")


@pytest.mark.parametrize("changed", [{"TWILIO_AUTH_TOKEN": "wrong"}, {"TWILIO_ACCOUNT_SID": "AC1"}])
async def test_the_doctor_hears_wrong_credentials(
    fake: twilio.FakeTwilio, http: HttpClient, changed: dict[str, str]
) -> None:
    with pytest.raises(Problem) as problem:
        await channel.check(http, reading(fake, **changed))
    assert problem.value.code == "twilio.auth_failed"
    assert problem.value.fix


async def test_the_doctor_hears_of_a_closed_account(
    fake: twilio.FakeTwilio, http: HttpClient
) -> None:
    fake.account_status = "suspended"
    with pytest.raises(Broken) as problem:
        await channel.check(http, reading(fake))
    assert problem.value.code == "sms.account_not_active"


def test_an_uncertain_try_is_looked_up_late_enough() -> None:
    waits_s = channel.CHANNEL.reconcile_after_s
    assert waits_s >= vendor.CREATE_TIMEOUT_S + channel.LIST_LAG_S
    assert channel.CHANNEL.max_characters <= 1600
    assert channel.CHANNEL.address_kind(ANNA) == "phone"

"""Real messages to vendors' fakes, and what people press there: one alert, everywhere the same state."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from frontdesk.app import registry
from frontdesk.edge.vendors import pagerduty as pagerduty_vendor
from frontdesk.edge.vendors import slack as slack_vendor
from frontdesk.edge.vendors import twilio_signature
from frontdesk.flow.operations.contracts.notifier import Pager
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import Setting, SettingValue
from testing import watching
from testing.clock import FakeClock
from testing.paging import opsgenie, pagerduty, phones, slack
from testing.paging.receiver import FakeReceiver
from testing.watching import TENANT, Watch, verdict
from tests.story import web_desk
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store
SECRET = "a-shared-secret"
BAD, OK = verdict("critical"), verdict("ok")
CHANNELS = ("slack", "pagerduty", "opsgenie", "voice")


@dataclass(slots=True)
class Stage:
    """A house that pages four fakes, and the watch that finds something wrong."""

    desk: Desk
    watch: Watch
    slack: slack.FakeSlack
    pagerduty: pagerduty.FakePagerDuty
    opsgenie: opsgenie.FakeOpsgenie
    phones: phones.FakePhones
    slips: FakeReceiver  # where Slack would show somebody a word in private

    async def alert(self) -> Mapping[str, Any]:
        (row,) = await self.desk.rows("select * from alerts")
        return row

    def button(self) -> str:
        """What the button of the first message carries."""
        message = next(iter(self.slack.messages.values()))
        blocks = message["attachments"][0]["blocks"]
        (actions,) = [block for block in blocks if block["type"] == "actions"]
        return str(actions["elements"][0]["value"])

    async def press(self, value: str, *, at: float = 0.0, secret: str = SECRET) -> int:
        """Press Acknowledge in Slack; `at` seconds from now, by Slack's clock."""
        now = SystemClock().now().timestamp() + at
        action = {"action_id": "frontdesk.acknowledge", "value": value, "action_ts": f"{now:.6f}"}
        payload = {
            "type": "block_actions",
            "user": {"id": "U1", "username": "dana"},
            "actions": [action],
            "response_url": f"{self.slips.url}/response",
        }
        body = urlencode({"payload": json.dumps(payload)}).encode()
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": str(int(now)),
            "x-slack-signature": slack_vendor.sign(secret, str(int(now)), body),
        }
        return (await self.desk.ask("POST", "/pages/slack", headers=headers, data=body)).status

    async def call_back(
        self,
        kind: str,
        key: str,
        *,
        agent: str = "user_reference",
        secret: str = SECRET,
        at: float = 0.0,
    ) -> int:
        """PagerDuty's webhook about an incident; `at` seconds from now, by its clock."""
        event = {
            "id": "01E",
            "event_type": kind,
            "occurred_at": (SystemClock().now() + timedelta(seconds=at)).isoformat(),
            "agent": {"summary": "Eli Doe", "type": agent},
            "data": {"type": "incident", "incident_key": key},
        }
        body = json.dumps({"event": event}).encode()
        headers = {"x-pagerduty-signature": f"v1=00,{pagerduty_vendor.sign(secret, body)}"}
        return (await self.desk.ask("POST", "/pages/pagerduty", headers=headers, data=body)).status

    async def call_back_from_opsgenie(
        self,
        action: str,
        alias: str,
        *,
        source: str = "web",
        secret: str = SECRET,
        at: float = 0.0,
    ) -> int:
        told = {
            "action": action,
            "alert": {"alias": alias, "username": "fay@example.com", "updatedAt": _millis(at)},
            "source": {"name": "", "type": source},
        }
        headers = {"x-frontdesk-secret": secret}
        sent = json.dumps(told).encode()
        return (await self.desk.ask("POST", "/pages/opsgenie", headers=headers, data=sent)).status


def _millis(at: float) -> int:
    return int((SystemClock().now().timestamp() + at) * 1000)


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with (
        slack.FakeSlack() as slack_fake,
        pagerduty.FakePagerDuty() as pagerduty_fake,
        opsgenie.FakeOpsgenie() as opsgenie_fake,
        phones.FakePhones() as phones_fake,
        FakeReceiver() as slips,
    ):
        environment = {
            "ALERT_SLACK_BOT_TOKEN": slack.TOKEN,
            "ALERT_SLACK_CHANNEL": "C0123456789",
            "ALERT_SLACK_BASE_URL": f"{slack_fake.url}/api",
            "ALERT_SLACK_SIGNING_SECRET": SECRET,
            "ALERT_PAGERDUTY_URL": pagerduty_fake.url,
            "ALERT_PAGERDUTY_API_KEY": pagerduty.ROUTING_KEY,
            "ALERT_PAGERDUTY_CALLBACK_SECRET": SECRET,
            "ALERT_OPSGENIE_URL": opsgenie_fake.url,
            "ALERT_OPSGENIE_API_KEY": opsgenie.API_KEY,
            "ALERT_OPSGENIE_CALLBACK_SECRET": SECRET,
            "TWILIO_ACCOUNT_SID": phones.ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": phones.AUTH_TOKEN,
            "TWILIO_BASE_URL": phones_fake.url,
            "TWILIO_FROM": phones.NUMBER,
            "ALERT_VOICE_TO": "+15550123",
            "FRONTDESK_PUBLIC_URL": "https://desk.example.com",
        }
        async with (
            web_desk.open_desk(database_url, environment, work=False) as desk,
            watching.open_watch(
                database_url,
                clock=FakeClock(SystemClock().now()),
                channels={"critical": CHANNELS},
            ) as watch,
            HttpClient() as http,
        ):
            found = registry.scan().notifiers
            kinds = {name: found[name].kinds for name in CHANNELS}
            keeping = frozenset(name for name in CHANNELS if found[name].keeps_groups)
            watch.lookout = replace(
                watch.lookout, pagers=open_pagers(desk, http), kinds=kinds, keeping=keeping
            )
            yield Stage(desk, watch, slack_fake, pagerduty_fake, opsgenie_fake, phones_fake, slips)


def open_pagers(desk: Desk, http: HttpClient) -> dict[str, Pager]:
    """The house's own notifiers, by its own settings."""

    def read(setting: Setting) -> SettingValue:
        return desk.line.setting(setting)

    found = registry.scan().notifiers
    opened = {name: found[name].open(http, read) for name in CHANNELS}
    return {name: pager for name, pager in opened.items() if pager is not None}


def shown(stage: Stage) -> list[str]:
    """The titles that the channel shows now."""
    return [str(message["text"]).split(" [")[0] for message in stage.slack.messages.values()]


async def test_a_press_in_slack_is_known_everywhere(stage: Stage) -> None:
    await stage.watch.for_seconds(2, BAD)
    assert await stage.press(stage.button()) == 200
    alert = await stage.alert()
    assert (alert["acknowledged_by"], alert["acknowledged_from"]) == ("dana", "slack")
    await stage.watch.for_seconds(5)
    assert shown(stage) == ["ACKNOWLEDGED"]
    assert list(stage.pagerduty.incidents.values()) == ["acknowledged"]
    assert list(stage.opsgenie.alerts.values()) == ["acknowledged"]


async def test_one_message_follows_its_alert(stage: Stage) -> None:
    await stage.watch.for_seconds(2, BAD)
    await stage.press(stage.button())
    await stage.watch.for_seconds(5)
    await stage.watch.for_seconds(5, OK)
    assert shown(stage) == ["RESOLVED"]
    assert list(stage.pagerduty.incidents.values()) == ["resolved"]
    assert list(stage.opsgenie.alerts.values()) == ["closed"]
    assert len(stage.phones.calls) == 1


async def test_nobody_is_called_because_it_is_over(stage: Stage) -> None:
    await stage.watch.for_seconds(2, BAD)
    await stage.watch.for_seconds(5, OK)
    rows = await stage.desk.rows("select kind, status, problem from pages where notifier = 'voice'")
    assert sorted((row["kind"], row["status"], row["problem"]) for row in rows) == [
        ("firing", "sent", ""),
        ("resolved", "called_off", "this notifier does not say so"),
    ]
    assert len(stage.phones.calls) == 1


async def test_resolving_at_pagerduty_resolves_here(stage: Stage) -> None:
    await stage.watch.for_seconds(2, BAD)
    (key,) = stage.pagerduty.incidents
    assert await stage.call_back("incident.resolved", key) == 204
    alert = await stage.alert()
    assert (alert["state"], alert["resolved_by"]) == ("resolved", "Eli Doe")


async def test_our_own_events_come_back_unheard(stage: Stage) -> None:
    await stage.watch.for_seconds(2, BAD)
    (key,) = stage.pagerduty.incidents
    reference = "inbound_integration_reference"
    assert await stage.call_back("incident.resolved", key, agent=reference) == 204
    assert await stage.call_back_from_opsgenie("Close", key, source="API") == 204
    assert (await stage.alert())["resolved_at"] is None


async def test_opsgenie_acknowledges_here(stage: Stage) -> None:
    await stage.watch.for_seconds(2, BAD)
    (alias,) = stage.opsgenie.alerts
    assert await stage.call_back_from_opsgenie("Acknowledge", alias) == 204
    alert = await stage.alert()
    assert (alert["acknowledged_by"], alert["acknowledged_from"]) == ("fay@example.com", "opsgenie")


async def test_a_key_pressed_in_a_call_acknowledges(stage: Stage) -> None:
    await stage.watch.for_seconds(2, BAD)
    (_, twiml) = stage.phones.calls[0]
    alert = await stage.alert()
    path = f"/pages/voice?page={TENANT}:{alert['id']}"
    assert f"https://desk.example.com{path}" in twiml
    fields = [(b"Digits", b"1"), (b"To", b"+15550123")]
    body = urlencode({"Digits": "1", "To": "+15550123"}).encode()
    signature = twilio_signature.sign(phones.AUTH_TOKEN, f"https://desk.example.com{path}", fields)
    headers = {
        "x-twilio-signature": signature,
        "content-type": "application/x-www-form-urlencoded",
    }
    answer = await stage.desk.ask("POST", path, headers=headers, data=body)
    assert "Acknowledged" in await answer.text()
    assert (await stage.alert())["acknowledged_by"] == "phone +15550123"
    forged = await stage.desk.ask(
        "POST", path, headers={**headers, "x-twilio-signature": "AAAA"}, data=body
    )
    assert forged.status == 403


async def test_a_press_answers_all_alerts_of_its_message(stage: Stage) -> None:
    many = [verdict("critical", bot=f"bot{n}") for n in range(3)]
    await stage.watch.for_seconds(2, *many)
    assert len(stage.slack.messages) == 1
    assert await stage.press(stage.button()) == 200
    rows = await stage.desk.rows("select acknowledged_by from alerts")
    assert [row["acknowledged_by"] for row in rows] == ["dana"] * 3


async def test_a_press_delivered_again_undoes_nothing(stage: Stage) -> None:
    """What somebody took back stays taken back when the same press arrives once more."""
    await stage.watch.for_seconds(2, BAD)
    await stage.press(stage.button())
    alert, key = await stage.alert(), await stage.desk.key()
    taken_back = await stage.desk.ask(
        "POST",
        f"/api/v1/alerts/{alert['id']}/unacknowledge",
        headers={"authorization": f"Bearer {key}"},
    )
    assert taken_back.status == 200
    assert await stage.press(stage.button(), at=-30.0) == 200
    assert (await stage.alert())["acknowledged_at"] is None
    assert [one.body["text"] for one in stage.slips.taken] == [
        "Somebody has answered this alert since."
    ]


async def test_unknown_alerts_harm_nothing(stage: Stage) -> None:
    known = "harbor:018f0a3c-0000-7000-8000-00000000a1e7"
    for key in (known, "nobody:" + known[7:], "no address", "", "harbor:1"):
        assert await stage.press(key) == 200
        assert await stage.call_back("incident.acknowledged", key) == 204
        assert await stage.call_back_from_opsgenie("Close", key) == 204
    assert await stage.call_back("pagey.ping", "") == 204
    assert await stage.desk.rows("select 1 from alert_events") == []


async def test_only_the_vendor_is_believed(stage: Stage) -> None:
    await stage.watch.for_seconds(2, BAD)
    assert await stage.press(stage.button(), secret="guessed") == 403
    assert await stage.press(stage.button(), at=-400.0) == 403
    assert await stage.press(stage.button(), at=400.0) == 403
    (key,) = stage.pagerduty.incidents
    assert await stage.call_back("incident.resolved", key, secret="guessed") == 403
    assert await stage.call_back_from_opsgenie("Close", key, secret="guessed") == 403
    alert = await stage.alert()
    assert (alert["acknowledged_at"], alert["resolved_at"]) == (None, None)


async def test_nobody_is_believed_without_a_secret(database_url: str) -> None:
    async with web_desk.open_desk(database_url, {}, work=False) as desk:
        for path in ("/pages/slack", "/pages/pagerduty", "/pages/opsgenie", "/pages/voice"):
            signed = hmac.new(b"", b"{}", hashlib.sha256).hexdigest()
            headers = {"x-pagerduty-signature": f"v1={signed}", "x-frontdesk-secret": ""}
            assert (await desk.ask("POST", path, headers=headers, data=b"{}")).status == 503

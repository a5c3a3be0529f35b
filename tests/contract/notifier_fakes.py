"""Each notifier with the fake it is held against: its settings, and how the fake's record is read."""

import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontdesk.flow.operations.contracts.notifier import Notifier, Pager
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import Setting, SettingValue
from testing.paging import opsgenie, pagerduty, phones, slack, smtp
from testing.paging.receiver import FakeReceiver

Settings = Mapping[str, SettingValue]


@dataclass(frozen=True, slots=True)
class Stand:
    """How a notifier is opened on a fake. `needs` are the settings without any of which it stays
    closed; `switch` turns it off; `vague` ones cannot say why they were not taken."""

    fake: Callable[[], FakeReceiver]
    settings: Callable[[str], Settings]
    needs: tuple[str, ...]
    switch: str
    vague: bool = False


def _slack_bot(url: str) -> Settings:
    return {
        "ALERT_SLACK_BOT_TOKEN": slack.TOKEN,
        "ALERT_SLACK_CHANNEL": "C0123456789",
        "ALERT_SLACK_BASE_URL": f"{url}/api",
        "ALERT_SLACK_SIGNING_SECRET": "signing-secret",
    }


def _twilio(url: str) -> dict[str, SettingValue]:
    return {
        "TWILIO_ACCOUNT_SID": phones.ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": phones.AUTH_TOKEN,
        "TWILIO_BASE_URL": url,
        "TWILIO_FROM": phones.NUMBER,
        "FRONTDESK_PUBLIC_URL": "https://desk.example.com",
    }


STANDS: Mapping[str, Stand] = {
    "webhook": Stand(
        FakeReceiver,
        lambda url: {"ALERT_WEBHOOK_URL": url, "ALERT_WEBHOOK_SECRET": "secret"},
        ("ALERT_WEBHOOK_URL",),
        "ALERT_WEBHOOK_ENABLED",
    ),
    "slack": Stand(
        slack.FakeSlack,
        _slack_bot,
        ("ALERT_SLACK_BOT_TOKEN", "ALERT_SLACK_CHANNEL"),
        "ALERT_SLACK_ENABLED",
    ),
    "slack by webhook": Stand(
        slack.FakeSlack,
        lambda url: {"ALERT_SLACK_WEBHOOK_URL": url + slack.HOOK},
        ("ALERT_SLACK_WEBHOOK_URL",),
        "ALERT_SLACK_ENABLED",
    ),
    "pagerduty": Stand(
        pagerduty.FakePagerDuty,
        lambda url: {
            "ALERT_PAGERDUTY_URL": url,
            "ALERT_PAGERDUTY_API_KEY": pagerduty.ROUTING_KEY,
        },
        ("ALERT_PAGERDUTY_API_KEY",),
        "ALERT_PAGERDUTY_ENABLED",
    ),
    "pagerduty by its long names": Stand(
        pagerduty.FakePagerDuty,
        lambda url: {
            "ALERT_WEBHOOK_PAGERDUTY_URL": f"{url}/v2/enqueue",
            "ALERT_WEBHOOK_PAGERDUTY_API_KEY": pagerduty.ROUTING_KEY,
        },
        ("ALERT_WEBHOOK_PAGERDUTY_API_KEY",),
        "ALERT_PAGERDUTY_ENABLED",
    ),
    "opsgenie": Stand(
        opsgenie.FakeOpsgenie,
        lambda url: {"ALERT_OPSGENIE_URL": url, "ALERT_OPSGENIE_API_KEY": opsgenie.API_KEY},
        ("ALERT_OPSGENIE_API_KEY",),
        "ALERT_OPSGENIE_ENABLED",
    ),
    "opsgenie by its successor's address": Stand(
        opsgenie.FakeOpsgenie,
        lambda url: {
            "ALERT_WEBHOOK_OPSGENIE_URL": f"{url}/jsm/ops/integration/v2/alerts",
            "ALERT_WEBHOOK_OPSGENIE_API_KEY": opsgenie.API_KEY,
        },
        ("ALERT_WEBHOOK_OPSGENIE_API_KEY",),
        "ALERT_OPSGENIE_ENABLED",
    ),
    "sms": Stand(
        phones.FakePhones,
        lambda url: {**_twilio(url), "ALERT_SMS_TO": ("+15550123",)},
        ("ALERT_SMS_TO", "TWILIO_FROM", "TWILIO_AUTH_TOKEN", "TWILIO_ACCOUNT_SID"),
        "ALERT_SMS_ENABLED",
    ),
    "voice": Stand(
        phones.FakePhones,
        lambda url: {**_twilio(url), "ALERT_VOICE_TO": ("+15550123",)},
        ("ALERT_VOICE_TO", "TWILIO_FROM", "TWILIO_AUTH_TOKEN", "TWILIO_ACCOUNT_SID"),
        "ALERT_VOICE_ENABLED",
    ),
    "apprise": Stand(
        FakeReceiver,
        lambda url: {"ALERT_APPRISE_URLS": (url.replace("http://", "json://"),)},
        ("ALERT_APPRISE_URLS",),
        "ALERT_APPRISE_ENABLED",
        vague=True,
    ),
}


def find_stands(found: Iterable[str]) -> dict[str, Stand]:
    """The stands of these notifiers. One that is not listed is a webhook of its own: it is opened
    with every address it declares leading to a plain receiver, and every secret set."""
    names = set(found)
    return {name: stand for name, stand in STANDS.items() if name.split()[0] in names}


def stand_for(notifier: Notifier) -> Stand:
    """The stand of a notifier that is added without being listed here."""
    addresses = [one.name for one in notifier.settings if one.kind == "url"]
    secrets = [one.name for one in notifier.settings if one.secret and one.kind == "text"]
    switch = next((one.name for one in notifier.settings if one.name.endswith("_ENABLED")), "")

    def settings(url: str) -> dict[str, SettingValue]:
        return {**dict.fromkeys(addresses, url), **dict.fromkeys(secrets, "secret")}

    needs = tuple(
        one.name for one in notifier.settings if one.name in addresses and not one.default
    )
    return Stand(FakeReceiver, settings, needs, switch)


def reading(given: Settings) -> Callable[[Setting], SettingValue]:
    """The settings as a notifier reads them."""

    def read(setting: Setting) -> SettingValue:
        return given.get(setting.name, setting.default)

    return read


@contextlib.asynccontextmanager
async def standing(
    notifier: Notifier, stand: Stand, **changed: SettingValue
) -> AsyncIterator[tuple[Pager, Any]]:
    """The notifier's pager on its fake."""
    async with stand.fake() as fake, HttpClient() as http:
        pager = notifier.open(http, reading({**stand.settings(fake.url), **changed}))
        assert pager is not None
        yield pager, fake


@contextlib.asynccontextmanager
async def standing_mail(
    notifier: Notifier, folder: Path
) -> AsyncIterator[tuple[Pager, smtp.FakeSmtp]]:
    """The e-mail notifier on a real SMTP server."""
    async with smtp.FakeSmtp(folder) as fake, HttpClient() as http:
        pager = notifier.open(http, reading(mail_settings(fake)))
        assert pager is not None
        yield pager, fake


def mail_settings(fake: smtp.FakeSmtp) -> Settings:
    """What the e-mail notifier needs for a fake server."""
    return {
        "ALERT_EMAIL_SMTP_HOST": fake.host,
        "ALERT_EMAIL_SMTP_PORT": fake.port,
        "ALERT_EMAIL_SMTP_USER": smtp.USER,
        "ALERT_EMAIL_SMTP_PASSWORD": smtp.PASSWORD,
        "ALERT_EMAIL_SMTP_CA_FILE": str(fake.certificate),
        "ALERT_EMAIL_TO": ("dana@example.com",),
    }

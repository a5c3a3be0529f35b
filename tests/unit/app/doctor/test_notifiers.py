"""The doctor asks each notifier that is set up, says what will end, and names what is not set up."""

from collections.abc import Mapping
from datetime import UTC, datetime

from frontdesk.app import registry, settings
from frontdesk.app.doctor import notifiers
from frontdesk.app.doctor.finding import Finding
from frontdesk.ground.kit.http import HttpClient
from testing.paging import opsgenie, slack

FOUND = registry.scan()
NOW = datetime(2026, 11, 21, tzinfo=UTC)


async def examine(environment: Mapping[str, str]) -> dict[str, Finding]:
    tree = settings.load_settings((*settings.HOUSE, *FOUND.settings()), environment)
    async with HttpClient() as http:
        found = [one async for one in notifiers.examine_notifiers(FOUND, tree, http, NOW)]
    return {finding.name: finding for finding in found}


async def test_nobody_paged_is_said() -> None:
    found = await examine({})
    assert list(found) == ["paging"]
    assert found["paging"].said.startswith("nobody is paged")


async def test_what_is_set_up_is_asked() -> None:
    async with slack.FakeSlack() as fake:
        given = {
            "ALERT_SLACK_BOT_TOKEN": slack.TOKEN,
            "ALERT_SLACK_CHANNEL": "#ops",
            "ALERT_SLACK_BASE_URL": f"{fake.url}/api",
        }
        found = await examine(given)
        assert found["notifier slack"].said == "the bot frontdesk of Harbor answers; pages #ops"
        assert "slack" not in found["paging"].said
        bad = await examine({**given, "ALERT_SLACK_BOT_TOKEN": "xoxb-wrong"})
        assert (bad["notifier slack"].ok, bad["notifier slack"].fix) == (
            False,
            "check ALERT_SLACK_BOT_TOKEN",
        )


async def test_what_will_end_is_said() -> None:
    async with opsgenie.FakeOpsgenie() as fake:
        given = {"ALERT_OPSGENIE_API_KEY": opsgenie.API_KEY, "ALERT_OPSGENIE_URL": fake.url}
        found = await examine(given)
    assert "Opsgenie ends on 2027-04-05" in found["notifier opsgenie"].said


async def test_setting_that_cannot_be_read_fails() -> None:
    found = await examine(
        {"ALERT_WEBHOOK_URL": "https://example.com", "ALERT_WEBHOOK_HEADERS": "no header"}
    )
    assert (found["notifier webhook"].ok, found["notifier webhook"].said) == (
        False,
        "ALERT_WEBHOOK_HEADERS cannot be read",
    )

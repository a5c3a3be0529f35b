"""`AlertingService`: the installation's own alerts, looked at, sent and answered by a program."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from frontdesk.edge.sdk.alerting_service import DEFAULT_RULES, AlertingService, AlertRule
from frontdesk.ground.words.problems import NotNow
from tests.story import sdk_desk
from tests.story.sdk_desk import Desk

pytestmark = pytest.mark.store


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with sdk_desk.open_desk(database_url) as opened:
        yield opened


@pytest.fixture
def service(desk: Desk) -> AlertingService:
    return AlertingService(desk.access)


def rule(answer: Any, **more: Any) -> AlertRule:
    """A rule of a program that says what it is told to."""
    usual = {"severity": "critical", "channels": ["slack"], "description": "too few bookings"}
    return AlertRule("few_bookings", lambda _stats: answer(), **{**usual, **more})


def test_seven_rules_are_there(service: AlertingService) -> None:
    assert [one.name for one in service.load_default_rules()] == list(DEFAULT_RULES)
    assert [one.name for one in service.rules][:7] == list(DEFAULT_RULES)


async def test_a_bad_severity_is_refused(service: AlertingService) -> None:
    with pytest.raises(ValueError, match="'fatal' is not known"):
        await service.add_rule(rule(bool, severity="fatal"))


async def test_a_bad_channel_is_refused(service: AlertingService) -> None:
    with pytest.raises(ValueError, match="'pigeon' is not known"):
        await service.add_rule(rule(bool, channels=["slack", "pigeon"]))
    with pytest.raises(ValueError, match="has a rule"):
        await service.add_rule(AlertRule("sla_violation", lambda _stats: True))


async def test_a_met_condition_fires(service: AlertingService) -> None:
    await service.add_rule(AlertRule("many_errors", lambda stats: bool(stats["error_rate"])))
    assert await service.check_alerts({"error_rate": 0}) == []
    (alert,) = await service.check_alerts({"error_rate": 0.2})
    assert (alert.rule_name, alert.severity, alert.acknowledged) == (
        "many_errors",
        "warning",
        False,
    )


async def test_measured_turns_fire_a_rule(service: AlertingService, desk: Desk) -> None:
    await desk.did("lead", *[5000.0] * 25)
    (alert,) = await service.check_alerts()
    assert (alert.rule_name, alert.severity) == ("sla_violation", "critical")
    assert alert.performance_stats["value"] == 5000.0
    assert await service.check_alerts() == []


async def test_the_cooldown_keeps_a_rule_quiet(service: AlertingService, desk: Desk) -> None:
    says = {"bad": True}
    await service.add_rule(rule(lambda: says["bad"], cooldown_seconds=300))
    (alert,) = await service.check_alerts({})
    assert await service.send_alert(alert) == ["slack"]
    for bad in (True, False, True):
        says["bad"] = bad
        await desk.clock.advance(10)
        assert await service.check_alerts({}) == []
    says["bad"] = False
    await desk.clock.advance(300)
    await service.check_alerts({})
    says["bad"] = True
    await desk.clock.advance(10)
    assert [one.rule_name for one in await service.check_alerts({})] == ["few_bookings"]


async def test_a_condition_that_breaks_stops_no_other(service: AlertingService) -> None:
    await service.add_rule(AlertRule("broken", lambda stats: bool(stats["nothing"])))
    await service.add_rule(rule(lambda: True))
    assert [one.rule_name for one in await service.check_alerts({})] == ["few_bookings"]


async def test_every_channel_is_told(service: AlertingService, desk: Desk) -> None:
    await desk.did("lead", *[5000.0] * 25)
    (alert,) = await service.check_alerts()
    assert await service.send_alert(alert) == ["email", "slack", "webhook"]
    told = {name: len(pager.pages) for name, pager in desk.pagers.items()}
    assert told == {"email": 1, "slack": 1, "webhook": 1, "pagerduty": 0, "opsgenie": 0}


async def test_one_failing_channel_stops_no_other(service: AlertingService, desk: Desk) -> None:
    desk.pagers["slack"].failures.append(NotNow("slack.down", "not now", after_s=5))
    await desk.did("lead", *[5000.0] * 25)
    (alert,) = await service.check_alerts()
    assert await service.send_alert(alert) == ["email", "webhook"]
    await desk.clock.advance(6)
    assert await service.send_alert(alert) == ["email", "slack", "webhook"]
    assert len(desk.pagers["email"].pages) == 1


async def test_history_is_newest_first(service: AlertingService, desk: Desk) -> None:
    for name in ("first", "second", "third"):
        await service.add_rule(AlertRule(name, lambda _stats: True))
        await service.check_alerts({})
        await desk.clock.advance(5)
    history = await service.get_alert_history(limit=2)
    assert [one.rule_name for one in history] == ["third", "second"]


async def test_acknowledged_alerts_are_not_active(service: AlertingService, desk: Desk) -> None:
    await desk.did("lead", *[5000.0] * 25)
    await desk.did("buyer", *[9000.0] * 25)
    await service.check_alerts()
    first, second = await service.get_active_alerts()
    await desk.clock.advance(30)
    said = await service.acknowledge_alert(first.alert_id, "dana")
    assert (said["acknowledged_by"], said["time_to_ack_seconds"]) == ("dana", 30.0)
    assert [one.alert_id for one in await service.get_active_alerts()] == [second.alert_id]
    assert (await service.get_acknowledgment_status(first.alert_id)) == said
    with pytest.raises(KeyError):
        await service.acknowledge_alert("nothing", "dana")


async def test_levels_read_as_pairs_and_mappings(service: AlertingService, desk: Desk) -> None:
    await desk.did("lead", *[5000.0] * 25)
    await service.check_alerts()
    levels = []
    for seconds in (0, 301, 600):
        await desk.clock.advance(seconds)
        (step,) = await service.check_escalations()
        alert, level = step
        assert (step["level"], step["alert_id"]) == (level, step.alert.alert_id)
        assert alert is step.alert
        levels.append((level, step["channels"]))
    assert levels == [
        (1, ["email", "slack", "webhook"]),
        (2, ["email", "slack", "webhook"]),
        (3, ["pagerduty", "opsgenie"]),
    ]

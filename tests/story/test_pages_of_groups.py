"""Alerts of one cause at PagerDuty and Opsgenie: one incident, open while any of them fires."""

from dataclasses import replace

import pytest

from frontdesk.flow.operations.quiet.matchers import Matcher
from testing.watching import TENANT, verdict
from tests.story.test_pages_answered import Stage, stage

__all__ = ["stage"]
pytestmark = pytest.mark.store
A, B, C = (verdict("critical", bot=name) for name in "abc")
A_OK, B_OK, C_OK = (verdict("ok", bot=name) for name in "abc")


def at_pagerduty(stage: Stage) -> list[str]:
    """The state of each incident there."""
    return list(stage.pagerduty.incidents.values())


def at_opsgenie(stage: Stage) -> list[str]:
    return list(stage.opsgenie.alerts.values())


def said_to_pagerduty(stage: Stage) -> list[str]:
    return [str(one.body["event_action"]) for one in stage.pagerduty.taken]


def keys(stage: Stage) -> set[str]:
    """Every key that PagerDuty and Opsgenie ever heard."""
    aliases = {str(one.body["alias"]) for one in stage.opsgenie.taken if "alias" in one.body}
    return {str(one.body["dedup_key"]) for one in stage.pagerduty.taken} | aliases


async def test_a_group_stays_open_until_its_last_alert_ends(stage: Stage) -> None:
    await stage.watch.for_seconds(5, A, B)
    await stage.watch.for_seconds(60, A_OK, B)  # the alert that stood for both is over
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["triggered"], ["open"])
    await stage.watch.for_seconds(10, A_OK, B_OK)
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["resolved"], ["closed"])
    await stage.watch.for_seconds(60)
    assert said_to_pagerduty(stage) == ["trigger", "resolve"]
    closed = [one for one in stage.opsgenie.taken if "/close" in one.path]
    assert len(closed) == 1


async def test_one_that_joins_keeps_it_open(stage: Stage) -> None:
    """It was not told of yet when the first one ended: it waited for the group's interval."""
    await stage.watch.for_seconds(5, A)
    await stage.watch.for_seconds(5, A, B)
    await stage.watch.for_seconds(60, A_OK, B)
    assert said_to_pagerduty(stage) == ["trigger", "trigger"]
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["triggered"], ["open"])
    await stage.watch.for_seconds(10, B_OK)
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["resolved"], ["closed"])


async def test_one_that_nobody_was_told_of_keeps_nothing_open(stage: Stage) -> None:
    await stage.watch.for_seconds(5, A)
    await stage.watch.for_seconds(3, A, B)
    await stage.watch.for_seconds(10, A_OK, B_OK)
    await stage.watch.for_seconds(60)
    assert said_to_pagerduty(stage) == ["trigger", "resolve"]
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["resolved"], ["closed"])


async def test_a_group_opens_again_on_its_key(stage: Stage) -> None:
    await stage.watch.for_seconds(5, A, B)
    await stage.watch.for_seconds(10, A_OK, B_OK)
    assert at_pagerduty(stage) == ["resolved"]
    await stage.watch.for_seconds(400, A_OK, B_OK, C)
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["triggered"], ["open"])
    await stage.watch.for_seconds(10, C_OK)
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["resolved"], ["closed"])
    (key,) = keys(stage)
    assert key.startswith(f"{TENANT}:p95@")


async def test_an_end_never_overtakes_the_next_beginning(stage: Stage) -> None:
    """PagerDuty does not take the end at first; when it would, the group fires again."""
    await stage.watch.for_seconds(5, A)
    stage.pagerduty.plan("failing", "failing")
    await stage.watch.for_seconds(2, A_OK)
    await stage.watch.for_seconds(60, B)
    assert at_pagerduty(stage) == ["triggered"]
    await stage.watch.for_seconds(10, B_OK)
    assert at_pagerduty(stage) == ["resolved"]


async def test_it_is_acknowledged_there_when_all_are(stage: Stage) -> None:
    await stage.watch.for_seconds(5, A, B)
    await stage.watch.answer("acknowledge")
    await stage.watch.for_seconds(10)
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["triggered"], ["open"])
    (_, other) = await stage.watch.alerts()
    await stage.watch.answer("acknowledge", alert=other)
    await stage.watch.for_seconds(10)
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["acknowledged"], ["acknowledged"])


async def test_a_press_there_answers_the_whole_group(stage: Stage) -> None:
    await stage.watch.for_seconds(5, A)
    await stage.watch.for_seconds(40, A, B)  # in a second message
    (key,) = keys(stage)
    assert await stage.call_back("incident.acknowledged", key, at=60.0) == 204
    by = [one.acknowledged_by for one in await stage.watch.alerts()]
    assert by == ["Eli Doe"] * 2
    assert await stage.call_back_from_opsgenie("Close", key, at=90.0) == 204
    assert {one.resolved_by for one in await stage.watch.alerts()} == {"fay@example.com"}


async def test_a_press_answers_nothing_that_came_after_it(stage: Stage) -> None:
    await stage.watch.for_seconds(5, A)
    await stage.watch.for_seconds(40, A, B)
    (key,) = keys(stage)
    assert await stage.call_back("incident.resolved", key) == 204
    states = {str(one.labels["bot"]): one.standing.state for one in await stage.watch.alerts()}
    assert states == {"a": "resolved", "b": "firing"}


async def test_a_press_at_another_installation_answers_nothing(stage: Stage) -> None:
    await stage.watch.for_seconds(5, A)
    assert await stage.call_back("incident.resolved", f"{TENANT}:p95@0123456789ab") == 204
    assert [one.standing.state for one in await stage.watch.alerts()] == ["firing"]


async def test_a_silenced_alert_that_nobody_heard_of_holds_nothing(stage: Stage) -> None:
    matcher = Matcher("bot", "b")
    now = stage.watch.clock.now()
    await stage.watch.silence(now.replace(year=now.year + 1), matcher)
    await stage.watch.for_seconds(5, A, B)
    await stage.watch.for_seconds(20, A_OK, B)
    assert (at_pagerduty(stage), at_opsgenie(stage)) == (["resolved"], ["closed"])


async def test_long_names_stay_within_the_limit(stage: Stage) -> None:
    rule = "long:" * 60
    (made,) = stage.watch.lookout.rules.values()
    stage.watch.lookout = replace(stage.watch.lookout, rules={rule: replace(made, name=rule)})
    await stage.watch.for_seconds(5, A)
    (key,) = keys(stage)
    assert len(key) <= 255
    assert await stage.call_back("incident.acknowledged", key) == 204
    assert [one.acknowledged_by for one in await stage.watch.alerts()] == ["Eli Doe"]

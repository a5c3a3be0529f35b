"""Which groups of due pages leave now, and why the others do not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from frontdesk.flow.operations.claims.aside import decide_quiet
from frontdesk.flow.operations.claims.groups import OTHERS, WAITS, Settled, decide_group
from frontdesk.flow.operations.quiet.matchers import Matcher, Silence

NOW = datetime(2031, 5, 4, 10, 0, tzinfo=UTC)
EVERY = timedelta(seconds=30)
GOES = Settled("sending")


def seconds(count: float) -> datetime:
    return NOW + timedelta(seconds=count)


def row(**changed: Any) -> dict[str, Any]:
    usual = {
        "kind": "firing", "level": 1, "sent_at": None, "going": False, "keeps": False,
        "busy": False, "firing": 0, "unanswered": 0,
    }  # fmt: skip
    return {**usual, **changed}


@pytest.mark.parametrize(
    ("changed", "settled"),
    [
        ({}, GOES),
        ({"sent_at": seconds(-10)}, Settled("", seconds(20), WAITS)),
        ({"sent_at": seconds(-30)}, GOES),
        ({"sent_at": seconds(-10), "level": 2}, GOES),
        ({"sent_at": seconds(-10), "level": 11}, Settled("", seconds(20), WAITS)),
        ({"sent_at": seconds(3600)}, GOES),  # the clock was set back
        ({"going": True}, Settled("", seconds(1), WAITS)),
        ({"kind": "resolved", "firing": 2}, GOES),
    ],
)
def test_a_group_waits_its_interval(changed: dict[str, Any], settled: Settled) -> None:
    assert decide_group(row(**changed), NOW, EVERY) == settled


@pytest.mark.parametrize(
    ("changed", "settled"),
    [
        ({"kind": "resolved", "firing": 1}, Settled("", seconds(5), OTHERS)),
        ({"kind": "resolved"}, GOES),
        ({"kind": "acknowledged", "firing": 2, "unanswered": 1}, Settled("", seconds(5), OTHERS)),
        ({"kind": "acknowledged", "firing": 2}, GOES),
        ({"kind": "acknowledged"}, Settled("called_off", problem="resolved")),
        ({"level": 3, "busy": True}, Settled("", seconds(1), WAITS)),
    ],
)
def test_one_incident_stands_for_a_group(changed: dict[str, Any], settled: Settled) -> None:
    assert decide_group(row(keeps=True, **changed), NOW, EVERY) == settled


def alert(**changed: Any) -> dict[str, Any]:
    usual = {
        "labels": {"bot": "lead"}, "rule": "p95", "tenant_id": "harbor", "severity": "critical",
        "recovered_at": None, "inhibited_by": "", "snoozed_until": None,
    }  # fmt: skip
    return {**usual, **changed}


@pytest.mark.parametrize(
    ("changed", "until"),
    [
        ({}, None),
        ({"recovered_at": seconds(-1)}, (seconds(5), "recovering")),
        ({"inhibited_by": "database_down"}, (seconds(5), "follows from database_down")),
        ({"snoozed_until": seconds(60)}, (seconds(60), "snoozed")),
        ({"snoozed_until": seconds(-1)}, None),
        ({"labels": {"bot": "seller"}}, (seconds(3), "silenced by dana: deploy")),
    ],
)
def test_what_is_quiet_is_told_later(
    changed: dict[str, Any], until: tuple[datetime, str] | None
) -> None:
    silence = Silence("s", (Matcher("bot", "seller"),), NOW, seconds(3), "dana", "deploy")
    assert decide_quiet(alert(**changed), [silence], NOW) == until

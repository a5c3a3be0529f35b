"""Turns a wish into a page: one to send to whatever takes pages."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from frontdesk.flow.operations.contracts.notifier import Page
from frontdesk.ground.words.ids import TenantId

ALERT = "018f0a3c-0000-7000-8000-00000000a1e7"
STARTED = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
FIRING = Page(
    id="018f0a3c-0000-7000-8000-0000000000f1",
    key=ALERT,
    kind="firing",
    rule="sla_violation",
    severity="critical",
    priority="P1",
    level=1,
    tenant=TenantId("harbor"),
    labels={"bot": "lead", "operation": "process"},
    title="[CRITICAL] sla_violation lead process: p95 2,300 ms",
    text="sla_violation · bot lead · 2300 ms, limit 2000 ms · since 2026-03-02 20:00:00 UTC",
    started_at=STARTED,
    at=datetime(2026, 3, 2, 20, 0, 5, tzinfo=UTC),
    url="https://desk.example.com/console/alerts/" + ALERT,
    runbook_url="https://desk.example.com/console/runbooks/sla-violation",
    findings=("the model answers in 1.9 s at p95",),
    value=2300.0,
    threshold=2000.0,
    facts={"window": "5m"},
)


def page(**changed: Any) -> Page:
    """A page that fires; `changed` are its other fields."""
    return replace(FIRING, **changed)


def acknowledged(**changed: Any) -> Page:
    """The news that somebody is on it."""
    usual = {
        "id": "018f0a3c-0000-7000-8000-0000000000ac",
        "kind": "acknowledged",
        "title": "ACKNOWLEDGED " + FIRING.title,
        "acknowledged_by": "dana",
    }
    return replace(FIRING, **{**usual, **changed})


def resolved(**changed: Any) -> Page:
    """The news that it is over."""
    usual = {
        "id": "018f0a3c-0000-7000-8000-0000000000e5",
        "kind": "resolved",
        "title": "RESOLVED " + FIRING.title,
        "at": datetime(2026, 3, 2, 20, 9, tzinfo=UTC),
    }
    return replace(FIRING, **{**usual, **changed})


def oversize() -> Page:
    """A page that is far over every vendor's limits."""
    long = "long words " * 60_000
    return replace(
        FIRING,
        title=f"[CRITICAL] {long}",
        text=long,
        findings=(long,) * 100,
        facts={f"fact {number}": long for number in range(100)},
        labels={**FIRING.labels, **{f"label{number}": long for number in range(60)}},
    )

"""Turns that wait to be run, and messages that wait to be sent."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict

QUEUES = ("turns", "outbox")


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per queue."""
    for (queue,), rows in sorted(find_worst(facts, "waiting_rows", "queue").items()):
        if queue in QUEUES:
            yield decide_over(facts, {"queue": queue}, rows, says=f"{rows:,.0f} wait in {queue}")


RULE = Rule(
    name="queue_backlog",
    says="Work piles up.",
    judge=judge,
    reads=("gauge:waiting_rows",),
    thresholds={"warning": 200, "critical": 2000},
    runbook="queue_backlog",
    for_s=60.0,
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    silenced_by=("database_down",),
    house=True,
    priority="P1",
)

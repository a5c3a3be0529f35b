"""Connections of the database that wait for each other."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for the installation."""
    for _, value in find_worst(facts, "lock_waiting_share").items():
        yield decide_over(facts, {}, value, says=f"{value:.0%} of the connections wait for a lock")


RULE = Rule(
    name="lock_waits",
    says="Statements wait for locks.",
    judge=judge,
    reads=("gauge:lock_waiting_share",),
    thresholds={"warning": 0.05, "critical": 0.5},
    runbook="lock_waits",
    for_s=30.0,
    keep_s=60.0,
    channels={"critical": ("email", "slack"), "warning": ("slack",)},
    policy="rag",
    silenced_by=("database_down",),
    house=True,
    priority="P2",
)

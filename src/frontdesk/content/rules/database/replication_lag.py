"""A replica of the database that falls behind."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for the installation."""
    for _, value in find_worst(facts, "replication_lag_s").items():
        yield decide_over(
            facts, {}, value, says=f"the slowest replica is {value:,.1f} s behind", unit="s"
        )


RULE = Rule(
    name="replication_lag",
    says="A replica is behind.",
    judge=judge,
    reads=("gauge:replication_lag_s",),
    thresholds={"warning": 1, "critical": 60},
    runbook="replication_lag",
    for_s=60.0,
    keep_s=60.0,
    channels={"critical": ("email", "slack"), "warning": ("slack",)},
    policy="rag",
    silenced_by=("database_down",),
    house=True,
    priority="P2",
)

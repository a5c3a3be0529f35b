"""A process whose database connections are all in use."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per kind of process and machine."""
    waiting = find_worst(facts, "pool_waiting", "host", "process")
    used = find_worst(facts, "pool_used_share", "host", "process")
    for (host, process), share in sorted(used.items()):
        callers = waiting.get((host, process), 0.0)
        says = f"{share:.0%} of the connections are in use, {callers:.0f} callers wait"
        yield decide_over(facts, {"host": host, "process": process}, share, says=says)


RULE = Rule(
    name="pool_exhausted",
    says="Database connections run out.",
    judge=judge,
    reads=("gauge:pool_used_share", "gauge:pool_waiting"),
    thresholds={"warning": 0.8},
    runbook="pool_exhausted",
    for_s=30.0,
    keep_s=60.0,
    channels={"warning": ("slack", "email")},
    policy="rag",
    silenced_by=("database_down",),
    house=True,
    priority="P1",
)

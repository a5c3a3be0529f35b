"""Statements that take long on average."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per kind of process and machine, over the last five minutes."""
    found = find_worst(facts, "query_ms", "host", "process")
    for (host, process), ms in sorted(found.items()):
        says = f"a statement takes {ms:,.0f} ms on average"
        yield decide_over(facts, {"host": host, "process": process}, ms, says=says, unit="ms")


RULE = Rule(
    name="slow_queries",
    says="The database is slow.",
    judge=judge,
    reads=("gauge:query_ms",),
    thresholds={"warning": 100, "critical": 1000},
    runbook="slow_queries",
    for_s=60.0,
    keep_s=60.0,
    channels={"critical": ("email", "slack"), "warning": ("slack",)},
    policy="rag",
    silenced_by=("database_down",),
    house=True,
    priority="P2",
)

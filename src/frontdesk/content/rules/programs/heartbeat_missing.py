"""A program that reports regularly (a backup, a nightly job) and has not: its heartbeat is late."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per heartbeat, by the seconds it is past its time and grace."""
    warning, critical = facts.threshold("warning"), facts.threshold("critical")
    for labels, late_s in facts.gauges("heartbeat_late_s"):
        bad = late_s > critical
        yield Verdict(
            labels,
            "critical" if bad else "warning" if late_s > warning else "ok",
            value=max(0.0, late_s),
            threshold=critical if bad else warning,
            unit="s",
            says=f"{labels.get('heartbeat', '')} should have reported {max(0.0, late_s):,.0f} s ago",
        )


RULE = Rule(
    name="heartbeat_missing",
    says="A program that reports regularly has not.",
    judge=judge,
    reads=("gauge:heartbeat_late_s",),
    thresholds={"warning": 0, "critical": 0},
    runbook="heartbeat_missing",
    keep_s=0.0,
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    silenced_by=("database_down",),
    priority="P1",
)

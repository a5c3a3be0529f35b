"""The disk under FRONTDESK_HOME running full."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per host."""
    for (host,), share in sorted(find_worst(facts, "disk_used_share", "host").items()):
        yield decide_over(facts, {"host": host}, share, says=f"{share:.0%} of the disk is used")


RULE = Rule(
    name="disk_full",
    says="A disk runs full.",
    judge=judge,
    reads=("gauge:disk_used_share",),
    thresholds={"warning": 0.9, "critical": 0.95},
    runbook="disk_full",
    for_s=60.0,
    keep_s=60.0,
    cooldown_s=3600.0,
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack", "email")},
    policy="rag",
    house=True,
    priority="P1",
)

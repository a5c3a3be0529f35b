"""Processors that have been busy for minutes."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per host."""
    for (host,), share in sorted(find_worst(facts, "cpu_share", "host").items()):
        yield decide_over(
            facts, {"host": host}, share, says=f"{share:.0%} of the processors' time is used"
        )


RULE = Rule(
    name="cpu_high",
    says="The processors are busy.",
    judge=judge,
    reads=("gauge:cpu_share",),
    thresholds={"warning": 0.8, "critical": 0.95},
    runbook="cpu_high",
    for_s=300.0,
    keep_s=60.0,
    cooldown_s=1800.0,
    channels={"critical": ("email", "slack"), "warning": ("slack",)},
    policy="rag",
    house=True,
    priority="P1",
)

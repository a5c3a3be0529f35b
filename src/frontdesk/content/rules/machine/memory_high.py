"""Memory that runs out: of a machine, or into one process of ours."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per machine, and one per kind of process on it."""
    for (host,), share in sorted(find_worst(facts, "memory_share", "host").items()):
        yield decide_over(facts, {"host": host}, share, says=f"{share:.0%} of the memory is used")
    own = find_worst(facts, "process_memory_share", "host", "process")
    for (host, process), share in sorted(own.items()):
        bad = share > facts.threshold("process")
        yield Verdict(
            {"host": host, "process": process},
            "warning" if bad else "ok",
            value=round(share, 4),
            threshold=facts.threshold("process"),
            says=f"one process alone holds {share:.0%} of the memory",
        )


RULE = Rule(
    name="memory_high",
    says="Memory runs out.",
    judge=judge,
    reads=("gauge:memory_share", "gauge:process_memory_share"),
    thresholds={"warning": 0.85, "critical": 0.95, "process": 0.5},
    runbook="memory_high",
    for_s=60.0,
    keep_s=60.0,
    cooldown_s=1800.0,
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    policy="rag",
    house=True,
    priority="P1",
)

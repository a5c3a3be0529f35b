"""A model that failed so often that nobody asks it for now."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Level, Rule, Verdict

OPEN = 2.0


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per model that some process has met."""
    for (model,), state in sorted(find_worst(facts, "breaker_state", "model").items()):
        level: Level = "warning" if state >= OPEN else "ok"
        says = "no calls are let through: it failed too often"
        yield Verdict({"model": model}, level, value=state, threshold=OPEN, says=says)


RULE = Rule(
    name="breaker_open",
    says="A model's breaker is open.",
    judge=judge,
    reads=("gauge:breaker_state",),
    thresholds={},
    runbook="breaker_open",
    keep_s=60.0,
    channels={"warning": ("slack",)},
    house=True,
    priority="P2",
)

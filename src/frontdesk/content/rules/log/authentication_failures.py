"""Many wrong keys or signatures: somebody guesses, or a key was changed on one side only."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_sum
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for all processes, over the last five minutes."""
    refused = find_sum(facts, "auth_failures")
    if refused is not None:
        says = f"{refused:.0f} wrong keys or signatures in five minutes"
        yield decide_over(facts, {}, refused, says=says)


RULE = Rule(
    name="authentication_failures",
    says="Many callers show a wrong key.",
    judge=judge,
    reads=("gauge:auth_failures",),
    thresholds={"warning": 50, "critical": 1000},
    runbook="authentication_failures",
    cooldown_s=1800.0,
    channels={"critical": ("email", "slack"), "warning": ("slack",)},
    house=True,
    priority="P2",
)

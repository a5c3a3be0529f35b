"""Many errors in the log at once."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_sum
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for all processes, over the last five minutes."""
    lines = find_sum(facts, "log_errors")
    if lines is not None:
        says = f"{lines:.0f} lines of level error in five minutes"
        yield decide_over(facts, {}, lines, says=says)


RULE = Rule(
    name="error_spike",
    says="The log is full of errors.",
    judge=judge,
    reads=("gauge:log_errors",),
    thresholds={"warning": 25, "critical": 250},
    runbook="error_spike",
    cooldown_s=900.0,
    channels={"critical": ("email", "slack"), "warning": ("slack",)},
    silenced_by=("database_down", "high_error_rate", "bot_unresponsive"),
    house=True,
    priority="P2",
)

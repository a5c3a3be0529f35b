"""Turns of a bot that take over three seconds, whatever the bot itself promises."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per bot, on the P95 of the last five minutes."""
    for bot in sorted({name for name, did in facts.listed("turn", "5m") if did == "process"}):
        window = facts.window("turn", "5m", bot, "process")
        p95 = window.ms.quantile(0.95)
        if p95 is None or window.ms.count < facts.threshold("samples"):
            yield Verdict({"bot": bot}, "no_data")
            continue
        says = f"P95 {p95:,.0f} ms over {window.ms.count} turns"
        yield decide_over(facts, {"bot": bot}, p95, says=says, unit="ms")


RULE = Rule(
    name="slow_response",
    says="Answers take seconds.",
    judge=judge,
    reads=("turn:5m",),
    thresholds={"warning": 3000, "critical": 10000, "samples": 20},
    runbook="slow_response",
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    silenced_by=("database_down", "bot_unresponsive", "sla_violation", "slow_answers"),
    priority="P0",
)

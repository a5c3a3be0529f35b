"""A bot that promises no level of its own answers slower than the house's usual level."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per bot without targets, by the P95 and the P99 of the last five minutes."""
    promised = {target.bot for target in facts.targets}
    for bot in sorted({name for name, did in facts.listed("turn", "5m") if did == "process"}):
        if bot in promised:
            continue
        window = facts.window("turn", "5m", bot, "process")
        p95, p99 = window.ms.quantile(0.95), window.ms.quantile(0.99)
        if p95 is None or p99 is None or window.ms.count < facts.threshold("samples"):
            yield Verdict({"bot": bot}, "no_data")
            continue
        critical, warning = p99 > facts.threshold("critical"), p95 > facts.threshold("warning")
        yield Verdict(
            {"bot": bot},
            "critical" if critical else "warning" if warning else "ok",
            value=round(p99 if critical else p95, 1),
            threshold=facts.threshold("critical" if critical else "warning"),
            unit="ms",
            says=f"P95 {p95:,.0f} ms, P99 {p99:,.0f} ms over {window.ms.count} turns",
        )


RULE = Rule(
    name="slow_answers",
    says="A bot answers slowly.",
    judge=judge,
    reads=("turn:5m",),
    thresholds={"warning": 1500, "critical": 3000, "samples": 20},
    runbook="slow_answers",
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    policy="ivy",
    silenced_by=("database_down", "bot_unresponsive"),
    priority="P1",
)

"""The P95 of an operation over what its bot promises: warned of at the promise, paged for beyond it."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per declared operation, on the processing time of the last five minutes."""
    least = facts.threshold("samples")
    for target in facts.targets:
        if target.bot == "handoff":
            window = facts.window("handoff", "5m", operation=target.operation)
        else:
            window = facts.window("turn", "5m", target.bot, target.operation)
        labels = {"bot": target.bot, "operation": target.operation}
        p95 = window.ms.quantile(0.95)
        if p95 is None or window.ms.count < least:
            yield Verdict(labels, "no_data")
            continue
        critical, warning = p95 > target.pages_at, p95 > target.warns_at
        limit = target.pages_at if critical else target.warns_at
        yield Verdict(
            labels,
            "critical" if critical else "warning" if warning else "ok",
            value=round(p95, 1),
            threshold=limit,
            unit="ms",
            says=f"P95 {p95:,.0f} ms, promised {target.p95_ms:,.0f}, over {window.ms.count} turns",
        )


RULE = Rule(
    name="sla_violation",
    says="The P95 of an operation is over its service level.",
    judge=judge,
    reads=("turn:5m", "handoff:5m"),
    thresholds={"samples": 20},
    runbook="sla_violation",
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    silenced_by=("database_down", "bot_unresponsive"),
    priority="P1",
)

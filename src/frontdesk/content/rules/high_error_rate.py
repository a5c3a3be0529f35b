"""The share of a bot's turns that broke."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per bot. A few turns at night are no rate: one error among them pages nobody."""
    for bot in sorted({name for name, operation in facts.listed("turn", "5m") if name}):
        window = facts.window("turn", "5m", bot, "process")
        share, broke = window.share("error"), window.outcomes.get("error", 0)
        if share is None or window.count < facts.threshold("samples"):
            yield Verdict({"bot": bot}, "no_data")
            continue
        enough = broke >= facts.threshold("errors")
        critical = enough and share > facts.threshold("critical")
        warning = enough and share > facts.threshold("warning")
        yield Verdict(
            {"bot": bot},
            "critical" if critical else "warning" if warning else "ok",
            value=round(share, 4),
            threshold=facts.threshold("critical" if critical else "warning"),
            says=f"{broke} of {window.count} turns broke ({share:.1%})",
        )


RULE = Rule(
    name="high_error_rate",
    says="Too many turns of a bot break.",
    judge=judge,
    reads=("turn:5m",),
    thresholds={"warning": 0.03, "critical": 0.05, "samples": 20, "errors": 3},
    runbook="high_error_rate",
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    silenced_by=("database_down",),
    priority="P1",
)

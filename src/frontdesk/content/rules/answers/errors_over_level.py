"""Turns that broke over the last hour, held against the share that was promised: one in a hundred."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for all bots. It takes some errors and many turns: an hour at night is no share."""
    window = facts.window("turn", "1h", operation="process")
    share, broke = window.share("error"), window.outcomes.get("error", 0)
    if share is None or window.count < facts.threshold("samples"):
        yield Verdict({}, "no_data")
        return
    bad = broke >= facts.threshold("errors") and share > facts.threshold("warning")
    yield Verdict(
        {},
        "warning" if bad else "ok",
        value=round(share, 4),
        threshold=facts.threshold("warning"),
        says=f"{broke} of {window.count} turns of the last hour broke ({share:.1%})",
    )


RULE = Rule(
    name="errors_over_level",
    says="More turns break than was promised.",
    judge=judge,
    reads=("turn:1h",),
    thresholds={"warning": 0.01, "samples": 100, "errors": 5},
    runbook="errors_over_level",
    cooldown_s=1800.0,
    channels={"warning": ("slack", "email")},
    policy="ivy",
    silenced_by=("database_down", "high_error_rate"),
    priority="P1",
)

"""Hand-offs that were due and failed. What a limit or the loop guard blocks has worked, not failed."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for all routes, over the last hour."""
    window = facts.window("handoff", "1h", operation="execute")
    ok, failed = window.outcomes.get("ok", 0), window.outcomes.get("error", 0)
    if ok + failed < facts.threshold("samples"):
        yield Verdict({}, "no_data")
        return
    share = ok / (ok + failed)
    critical, warning = share < facts.threshold("critical"), share < facts.threshold("warning")
    yield Verdict(
        {},
        "critical" if critical else "warning" if warning else "ok",
        value=round(share, 4),
        threshold=facts.threshold("critical" if critical else "warning"),
        says=f"{failed} of {ok + failed} hand-offs failed; {window.outcomes.get('blocked', 0)} more "
        "were blocked as they should be",
    )


RULE = Rule(
    name="handoff_failure",
    says="Hand-offs between bots fail.",
    judge=judge,
    reads=("handoff:1h",),
    thresholds={"warning": 0.97, "critical": 0.95, "samples": 20},
    runbook="handoff_failure",
    channels={"critical": ("email", "slack"), "warning": ("slack",)},
    silenced_by=("database_down",),
    priority="P1",
)

"""Answers that could have been kept and were asked for again: hits over cacheable lookups only."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for all bots. A cache that is just being filled is no cache that fails."""
    window = facts.window("cache", "1h")
    if window.cacheable < facts.threshold("samples") or not window.full:
        yield Verdict({}, "no_data")
        return
    share = window.cached / window.cacheable
    critical, warning = share < facts.threshold("critical"), share < facts.threshold("warning")
    yield Verdict(
        {},
        "critical" if critical else "warning" if warning else "ok",
        value=round(share, 4),
        threshold=facts.threshold("critical" if critical else "warning"),
        says=f"{window.cached} of {window.cacheable} cacheable answers came from the cache "
        f"({share:.0%})",
    )


RULE = Rule(
    name="low_cache_hit_rate",
    says="Few of the answers that could be kept come from the cache.",
    judge=judge,
    reads=("cache:1h",),
    thresholds={"warning": 0.60, "critical": 0.50, "samples": 50},
    runbook="low_cache_hit_rate",
    for_s=60.0,
    cooldown_s=600.0,
    channels={"critical": ("slack",), "warning": ("slack",)},
    policy="quiet",
    priority="P3",
)

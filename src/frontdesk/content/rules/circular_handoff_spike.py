"""Contacts that keep asking to be passed back and forth: many loops were cut in the last hour."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict

CIRCULAR = ("same_route_again", "would_cycle")


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict, by hand-offs blocked as circular in a true last hour. None is a good number."""
    window = facts.window("handoff", "1h", operation="execute")
    loops = sum(window.codes.get(code, 0) for code in CIRCULAR)
    bad = loops > facts.threshold("warning")
    yield Verdict(
        {},
        "warning" if bad else "ok",
        value=float(loops),
        threshold=facts.threshold("warning"),
        says=f"{loops} circular hand-offs were blocked in the last hour",
    )


RULE = Rule(
    name="circular_handoff_spike",
    says="Many hand-offs would have gone in circles.",
    judge=judge,
    reads=("handoff:1h",),
    thresholds={"warning": 10},
    runbook="circular_handoff_spike",
    cooldown_s=600.0,
    channels={"warning": ("slack",)},
    priority="P2",
)

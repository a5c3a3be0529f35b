"""Limits that are really felt: hand-offs, sends or models turned away by a limit."""

from collections.abc import Iterator

from frontdesk.ability.telemetry import Subject
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict

WATCHED: tuple[Subject, ...] = ("handoff", "send", "tool", "model")


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per limiter: hand-offs, and each channel, provider and tool."""
    for subject in WATCHED:
        for name in sorted({name for name, _ in facts.listed(subject, "5m")}):
            window = facts.window(subject, "5m", name)
            labels = {"limiter": subject, "name": name}
            share = window.share("limited")
            if share is None or window.count < facts.threshold("samples"):
                yield Verdict(labels, "no_data")
                continue
            limited = window.outcomes.get("limited", 0)
            yield Verdict(
                labels,
                "warning" if share > facts.threshold("warning") else "ok",
                value=round(share, 4),
                threshold=facts.threshold("warning"),
                says=f"{limited} of {window.count} were turned away by a limit ({share:.0%})",
            )


RULE = Rule(
    name="rate_limit_breach",
    says="A rate limit turns much away.",
    judge=judge,
    reads=tuple(f"{subject}:5m" for subject in WATCHED),
    thresholds={"warning": 0.10, "samples": 20},
    runbook="rate_limit_breach",
    channels={"warning": ("slack",)},
    priority="P2",
)

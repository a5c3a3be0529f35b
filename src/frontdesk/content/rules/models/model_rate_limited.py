"""The share of a model's calls that its vendor turned away with 429."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per model, over the last five minutes."""
    for model in sorted({name for name, _ in facts.listed("model", "5m") if name}):
        window = facts.window("model", "5m", model)
        if window.count < facts.threshold("samples"):
            yield Verdict({"model": model}, "no_data")
            continue
        limited = window.codes.get("rate_limited", 0)
        share = limited / window.count
        says = f"{limited} of {window.count} calls were answered 429 ({share:.0%})"
        yield decide_over(facts, {"model": model}, share, says=says)


RULE = Rule(
    name="model_rate_limited",
    says="A vendor turns model calls away.",
    judge=judge,
    reads=("model:5m",),
    thresholds={"warning": 0.05, "samples": 20},
    runbook="model_rate_limited",
    channels={"warning": ("slack",)},
    policy="ivy",
    priority="P2",
)

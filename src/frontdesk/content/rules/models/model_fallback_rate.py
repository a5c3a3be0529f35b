"""The share of answers that came from a smaller model than the first choice."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for all models: answers on the rung `economy`, of those that a model gave."""
    asked = [name for name, _ in facts.listed("model", "5m") if name]
    rungs = [facts.window("model", "5m", name).rungs for name in sorted(set(asked))]
    full, smaller = (sum(one.get(rung, 0) for one in rungs) for rung in ("full", "economy"))
    if full + smaller < facts.threshold("samples"):
        yield Verdict({}, "no_data")
        return
    share = smaller / (full + smaller)
    says = f"{smaller} of {full + smaller} model calls went to a smaller model ({share:.0%})"
    yield decide_over(facts, {}, share, says=says)


RULE = Rule(
    name="model_fallback_rate",
    says="Smaller models answer instead of the first choice.",
    judge=judge,
    reads=("model:5m",),
    thresholds={"warning": 0.1, "samples": 20},
    runbook="model_fallback_rate",
    channels={"warning": ("slack",)},
    silenced_by=("breaker_open",),
    priority="P2",
)

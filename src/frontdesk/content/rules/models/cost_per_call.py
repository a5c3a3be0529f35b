"""What one answer of a model costs on average, in US dollars."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict

MICRO = 1_000_000


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per model, over the last hour; kept answers cost nothing and count nothing."""
    for model in sorted({name for name, _ in facts.listed("model", "1h") if name}):
        window = facts.window("model", "1h", model)
        answered = window.outcomes.get("ok", 0) - window.cached
        if answered < facts.threshold("samples"):
            yield Verdict({"model": model}, "no_data")
            continue
        usd = window.cost_micro / MICRO / answered
        says = f"{usd:.2f} USD per answer, over {answered} answers"
        yield decide_over(facts, {"model": model}, usd, says=says, unit="USD")


RULE = Rule(
    name="cost_per_call",
    says="Answers of a model are expensive.",
    judge=judge,
    reads=("model:1h",),
    thresholds={"info": 0.5, "samples": 5},
    runbook="cost_per_call",
    cooldown_s=3600.0,
    channels={"info": ("slack",)},
    policy="quiet",
    priority="P3",
)

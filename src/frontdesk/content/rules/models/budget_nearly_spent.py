"""Money for models that is nearly spent, by the hour, the day, a bot or a key."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per limit of the tenant. At the whole of it no model is asked any more."""
    for (tenant, limit), share in sorted(
        find_worst(facts, "budget_share", "tenant", "limit").items()
    ):
        if tenant == facts.tenant and not limit.startswith("tokens/"):
            yield decide_over(
                facts, {"limit": limit}, share, says=f"{share:.0%} of {limit} is spent"
            )


RULE = Rule(
    name="budget_nearly_spent",
    says="A budget for models is nearly spent.",
    judge=judge,
    reads=("gauge:budget_share",),
    thresholds={"warning": 0.9},
    runbook="budget_nearly_spent",
    cooldown_s=3600.0,
    channels={"warning": ("slack", "email")},
    priority="P2",
)

"""Tokens of a provider that are nearly used up for the day."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per quota of the tenant; any process's figure counts, the highest most."""
    for (tenant, limit), share in sorted(
        find_worst(facts, "budget_share", "tenant", "limit").items()
    ):
        if tenant == facts.tenant and limit.startswith("tokens/"):
            yield decide_over(
                facts, {"limit": limit}, share, says=f"{share:.0%} of {limit} is used"
            )


RULE = Rule(
    name="tokens_over_quota",
    says="A token quota is nearly used up.",
    judge=judge,
    reads=("gauge:budget_share",),
    thresholds={"warning": 0.9},
    runbook="tokens_over_quota",
    cooldown_s=3600.0,
    channels={"warning": ("slack", "email")},
    priority="P2",
)

"""Figures turned into verdicts by a rule's own thresholds: what most rules of one figure share."""

from collections.abc import Mapping

from frontdesk.flow.operations.contracts.rule import Facts, Level, Verdict


def decide_over(
    facts: Facts, labels: Mapping[str, str], value: float, *, says: str, unit: str = ""
) -> Verdict:
    """Critical over the threshold `critical`, a warning over `warning`, a notice over `info`; a rule
    names those it has."""
    level, limit = decide_level(facts, value)
    return Verdict(labels, level, value=round(value, 4), threshold=limit, unit=unit, says=says)


def decide_level(facts: Facts, value: float) -> tuple[Level, float]:
    """The worst tier that a figure is over, with its limit; the lowest limit where it is over none."""
    limit = 0.0
    tiers: tuple[Level, ...] = ("critical", "warning", "info")
    for tier in tiers:
        if tier in facts.limits:
            limit = facts.threshold(tier)
            if value > limit:
                return tier, limit
    return "ok", limit


def find_worst(facts: Facts, name: str, *labels: str) -> dict[tuple[str, ...], float]:
    """The highest figure of a name by the values of `labels`: several processes say the same of one
    machine, or each its own."""
    worst: dict[tuple[str, ...], float] = {}
    for own, value in facts.gauges(name):
        key = tuple(own.get(label, "") for label in labels)
        worst[key] = max(value, worst.get(key, value))
    return worst


def find_sum(facts: Facts, name: str) -> float | None:
    """What all processes counted together; None where nobody has."""
    found = [value for _, value in facts.gauges(name)]
    return sum(found) if found else None

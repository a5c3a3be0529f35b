"""A deployment that is done: another version than before runs here."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One notice per change, for as long as it is news."""
    found = find_worst(facts, "version_age_s", "version", "before")
    for (version, before), age_s in sorted(found.items()):
        fresh = age_s <= facts.threshold("news_s")
        says = f"version {version} has taken over from {before}"
        yield Verdict(
            {"version": version}, "info" if fresh else "ok", value=age_s, unit="s", says=says
        )


RULE = Rule(
    name="version_changed",
    says="Another version runs.",
    judge=judge,
    reads=("gauge:version_age_s",),
    thresholds={"news_s": 300},
    runbook="version_changed",
    cooldown_s=0.0,
    channels={"info": ("slack",)},
    policy="quiet",
    house=True,
    priority="P3",
)

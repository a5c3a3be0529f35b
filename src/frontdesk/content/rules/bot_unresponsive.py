"""A bot that does not answer a synthetic ping, or no serving process at all; quiet hours are no sign."""

from collections.abc import Iterator, Mapping

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per bot by the age of its last answered ping, and one for the serving processes."""
    for labels, age_s in facts.gauges("ping_age_s"):
        yield _judge_age(facts, labels, age_s, "answered its last ping")
    for _, age_s in facts.gauges("serving_seen_age_s"):
        yield _judge_age(facts, {"process": "serve"}, age_s, "serving process was last seen")


def _judge_age(facts: Facts, labels: Mapping[str, str], age_s: float, says: str) -> Verdict:
    critical, warning = age_s > facts.threshold("critical"), age_s > facts.threshold("warning")
    return Verdict(
        labels,
        "critical" if critical else "warning" if warning else "ok",
        value=round(age_s, 1),
        threshold=facts.threshold("critical" if critical else "warning"),
        unit="s",
        says=f"{says} {age_s:,.0f} s ago",
    )


RULE = Rule(
    name="bot_unresponsive",
    says="A bot does not answer.",
    judge=judge,
    reads=("gauge:ping_age_s", "gauge:serving_seen_age_s"),
    thresholds={"warning": 180, "critical": 300},
    runbook="bot_unresponsive",
    for_s=3.0,  # after an outage of the whole machine: the processes come up one after the other
    cooldown_s=600.0,
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    silenced_by=("database_down",),
    house=True,
    priority="P0",
)

"""Messages that could not be delivered after every try."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for the installation."""
    for _, value in find_worst(facts, "dead_last_hour").items():
        yield decide_over(
            facts, {}, value, says=f"{value:,.0f} messages of the last hour were given up"
        )


RULE = Rule(
    name="messages_given_up",
    says="Messages are given up.",
    judge=judge,
    reads=("gauge:dead_last_hour",),
    thresholds={"warning": 0, "critical": 50},
    runbook="messages_given_up",
    cooldown_s=1800.0,
    keep_s=60.0,
    channels={"critical": ("email", "slack"), "warning": ("slack",)},
    policy="rag",
    silenced_by=("database_down",),
    house=True,
    priority="P1",
)

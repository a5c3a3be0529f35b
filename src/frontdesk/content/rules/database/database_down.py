"""A database that was away, or that takes seconds for nothing; whoever cannot reach it pages by itself."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_worst
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per machine. While nobody reaches the database nothing can be judged: then
    `flow.operations.blind` pages, by the channels of this rule. The notice afterwards keeps what
    only follows from an outage quiet."""
    away = find_worst(facts, "database_away_s", "host")
    for (host,), ms in sorted(find_worst(facts, "database_ms", "host").items()):
        away_s = away.get((host,), 0.0)
        slow = decide_over(
            facts, {"host": host}, ms, says=f"it took {ms:,.0f} ms for nothing", unit="ms"
        )
        if slow.level == "ok" and away_s > facts.threshold("away_s"):
            says = f"it was out of reach for {away_s:,.0f} s, and is back"
            yield Verdict({"host": host}, "info", value=round(away_s, 1), unit="s", says=says)
        else:
            yield slow


RULE = Rule(
    name="database_down",
    says="The database does not answer.",
    judge=judge,
    reads=("gauge:database_ms", "gauge:database_away_s"),
    thresholds={"warning": 500, "critical": 2000, "away_s": 15},
    runbook="database_down",
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    for_s=10.0,
    house=True,
    priority="P0",
)

"""Our own watch, as its auditor sees it: pages that wait without a reason, or nobody looking."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per thing that the auditor looks at, by how many seconds it is behind."""
    limit = facts.threshold("critical")
    for labels, behind_s in facts.gauges("audit_behind_s"):
        yield Verdict(
            labels,
            "critical" if behind_s > limit else "ok",
            value=behind_s,
            threshold=limit,
            unit="s",
            says=f"{labels.get('what', '')} is {behind_s:,.0f} s behind",
        )


RULE = Rule(
    name="watch_behind",
    says="The watch itself does not do what is due.",
    judge=judge,
    reads=("gauge:audit_behind_s",),
    thresholds={"critical": 0},
    runbook="watch_behind",
    keep_s=0.0,
    channels={"critical": ("email", "slack", "webhook")},
    silenced_by=("database_down",),
    house=True,
    priority="P0",
)

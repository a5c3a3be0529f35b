"""The certificate of the public address nearing its end."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per address with https."""
    seen: dict[str, float] = {}
    for labels, days in facts.gauges("certificate_left_days"):
        address = labels.get("address", "")
        seen[address] = min(days, seen.get(address, days))
    for address, days in sorted(seen.items()):
        critical, warning = days < facts.threshold("critical"), days < facts.threshold("warning")
        yield Verdict(
            {"address": address},
            "critical" if critical else "warning" if warning else "ok",
            value=round(days, 1),
            threshold=facts.threshold("critical" if critical else "warning"),
            unit="days",
            says=f"it ends in {days:.0f} days" if days else "it has ended",
        )


RULE = Rule(
    name="certificate_expiring",
    says="A certificate ends soon.",
    judge=judge,
    reads=("gauge:certificate_left_days",),
    thresholds={"warning": 30, "critical": 7},
    runbook="certificate_expiring",
    cooldown_s=86_400.0,
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack", "email")},
    house=True,
    priority="P2",
)

"""An error budget that burns faster than it may: by pairs of windows, a long one and a short one."""

from collections.abc import Iterator

from frontdesk.ability.telemetry import Promise, Span, measure_burn
from frontdesk.ability.telemetry.promise import PROMISED
from frontdesk.flow.operations.contracts.rule import Facts, Level, Rule, Verdict

# Long window, short window, threshold, what it comes to (SRE workbook, chapter 5, table 5-8).
PAIRS: tuple[tuple[Span, Span, str, Level], ...] = (
    ("1h", "5m", "page_fast", "critical"),
    ("6h", "30m", "page_slow", "critical"),
    ("24h", "1h", "ticket_fast", "warning"),
    ("3d", "6h", "ticket_slow", "warning"),
)


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict per promise, by the first pair both of whose windows burn too fast. A window that
    is not full yet and a handful of bad events are no rate."""
    for promise in facts.promises:
        labels = {"service": promise.service, "level": promise.name}
        known, worst = False, 0.0
        for long, short, name, level in PAIRS:
            rate = _rate(facts, promise, long, short)
            if rate is None:
                continue
            known, worst = True, max(worst, rate)
            if rate > facts.threshold(name):
                says = (
                    f"the budget burns {rate:.1f} times as fast as it may, over {long} and {short}"
                )
                limit = facts.threshold(name)
                yield Verdict(labels, level, value=round(rate, 2), threshold=limit, says=says)
                break
        else:
            yield Verdict(labels, "ok" if known else "no_data", value=round(worst, 2))


def _rate(facts: Facts, promise: Promise, long: Span, short: Span) -> float | None:
    """The slower of the two windows' rates; None where the long one says too little."""
    whole, last = (
        facts.window(promise.subject, span, promise.of, promise.operation) for span in (long, short)
    )
    over, now = measure_burn(promise, whole), measure_burn(promise, last)
    if over is None or not whole.full:
        return None
    if now is None or over.bad < facts.threshold("events"):
        return 0.0
    return min(over.rate, now.rate)


RULE = Rule(
    name="error_budget_burn",
    says="An error budget burns too fast.",
    judge=judge,
    reads=tuple(
        f"{subject}:{span}"
        for subject in PROMISED
        for span in ("5m", "30m", "1h", "6h", "24h", "3d")
    ),
    thresholds={
        "page_fast": 14.4,
        "page_slow": 6,
        "ticket_fast": 3,
        "ticket_slow": 1,
        "events": 5,
    },
    runbook="error_budget_burn",
    keep_s=300.0,
    cooldown_s=3600.0,
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack", "email")},
    silenced_by=("database_down", "bot_unresponsive"),
    priority="P1",
)

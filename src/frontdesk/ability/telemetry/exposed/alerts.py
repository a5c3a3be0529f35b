"""Alerts and pages of all tenants counted: open ones by state, and those of the last day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from frontdesk.ability.telemetry.gauges import Gauge
from frontdesk.ground.store.db import Database, Row, Statement
from frontdesk.ground.words.ids import TenantId

DAY = timedelta(days=1)


async def load_alert_figures(
    database: Database, tenants: Iterable[TenantId], rules: Iterable[str], now: datetime
) -> list[Gauge]:
    """Of each rule at least that nothing fires, so that a graph shows nothing from silence."""
    since = {"since": now - DAY}
    counts: Counter[tuple[str, ...]] = Counter()
    days: Counter[tuple[str, ...]] = Counter()
    pages: Counter[tuple[str, ...]] = Counter()
    for tenant in tenants:
        is_open, of_day, sent = await database.run(
            tenant,
            [
                Statement("exposed.count_open", {}),
                Statement("exposed.count_day", since),
                Statement("exposed.count_pages", since),
            ],
        )
        for row in is_open:
            counts[row["rule"], row["severity"], row["state"]] += row["alerts"]
        for row in of_day:
            _add_day(days, row)
        for row in sent:
            pages[row["notifier"], row["status"]] += row["pages"]
    return [*_open(counts, rules), *_of_day(days, rules), *_sent(pages)]


def _add_day(days: Counter[tuple[str, ...]], row: Row) -> None:
    for name in ("alerts", "acknowledge_s", "acknowledged", "resolve_s", "resolved"):
        days[row["rule"], row["severity"], name] += row[name]


def _open(counts: Counter[tuple[str, ...]], rules: Iterable[str]) -> Iterator[Gauge]:
    for rule in rules:
        counts.setdefault((rule, "critical", "firing"), 0)
    for (rule, severity, state), count in sorted(counts.items()):
        yield Gauge("alerts", count, {"rule": rule, "severity": severity, "state": state})


def _of_day(days: Counter[tuple[str, ...]], rules: Iterable[str]) -> Iterator[Gauge]:
    for rule in rules:
        days.setdefault((rule, "critical", "alerts"), 0)
    for rule, severity in sorted({(rule, severity) for rule, severity, _ in days}):
        labels = {"rule": rule, "severity": severity}
        yield Gauge("alerts_fired_day", days[rule, severity, "alerts"], labels)
        for done, took in (("acknowledged", "acknowledge_s"), ("resolved", "resolve_s")):
            count = days[rule, severity, done]
            if count:
                yield Gauge(f"alert_{took}", days[rule, severity, took] / count, labels)


def _sent(pages: Counter[tuple[str, ...]]) -> Iterator[Gauge]:
    for (notifier, status), count in sorted(pages.items()):
        yield Gauge("pages_day", count, {"notifier": notifier, "status": status})

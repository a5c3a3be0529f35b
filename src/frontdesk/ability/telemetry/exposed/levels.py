"""What all tenants did in the last five minutes, merged, as figures for `/metrics` and log lines."""

import logging
from collections.abc import Iterable, Iterator, Mapping

from frontdesk.ability.telemetry.gauges import Gauge
from frontdesk.ability.telemetry.measure import Target, Window
from frontdesk.ability.telemetry.slots import merge_window
from frontdesk.ability.telemetry.windows import Windows

log = logging.getLogger("telemetry.exposed")
QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
SHOWN = ("turn", "handoff", "model", "send", "tool", "job")
Levels = Mapping[tuple[str, str, str], Window]


def merge_levels(windows: Iterable[Windows]) -> Levels:
    """One window per subject, name and operation, of all tenants together."""
    merged: dict[tuple[str, str, str], Window] = {}
    for one in windows:
        for key, window in one.parts.items():
            if key[0] in SHOWN:
                merge_window(merged.setdefault(key, Window()), window)
    return merged


def list_levels(levels: Levels) -> Iterator[Gauge]:
    """Quantiles, counts and the share of kept answers, by subject, name and operation."""
    for (subject, name, operation), window in sorted(levels.items()):
        whose = {"subject": subject, "name": name, "operation": operation}
        for level, share in QUANTILES.items():
            ms = window.ms.quantile(share)
            if ms is not None:
                yield Gauge("operation_ms", ms, {**whose, "level": level})
        for outcome, count in sorted(window.outcomes.items()):
            yield Gauge("operation_calls", count, {**whose, "outcome": outcome})


def list_targets(targets: Iterable[Target]) -> Iterator[Gauge]:
    """What is promised, and from where on people are told, by bot and operation."""
    for one in targets:
        promised = {
            "p50": one.p50_ms,
            "p95": one.p95_ms,
            "p99": one.p99_ms,
            "warning": one.warns_at,
            "critical": one.pages_at,
        }
        for level, ms in promised.items():
            labels = {"bot": one.bot, "operation": one.operation, "level": level}
            yield Gauge("target_ms", ms, labels)


def tell(levels: Levels) -> None:
    """A log line for each operation of each bot, with its quantiles."""
    for (subject, name, operation), window in sorted(levels.items()):
        if subject not in ("turn", "handoff"):
            continue
        p50, p95, p99 = (window.ms.quantile(share) for share in QUANTILES.values())
        if p50 is None or p95 is None or p99 is None:
            continue
        log.info(
            "%s %s: p50=%.0f ms p95=%.0f ms p99=%.0f ms over %d in 5 minutes",
            name,
            operation,
            p50,
            p95,
            p99,
            window.count,
            extra={
                "bot": name,
                "operation": operation,
                "p50": round(p50, 1),
                "p95": round(p95, 1),
                "p99": round(p99, 1),
                "errors": window.outcomes.get("error", 0),
            },
        )

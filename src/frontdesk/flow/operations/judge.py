"""What was measured turned into verdicts: every rule looks at its own part of it, and none at another's."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, cast

from frontdesk.ability import telemetry
from frontdesk.ability.telemetry import (
    Promise,
    Span,
    Subject,
    Target,
    Window,
    Windows,
    gauges,
    pings,
)
from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations import lookout as lookouts
from frontdesk.flow.operations.contracts.rule import Rule, Verdict
from frontdesk.flow.operations.lookout import HOUSE, Lookout
from frontdesk.flow.operations.slo import rows as slo_rows
from frontdesk.flow.operations.upkeep import heartbeats
from frontdesk.ground.kit import tasks
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import Broken

log = logging.getLogger("flow.operations.judge")
FRESH: tuple[Span, ...] = ("5m", "1h")  # others are loaded once in a while only
Gauges = Mapping[str, Sequence[tuple[Mapping[str, str], float]]]


class Judged(NamedTuple):
    """A rule with what it says now; `verdicts` is None when it broke, and then nothing changes."""

    rule: Rule
    verdicts: tuple[Verdict, ...] | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was loaded for one tenant's rules: the Facts they are given."""

    now: datetime
    tenant: TenantId
    targets: tuple[Target, ...]
    windows: Mapping[Span, Windows]
    measured: Gauges
    limits: Mapping[str, float] = field(default_factory=dict)
    promises: tuple[Promise, ...] = ()

    def window(self, subject: Subject, span: Span, name: str = "", operation: str = "") -> Window:
        return self.windows[span].get(subject, name, operation)

    def listed(self, subject: Subject, span: Span) -> Iterable[tuple[str, str]]:
        return self.windows[span].listed(subject)

    def gauge(self, name: str, **labels: str) -> float | None:
        found = (value for own, value in self.gauges(name) if labels.items() <= own.items())
        return next(found, None)

    def gauges(self, name: str) -> Iterable[tuple[Mapping[str, str], float]]:
        return self.measured.get(name, ())

    def threshold(self, name: str) -> float:
        return self.limits[name]


async def run_judging(lookout: Lookout, tenant: TenantId, now: datetime) -> list[Judged]:
    """What every live rule of a tenant (or, for `*`, of the house) says now."""
    off = lookout.controls.value(tenant, lookouts.rules_off)
    rules = [
        rule
        for rule in lookout.rules.values()
        if rule.name not in off and rule.house == (tenant == HOUSE)
    ]
    if not rules:
        return []
    loaded = await load_windows(lookout, tenant, rules, now)
    measured = await load_gauges(lookout, now)
    if any(f"gauge:{heartbeats.GAUGE}" in rule.reads for rule in rules):
        measured = {**measured, heartbeats.GAUGE: await heartbeats.load_late(lookout, tenant, now)}
    promises = (
        *telemetry.list_promises(lookout.targets),
        *await slo_rows.load_kept(lookout.database, lookout.kept, now),
    )
    own = lookout.controls.value(tenant, lookouts.thresholds)
    judged = []
    for rule in rules:
        limits = {name: own.get(f"{rule.name}.{name}", at) for name, at in rule.thresholds.items()}
        looked = Looked(now, tenant, lookout.targets, loaded, measured, limits, promises)
        found = await tasks.attempt(_judge(rule, looked))
        if isinstance(found, Exception):
            log.error("rule %s broke", rule.name, exc_info=found)
            lookout.meters.refusals.labels("judge.rule_broke").inc()
        judged.append(Judged(rule, None if isinstance(found, Exception) else found))
    return judged


async def load_gauges(lookout: Lookout, now: datetime) -> Gauges:
    """Every figure that is no measurement: what processes have written, and how long ago they did."""
    found = await gauges.load(lookout.database, now)
    for one in await pings.load_ages(lookout.database, now):
        found.setdefault(one.name, []).append((one.labels, one.value))
    return found


async def load_windows(
    lookout: Lookout, tenant: TenantId, rules: Sequence[Rule], now: datetime
) -> dict[Span, Windows]:
    """The spans that the rules read, each once, with the subjects they read of it."""
    spans: dict[Span, set[Subject]] = {}
    for subject, span in find_reads(rules):
        spans.setdefault(span, set()).add(subject)
    loaded: dict[Span, Windows] = {}
    for span, subjects in spans.items():
        found = None if span in FRESH else lookout.kept.find_windows(tenant, span, now)
        if found is None:
            found = await telemetry.load_windows(
                lookout.database, tenant, span, now, subjects=sorted(subjects)
            )
            if span not in FRESH:
                lookout.kept.windows[tenant, span] = (now, found)
        loaded[span] = found
    return loaded


def find_reads(rules: Iterable[Rule]) -> Iterator[tuple[Subject, Span]]:
    """The measurements that rules read, as subject and span; gauges are left out."""
    for rule in rules:
        for read in rule.reads:
            subject, _, span = read.partition(":")
            if subject != "gauge":
                yield cast(Subject, subject), telemetry.parse_span(span)


async def _judge(rule: Rule, looked: Looked) -> tuple[Verdict, ...]:
    verdicts = tuple(rule.judge(looked))
    if len({alerts.fingerprint(one.labels) for one in verdicts}) < len(verdicts):
        raise Broken(
            "judge.said_twice",
            f"rule {rule.name} says two things of one",
            fix="give each verdict labels of its own",
        )
    return verdicts

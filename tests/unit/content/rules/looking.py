"""Figures and windows turned into what a rule says of them, without a house."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from frontdesk.ability.telemetry import SPANS, Sketch, Target, Window, Windows
from frontdesk.flow.operations.contracts.rule import Rule, Verdict
from frontdesk.flow.operations.judge import Gauges, Looked
from frontdesk.ground.words.ids import TenantId

NOW = datetime(2031, 5, 4, 10, tzinfo=UTC)
Parts = Mapping[tuple[str, str, str], Window]


def verdicts(
    rule: Rule,
    parts: Parts | None = None,
    *,
    gauges: Gauges | None = None,
    targets: Sequence[Target] = (),
) -> list[Verdict]:
    """Everything a rule says of windows that are the same in every span, and of figures."""
    windows = {span: Windows(span, parts or {}) for span in SPANS}
    limits = rule.thresholds
    looked = Looked(NOW, TenantId("harbor"), tuple(targets), windows, gauges or {}, limits)
    return list(rule.judge(looked))


def levels(
    rule: Rule,
    parts: Parts | None = None,
    *,
    gauges: Gauges | None = None,
    targets: Sequence[Target] = (),
) -> list[tuple[str, str]]:
    """The values of the labels, and the level, of each verdict in order."""
    said = verdicts(rule, parts, gauges=gauges, targets=targets)
    return [("/".join(one.labels.values()), one.level) for one in said]


def took(*ms: float) -> Window:
    """Turns that took so long."""
    return Window(count=len(ms), outcomes={"ok": len(ms)}, ms=Sketch(ms))


def came(count: int, **outcomes: int) -> Window:
    return Window(count=count, outcomes=outcomes)

"""What the bots promise beside what was measured: one row per promise, kept or broken or unknown."""

from collections.abc import Iterable
from dataclasses import dataclass

from frontdesk.ability.telemetry import Target, Window
from frontdesk.flow.operations.measured.stats import HANDOFF, Figures
from frontdesk.ground.words.reading import Json

LEVELS = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))


@dataclass(frozen=True, slots=True)
class Level:
    """One promise. `kept` is None while nothing was measured; `broken` says by how much. `waited`
    has the same quantiles of the customer's whole wait, which nothing is promised of."""

    target: Target
    count: int
    actual: tuple[float | None, float | None, float | None]
    waited: tuple[float | None, float | None, float | None]
    broken: tuple[str, ...]

    @property
    def kept(self) -> bool | None:
        return None if self.count == 0 else not self.broken

    def as_json(self) -> dict[str, Json]:
        promised = (self.target.p50_ms, self.target.p95_ms, self.target.p99_ms)
        row: dict[str, Json] = {
            "bot": self.target.bot,
            "operation": self.target.operation,
            "compliant": {True: "yes", False: "no", None: "no data"}[self.kept],
            "count": self.count,
        }
        for at, (name, _) in enumerate(LEVELS):
            row[f"{name}_target_ms"] = promised[at]
            row[f"{name}_ms"] = self.actual[at]
            row[f"{name}_waited_ms"] = self.waited[at]
        return {**row, "violations": list(self.broken)}


def decide_levels(figures: Figures, targets: Iterable[Target], *, bot: str = "") -> list[Level]:
    """Each promise judged on the processing time of its own operation."""
    return [decide_level(one, find_window(figures, one)) for one in targets if bot in ("", one.bot)]


def find_window(figures: Figures, target: Target) -> Window:
    """What was measured of a promised operation."""
    if target.bot == HANDOFF:
        return figures.of("handoff", operation=target.operation)
    return figures.of("turn", target.bot, target.operation)


def decide_level(target: Target, window: Window) -> Level:
    """One promise judged; pure."""
    promised = (target.p50_ms, target.p95_ms, target.p99_ms)
    actual = _quantiles(window, waited=False)
    broken = tuple(
        f"{name} {found:,.0f} ms is over {limit:,.0f} ms"
        for (name, _), found, limit in zip(LEVELS, actual, promised, strict=True)
        if found is not None and found > limit
    )
    return Level(target, window.ms.count, actual, _quantiles(window, waited=True), broken)


def _quantiles(window: Window, *, waited: bool) -> tuple[float | None, float | None, float | None]:
    sketch = window.waited if waited else window.ms
    p50, p95, p99 = (sketch.quantile(share) for _, share in LEVELS)
    return (_round(p50), _round(p95), _round(p99))


def _round(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2)

"""Windows turned into figures per bot and operation: quantiles, outcomes, rungs, cache, cost, waiting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.ability import telemetry
from frontdesk.ability.controls import EVERYONE, Controls
from frontdesk.ability.telemetry import Sketch, Subject, Target, Window, slots, windows
from frontdesk.flow.operations.measured import switches
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

Parts = Mapping[tuple[str, str, str], Window]
HANDOFF = "handoff"
OF_HOUSE: tuple[Subject, ...] = ("http", "job")  # of no tenant, and shown to each
MICRO = 1_000_000
SHARES = (("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99), ("min_ms", 0.0), ("max_ms", 1.0))


@dataclass(frozen=True, slots=True)
class Figures:
    """What one tenant's installation measured in one span; `window` says the span in words."""

    window: str
    since: datetime
    at: datetime
    parts: Parts

    def of(self, subject: Subject, name: str = "", operation: str = "") -> Window:
        """One thing's window; "" for all names or operations together."""
        merged = Window()
        for (known, named, did), window in self.parts.items():
            if known == subject and name in ("", named) and operation in ("", did):
                telemetry.slots.merge_window(merged, window)
        return merged

    def listed(self, subject: Subject) -> list[tuple[str, str]]:
        """The names and operations of a subject that were measured."""
        return sorted((named, did) for known, named, did in self.parts if known == subject)


async def load_figures(
    database: Database,
    controls: Controls,
    tenant: TenantId,
    now: datetime,
    *,
    window: str | None = None,
    hours: float | None = None,
) -> Figures:
    """Everything measured in a window (`5m`, `1h`, `24h`, `7d`), in the last `hours`, or without
    either in the usual window (control `measures.window_hours`); with the requests and the loops of
    the installation. BadInput for no window."""
    if window is not None:
        length = telemetry.SPANS[telemetry.parse_span(window)]
    else:
        usual = controls.value(EVERYONE, switches.window_hours)
        length = timedelta(hours=usual if hours is None else hours)
        window = f"{length.total_seconds() / 3600:g}h"
    parts = await windows.load_parts(database, tenant, now - length, now)
    of_house = await windows.load_parts(database, slots.HOUSE, now - length, now, subjects=OF_HOUSE)
    return Figures(window, now - length, now, {**parts, **of_house})


def list_rows(
    figures: Figures, targets: Iterable[Target], *, bot: str = "", operation: str = ""
) -> list[dict[str, Json]]:
    """One row per bot and operation that was measured; a step of the turns is shown where it is
    named. BadInput names what may be asked for."""
    promised = list(targets)
    check_name("bot", bot, {one.bot for one in promised} | _names(figures, 0))
    check_name("operation", operation, {one.operation for one in promised} | _names(figures, 1))
    rows = []
    for subject, name, did in _things(figures):
        if bot in ("", name) and (did == operation or (not operation and subject != "step")):
            measured = (
                figures.of(subject, operation=did)
                if name == HANDOFF
                else figures.of(subject, name, did)
            )
            rows.append({"bot": name, "operation": did, **render_window(measured)})
    return rows


def _things(figures: Figures) -> list[tuple[Subject, str, str]]:
    turns: list[tuple[Subject, str, str]] = [("turn", *one) for one in figures.listed("turn")]
    handed = sorted({did for _, did in figures.listed("handoff")})
    steps: list[tuple[Subject, str, str]] = [("step", *one) for one in figures.listed("step")]
    return [*turns, *(("handoff", HANDOFF, did) for did in handed), *steps]


def _names(figures: Figures, place: int) -> set[str]:
    return {thing[1:][place] for thing in _things(figures)}


def check_name(field: str, wanted: str, known: Iterable[str]) -> None:
    """Refuse a name that nothing has; "" is no name."""
    names = sorted(set(known))
    if wanted and wanted not in names:
        raise BadInput(
            f"operations.unknown_{field}",
            f"there is no {field} {wanted[:40]!r}",
            field=field,
            fix="use one of " + ", ".join(names),
        )


def render_window(window: Window) -> dict[str, Json]:
    """A window as JSON: times in milliseconds, `waited` the customer's whole wait, rates None of
    nothing. `min_ms` and `max_ms` are within 1 % once there are more than 500 figures."""
    return {
        "count": window.count,
        **render_sketch(window.ms),
        "outcomes": dict(window.outcomes),
        "error_rate": _round(window.share("error"), 4),
        "codes": dict(window.codes),
        "rungs": dict(window.rungs),
        "cacheable": window.cacheable,
        "cached": window.cached,
        "cache_hit_rate": _rate(window.cached, window.cacheable),
        "cost_usd": window.cost_micro / MICRO,
        "waited": render_sketch(window.waited),
        "last_at": window.last_at.isoformat() if window.last_at else None,
    }


def render_sketch(sketch: Sketch) -> dict[str, Json]:
    """Quantiles, mean, least and most of a sketch; None of no figures."""
    figures = {name: _round(sketch.quantile(share), 2) for name, share in SHARES}
    return {"timed": sketch.count, **figures, "mean_ms": _round(sketch.mean, 2)}


def _rate(hits: int, of: int) -> float | None:
    return round(hits / of, 4) if of else None


def _round(figure: float | None, places: int) -> float | None:
    return None if figure is None else round(figure, places)

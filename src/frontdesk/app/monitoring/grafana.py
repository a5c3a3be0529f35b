"""Panels with their queries turned into the JSON that Grafana provisions a dashboard from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from frontdesk.ground.words.reading import Json

SOURCE: Json = {"type": "prometheus", "uid": "frontdesk"}
SCHEMA = 38  # Grafana 10.0
MINIMUM = "10.0"
COLUMNS, HEIGHT = 24, 8
Kind = Literal["timeseries", "stat", "table", "bars"]
Unit = Literal["s", "percentunit", "short", "reqps", "currencyUSD", "Bps", "bool_yes_no"]


@dataclass(frozen=True, slots=True)
class Query:
    """One line of PromQL; `legend` names each series by its labels."""

    expr: str
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One graph. `limits` are where it turns yellow and red; `bars` is one per hour."""

    title: str
    says: str
    queries: Sequence[Query]
    unit: Unit = "short"
    kind: Kind = "timeseries"
    width: int = 8
    limits: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A page of panels; `bots` lets people choose some of the bots."""

    slug: str
    title: str
    panels: Sequence[Panel]
    bots: bool = False
    since: str = "now-6h"
    tags: Sequence[str] = field(default_factory=lambda: ("frontdesk",))


def render_dashboard(dashboard: Dashboard) -> dict[str, Json]:
    """The dashboard as Grafana stores it."""
    return {
        "uid": f"frontdesk-{dashboard.slug}",
        "title": dashboard.title,
        "tags": list(dashboard.tags),
        "schemaVersion": SCHEMA,
        "version": 1,
        "editable": True,
        "refresh": "30s",
        "time": {"from": dashboard.since, "to": "now"},
        "templating": {"list": [_bots()] if dashboard.bots else []},
        "links": [
            {"type": "dashboards", "tags": ["frontdesk"], "title": "frontdesk", "asDropdown": True}
        ],
        "panels": list(_panels(dashboard.panels)),
    }


def _bots() -> Json:
    query = "label_values(frontdesk_turns_total, bot)"
    return {
        "name": "bot",
        "label": "Bot",
        "type": "query",
        "datasource": SOURCE,
        "query": {"query": query, "refId": "bots"},
        "definition": query,
        "refresh": 2,
        "includeAll": True,
        "allValue": ".+",
        "multi": True,
        "current": {"text": ["All"], "value": ["$__all"]},
    }


def _panels(panels: Sequence[Panel]) -> Iterator[Json]:
    across = down = 0
    for number, panel in enumerate(panels, 1):
        if across + panel.width > COLUMNS:
            across, down = 0, down + HEIGHT
        place: Json = {"x": across, "y": down, "w": panel.width, "h": HEIGHT}
        across += panel.width
        yield {
            "id": number,
            "title": panel.title,
            "description": panel.says,
            "type": "timeseries" if panel.kind == "bars" else panel.kind,
            "datasource": SOURCE,
            "gridPos": place,
            "targets": [_target(query, panel, at) for at, query in enumerate(panel.queries)],
            "fieldConfig": {"defaults": _defaults(panel), "overrides": []},
            "options": _options(panel),
            **({"interval": "1h"} if panel.kind == "bars" else {}),
        }


def _target(query: Query, panel: Panel, at: int) -> Json:
    now = panel.kind in ("stat", "table")
    return {
        "refId": chr(ord("A") + at),
        "datasource": SOURCE,
        "expr": query.expr,
        "legendFormat": query.legend or "__auto",
        "instant": now,
        "range": not now,
        "format": "table" if panel.kind == "table" else "time_series",
    }


def _defaults(panel: Panel) -> Json:
    steps: list[Json] = [{"color": "green", "value": None}]
    if panel.limits is not None:
        low, high = panel.limits
        falling = low > high  # less is worse
        steps = (
            [_step("red", None), _step("yellow", high), _step("green", low)]
            if falling
            else [*steps, _step("yellow", low), _step("red", high)]
        )
    defaults: dict[str, Json] = {
        "unit": panel.unit,
        "thresholds": {"mode": "absolute", "steps": steps},
    }
    if panel.kind == "bars":
        defaults["custom"] = {
            "drawStyle": "bars",
            "fillOpacity": 60,
            "stacking": {"mode": "normal"},
        }
    return defaults


def _step(colour: str, value: float | None) -> Json:
    return {"color": colour, "value": value}


def _options(panel: Panel) -> Json:
    if panel.kind == "stat":
        return {"reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}}
    if panel.kind == "table":
        return {"showHeader": True}
    return {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}}

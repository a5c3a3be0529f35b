"""Figures turned into the other tables people ask for: hand-offs, cache, providers, queues, all metrics."""

from frontdesk.ability import telemetry
from frontdesk.ability.telemetry import SUBJECTS, Window
from frontdesk.flow.operations import listing
from frontdesk.flow.operations.measured.stats import Figures, render_sketch, render_window
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json

MOST_PAGES = 200


def list_handoffs(figures: Figures) -> list[dict[str, Json]]:
    """One row per route, and one of all. What a protection stopped is no failure."""
    routes = sorted({name for name, _ in figures.listed("handoff")})
    rows = [_handoff(name, figures.of("handoff", name)) for name in routes]
    return [*rows, _handoff("all", figures.of("handoff"))] if rows else []


def _handoff(route: str, window: Window) -> dict[str, Json]:
    ok, failed = window.outcomes.get("ok", 0), window.outcomes.get("error", 0)
    return {
        "route": route,
        "attempts": window.count,
        "executed": ok,
        "failed": failed,
        "blocked": window.outcomes.get("blocked", 0),
        "limited": window.outcomes.get("limited", 0),
        "success_rate": round(ok / (ok + failed), 4) if ok + failed else None,
        "reasons": dict(window.codes),
        **render_sketch(window.ms),
    }


def list_cache(figures: Figures) -> list[dict[str, Json]]:
    """One row per bot that asks models, and one of all: hits over cacheable lookups only."""
    bots = sorted({name for name, _ in figures.listed("cache")})
    rows = [_cache(bot, figures.of("cache", bot)) for bot in bots]
    return [*rows, _cache("all", figures.of("cache"))] if rows else []


def _cache(bot: str, window: Window) -> dict[str, Json]:
    lookups = window.cacheable
    return {
        "bot": bot,
        "lookups": lookups,
        "hits": window.cached,
        "same": window.codes.get("exact", 0),
        "alike": window.codes.get("similar", 0),
        "misses": window.codes.get("miss", 0),
        "hit_rate": round(window.cached / lookups, 4) if lookups else None,
    }


def list_providers(figures: Figures) -> list[dict[str, Json]]:
    """One row per model: calls, how they came out, how long they took, what they cost. What no model
    was asked for (kept answers, the rules') has no row."""
    return [
        {"model": name, **render_window(figures.of("model", name))}
        for name in sorted({name for name, _ in figures.listed("model")})
        if name
    ]


def list_requests(figures: Figures) -> list[dict[str, Json]]:
    """One row per route and method of the installation's HTTP; answers by status as codes."""
    return [
        {"route": route, "method": method, **render_window(figures.of("http", route, method))}
        for route, method in figures.listed("http")
    ]


def list_jobs(figures: Figures) -> list[dict[str, Json]]:
    """One row per loop of the installation, and per kind of timer: its rounds, and how they ended."""
    return [
        {"job": name, **render_window(figures.of("job", name))}
        for name in sorted({name for name, _ in figures.listed("job")})
    ]


async def list_queues(database: Database, tenant: TenantId) -> list[dict[str, Json]]:
    """Rows that wait now, by queue; the pages to come are the tenant's own."""
    waiting = await telemetry.load_waiting(database)
    pages = await listing.load_waiting(database, tenant, limit=MOST_PAGES)
    counted = {**waiting, "pages": len(pages)}
    return [{"queue": name, "rows": rows} for name, rows in sorted(counted.items())]


def render_metrics(figures: Figures, cache_size: int) -> dict[str, Json]:
    """Everything measured, by `subject.name.operation`, as `/api/metrics` shows it."""
    metrics = {
        ".".join(part for part in (subject, name, did) if part): _metric(
            figures.of(subject, name, did)
        )
        for subject in SUBJECTS
        for name, did in figures.listed(subject)
    }
    return {"metrics": metrics, "cache_size": cache_size, "timestamp": figures.at.isoformat()}


def _metric(window: Window) -> dict[str, Json]:
    whole = render_window(window)
    times = {name.removesuffix("_ms"): value for name, value in whole.items() if _is_time(name)}
    same = ("count", "outcomes", "error_rate", "cache_hit_rate", "cost_usd")
    return {**{name: whole[name] for name in same}, **times, "unit": "ms"}


def _is_time(name: str) -> bool:
    return name.endswith("_ms")

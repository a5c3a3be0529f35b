"""`BotMetricsCollector`: every bot, hand-offs, cache and alerts of the installation in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.ability.controls import EVERYONE
from frontdesk.ability.telemetry import Measurement, Window, slots, windows
from frontdesk.edge.sdk import names
from frontdesk.edge.sdk.access import Access, Installation
from frontdesk.edge.sdk.performance_tracker import find_window, render_stats
from frontdesk.flow.operations import listing
from frontdesk.flow.operations.measured import switches
from frontdesk.flow.operations.measured.stats import Figures
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json

MINUTES = 60.0
MOST_ALERTS = 500


@dataclass(frozen=True, slots=True)
class _Gathered:
    at: datetime
    minutes: float
    metrics: dict[str, Json]


class BotMetricsCollector:
    """What it gives is gathered anew only when it is older than BOT_METRICS_COLLECTION_INTERVAL (the
    control `measures.gather_every_s`), and reaches back BOT_METRICS_RETENTION_DAYS at most."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._gathered: _Gathered | None = None
        self._reset_at: datetime | None = None

    async def record_bot_interaction(
        self, bot_type: str, duration_ms: float, success: bool = True, cache_hit: bool | None = None
    ) -> None:
        """Add one turn of a bot."""
        await self._note(
            "turn", self._bot(bot_type), "process", duration_ms, success=success, cache=cache_hit
        )

    async def record_handoff(
        self, source: str, target: str, success: bool, duration_ms: float
    ) -> None:
        """Add one hand-off."""
        route = f"{self._bot(source)}->{self._bot(target)}"
        await self._note("handoff", route, "execute", duration_ms, success=success, cache=None)

    async def collect_metrics(self, window_minutes: float = MINUTES) -> dict[str, Json]:
        """Everything of the last minutes: `bots`, `handoffs`, `cache`, `alerting`, `overall`. Within
        the collection interval the same is given again."""
        async with self._access.open() as live:
            return await self._collect(live, window_minutes)

    async def get_metrics(self) -> dict[str, Json]:
        """What was collected last, collected now if it never was."""
        if self._gathered is None:
            return await self.collect_metrics()
        return self._gathered.metrics

    async def get_bot_summary(
        self, bot_type: str, window_minutes: float = MINUTES
    ) -> dict[str, Json]:
        """One bot's figures of the last minutes, all zero where it did nothing."""
        bot = self._bot(bot_type)
        async with self._access.open() as live:
            return _bot(await self._load(live, window_minutes), bot)

    async def get_system_summary(self, window_minutes: float = MINUTES) -> dict[str, Json]:
        """Bots, hand-offs and all together; the rates of all stand at the top, too."""
        async with self._access.open() as live:
            return self._summary(await self._load(live, window_minutes))

    async def reset_metrics(self) -> None:
        """Begin anew: what was measured before is no longer shown by this object, the minute that
        runs included. The installation keeps its measurements, which alerts and others read."""
        async with self._access.open() as live:
            self._reset_at = live.lookout.clock.now()
        self._gathered = None

    async def _collect(self, live: Installation, minutes: float) -> dict[str, Json]:
        now, last = live.lookout.clock.now(), self._gathered
        every_s = live.lookout.controls.value(EVERYONE, switches.gather_every_s)
        if last and last.minutes == minutes and (now - last.at).total_seconds() < every_s:
            return last.metrics
        figures = await self._load(live, minutes)
        metrics: dict[str, Json] = {
            **self._summary(figures),
            "cache": _cache(figures),
            "alerting": await _alerting(live),
            "collected_at": now.isoformat(),
        }
        self._gathered = _Gathered(now, minutes, metrics)
        return metrics

    async def _load(self, live: Installation, minutes: float) -> Figures:
        if minutes <= 0:
            raise names.BadName(
                "sdk.bad_window",
                f"{minutes:g} minutes are no window",
                field="window_minutes",
                fix="give more than 0",
            )
        await live.settle()
        lookout = live.lookout
        now = lookout.clock.now()
        kept_days = lookout.controls.value(EVERYONE, switches.bots_kept_days)
        since = now - min(timedelta(minutes=minutes), timedelta(days=kept_days))
        fresh = self._reset_at is not None and self._reset_at > since
        if fresh and self._reset_at is not None:
            since = self._reset_at
        parts = await windows.load_parts(lookout.database, live.tenant, since, now, whole=not fresh)
        return Figures(f"{minutes:g}m", since, now, parts)

    def _summary(self, figures: Figures) -> dict[str, Json]:
        bots = [bot for bot in self._bots() if bot != names.HANDOFF]
        all_bots = Window()
        for bot in bots:
            slots.merge_window(all_bots, find_window(figures, bot))
        overall = _whole(all_bots)
        return {
            "bots": {bot: _bot(figures, bot) for bot in bots},
            "handoffs": _handoffs(figures),
            "overall": overall,
            "error_rate": overall["error_rate"],
            "cache_hit_rate": overall["cache_hit_rate"],
        }

    async def _note(
        self,
        subject: str,
        name: str,
        operation: str,
        ms: float,
        *,
        success: bool,
        cache: bool | None,
    ) -> None:
        async with self._access.open() as live:
            await live.note(
                Measurement(
                    tenant=TenantId(live.tenant),
                    subject="handoff" if subject == "handoff" else "turn",
                    name=name,
                    operation=operation,
                    outcome="ok" if success else "error",
                    at=live.lookout.clock.now(),
                    ms=max(0.0, ms),
                    cacheable=cache is not None,
                    cached=bool(cache),
                )
            )

    def _bot(self, name: str) -> str:
        return names.find_bot(name, self._bots())

    def _bots(self) -> list[str]:
        return sorted({target.bot for target in self._access.targets})


def _whole(window: Window) -> dict[str, Json]:
    found = render_stats(window)
    return {
        "total_interactions": found["count"],
        "success_rate": found["success_rate"],
        "error_rate": found["error_rate"],
        "avg_duration_ms": found["mean"],
        "p95_duration_ms": found["p95"],
        "cache_hit_rate": found["cache_hit_rate"],
    }


def _bot(figures: Figures, bot: str) -> dict[str, Json]:
    return _whole(find_window(figures, bot))


def _handoffs(figures: Figures) -> dict[str, Json]:
    window = find_window(figures, names.HANDOFF)
    found = render_stats(window)
    return {
        "total_handoffs": found["count"],
        "success_rate": found["success_rate"],
        "failure_rate": found["error_rate"],
        "blocked_handoffs": window.outcomes.get("blocked", 0) + window.outcomes.get("limited", 0),
        "avg_duration_ms": found["mean"],
        "p95_duration_ms": found["p95"],
    }


def _cache(figures: Figures) -> dict[str, Json]:
    """Hits over cacheable lookups: of kept answers of models, and of what programs recorded."""
    both = [figures.of("cache"), figures.of("turn")]
    hits, lookups = sum(one.cached for one in both), sum(one.cacheable for one in both)
    return {
        "hits": hits,
        "misses": lookups - hits,
        "hit_rate": round(hits / lookups, 4) if lookups else 0.0,
    }


async def _alerting(live: Installation) -> Mapping[str, Json]:
    lookout = live.lookout
    found = await listing.load_alerts(lookout.database, live.tenant, active=True, limit=MOST_ALERTS)
    return {
        "active_alerts": len(found),
        "unacknowledged": sum(one.acknowledged_at is None for one in found),
        "critical": sum(one.standing.severity == "critical" for one in found),
        "rules": len(lookout.rules),
    }

"""`PerformanceTracker`: operations timed into the installation, quantiles and promises out."""

import contextlib
from collections.abc import AsyncIterator, Mapping

from frontdesk.ability.telemetry import Measurement, Window, slots
from frontdesk.edge.sdk import names
from frontdesk.edge.sdk.access import Access, Installation
from frontdesk.flow.operations.measured import levels, stats
from frontdesk.flow.operations.measured.stats import Figures
from frontdesk.ground.words.reading import Json

WHOLE = "full_qualification"  # the sum of turns that are counted already


class PerformanceTracker:
    """Figures are those of all processes, bots included: what a program adds is one more source."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def track_operation(
        self,
        bot_name: str,
        operation: str,
        duration_ms: float,
        success: bool = True,
        cache_hit: bool | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> None:
        """Record one operation. `cache_hit` None: nothing was looked up; a hit counts, but its
        time does not. Of `metadata` only `error` is kept, as the code of the failure."""
        bot = self._bot(bot_name)
        async with self._access.open() as live:
            measured = Measurement(
                tenant=live.tenant,
                subject="handoff" if bot == names.HANDOFF else "turn",
                name="sdk" if bot == names.HANDOFF else bot,
                operation=operation,
                outcome="ok" if success else "error",
                at=live.lookout.clock.now(),
                ms=max(0.0, duration_ms),
                code=(metadata or {}).get("error", ""),
                cacheable=cache_hit is not None,
                cached=bool(cache_hit),
            )
            await live.note(measured)

    @contextlib.asynccontextmanager
    async def track_async_operation(
        self, bot_name: str, operation: str, metadata: Mapping[str, str] | None = None
    ) -> AsyncIterator[None]:
        """Time what happens inside, and record it; what it raises is recorded as a failure, and
        raised."""
        self._bot(bot_name)
        async with self._access.open() as live:
            clock = live.lookout.clock
        started, ok = clock.monotonic(), False
        try:
            yield
            ok = True
        finally:
            ms = (clock.monotonic() - started) * 1000
            await self.track_operation(bot_name, operation, ms, ok, metadata=metadata)

    async def get_percentile(
        self, bot_name: str, percentile: float, window: str = "1h", operation: str = ""
    ) -> float:
        """A percentile (0-100) in milliseconds, between neighbours while there are few; 0 of none."""
        if not 0 <= percentile <= 100:
            raise names.BadName(
                "sdk.bad_percentile",
                f"{percentile:g} is no percentile",
                field="percentile",
                fix="give a number from 0 to 100",
            )
        bot = self._bot(bot_name)
        figures = await self._load(window)
        found = find_window(figures, bot, operation).ms.quantile(percentile / 100)
        return round(found or 0.0, 2)

    async def get_bot_stats(self, bot_name: str, window: str = "1h") -> dict[str, Json]:
        """Everything about one bot, whole and by operation."""
        bot = self._bot(bot_name)
        return render_bot(await self._load(window), bot)

    async def get_all_stats(self, window: str = "1h") -> dict[str, dict[str, Json]]:
        """The same of every bot and of hand-offs, by their names here."""
        figures = await self._load(window)
        return {names.show_bot(bot): render_bot(figures, bot) for bot in self._bots()}

    async def check_sla_compliance(self, window: str = "1h") -> list[dict[str, Json]]:
        """One row per promise. What was not measured is no violation; `status` tells it apart."""
        found = levels.decide_levels(await self._load(window), self._access.targets)
        return [_render_level(one) for one in found]

    async def _load(self, window: str) -> Figures:
        hours = names.find_hours(window)
        async with self._access.open() as live:
            return await load_figures(live, hours)

    def _bot(self, name: str) -> str:
        return names.find_bot(name, self._bots())

    def _bots(self) -> list[str]:
        return sorted({target.bot for target in self._access.targets})


async def load_figures(live: Installation, hours: float) -> Figures:
    """The figures of the last hours, with what was written a moment ago."""
    await live.settle()
    lookout = live.lookout
    return await stats.load_figures(
        lookout.database, lookout.controls, live.tenant, lookout.clock.now(), hours=hours
    )


def find_window(figures: Figures, bot: str, operation: str = "") -> Window:
    """What a bot did, in one operation or in all."""
    merged = Window()
    for (subject, name, did), window in figures.parts.items():
        mine = subject == "handoff" if bot == names.HANDOFF else (subject, name) == ("turn", bot)
        if mine and (did == operation or (not operation and did != WHOLE)):
            slots.merge_window(merged, window)
    return merged


def render_bot(figures: Figures, bot: str) -> dict[str, Json]:
    """A bot's figures by the keys that programs read, and by operation."""
    subject = "handoff" if bot == names.HANDOFF else "turn"
    done = sorted(
        {did for known, name, did in figures.parts if known == subject and bot in (name, subject)}
    )
    by_operation: dict[str, Json] = {
        did: render_stats(find_window(figures, bot, did)) for did in done
    }
    return {**render_stats(find_window(figures, bot)), "operations": by_operation}


def render_stats(window: Window) -> dict[str, Json]:
    """Figures by the names that programs read, all zero where nothing was measured. What a protection
    stopped is neither a success nor an error."""
    ms, ok = window.ms, window.outcomes.get("ok", 0)
    broke = window.outcomes.get("error", 0)
    times = {
        name: round(ms.quantile(share) or 0.0, 2)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("min", 0.0), ("max", 1.0))
    }
    return {
        **times,
        "mean": round(ms.mean or 0.0, 2),
        "count": window.count,
        "success_count": ok,
        "error_count": broke,
        "cache_hit_count": window.cached,
        "cache_hit_rate": round(window.cached / window.cacheable, 4) if window.cacheable else 0.0,
        "success_rate": round(ok / (ok + broke), 4) if ok + broke else 0.0,
        "error_rate": round(broke / (ok + broke), 4) if ok + broke else 0.0,
        "p95_latency_ms": times["p95"],
        "response_time_p95": times["p95"],
    }


def _render_level(level: levels.Level) -> dict[str, Json]:
    target = level.target
    promised = (target.p50_ms, target.p95_ms, target.p99_ms)
    row: dict[str, Json] = {
        "bot_name": names.show_bot(target.bot),
        "operation": target.operation,
        "compliant": level.kept is not False,
        "status": level.as_json()["compliant"],
    }
    for at, (name, _) in enumerate(levels.LEVELS):
        row[f"{name}_target"], row[f"{name}_actual"] = promised[at], level.actual[at]
    return {**row, "violations": list(level.broken)}

"""What measuring costs and how true it is: our sketch beside ddsketch and prometheus_client, a turn's
measurements, and a week of ten thousand operations a minute."""

import importlib
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy
from prometheus_client import CollectorRegistry, Histogram

from frontdesk.ability import telemetry
from frontdesk.ability.controls import Controls
from frontdesk.ability.telemetry import Measurement, Recorder, Sketch, Steps, slots
from frontdesk.ability.telemetry.meters import EDGES_S
from frontdesk.flow.operations.measured import switches
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.store import migrate
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from testing import database as servers

ROUNDS = 5
INSERTS = 200_000
NOTES = 20_000
HOURS = 24 * 7
TENANT = TenantId("bench")
SHARES = (0.5, 0.95, 0.99)


@dataclass
class Library:
    """Nanoseconds of one insert, and the largest error of a quantile in per cent (None: only the
    bucket that holds it is known)."""

    name: str
    insert_ns: float
    error: float | None


def waits(count: int, seed: int = 7) -> numpy.ndarray[Any, numpy.dtype[numpy.float64]]:
    """Latencies like those of bots, in milliseconds: two humps and a long tail."""
    luck = numpy.random.default_rng(seed)
    humps = numpy.where(luck.random(count) < 0.6, 5.9, 7.2)
    return numpy.minimum(luck.lognormal(humps, 0.4) + luck.pareto(3, count), 120_000)


def time_each(insert: Callable[[float], object], figures: Sequence[float]) -> float:
    """CPU nanoseconds of one call, the loop around it taken away; the median of some rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.thread_time_ns()
        for figure in figures:
            insert(figure)
        whole = time.thread_time_ns() - began
        began = time.thread_time_ns()
        for _figure in figures:
            pass
        found.append((whole - (time.thread_time_ns() - began)) / len(figures))
    return statistics.median(found)


def measure_libraries(figures: int) -> list[Library]:
    """Inserting, and the error over many figures."""
    many = waits(figures)
    some = [float(one) for one in many[:INSERTS]]
    exact = {share: float(numpy.quantile(many, share, method="lower")) for share in SHARES}

    def worst(quantile: Callable[[float], float | None]) -> float:
        return max(abs((quantile(s) or 0.0) - exact[s]) / exact[s] * 100 for s in SHARES)

    ours = Sketch(some[:1000])
    found = [Library("frontdesk", time_each(ours.insert, some), None)]
    whole = Sketch(float(one) for one in many)
    found[0].error = worst(whole.quantile)
    try:
        ddsketch = importlib.import_module("ddsketch")
    except ModuleNotFoundError:
        print("ddsketch is not installed: left out")
    else:
        theirs = ddsketch.DDSketch(0.01)
        insert_ns = time_each(theirs.add, some)
        theirs = ddsketch.DDSketch(0.01)
        for one in many:
            theirs.add(float(one))
        found.append(Library("ddsketch", insert_ns, worst(theirs.get_quantile_value)))
    histogram = Histogram("x", "x", buckets=EDGES_S, registry=CollectorRegistry())
    found.append(Library("prometheus_client", time_each(histogram.observe, some), None))
    return found


def measure_turn_us() -> float:
    """CPU microseconds that one turn's measuring costs: ten steps marked, a send, a tool and a hand-off
    noted, the switches asked each time. Its own row travels with its commit."""
    clock = SystemClock()
    live = Controls(clock)
    recorder = Recorder(clock, lambda: switches.decide_recording(live))
    found = []
    for _ in range(ROUNDS):
        began = time.thread_time_ns()
        for _ in range(NOTES):
            steps = Steps(clock)
            for name in (
                "load",
                "gate",
                "read",
                "route",
                "decide",
                "act",
                "word",
                "review",
                "x",
                "y",
            ):
                steps.mark(name)
            steps.as_json()
            for subject in ("send", "tool", "handoff"):
                recorder.note(
                    Measurement(
                        tenant=TENANT,
                        subject=subject,
                        name="sms",
                        operation="send",
                        outcome="ok",
                        at=clock.now(),
                        ms=12.0,
                    )
                )
        found.append((time.thread_time_ns() - began) / NOTES / 1000)
    return statistics.median(found)


@dataclass
class Week:
    """A week as it was measured and as it is read back."""

    operations: int
    counted: int
    error: float
    read_ms: float
    kib: float


async def measure_week(per_minute: int) -> Week:
    """Hourly slots as folding leaves them, every operation inserted, read as one window."""
    now = datetime(2031, 5, 4, 10, 30, tzinfo=UTC)
    rows, parts = [], []
    for hour in range(HOURS):
        figures = waits(per_minute * 60, hour)
        parts.append(figures.astype(numpy.float32))
        slot = slots.Slot()
        for one in figures:
            slot.window.ms.insert(float(one))
        slot.window.count = len(figures)
        slot.window.outcomes = {"ok": len(figures)}
        at = now - timedelta(hours=hour)
        slot.see(at)
        key = slots.Key(TENANT, "turn", "lead", "process", 3600, slots.begin(at, 3600))
        rows.append(slots.slot_row(key, slot.window))
    whole = numpy.concatenate(parts)
    with servers.running_server() as server, server.database() as url:
        migrate.run_upgrade(url)
        database = Database(url, connections=2)
        await database.open()
        try:
            await slots.save(database, rows)
            began = time.perf_counter()
            windows = await telemetry.load_windows(database, TENANT, "7d", now)
            read_ms = (time.perf_counter() - began) * 1000
        finally:
            await database.close()
    window = windows.get("turn", "lead", "process")
    exact = [float(numpy.quantile(whole, share)) for share in SHARES]
    said = [window.ms.quantile(share) or 0.0 for share in SHARES]
    error = max(abs(a - b) / b * 100 for a, b in zip(said, exact, strict=True))
    kib = sum(len(str(row["ms"])) for row in rows) / 1024
    return Week(len(whole), window.count, error, read_ms, kib)


def render(libraries: Sequence[Library], figures: int, turn_us: float, week: Week) -> list[str]:
    return [
        f"CPU time. Insert: median of {ROUNDS} rounds of {INSERTS:,}. Error: the worst of p50, p95 and"
        f" p99 over {figures:,} figures.",
        "",
        "| | insert ns | error % |",
        "|---|---|---|",
        *(
            f"| {one.name} | {one.insert_ns:.0f} | "
            f"{'only the bucket' if one.error is None else f'{one.error:.2f}'} |"
            for one in libraries
        ),
        "",
        f"A turn's measurements (ten steps, a send, a tool, a hand-off): **{turn_us:.1f} us**.",
        "",
        f"A week of {week.operations / HOURS / 60:,.0f} operations a minute: {week.counted:,} of"
        f" {week.operations:,} counted, worst error {week.error:.2f} %, read as one window in"
        f" {week.read_ms:.0f} ms from {HOURS} slots of {week.kib / HOURS:.1f} KiB.",
        "",
    ]

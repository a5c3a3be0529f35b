"""Machine, counters, database and address turned into the figures of one process, to be saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from prometheus_client.metrics import MetricWrapperBase

from frontdesk import __version__
from frontdesk.ability.telemetry import gauges, probes
from frontdesk.ability.telemetry.figures import certificate
from frontdesk.ability.telemetry.figures.log_lines import LogCounter
from frontdesk.ability.telemetry.figures.machine import ReadMachine, read_machine
from frontdesk.ability.telemetry.figures.trail import Trail
from frontdesk.ability.telemetry.gauges import Gauge
from frontdesk.ability.telemetry.meters import Meters
from frontdesk.ability.telemetry.processes import Process
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.store.db import Database

EVERY_S = 5.0
PROBE_S = 2.0
KEPT = timedelta(hours=1)
CERTIFICATE_S = 600.0
TOLD_S = 60.0  # how long an outage that is over is told of
LATELY_S, HOUR_S = 300.0, 3600.0
OWN_ROUTES = ("/health", "/health/detailed", "/metrics")  # asked by machines, answered while down
WRONG = (".bad_key", ".bad_signature")


@dataclass(slots=True)
class Reach:
    """Whether this process reaches its database, and how long it did not. Times are monotonic."""

    away_since: float | None = None
    away_s: float = 0.0
    back_at: float | None = None

    def note(self, at: float, *, ok: bool) -> None:
        """One look."""
        if not ok:
            self.away_since = at if self.away_since is None else self.away_since
        elif self.away_since is not None:
            self.away_s, self.back_at, self.away_since = at - self.away_since, at, None


@dataclass(slots=True)
class Figures:
    """What one process gathers. `read` looks at the machine; tests hand in a still one."""

    database: Database
    meters: Meters
    clock: Clock
    process: Process
    home: Path
    public_url: str = ""
    read: ReadMachine = read_machine
    log: LogCounter = field(default_factory=LogCounter)
    reach: Reach = field(default_factory=Reach)
    _lately: Trail = field(default_factory=lambda: Trail(LATELY_S))
    _hourly: Trail = field(default_factory=lambda: Trail(HOUR_S))
    _certificate: list[Gauge] = field(default_factory=list)
    _certificate_at: float | None = None

    async def run(self) -> int:
        """Gather and save; gives how many figures. Raises what the database raises."""
        now = self.clock.now()
        found = [*self._own(), *self._counted(), *await self._stored(now)]
        if self._certificate_at is None or self._age(self._certificate_at) >= CERTIFICATE_S:
            self._certificate = await certificate.load_figures(self.public_url, now)
            self._certificate_at = self.clock.monotonic()
        found += self._certificate
        await gauges.save(self.database, self.process.id, found, now)
        return len(found)

    async def note_version(self) -> None:
        """Say which version runs here, once at the start: a change of it is a deployment. What
        processes of before have left is forgotten."""
        now = self.clock.now()
        params = {"version": __version__, "now": now}
        await self.database.fetch("figures.note_version", params, tenant=None)
        await self.database.fetch("figures.forget", {"before": now - KEPT}, tenant=None)

    def _age(self, at: float) -> float:
        return self.clock.monotonic() - at

    @property
    def _here(self) -> Mapping[str, str]:
        return {"host": self.process.host, "process": self.process.kind}

    def _own(self) -> Iterator[Gauge]:
        host = {"host": self.process.host}
        machine = self.read(self.home)
        yield Gauge("cpu_share", machine.cpu_share, host)
        yield Gauge("memory_share", machine.memory_share, host)
        yield Gauge("disk_used_share", machine.disk_used_share, host)
        yield Gauge("process_memory_share", machine.process_memory_share, self._here)
        pool = self.database.pool_use()
        yield Gauge("pool_used_share", pool["used"] / max(1, pool["most"]), self._here)
        yield Gauge("pool_waiting", pool["waiting"], self._here)
        if self.reach.back_at is not None and self._age(self.reach.back_at) <= TOLD_S:
            yield Gauge("database_away_s", self.reach.away_s, host)
        for labels, value in read_meter(self.meters.budget_share):
            yield Gauge("budget_share", value, labels)
        for labels, value in read_meter(self.meters.model_breaker):
            yield Gauge("breaker_state", value, labels)

    def _counted(self) -> Iterator[Gauge]:
        timings = {
            name: one for name, one in self.database.timings.items() if name != "transaction"
        }
        grew = self._lately.grew(
            self.clock.monotonic(),
            {
                **count_answers(self.meters),
                "log_errors": self.log.errors,
                "auth_failures": count_wrong(self.meters),
                "calls": sum(one.calls for one in timings.values()),
                "seconds": sum(one.seconds for one in timings.values()),
            },
        )
        for name in ("http_answers", "http_failures", "log_errors", "auth_failures"):
            yield Gauge(name, grew[name], self._here)
        if grew["calls"]:
            yield Gauge("query_ms", grew["seconds"] / grew["calls"] * 1000, self._here)

    async def _stored(self, now: datetime) -> list[Gauge]:
        checked = await probes.check_database(self.database, self.clock, PROBE_S)
        found = [Gauge("database_ms", checked.ms, self._here)]
        waiting = {
            row["queue"]: float(row["rows"])
            for row in await self.database.fetch("probes.waiting", {}, tenant=None)
        }
        found += [Gauge("waiting_rows", rows, {"queue": name}) for name, rows in waiting.items()]
        dead = self._hourly.grew(self.clock.monotonic(), {"dead": waiting.get("dead", 0.0)})
        found.append(Gauge("dead_last_hour", dead["dead"]))
        for row in await self.database.fetch("figures.load", {}, tenant=None):
            found.append(Gauge("lock_waiting_share", row["waiting"] / max(1, row["connections"])))
            if row["lag_s"] is not None:
                found.append(Gauge("replication_lag_s", float(row["lag_s"])))
            if row["before"]:
                labels = {"version": row["version"], "before": row["before"]}
                age_s = max(0.0, (now - row["changed_at"]).total_seconds())
                found.append(Gauge("version_age_s", age_s, labels))
        return found


def read_meter(meter: MetricWrapperBase) -> Iterator[tuple[dict[str, str], float]]:
    """The labels and figures of one of the process's meters."""
    for family in meter.collect():
        for sample in family.samples:
            if not sample.name.endswith("_created"):
                yield dict(sample.labels), sample.value


def count_answers(meters: Meters) -> dict[str, float]:
    """All answers over HTTP so far, and those of status 500 and above; probes of machines aside."""
    answers = failures = 0.0
    for labels, value in read_meter(meters.http_requests):
        if labels["route"] in OWN_ROUTES:
            continue
        answers += value
        failures += value if labels["status"].startswith("5") else 0.0
    return {"http_answers": answers, "http_failures": failures}


def count_wrong(meters: Meters) -> float:
    """Wrong keys and signatures refused so far."""
    refused = read_meter(meters.refusals)
    return sum(value for labels, value in refused if labels["code"].endswith(WRONG))

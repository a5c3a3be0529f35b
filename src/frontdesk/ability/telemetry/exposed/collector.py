"""What a scrape brings up to date turned into metric families: statements, pool, figures, machine."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from frontdesk import __version__
from frontdesk.ability.telemetry.exposed import machine
from frontdesk.ability.telemetry.exposed.names import HELP, TWICE, find_name
from frontdesk.ability.telemetry.gauges import Gauge
from frontdesk.ground.store.named import Timing

SQL = (
    ("calls", "Calls of a named statement"),
    ("seconds", "Seconds from wanting a connection to the answer, by statement"),
    ("failures", "Failures of a named statement"),
)


@dataclass(slots=True, eq=False)
class Exposed(Collector):
    """Figures that are not counted where they happen. `help` says more of a figure by its name."""

    timings: Mapping[str, Timing] = field(default_factory=dict)
    pool: Mapping[str, int] = field(default_factory=dict)
    figures: list[Gauge] = field(default_factory=list)
    help: Mapping[str, str] = field(default_factory=dict)
    reached: bool = False

    def describe(self) -> list[Metric]:
        """None beforehand: names are known at the scrape, and the machine is not read for them."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield _one("frontdesk_build_info", "What runs here", 1.0, version=__version__)
        yield _one(
            "frontdesk_database_up",
            "1 while this process reaches its database",
            float(self.reached),
        )
        yield from self._statements()
        yield from self._connections()
        yield from self._gathered()
        yield from machine.collect()

    def _statements(self) -> Iterator[Metric]:
        for name, says in SQL:
            family = CounterMetricFamily(f"frontdesk_sql_{name}", says, labels=["statement"])
            for statement, timing in sorted(self.timings.items()):
                family.add_metric([statement], float(getattr(timing, name)))
            yield family

    def _connections(self) -> Iterator[Metric]:
        states = GaugeMetricFamily(
            "frontdesk_pool_connections", "Database connections of this process", labels=["state"]
        )
        for state in ("used", "idle"):
            states.add_metric([state], self.pool.get(state, 0))
        yield states
        yield _one(
            "frontdesk_pool_callers_waiting",
            "Callers that wait for a database connection now",
            self.pool.get("waiting", 0),
        )
        for name, says in (("waits", "Waits"), ("wait_ms", "Seconds of waits")):
            shown = name.replace("_ms", "_seconds")
            family = CounterMetricFamily(
                f"frontdesk_pool_{shown}", f"{says} for a database connection so far"
            )
            value = self.pool.get(name, 0)
            family.add_metric([], value / 1000 if name == "wait_ms" else value)
            yield family

    def _gathered(self) -> Iterator[Metric]:
        """Also those that are known and have no figure now: their name and sentence."""
        figures = _by_name(self.figures)
        for name in sorted({*figures, *HELP, *self.help} - TWICE):
            found = figures.get(name, {})
            shown, factor = find_name(name)
            says = self.help.get(name) or HELP.get(name) or name.replace("_", " ")
            family = GaugeMetricFamily(shown, says.partition(";")[0].capitalize())
            for labels, value in found.items():
                family.add_sample(shown, dict(labels), value * factor)
            yield family


def _by_name(figures: Iterable[Gauge]) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    """Figures by name and labels, each once: of two processes of a kind the higher one counts."""
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for one in figures:
        known = found.setdefault(one.name, {})
        key = tuple(sorted(one.labels.items()))
        known[key] = max(one.value, known.get(key, one.value))
    return found


def _one(name: str, says: str, value: float, **labels: str) -> Metric:
    family = GaugeMetricFamily(name, says, labels=list(labels))
    family.add_metric(list(labels.values()), value)
    return family

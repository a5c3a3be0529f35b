"""The machine as counters, by the names that Prometheus's own node exporter gives them.

Known dashboards work on them; where that exporter runs too, its scrape has labels of its own. Its
names for memory are none that Prometheus's own linter lets pass: ours are recorded under them.
"""

import contextlib
from collections.abc import Iterator

import psutil
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric


def collect() -> Iterator[Metric]:
    """Processors, memory, disks and network of this machine, or of what a container sees of it."""
    yield from _processors()
    yield from _memory()
    yield from _disks()
    yield from _network()


def _processors() -> Iterator[Metric]:
    family = CounterMetricFamily(
        "node_cpu_seconds", "Seconds the processors spent in each mode", labels=["cpu", "mode"]
    )
    for number, times in enumerate(psutil.cpu_times(percpu=True)):
        for mode, seconds in times._asdict().items():
            if not mode.startswith("guest"):  # counted in user and nice already
                family.add_metric([str(number), mode], seconds)
    yield family


def _memory() -> Iterator[Metric]:
    memory = psutil.virtual_memory()
    family = GaugeMetricFamily(
        "frontdesk_machine_memory_bytes", "Memory of the machine", labels=["state"]
    )
    for state, value in (("total", memory.total), ("available", memory.available)):
        family.add_metric([state], value)
    yield family


def _disks() -> Iterator[Metric]:
    size = GaugeMetricFamily(
        "node_filesystem_size_bytes", "Size of a filesystem", labels=["mountpoint"]
    )
    free = GaugeMetricFamily(
        "node_filesystem_avail_bytes", "Room left on a filesystem", labels=["mountpoint"]
    )
    for mountpoint in sorted({"/", *(one.mountpoint for one in psutil.disk_partitions())}):
        with contextlib.suppress(OSError):
            used = psutil.disk_usage(mountpoint)
            size.add_metric([mountpoint], used.total)
            free.add_metric([mountpoint], used.free)
    yield from (size, free)
    read = CounterMetricFamily("node_disk_read_bytes", "Bytes read", labels=["device"])
    written = CounterMetricFamily("node_disk_written_bytes", "Bytes written", labels=["device"])
    with contextlib.suppress(OSError):
        for device, seen in (psutil.disk_io_counters(perdisk=True) or {}).items():
            read.add_metric([device], seen.read_bytes)
            written.add_metric([device], seen.write_bytes)
    yield from (read, written)


def _network() -> Iterator[Metric]:
    heard = CounterMetricFamily("node_network_receive_bytes", "Bytes received", labels=["device"])
    said = CounterMetricFamily("node_network_transmit_bytes", "Bytes sent", labels=["device"])
    with contextlib.suppress(OSError):
        for device, seen in psutil.net_io_counters(pernic=True).items():
            heard.add_metric([device], seen.bytes_recv)
            said.add_metric([device], seen.bytes_sent)
    yield from (heard, said)

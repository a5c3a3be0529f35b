"""The machine turned into shares: processors, memory, disk."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Machine:
    """Shares of the machine, 0-1. `process_memory_share` is this process's own."""

    cpu_share: float
    memory_share: float
    process_memory_share: float
    disk_used_share: float


ReadMachine = Callable[[Path], Machine]


def read_machine(home: Path) -> Machine:
    """What this machine is using now; processors since the last reading (the first one says 0)."""
    memory = psutil.virtual_memory()
    held = next(path for path in (home, *home.absolute().parents) if path.exists())
    return Machine(
        cpu_share=psutil.cpu_percent(interval=None) / 100,
        memory_share=memory.percent / 100,
        process_memory_share=psutil.Process().memory_info().rss / memory.total,
        disk_used_share=psutil.disk_usage(str(held)).percent / 100,
    )

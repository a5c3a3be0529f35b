"""The machine and its processes turned into figures: CPU seconds, resident memory, a name and a date."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def describe() -> str:
    """One line that stands over every measured table."""
    memory = os.sysconf("SC_PHYS_PAGES") * PAGE / 2**30
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
    )


def tree(root: int) -> list[int]:
    """A process and everything below it."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                below.setdefault(int(fields[1]), []).append(int(entry.name))
    found, open_ = [], [root]
    while open_:
        pid = open_.pop()
        found.append(pid)
        open_ += below.get(pid, [])
    return found


def cpu_s(*roots: int) -> float:
    """CPU seconds of the processes, their children, and the children they have buried."""
    total = 0
    for pid in {pid for root in roots for pid in tree(root)}:
        fields = _stat(pid)
        if fields:
            total += sum(int(fields[index]) for index in (11, 12, 13, 14))
    return total / TICKS


def resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 2**20


def _stat(pid: int) -> list[str]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rsplit(")", 1)[1].split()


def write_section(page: Path, name: str, text: str) -> None:
    """Put `text` between the markers of one section of a page; the rest of the page stays."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    before = page.read_text() if page.exists() else "# Benchmarks\n"
    section = f"{begin}\n{text.strip()}\n{end}"
    if begin in before:
        head, rest = before.split(begin, 1)
        before = head + section + rest.split(end, 1)[1]
    else:
        before = f"{before.rstrip()}\n\n{section}\n"
    page.write_text(before)

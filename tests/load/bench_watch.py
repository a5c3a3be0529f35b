"""`make bench`: measuring, from breach to page, and a storm of alerts beside Alertmanager's.

Writes its section of docs/benchmarks.md; everything stays on this machine.
"""

import argparse
import asyncio
import os
import time
from pathlib import Path

from tests.load import breaches, machine, sketches, storm

PAGE = Path(__file__).parents[2] / "docs/benchmarks.md"
PARTS = ("sketch", "breach", "storm")


async def bench(chosen: argparse.Namespace) -> list[str]:
    lines: list[str] = []
    if chosen.only in (None, "sketch"):
        libraries = sketches.measure_libraries(chosen.figures)
        turn_us = sketches.measure_turn_us()
        week = await sketches.measure_week(chosen.per_minute)
        lines += sketches.render(libraries, chosen.figures, turn_us, week)
    if chosen.only in (None, "breach"):
        lines += breaches.render(
            await breaches.measure(chosen.tries, chosen.rule or breaches.RULES)
        )
    if chosen.only in (None, "storm"):
        ours = await storm.measure_ours(alerts=chosen.alerts, seconds=chosen.seconds)
        theirs = await storm.measure_alertmanager(alerts=chosen.alerts, seconds=chosen.seconds)
        lines += storm.render(ours, theirs, chosen.seconds)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--figures", type=int, default=1_000_000)
    parser.add_argument("--per-minute", type=int, default=10_000, help="operations of the week")
    parser.add_argument("--tries", type=int, default=10, help="of each rule")
    parser.add_argument("--rule", action="append", choices=tuple(breaches.RULES), help="only it")
    parser.add_argument("--alerts", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="of the storm")
    parser.add_argument("--only", choices=PARTS, help="a part alone is printed, not written")
    parser.add_argument("--print", action="store_true", help="do not write docs/benchmarks.md")
    chosen = parser.parse_args()
    before, began = os.getloadavg()[0], time.monotonic()
    lines = asyncio.run(bench(chosen))
    head = (
        f"Measured on {machine.describe()}, by `make bench`; load average {before:.1f} at the start,"
        f" {os.getloadavg()[0]:.1f} at the end, {(time.monotonic() - began) / 60:.0f} minutes later."
    )
    text = "\n".join([head, "", *lines])
    print(text)
    if not (chosen.print or chosen.only or chosen.rule):
        machine.write_section(PAGE, "watch", f"## The watch\n\n{text}")


if __name__ == "__main__":
    main()

"""`make bench`: our gateway beside LiteLLM's proxy and the vendor asked directly, in one run.

Writes its section of docs/benchmarks.md. Everything stays on this machine's loopback, and every
loop is bounded in time.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from tests.load import chats, faults, gateways, machine
from tests.load.chats import Asked
from tests.load.gateways import KEY, Running

PAGE = Path(__file__).parents[2] / "docs/benchmarks.md"
SETTLE_S = 4.0  # what a gateway readies after its first answer is no part of a request
DELAYS_MS = (0, 300)
AT_ONCE = (1, 50)
Loop = tuple[int, int, bool]  # delay of the vendor, how many at once, streamed
LOOPS: tuple[Loop, ...] = tuple(
    (delay, at_once, stream)
    for stream in (False, True)
    for delay in DELAYS_MS
    for at_once in AT_ONCE
)


@dataclass
class Measured:
    """One closed loop: latencies, and CPU of one request in the gateway and in PostgreSQL."""

    asked: Asked
    cpu_ms: float = 0.0
    postgres_ms: float = 0.0


@dataclass
class Column:
    """Everything measured of one gateway."""

    name: str
    loops: dict[Loop, Measured] = field(default_factory=dict)
    start_s: float = 0.0
    resident_mb: float = 0.0


async def measure(at: Running, loop: Loop, seconds: float) -> Measured:
    _, at_once, stream = loop
    await chats.closed_loop(at.port, KEY, at_once=at_once, seconds=min(2.0, seconds), stream=stream)
    own, postgres = at.cpu_s(), at.postgres_s()
    asked = await chats.closed_loop(at.port, KEY, at_once=at_once, seconds=seconds, stream=stream)
    answers = max(1, len(asked.whole.ms))
    return Measured(
        asked,
        (at.cpu_s() - own) * 1000 / answers,
        (at.postgres_s() - postgres) * 1000 / answers,
    )


def measure_direct(seconds: float) -> Column:
    """The vendor asked by the program itself."""
    column = Column("direct")
    for delay in DELAYS_MS:
        with gateways.upstream(delay) as port:
            at = Running("direct", port, os.getpid(), 0.0)
            for loop in (one for one in LOOPS if one[0] == delay):
                column.loops[loop] = asyncio.run(measure(at, loop, seconds))
    return column


def measure_gateway(
    name: str, opened: Callable[[int], AbstractContextManager[Running]], seconds: float
) -> Column:
    """A gateway before each vendor; `opened` starts it before the vendor on a port."""
    column = Column(name)
    for delay in DELAYS_MS:
        with gateways.upstream(delay) as port, opened(port) as at:
            column.start_s = at.start_s
            time.sleep(SETTLE_S)
            for loop in (one for one in LOOPS if one[0] == delay):
                column.loops[loop] = asyncio.run(measure(at, loop, seconds))
            column.resident_mb = max(column.resident_mb, at.resident_mb())
    return column


def measure_ours(seconds: float) -> Column:
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as home:

        def opened(port: int) -> AbstractContextManager[Running]:
            own = {
                "OPENAI_API_KEY": "sk-upstream-key",
                "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1",
                "DAILY_SPEND_LIMIT": "100000",
                "HOURLY_SPEND_LIMIT": "100000",
            }
            return gateways.frontdesk(Path(home), own)

        with opened(1):
            pass  # makes the home: the start that counts is that of an installation
        return measure_gateway("frontdesk", opened, seconds)


def measure_litellm(seconds: float) -> Column | str:
    """Its column, or the reason why there is none."""

    def opened(port: int) -> AbstractContextManager[Running]:
        config = gateways.litellm_config({"gpt-4o-mini": f"http://127.0.0.1:{port}/v1"}, {})
        return gateways.litellm(config)

    try:
        return measure_gateway("LiteLLM", opened, seconds)
    except LookupError as reason:
        return str(reason)


def render(direct: Column, ours: Column, theirs: Column | str) -> list[str]:
    columns = [direct, ours] if isinstance(theirs, str) else [direct, ours, theirs]
    lines = [
        f"Measured on {machine.describe()}, by `make bench`; load average"
        f" {os.getloadavg()[0]:.1f} at the end. A canned vendor on the same machine answers after"
        " 0 or 300 ms; streams have 20 words. Ours has key, admission, budget, breaker, ledger and"
        " usage on; one process each. CPU is of the gateway's own processes; PostgreSQL's is named"
        " apart. LiteLLM has one worker and no database: a master key, no budgets, no ledger.",
        "",
    ]
    for delay in DELAYS_MS:
        for stream in (False, True):
            lines += _table(columns, delay, stream=stream)
    lines += [
        "| | start, s | resident memory, MB |",
        "|---|---|---|",
        *(f"| {one.name} | {one.start_s:.1f} | {one.resident_mb:.0f} |" for one in columns[1:]),
        "",
    ]
    return lines + _claims(direct, ours, theirs)


def _table(columns: list[Column], delay: int, *, stream: bool) -> list[str]:
    what = "streamed" if stream else "whole"
    first = " first word p50, ms |" if stream else ""
    lines = [
        f"{what.capitalize()} answers, vendor at {delay} ms:",
        "",
        f"| | at once | per second | p50 ms | p95 ms |{first} CPU ms each | PostgreSQL ms each | failures |",
        "|---|---|---|---|---|---|---|---|" + ("---|" if stream else ""),
    ]
    for at_once in AT_ONCE:
        for column in columns:
            one = column.loops[delay, at_once, stream]
            whole = one.asked.whole
            shown = [f"{whole.rate:.0f}", f"{whole.p50:.2f}", f"{whole.percentile(0.95):.2f}"]
            shown += [f"{one.asked.first.p50:.2f}"] if stream else []
            is_direct = column.name == "direct"
            shown += ["", ""] if is_direct else [f"{one.cpu_ms:.2f}", f"{one.postgres_ms:.2f}"]
            row = " | ".join([column.name, str(at_once), *shown, str(whole.failures)])
            lines.append(f"| {row} |")
    return [*lines, ""]


def _claims(direct: Column, ours: Column, theirs: Column | str) -> list[str]:
    quick, full = ours.loops[0, 1, False], ours.loops[0, 50, False]
    base = direct.loops[0, 1, False].asked.whole
    added50 = quick.asked.whole.p50 - base.p50
    added95 = quick.asked.whole.percentile(0.95) - base.percentile(0.95)
    first = ours.loops[0, 1, True].asked.first.p50 - direct.loops[0, 1, True].asked.first.p50
    lines = [
        f"Ours: {full.cpu_ms:.2f} ms CPU per request, {1000 / full.cpu_ms:.0f} requests/s of one core,"
        f" added p50 {added50:.2f} ms and p95 {added95:.2f} ms at one at once, first streamed word"
        f" {first:.2f} ms after direct, start {ours.start_s:.1f} s.",
    ]
    if isinstance(theirs, str):
        return [*lines, "", f"LiteLLM was not measured: {theirs}.", ""]
    other = theirs.loops[0, 50, False].asked.whole
    other_added = theirs.loops[0, 1, False].asked.whole.p50 - base.p50
    lines.append(
        f"Beside LiteLLM {gateways.LITELLM}: {full.asked.whole.rate / max(other.rate, 0.1):.1f}x its"
        f" requests/s at 50, {added50 / max(other_added, 0.01):.2f} of its added p50,"
        f" {ours.resident_mb / max(theirs.resident_mb, 1):.2f} of its memory."
    )
    return [*lines, ""]


def render_matrix(*, with_litellm: bool) -> list[str]:
    ours = faults.frontdesk_cells()
    theirs: faults.Cells | str = "left out"
    if with_litellm:
        try:
            theirs = faults.litellm_cells()
        except LookupError as reason:
            theirs = str(reason)
    says = (
        "Fault matrix: the first model fails as named, a second one is well; deadline"
        f" {faults.DEADLINE_S:g} s; bold is a program left without a whole answer in time."
    )
    return [says, "", *faults.render(ours, theirs)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10.0, help="of each closed loop")
    parser.add_argument("--print", action="store_true", help="do not write docs/benchmarks.md")
    parser.add_argument("--without-litellm", action="store_true")
    parser.add_argument("--only", choices=("speed", "faults"))
    chosen = parser.parse_args()
    sections: dict[str, str] = {}
    if chosen.only != "faults":
        direct, ours = measure_direct(chosen.seconds), measure_ours(chosen.seconds)
        theirs: Column | str = "left out"
        if not chosen.without_litellm:
            theirs = measure_litellm(chosen.seconds)
        sections["gateway"] = "\n".join(["## The gateway", "", *render(direct, ours, theirs)])
    if chosen.only != "speed":
        matrix = render_matrix(with_litellm=not chosen.without_litellm)
        sections["gateway faults"] = "\n".join(["## The gateway's fault matrix", "", *matrix])
    for name, text in sections.items():
        print(text)
        if not chosen.print:
            machine.write_section(PAGE, name, text)


if __name__ == "__main__":
    main()

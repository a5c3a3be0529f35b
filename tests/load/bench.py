"""`make bench`: the line as it ships beside its floors, in one run, written to docs/benchmarks.md."""

import argparse
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg_pool import AsyncConnectionPool

from frontdesk.ground.store.embedded import Embedded
from testing.ports import free_port
from tests.load import client, machine
from tests.load.client import Taken

PAGE = Path(__file__).parents[2] / "docs/benchmarks.md"
KEY = "fd_benchmark-admin-key"
PEOPLE = 50


@dataclass
class Served:
    """A running `frontdesk serve` with its embedded PostgreSQL."""

    port: int
    pid: int
    postmaster: int
    home: Path

    def cpu_s(self) -> float:
        return machine.cpu_s(self.pid, self.postmaster)


@contextlib.contextmanager
def served() -> Iterator[Served]:
    """The product as shipped: one command, embedded PostgreSQL, durable commits."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as name:
        home, port = Path(name) / "home", free_port()
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("FRONTDESK", "DATABASE"))
        }
        environment |= {"FRONTDESK_ADMIN_KEY": KEY, "FRONTDESK_LOG_LEVEL": "WARNING"}
        command = [str(Path(sys.executable).with_name("frontdesk")), "serve", "--home", str(home)]
        process = subprocess.Popen(
            [*command, "--port", str(port)], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout is not None
            while "key " not in process.stdout.readline():
                if process.poll() is not None:
                    raise SystemExit("frontdesk serve did not start")
            postmaster = int(next(home.rglob("postmaster.pid")).read_text().split()[0])
            yield Served(port, process.pid, postmaster, home)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


@contextlib.contextmanager
def echo() -> Iterator[tuple[int, int]]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.load.floor:app", "--port", str(port)]
    process = subprocess.Popen([*command, "--log-level", "warning", "--lifespan", "off"])
    try:
        time.sleep(1.5)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


@contextlib.asynccontextmanager
async def bare_transactions(url: str) -> AsyncIterator[AsyncConnectionPool]:
    """A pool on a scratch table: the five statements a durable turn could not do without."""
    async with AsyncConnectionPool(url, min_size=12, max_size=12, open=False) as pool:
        async with pool.connection() as connection:
            await connection.execute("create unlogged table if not exists bare_seq (id int, n int)")
            await connection.execute(
                "create table if not exists bare (id bigint generated always as identity primary key, t text)"
            )
        yield pool


async def five_statements(pool: AsyncConnectionPool) -> None:
    async with pool.connection() as connection:
        await connection.execute("select set_config('app.tenant', 'demo', true)")
        for text in ("message", "turn", "reply", "measurement"):
            await connection.execute("insert into bare (t) values (%s)", (text * 20,))


@dataclass
class Measured:
    """One closed loop with the CPU it took."""

    taken: Taken
    cpu_ms: float


async def measure(at: Served, seconds: float, tag: str) -> Measured:
    before = at.cpu_s()
    taken = await client.closed_loop(at.port, KEY, conversations=PEOPLE, seconds=seconds, tag=tag)
    return Measured(taken, (at.cpu_s() - before) * 1000 / max(1, len(taken.ms)))


def fill(home: Path, messages: int) -> None:
    """Store that many earlier messages, ten to a conversation, with their turns and replies."""
    with Embedded(home) as embedded, psycopg.connect(embedded.url(), autocommit=True) as connection:
        connection.execute(
            """
            create temp table made as
              select gen_random_uuid() as contact, gen_random_uuid() as conversation, n
              from generate_series(1, %s) n
            """,
            (messages // 10,),
        )
        for statement in FILL:
            connection.execute(statement)
        connection.execute("vacuum analyze")


FILL = (
    "insert into contacts select contact, 'demo', null, now() - interval '3 days' from made",
    """insert into addresses select 'demo', 'contact', 'past-' || n, contact, now() from made""",
    """insert into conversations (id, tenant_id, contact_id, channel, address, last_seq, answered_seq,
         turns, status, created_at, active_at)
       select conversation, 'demo', contact, 'api', 'past-' || n, 10, 10, 10, 'idle',
         now() - interval '3 days', now() - interval '2 days' from made""",
    """insert into conversation_messages (conversation_id, seq, id, tenant_id, channel, text, received_at)
       select conversation, s, gen_random_uuid(), 'demo', 'api', 'an earlier message of some length',
         now() - interval '2 days' from made, generate_series(1, 10) s""",
    """insert into receipts select 'demo', 'api', gen_random_uuid()::text, conversation, s, now()
       from made, generate_series(1, 10) s""",
    """insert into ai_responses (id, tenant_id, conversation_id, number, from_seq, to_seq, bot, rung,
         kind, reason, reading, slots, steps, trace_id, started_at, processing_ms, waited_ms)
       select gen_random_uuid(), 'demo', conversation, s, s, s, 'lead', 'rules', 'ask', 'past', '{}',
         '{}', '[]', 'x', now(), 1, 1 from made, generate_series(1, 10) s""",
    """insert into outbox (id, tenant_id, contact_id, conversation_id, channel, address, text, status,
         due_at, created_at)
       select gen_random_uuid(), 'demo', contact, conversation, 'api', 'past', 'an earlier reply',
         'offered', now(), now() from made, generate_series(1, 10) s""",
)


async def bench(seconds: float, turns: int, stored: int) -> str:
    lines = [f"Measured on {machine.describe()}, by `make bench`.", ""]
    with served() as at:
        await client.closed_loop(at.port, KEY, conversations=10, seconds=3, tag="warm")
        with echo() as (port, pid):
            before = machine.cpu_s(pid)
            floor = await client.closed_loop(
                port, KEY, conversations=PEOPLE, seconds=seconds / 2, tag="e", path="/"
            )
            floor_cpu = (machine.cpu_s(pid) - before) * 1000 / len(floor.ms)
        with Embedded(at.home) as embedded:
            async with bare_transactions(embedded.url()) as pool:
                bare = await client.repeat(
                    lambda: five_statements(pool), at_once=PEOPLE, seconds=seconds / 2
                )
        line = await measure(at, seconds, "line")
        opened = await client.open_loop(
            at.port, KEY, rate=line.taken.rate / 2, seconds=seconds, tag="open"
        )
        lines += speed_table(floor, floor_cpu, bare, line, opened)
        lines += await growth(at, opened.percentile(0.95), line.taken.rate / 2, seconds, stored)
        lines += await memory(at, turns)
    return "\n".join(lines)


def speed_table(
    floor: Taken, floor_cpu: float, bare: Taken, line: Measured, opened: Taken
) -> list[str]:
    taken = line.taken
    rows = (
        ("raw ASGI echo (floor)", floor, f"{floor_cpu:.2f}"),
        ("bare five-statement transaction (floor)", bare, ""),
        ("**whole turns**", taken, f"**{line.cpu_ms:.2f}**"),
    )
    return [
        f"Closed loop, {PEOPLE} conversations over HTTP, a durable commit each turn, rules rung:",
        "",
        "| what | per second | p50 ms | p95 ms | CPU ms each |",
        "|---|---|---|---|---|",
        *(
            f"| {what} | {run.rate:.0f} | {run.p50:.1f} | {run.percentile(0.95):.1f} | {cpu} |"
            for what, run, cpu in rows
        ),
        "",
        f"Failures: {taken.failures + opened.failures}. Distance to the floors: "
        f"{floor.rate / taken.rate:.1f}x the echo, {bare.rate / taken.rate:.1f}x the bare transaction.",
        "CPU counts the serving process and all of PostgreSQL. Rasa 3.6 on such a machine is cited at"
        " 72 messages/s, 12 ms CPU and 1.15 GB.",
        "",
        f"Open loop at half that rate ({opened.rate:.0f}/s): p50 {opened.p50:.1f} ms, "
        f"p95 {opened.percentile(0.95):.1f} ms.",
        "",
    ]


async def growth(
    at: Served, small_p95: float, rate: float, seconds: float, stored: int
) -> list[str]:
    fill(at.home, stored)
    await client.closed_loop(at.port, KEY, conversations=10, seconds=3, tag="warm2")
    again = await client.open_loop(at.port, KEY, rate=rate, seconds=seconds, tag="grown")
    ratio = again.percentile(0.95) / small_p95
    return [
        f"With {stored:,} stored messages the same open loop has p95 {again.percentile(0.95):.1f} ms: "
        f"**{ratio:.2f}x** of the p95 of a small database.",
        "",
    ]


async def memory(at: Served, turns: int) -> list[str]:
    """Resident memory of the serving process at start, half-way and at the end of many turns."""
    readings = [machine.resident_mb(at.pid)]
    done = 0
    while done < turns:
        taken = await client.closed_loop(
            at.port, KEY, conversations=PEOPLE, seconds=10, tag=f"m{done}"
        )
        done += len(taken.ms)
        readings.append(machine.resident_mb(at.pid))
    half = readings[len(readings) // 2]
    return [
        f"Resident memory of the serving process: {readings[0]:.0f} MB before, {half:.0f} MB half-way, "
        f"**{readings[-1]:.0f} MB** after {done:,} more turns (highest {max(readings):.0f} MB).",
        "",
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--stored", type=int, default=1_000_000)
    parser.add_argument("--print", action="store_true", help="do not write docs/benchmarks.md")
    chosen = parser.parse_args()
    text = asyncio.run(bench(chosen.seconds, chosen.turns, chosen.stored))
    print(text)
    if not chosen.print:
        machine.write_section(PAGE, "line", f"## The line\n\n{text}")


if __name__ == "__main__":
    main()

"""A fake vendor turned into a process of its own: what `python -m testing.models.<vendor>` runs."""

import argparse
import asyncio
import signal
from collections.abc import Sequence

import uvloop

from testing.models.instances import plain_answer
from testing.models.script import FAULTS, Behaviour, Fault
from testing.models.server import FakeVendor


def run_command(vendor: type[FakeVendor], arguments: Sequence[str] | None = None) -> None:
    """Run one fake until it is told to leave; the first line printed is its base URL."""
    name = vendor.__module__ if vendor.__module__ != "__main__" else vendor.__name__
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=vendor.__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument(
        "--behaviour",
        action="append",
        default=[],
        metavar="FAULT[=SHARE]",
        help=f"a fault for that share of all requests, repeatable; one of {', '.join(FAULTS)}",
    )
    parser.add_argument("--delay-ms", type=float, default=0.0, help="before an answer begins")
    parser.add_argument("--chunk-delay-ms", type=float, default=0.0, help="between its pieces")
    parser.add_argument("--after-chunks", type=int, default=4, help="where cut and stall happen")
    parser.add_argument("--retry-after", default="20", help="the Retry-After of rate_limited")
    parser.add_argument("--text", default="", help="what it always says")
    parser.add_argument("--key", default="", help="the only key it takes; any when empty")
    parser.add_argument("--model", action="append", default=[], help="a model it knows, repeatable")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    text = given.text
    fake = vendor(
        answer=(lambda _: text) if text else plain_answer,
        behaviour=Behaviour(
            rates=parse_rates(given.behaviour),
            delay_s=given.delay_ms / 1000,
            chunk_delay_s=given.chunk_delay_ms / 1000,
            after_chunks=given.after_chunks,
            retry_headers={"retry-after": given.retry_after},
            models=given.model,
        ),
        key=given.key,
        port=given.port,
        seed=given.seed,
    )
    uvloop.run(_run(fake))


async def _run(fake: FakeVendor) -> None:
    leave = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, leave.set)
    async with fake:
        print(fake.url, flush=True)
        await leave.wait()


def parse_rates(given: Sequence[str]) -> dict[Fault, float]:
    """`stall=0.2` and `stall` (always) turned into shares."""
    rates: dict[Fault, float] = {}
    for item in given:
        name, _, share = item.partition("=")
        fault = next((one for one in FAULTS if one == name), None)
        if fault is None:
            raise SystemExit(f"there is no fault {name!r}; use one of {', '.join(FAULTS)}")
        rates[fault] = float(share or 1)
    return rates

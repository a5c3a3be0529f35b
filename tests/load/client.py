"""Conversations turned into HTTP traffic: closed loop (as fast as answers come) or open (on a clock)."""

import asyncio
import json
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

# What sellers write, in the lengths people write in.
SCRIPT = (
    "Hi, I want to sell my house",
    "{n} Oak Street in Fremont",
    "we're moving for work",
    "Denver, Colorado",
    "in about two months",
    "move-in ready, new roof last year",
    "around 650k I hope",
    "thanks!",
)


@dataclass
class Taken:
    """Latencies in milliseconds, in order of completion."""

    ms: list[float] = field(default_factory=list)
    seconds: float = 0.0
    failures: int = 0

    @property
    def rate(self) -> float:
        return len(self.ms) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        ranked = sorted(self.ms)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.ms) if self.ms else 0.0


class Wire:
    """One keep-alive HTTP/1.1 connection, thin enough not to be what is measured."""

    def __init__(self, port: int, key: str) -> None:
        self._port, self._key = port, key
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: bytes) -> int:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        head = (
            f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {self._key}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        return int(answer[9:12])

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()


def bodies(conversation: str, number: int) -> list[bytes]:
    return [
        json.dumps({"contact": conversation, "text": text.format(n=100 + number % 900)}).encode()
        for text in SCRIPT
    ]


async def closed_loop(
    port: int,
    key: str,
    *,
    conversations: int,
    seconds: float,
    tag: str,
    path: str = "/api/v1/messages",
) -> Taken:
    """`conversations` people at once, each sending its next message when the last was answered."""
    taken = Taken()
    until = time.perf_counter() + seconds

    async def person(number: int) -> None:
        wire, count = Wire(port, key), 0
        while time.perf_counter() < until:
            for body in bodies(f"{tag}-{number}-{count}", number + count):
                await _one(wire, path, body, taken)
                if time.perf_counter() >= until:
                    break
            count += 1
        wire.close()

    started = time.perf_counter()
    await asyncio.gather(*(person(number) for number in range(conversations)))
    taken.seconds = time.perf_counter() - started
    return taken


async def open_loop(
    port: int, key: str, *, rate: float, seconds: float, tag: str, people: int = 60
) -> Taken:
    """Messages on a clock with random gaps, whether or not the last was answered; latency counts
    from the moment a message was due."""
    taken, rng = Taken(), random.Random(7)
    wires = [Wire(port, key) for _ in range(people)]
    queues = [bodies(f"{tag}-{n}-0", n) for n in range(people)]
    rounds = [0] * people
    locks = [asyncio.Lock() for _ in range(people)]

    async def send(number: int, due: float) -> None:
        async with locks[number]:
            if not queues[number]:
                rounds[number] += 1
                queues[number] = bodies(f"{tag}-{number}-{rounds[number]}", number)
            await _one(wires[number], "/api/v1/messages", queues[number].pop(0), taken, due)

    started = due = time.perf_counter()
    tasks, turn = [], 0
    while due - started < seconds:
        due += rng.expovariate(rate)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(send(turn % people, due)))
        turn += 1
    await asyncio.gather(*tasks)
    taken.seconds = time.perf_counter() - started
    for wire in wires:
        wire.close()
    return taken


async def _one(wire: Wire, path: str, body: bytes, taken: Taken, due: float | None = None) -> None:
    started = time.perf_counter() if due is None else due
    status = await wire.post(path, body)
    taken.ms.append((time.perf_counter() - started) * 1000)
    taken.failures += status != 200


async def repeat(work: Callable[[], Awaitable[object]], *, at_once: int, seconds: float) -> Taken:
    """Any awaitable work in a closed loop: for floors that are no HTTP server."""
    taken = Taken()
    until = time.perf_counter() + seconds

    async def one() -> None:
        while time.perf_counter() < until:
            started = time.perf_counter()
            await work()
            taken.ms.append((time.perf_counter() - started) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(at_once)))
    taken.seconds = time.perf_counter() - began
    return taken


def median_of(runs: Sequence[Taken], pick: Callable[[Taken], float]) -> float:
    return statistics.median(pick(run) for run in runs)

"""Ten thousand alerts in a minute by Alertmanager's protocol: what people are sent, of ours and of
Alertmanager itself, in one run."""

import asyncio
import contextlib
import json
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from testing.ports import free_port
from tests.load import gateways, machine, receiver
from tests.load.gateways import KEY
from tests.load.receiver import Receiver

NAMES = ("DiskFull", "HighLatency", "PodCrashing", "QueueGrowing", "TargetDown")
BATCH = 50
SETTLE_S = 45.0
PROGRAM = "prometheus-alertmanager"


@dataclass
class Stormed:
    """What came of a storm. `kept` are the alerts that can be asked for afterwards, `told` those
    that notifications spoke of; memory is that of the process, in MB."""

    name: str
    sent: int = 0
    failures: int = 0
    notifications: int = 0
    told: int = 0
    kept: int = 0
    first_s: float = 0.0
    answer_p95_ms: float = 0.0
    before_mb: float = 0.0
    most_mb: float = 0.0
    after_mb: float = 0.0
    cpu_s: float = 0.0
    ms: list[float] = field(default_factory=list)


def alert(number: int) -> dict[str, Any]:
    """One of five kinds, each of another instance."""
    return {
        "labels": {
            "alertname": NAMES[number % len(NAMES)],
            "severity": "critical",
            "instance": f"host-{number:05}",
        },
        "annotations": {"summary": f"something is wrong with host-{number:05}"},
    }


async def send_storm(
    storm: Stormed, url: str, *, alerts: int, seconds: float, headers: dict[str, str], pid: int
) -> float:
    """Send them at an even pace; gives when it began."""
    began = time.perf_counter()
    async with aiohttp.ClientSession(headers=headers) as http:
        for first in range(0, alerts, BATCH):
            body = [alert(number) for number in range(first, min(alerts, first + BATCH))]
            due = began + seconds * first / alerts
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            asked = time.perf_counter()
            async with http.post(f"{url}/api/v2/alerts", json=body) as answer:
                await answer.read()
                storm.failures += answer.status != 200
            storm.ms.append((time.perf_counter() - asked) * 1000)
            storm.sent += len(body)
            storm.most_mb = max(storm.most_mb, machine.resident_mb(pid))
    return began


async def load_kept(url: str, headers: dict[str, str]) -> int:
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.get(f"{url}/api/v2/alerts") as answer,
    ):
        return len(await answer.json())


async def wait_quiet(storm: Stormed, to: Receiver, pid: int, *, quiet_s: float) -> None:
    """Until no notification came for a while: groups wait for their interval."""
    until = time.perf_counter() + quiet_s
    known = len(to.taken)
    while time.perf_counter() < until:
        await asyncio.sleep(0.5)
        storm.most_mb = max(storm.most_mb, machine.resident_mb(pid))
        if len(to.taken) != known:
            known, until = len(to.taken), time.perf_counter() + quiet_s


async def measure(
    name: str, url: str, pid: int, to: Receiver, *, alerts: int, seconds: float
) -> Stormed:
    """One storm on something that listens at `url`."""
    headers = {"authorization": f"Bearer {KEY}"}
    storm = Stormed(name, before_mb=machine.resident_mb(pid))
    cpu = machine.cpu_s(pid)
    began = await send_storm(storm, url, alerts=alerts, seconds=seconds, headers=headers, pid=pid)
    await wait_quiet(storm, to, pid, quiet_s=SETTLE_S)
    storm.cpu_s = machine.cpu_s(pid) - cpu
    pages = [(at, body) for at, body in to.taken if _is_ours(body)]
    storm.kept = await load_kept(url, headers)
    storm.after_mb = machine.resident_mb(pid)
    storm.notifications = len(pages)
    storm.first_s = pages[0][0] - began if pages else float("nan")
    storm.answer_p95_ms = sorted(storm.ms)[int(len(storm.ms) * 0.95)]
    storm.told = len({who for _, body in pages for who in _instances(body)})
    storm.told = max(storm.told, sum(_count(body) for _, body in pages))
    return storm


def _is_ours(body: Any) -> bool:
    """Whether a page is about the storm: what it does to the machine is paged, too."""
    named = body["alert"]["rule"] if "alert" in body else body["commonLabels"].get("alertname")
    return named in NAMES


def _instances(body: Any) -> list[str]:
    if "alert" in body:
        return []
    return [one["labels"]["instance"] for one in body["alerts"]]


def _count(body: Any) -> int:
    return int(body["alert"]["count"]) if "alert" in body else 0


async def measure_ours(*, alerts: int, seconds: float) -> Stormed:
    async with receiver.listening() as to:
        with (
            tempfile.TemporaryDirectory(prefix="frontdesk-storm-") as home,
            gateways.frontdesk(Path(home), {"ALERT_WEBHOOK_URL": to.url}) as at,
        ):
            url = f"http://127.0.0.1:{at.port}"
            return await measure("frontdesk", url, at.pid, to, alerts=alerts, seconds=seconds)


async def measure_alertmanager(*, alerts: int, seconds: float) -> Stormed | str:
    """The same, or why it was not measured."""
    program = shutil.which(PROGRAM)
    if program is None:
        return f"{PROGRAM} is not installed"
    async with receiver.listening() as to, _alertmanager(program, to) as (url, pid):
        return await measure("Alertmanager", url, pid, to, alerts=alerts, seconds=seconds)


@contextlib.asynccontextmanager
async def _alertmanager(program: str, to: Receiver) -> AsyncIterator[tuple[str, int]]:
    config = {
        "route": {
            "receiver": "page",
            "group_by": ["alertname"],
            "group_wait": "1s",
            "group_interval": "30s",
            "repeat_interval": "4h",
        },
        "receivers": [
            {"name": "page", "webhook_configs": [{"url": to.url, "send_resolved": True}]}
        ],
    }
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="alertmanager-storm-") as folder:
        file = Path(folder) / "alertmanager.yml"
        file.write_text(json.dumps(config))  # JSON is YAML
        process = await asyncio.create_subprocess_exec(
            program,
            f"--config.file={file}",
            f"--storage.path={folder}/kept",
            f"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
            "--log.level=error",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            await _wait(url)
            yield url, process.pid
        finally:
            process.terminate()
            await process.wait()


async def _wait(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        for _ in range(200):
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get(f"{url}/-/ready") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)
    raise SystemExit("Alertmanager did not start")


def render(ours: Stormed, theirs: Stormed | str, seconds: float) -> list[str]:
    rows = [ours] if isinstance(theirs, str) else [ours, theirs]
    lines = [
        f"Storm: {ours.sent:,} alerts of {len(NAMES)} kinds in {seconds:.0f} s, by POST /api/v2/alerts"
        f" in batches of {BATCH}, one webhook receiver; groups by alertname, sent on at most every"
        " 30 s.",
        "",
        "| | notifications | alerts they tell of | kept | refused | first, s | answer p95 ms "
        "| MB before | most | after | CPU s |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        *(
            f"| {one.name} | {one.notifications} | {one.told:,} | {one.kept:,} | {one.failures} "
            f"| {one.first_s:.1f} | {one.answer_p95_ms:.0f} | {one.before_mb:.0f} "
            f"| {one.most_mb:.0f} | {one.after_mb:.0f} | {one.cpu_s:.1f} |"
            for one in rows
        ),
        "",
    ]
    if isinstance(theirs, str):
        lines += [f"Alertmanager was not measured: {theirs}.", ""]
    return lines

"""Alerts while their watch is killed again and again, and a verdict over what the receiver got.

`python -m tests.load.crash_watch --kills 100`: two serving processes on one PostgreSQL, SIGKILL inside
named windows and at random moments; people fire, silence, acknowledge and resolve over HTTP, each
repeating until it is answered. The receiver keeps every message and deduplicates nothing: its record
decides. `--alertmanager` gives Debian's Alertmanager the same lives and the same random kills.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
from aiohttp import web

from frontdesk.ground.store import migrate
from testing import database
from testing.ports import free_port
from tests.load import crash, machine
from tests.load.victim_watch import WINDOWS

ADMIN_KEY = crash.ADMIN_KEY
RANDOM = "random moment"
PATIENCE_S = 300.0  # while kills go on, a busy machine may have nobody serving for long
LIVES = ("plain", "plain", "acknowledged", "silenced", "resolved")


@dataclass
class Got:
    """One message as the receiver took it."""

    at_s: float
    id: str
    rule: str
    kind: str
    level: int
    key: str = ""


@dataclass
class Receiver:
    """Takes everything, says 200, keeps all of it."""

    got: list[Got] = field(default_factory=list)
    url: str = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        now = time.monotonic()
        if "version" in body and body["version"] == "4":  # Alertmanager's own
            for one in body["alerts"]:
                name = one["labels"]["alertname"]
                self.got.append(Got(now, "", name, one["status"], 1))
        else:
            one = body["alert"]
            sent = request.headers["webhook-id"]
            self.got.append(Got(now, sent, one["rule"], one["status"], one["level"], one["id"]))
        await asyncio.sleep(random.uniform(0.0, 0.1))
        return web.Response(text="ok")

    def of(self, rule: str, kind: str, level: int | None = None) -> list[Got]:
        """Those of at least a level: levels that are due together leave as the highest of them."""
        return [
            one
            for one in self.got
            if one.rule == rule and one.kind == kind and one.level >= (level or one.level)
        ]


@dataclass
class Verdict:
    """What was lost, doubled or forgotten, and which doubles an unknown outcome forced."""

    kills: Counter[str]
    lives: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    forced: int = 0
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        hit = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        lived = ", ".join(f"{name} {count}" for name, count in sorted(self.lives.items()))
        return [
            f"kills {sum(self.kills.values())}: {hit}",
            f"alerts {sum(self.lives.values())}: {lived}; messages {self.messages}",
            f"forced doubles (same id, outcome unknown) {self.forced}; faults {len(self.faults)}",
            *self.faults[:30],
        ]


class Served:
    """Two serving processes; whichever is killed is started again with another trap."""

    def __init__(self, folder: Path, environment: dict[str, str], rng: random.Random) -> None:
        self.folder, self.environment, self.rng = folder, environment, rng
        self.ports = (free_port(), free_port())
        self.log = folder / "kills.log"
        self.log.touch()
        self.random_kills = 0
        self.armed = True
        self.running: list[asyncio.subprocess.Process | None] = [None, None]
        self.faults: list[str] = []

    def kills(self) -> Counter[str]:
        counted = Counter(self.log.read_text().split())
        counted[RANDOM] = self.random_kills
        return counted

    async def start(self, at: int) -> None:
        counts = self.kills()
        fewest = min(counts[window] for window in WINDOWS)
        window = self.rng.choice([one for one in WINDOWS if counts[one] <= fewest + 1])
        command = ["-m", "tests.load.victim_watch", "--log", str(self.log)]
        if self.armed and self.rng.random() < 0.7:
            command += ["--window", window, "--after", str(self.rng.randint(1, 3))]
        output = (self.folder / f"serve{at}.out").open("ab")
        self.running[at] = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            env={**self.environment, "FRONTDESK_PORT": str(self.ports[at])},
            stdout=output,
            stderr=output,
        )

    async def keep(self) -> None:
        """Restart what was killed; now and then kill one without a trap, wherever it is."""
        next_at = time.monotonic()
        while True:
            for at, process in enumerate(self.running):
                if process is None or process.returncode is None:
                    continue
                if process.returncode != -signal.SIGKILL:
                    self.faults.append(f"serve{at} ended with {process.returncode}")
                await self.start(at)
            serving = [at for at in (0, 1) if await self.serves(at)]
            if not serving:
                next_at = time.monotonic() + self.rng.uniform(0.5, 6.0)
            elif self.armed and time.monotonic() > next_at:
                victim = self.running[self.rng.choice(serving)]
                if victim is not None and victim.returncode is None:
                    victim.kill()
                    self.random_kills += 1
                next_at = time.monotonic() + self.rng.uniform(0.5, 12.0)
            await asyncio.sleep(0.1)

    def disarm(self) -> None:
        """No more kills; traps that are set already may still spring."""
        self.armed = False

    async def serves(self, at: int) -> bool:
        """Whether it takes connections; one that still starts is left to."""
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.ports[at])
        except OSError:
            return False
        writer.close()
        return True

    async def stop(self) -> None:
        for process in self.running:
            if process is not None and process.returncode is None:
                process.kill()
                await process.wait()

    def url(self) -> str:
        return f"http://127.0.0.1:{self.rng.choice(self.ports)}"


class People:
    """Who fires, silences, acknowledges and resolves; each asks until it is answered."""

    def __init__(self, url: Any, receiver: Receiver, rng: random.Random) -> None:
        self.url, self.receiver, self.rng = url, receiver, rng
        self.going, self.ours, self.patience_s = True, True, PATIENCE_S
        self.lives: Counter[str] = Counter()
        self.faults: list[str] = []

    async def ask(
        self, session: aiohttp.ClientSession, method: str, path: str, body: object = None
    ) -> tuple[int, Any]:
        headers = {"authorization": f"Bearer {ADMIN_KEY}"}
        while True:
            try:
                async with session.request(
                    method, self.url() + path, json=body, headers=headers
                ) as answer:
                    if answer.status < 500:
                        text = await answer.text()
                        return answer.status, (await answer.json()) if text else None
            except (aiohttp.ClientError, TimeoutError, ConnectionError):
                pass
            await asyncio.sleep(0.1)

    async def fire(self, session: aiohttp.ClientSession, rule: str, *, ends: bool = False) -> None:
        labels = {"alertname": rule, "severity": "critical"}
        over = {"endsAt": datetime.now(UTC).isoformat()} if ends else {}
        status, said = await self.ask(
            session, "POST", "/api/v2/alerts", [{"labels": labels, **over}]
        )
        if status != 200:
            self.faults.append(f"{rule}: firing was answered {status} {said}")

    async def wait_for(self, rule: str, kind: str, level: int | None = None) -> bool:
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until:
            if self.receiver.of(rule, kind, level):
                return True
            await asyncio.sleep(0.1)
        self.faults.append(f"{rule}: lost: no {kind} page of level {level}")
        return False

    async def live(self, session: aiohttp.ClientSession, number: int) -> None:
        """One alert after another, until it is enough."""
        count = 0
        while self.going:
            life = self.rng.choice(LIVES if self.ours else ("plain", "silenced"))
            rule = f"{life}_{number}_{count}"
            count += 1
            self.lives[life] += 1
            await getattr(self, f"live_{life}")(session, rule)

    async def live_plain(self, session: aiohttp.ClientSession, rule: str) -> None:
        await self.fire(session, rule)
        if await self.wait_for(rule, "firing", 1) and self.ours:
            await self.wait_for(rule, "firing", 2)
        await self.fire(session, rule, ends=True)
        await self.wait_for(rule, "resolved")

    async def find_id(self, session: aiohttp.ClientSession, rule: str) -> str:
        _, found = await self.ask(session, "GET", f"/api/v1/alerts?rule={rule}")
        return str(found["alerts"][0]["id"]) if found["alerts"] else ""

    async def live_acknowledged(self, session: aiohttp.ClientSession, rule: str) -> None:
        await self.fire(session, rule)
        await self.wait_for(rule, "firing", 1)
        path = f"/api/v1/alerts/{await self.find_id(session, rule)}"
        await self.ask(session, "POST", f"{path}/acknowledge")
        agreed_s = time.monotonic()
        await self.wait_for(rule, "acknowledged")
        await asyncio.sleep(9.0)
        late = [one for one in self.receiver.of(rule, "firing") if one.at_s > agreed_s + 0.5]
        _, now = await self.ask(session, "GET", path)
        if not now["acknowledged"] or any(one.level > 1 for one in late):
            self.faults.append(f"{rule}: the acknowledgement was forgotten")
        await self.fire(session, rule, ends=True)
        await self.wait_for(rule, "resolved")

    async def live_resolved(self, session: aiohttp.ClientSession, rule: str) -> None:
        await self.fire(session, rule)
        await self.wait_for(rule, "firing", 1)
        path = f"/api/v1/alerts/{await self.find_id(session, rule)}"
        await self.ask(session, "POST", f"{path}/resolve")
        await self.wait_for(rule, "resolved")

    async def live_silenced(self, session: aiohttp.ClientSession, rule: str) -> None:
        now = datetime.now(UTC)
        silence = {
            "matchers": [{"name": "alertname", "value": rule, "isRegex": False, "isEqual": True}],
            "startsAt": now.isoformat(),
            "endsAt": (now + timedelta(hours=1)).isoformat(),
            "createdBy": "crash",
            "comment": "quiet",
        }
        if self.ours:  # our own way, with the windows in it, and theirs by turns
            body = {"matchers": [f"rule={rule}"], "why": "quiet", "for_s": 3600}
            await self.ask(session, "POST", "/api/v1/silences", body)
        else:
            await self.ask(session, "POST", "/api/v2/silences", silence)
        await self.fire(session, rule)
        await asyncio.sleep(7.0)
        if self.receiver.of(rule, "firing"):
            self.faults.append(f"{rule}: the silence was forgotten")
        await self.fire(session, rule, ends=True)


def judge(verdict: Verdict, receiver: Receiver) -> None:
    """Doubles: with the id of the first they were forced by an unknown outcome, else a fault."""
    said: dict[tuple[str, str, int], list[Got]] = {}
    for one in receiver.got:
        said.setdefault((one.key or one.rule, one.kind, one.level), []).append(one)
    for (_, kind, level), messages in said.items():
        rule = messages[0].rule
        ids = {one.id for one in messages}
        verdict.forced += len(messages) - len(ids) if "" not in ids else 0
        if len(ids) > 1 or ("" in ids and len(messages) > 1):
            verdict.faults.append(f"{rule}: doubled: {len(messages)} {kind} of level {level}")
    unknown = verdict.kills["paging_after_send"] + verdict.kills[RANDOM]
    # A process sends several messages at once; each kill may leave each of them unknown.
    if verdict.forced > 8 * unknown:
        verdict.faults.append(f"{verdict.forced} forced doubles from {unknown} unknown outcomes")
    verdict.messages = len(receiver.got)


def show_rows(url: str, faults: list[str]) -> None:
    """What our rows say of the alerts at fault, for whoever looks for the reason."""
    with psycopg.connect(url, autocommit=True) as connection:
        for rule in sorted({fault.split(":")[0] for fault in faults}):
            question = """
              select a.rule, a.state, a.fired_at, a.resolved_at, a.resolved_by, p.kind, p.level,
                p.notifier, p.status, p.due_at, p.sent_at, p.attempts, p.problem
              from alerts a left join pages p on p.alert_id = a.id and p.notifier = 'webhook'
              where a.rule = %s order by p.due_at
            """
            for row in connection.execute(question, (rule,)):
                print(*row, sep=" | ", file=sys.stderr)


async def open_receiver() -> tuple[Receiver, web.AppRunner]:
    receiver, app = Receiver(), web.Application(client_max_size=64 * 1024**2)
    app.router.add_post("/page", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/page"
    return receiver, runner


async def live_until(people: People, enough: Any, most_s: float, stop: Any, each: int = 8) -> None:
    """Lives beside each other until there were enough kills; then each comes to its end in peace."""
    timeout = aiohttp.ClientTimeout(total=6)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        living = [asyncio.create_task(people.live(session, number)) for number in range(each)]
        until = time.monotonic() + most_s
        for _ in range(int(most_s / 0.5)):
            if enough() or time.monotonic() > until:
                break
            await asyncio.sleep(0.5)
        people.going = False
        stop()
        await asyncio.gather(*living)


async def run(kills: int, *, seed: int = 1, most_s: float = 900.0) -> Verdict:
    """Our own watch under kills."""
    rng = random.Random(seed)
    receiver, runner = await open_receiver()
    with (
        tempfile.TemporaryDirectory(prefix="frontdesk-crash-") as name,
        database.running_server() as server,
    ):
        url = server.fresh_database()
        migrate.run_upgrade(url)
        crash.prepare(url)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("FRONTDESK_", "ALERT_"))},
            "DATABASE_URL": url,
            "FRONTDESK_HOME": f"{name}/home",
            "FRONTDESK_ADMIN_KEY": ADMIN_KEY,
            "FRONTDESK_DB_CONNECTIONS": "8",
            "ALERT_WEBHOOK_URL": receiver.url,
        }
        served = Served(Path(name), environment, rng)
        for at in (0, 1):
            await served.start(at)
        keeper = asyncio.create_task(served.keep())
        people = People(served.url, receiver, rng)
        try:
            enough = lambda: sum(served.kills().values()) >= kills  # noqa: E731 - said once
            await live_until(people, enough, most_s, served.disarm)
        finally:
            keeper.cancel()
            await served.stop()
            await runner.cleanup()
        verdict = Verdict(served.kills(), people.lives, faults=[*people.faults, *served.faults])
        judge(verdict, receiver)
        if verdict.faults:
            show_rows(url, verdict.faults)
            crash.show_output(Path(name))
        return verdict


def write_config(folder: Path, url: str) -> Path:
    """As eager as our own shortened spans."""
    config = folder / "am.yml"
    config.write_text(
        "route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 1s}\n"
        f"receivers: [{{name: r, webhook_configs: [{{url: '{url}'}}]}}]\n"
    )
    return config


async def run_alertmanager(
    binary: str, kills: int, *, seed: int = 1, patience_s: float = 60.0
) -> Verdict:
    """Debian's Alertmanager under the same random kills, started again on its own data."""
    rng = random.Random(seed)
    receiver, runner = await open_receiver()
    counted: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="frontdesk-crash-") as name:
        config, port = write_config(Path(name), receiver.url), free_port()
        command = [binary, f"--config.file={config}", f"--storage.path={name}/data"]
        command += [f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="]
        going = True

        async def keep() -> None:
            while True:
                process = await asyncio.create_subprocess_exec(
                    *command,
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=asyncio.subprocess.DEVNULL,
                )
                try:
                    await asyncio.sleep(rng.uniform(2.0, 7.0) if going else 3600.0)
                finally:
                    process.kill()
                    await process.wait()
                counted[RANDOM] += 1

        keeper = asyncio.create_task(keep())
        people = People(lambda: f"http://127.0.0.1:{port}", receiver, rng)
        people.ours, people.patience_s = False, patience_s

        def stop() -> None:
            nonlocal going
            going = False

        await live_until(people, lambda: counted[RANDOM] >= kills, 900.0, stop)
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        await runner.cleanup()
    verdict = Verdict(counted, people.lives, faults=people.faults)
    judge(verdict, receiver)
    return verdict


def count_faults(verdict: Verdict) -> str:
    """How many of each kind, in one line."""
    kinds = ("lost", "doubled", "silence", "acknowledgement", "answered", "ended")
    found = {kind: sum(kind in fault for fault in verdict.faults) for kind in kinds}
    return ", ".join(f"{kind} {count}" for kind, count in found.items() if count) or "none"


def render_section(ours: Verdict, theirs: Verdict | None) -> str:
    """The section of docs/benchmarks.md."""
    lines = [*ours.lines()[:3], f"faults: {count_faults(ours)}"]
    if theirs is not None:
        lines += ["", "Alertmanager (Debian), random kills only, plain and silenced alerts only:"]
        lines += [*theirs.lines()[:2], f"faults: {count_faults(theirs)}"]
    body = "\n".join(f"    {line}".rstrip() for line in lines)
    return (
        f"## Kills of the watch\n\nMeasured on {machine.describe()}, by `python -m"
        " tests.load.crash_watch --alertmanager --write`: two serving processes on one PostgreSQL,"
        " alerts that are fired, silenced, acknowledged and resolved over HTTP, SIGKILL inside each"
        " named window and at random moments; levels at 0, 4 and 8 s, leases of 3 s. The receiver"
        " keeps every message and deduplicates nothing. A double that was forced (killed between the"
        " receiver taking it and our writing so) carries the same id; a receiver that keeps ids sees"
        " none. Every alert was sent once by its sender, to both.\n\n" + body
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alertmanager", action="store_true", help="run Debian's beside it")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    chosen = parser.parse_args()
    ours = asyncio.run(run(chosen.kills, seed=chosen.seed))
    print("\n".join(ours.lines()))
    theirs = None
    if chosen.alertmanager:
        theirs = asyncio.run(run_alertmanager("prometheus-alertmanager", chosen.kills // 4))
        print("\n".join(theirs.lines()))
    if chosen.write:
        machine.write_section(crash.PAGE, "kills of the watch", render_section(ours, theirs))
    sys.exit(1 if ours.faults else 0)


if __name__ == "__main__":
    main()

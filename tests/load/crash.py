"""Traffic while processes are killed in named windows, and a verdict over what customers saw.

`python -m tests.load.crash --kills 200` runs until that many kills are counted and every window was
hit at least ten times. Nothing is judged by our own rows alone: the carrier's record decides.
"""

import argparse
import asyncio
import json
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import psycopg

from frontdesk.ground.store import migrate
from testing import database
from testing.ports import free_port
from testing.twilio import ACCOUNT_SID, AUTH_TOKEN, NUMBER
from testing.twilio_answers import Accepted, load_record
from testing.twilio_webhooks import inbound_fields, render_webhook
from tests.load import machine
from tests.load.victim import WINDOWS

PAGE = Path(__file__).parents[2] / "docs/benchmarks.md"
ADMIN_KEY = "fd_crash-test-admin-key"
SERVING = WINDOWS
WORKING = ("mid_turn", "after_commit_before_send", "after_send_before_mark", "while_a_timer_fires")
REMINDER = "More?"


@dataclass
class Plan:
    """How hard the run is."""

    each: int
    kills: int
    restarts: int = 0
    texts: int = 0
    texters: int = 14
    callers: int = 8
    most_s: float = 600.0
    seed: int = 1


@dataclass
class Ledger:
    """What customers did: sent texts per phone in order, and answers per API message."""

    texted: dict[str, list[str]] = field(default_factory=dict)
    stopped: dict[str, int] = field(default_factory=dict)
    answered: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Verdict:
    kills: Counter[str]
    texts: int
    api_messages: int
    faults: list[str]

    def lines(self) -> list[str]:
        hit = ", ".join(f"{window} {self.kills[window]}" for window in WINDOWS)
        total = sum(self.kills.values())
        return [
            f"kills {total}: {hit}",
            f"texts {self.texts}, api messages {self.api_messages}, faults {len(self.faults)}",
            *self.faults[:20],
        ]


class Processes:
    """Two serving and one working process, restarted with another trap whenever one is killed."""

    def __init__(self, folder: Path, environment: dict[str, str], rng: random.Random) -> None:
        self.folder, self.environment, self.rng = folder, environment, rng
        self.ports = (free_port(), free_port())
        self.log = folder / "kills.log"
        self.log.touch()
        self.running: dict[str, asyncio.subprocess.Process] = {}
        self.armed = True
        self.errors: list[str] = []
        self.keeper: asyncio.Task[None] | None = None
        self.database_restarts = False

    def kills(self) -> Counter[str]:
        return Counter(self.log.read_text().split())

    async def start(self, name: str) -> None:
        kind = "work" if name == "work" else "serve"
        windows = WORKING if kind == "work" else SERVING
        counts = self.kills()
        fewest = min(counts[window] for window in windows)
        window = self.rng.choice([w for w in windows if counts[w] <= fewest + 1])
        port = self.ports[1] if name == "serve1" else self.ports[0]
        command = [sys.executable, "-m", "tests.load.victim", kind, "--log", str(self.log)]
        if self.armed:
            command += ["--window", window, "--after", str(self.rng.randint(1, 3))]
        output = (self.folder / f"{name}.out").open("ab")
        self.running[name] = await asyncio.create_subprocess_exec(
            *command,
            env={**self.environment, "FRONTDESK_PORT": str(port), "FRONTDESK_PUBLIC_URL": ""},
            stdout=output,
            stderr=output,
        )

    async def keep(self) -> None:
        """Restart what was killed; anything else that ends by itself is a fault."""
        while True:
            for name, process in list(self.running.items()):
                if process.returncode is None:
                    continue
                # A process that starts while its database is away says so and ends; its
                # supervisor starts it again.
                excused = self.database_restarts and process.returncode == 1
                if process.returncode != -signal.SIGKILL and not excused:
                    self.errors.append(f"{name} ended with {process.returncode}")
                await self.start(name)
            await asyncio.sleep(0.1)

    async def disarm(self) -> None:
        """Replace every process by one without a trap."""
        self.armed = False
        for process in self.running.values():
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
        await asyncio.sleep(0.5)

    async def stop(self) -> None:
        if self.keeper is not None:
            self.keeper.cancel()
        for process in self.running.values():
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*(process.wait() for process in self.running.values()))


class Customers:
    """People who text, and programs that call the API; each repeats until it is taken."""

    def __init__(self, processes: Processes, rng: random.Random) -> None:
        self.processes, self.rng = processes, rng
        self.ledger = Ledger()
        self.going = True

    def note(self, status: int, door: str) -> None:
        """200 and 503 (ask again) are the only answers customers may get."""
        if status not in (200, 503):
            self.processes.errors.append(f"{door} answered {status}")
            self.going = False
            raise RuntimeError(self.processes.errors[-1])

    def url(self) -> str:
        return f"http://127.0.0.1:{self.rng.choice(self.processes.ports)}"

    async def text(self, session: aiohttp.ClientSession, phone: str, body: str, sid: str) -> None:
        """Deliver one signed webhook until some process says 200; then once more, as carriers do."""
        repeat = self.rng.random() < 0.2
        while True:
            hook = render_webhook(
                AUTH_TOKEN,
                f"{self.url()}/channels/sms/twilio",
                inbound_fields(
                    account_sid=ACCOUNT_SID, sender=phone, to=NUMBER, body=body, sid=sid
                ),
            )
            try:
                async with session.post(hook.url, data=hook.body, headers=hook.headers) as answer:
                    self.note(answer.status, "text")
                    if answer.status == 200 and not repeat:
                        return
                    repeat = repeat and answer.status != 200
            except (aiohttp.ClientError, TimeoutError, ConnectionError):
                pass
            await asyncio.sleep(0.2)

    async def texter(self, session: aiohttp.ClientSession, number: int) -> None:
        phone = f"+1555020{number:04d}"
        sent = self.ledger.texted.setdefault(phone, [])
        stops_at = 6 if number % 5 == 4 else 0
        slow = number % 2 == 0
        while self.going:
            if stops_at and len(sent) == stops_at:
                await self.text(session, phone, "STOP", f"SMstop{number}")
                self.ledger.stopped[phone] = len(sent)
                stops_at = 0
            body = f"note {len(sent)} of {number}"
            await self.text(session, phone, body, f"SM{number:08d}{len(sent):08d}")
            sent.append(body)
            await asyncio.sleep(self.rng.uniform(4.0, 6.0) if slow else self.rng.uniform(0.2, 2.5))

    async def caller(self, session: aiohttp.ClientSession, number: int) -> None:
        count = 0
        while self.going:
            key = f"call-{number}-{count}"
            body = {
                "contact": f"caller-{number}",
                "text": f"ask {count} of {number}",
                "message_id": key,
            }
            answer = await self.ask(session, body)
            again = await self.ask(session, body) if self.rng.random() < 0.2 else answer
            self.ledger.answered[key] = [
                body["text"],
                *answer,
                "=" if again == answer else "changed",
            ]
            count += 1
            await asyncio.sleep(self.rng.uniform(0.05, 0.4))

    async def ask(self, session: aiohttp.ClientSession, body: dict[str, str]) -> list[str]:
        headers = {"authorization": f"Bearer {ADMIN_KEY}"}
        while True:
            try:
                address = f"{self.url()}/api/v1/messages"
                async with session.post(address, json=body, headers=headers) as answer:
                    self.note(answer.status, "api")
                    if answer.status == 200:
                        return list((await answer.json())["reply"])
            except (aiohttp.ClientError, TimeoutError, ConnectionError):
                pass
            await asyncio.sleep(0.2)


async def run(plan: Plan) -> Verdict:
    """One whole run: start, load, kill until the plan is met, settle, judge."""
    rng = random.Random(plan.seed)
    with (
        tempfile.TemporaryDirectory(prefix="frontdesk-crash-") as name,
        database.running_server(durable=plan.restarts > 0) as server,
    ):
        folder = Path(name)
        url = server.fresh_database()
        prepare(url)
        carrier, address = await start_carrier(folder)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("FRONTDESK_", "TWILIO_"))},
            "DATABASE_URL": url,
            "FRONTDESK_HOME": str(folder / "home"),
            "FRONTDESK_ADMIN_KEY": ADMIN_KEY,
            "FRONTDESK_DB_CONNECTIONS": "8",
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_FROM": NUMBER,
            "TWILIO_BASE_URL": address,
        }
        processes = Processes(folder, environment, rng)
        processes.armed = plan.kills > 0
        processes.database_restarts = plan.restarts > 0
        customers = Customers(processes, rng)
        try:
            await load_until(plan, processes, customers, server)
            settled = await wait_settled(url)
        finally:
            await processes.stop()
            carrier.terminate()
            await carrier.wait()
        faults = [
            *processes.errors,
            *settled,
            *judge(url, customers.ledger, folder / "carrier.jsonl"),
        ]
        if faults:
            show_output(folder)
        texts = sum(len(sent) for sent in customers.ledger.texted.values())
        return Verdict(processes.kills(), texts, len(customers.ledger.answered), faults)


def restart_database(server: database.Server, turn: int) -> None:
    """Stop PostgreSQL under load, by turns orderly and by killing it, and start it again."""
    pid = int(server.embedded.places.cluster.joinpath("postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGINT if turn % 2 == 0 else signal.SIGQUIT)
    time.sleep(1.0)
    server.embedded.start()


def show_output(folder: Path) -> None:
    for out in sorted(folder.glob("*.out")):
        print(out.name, out.read_text()[-3000:], file=sys.stderr)


def prepare(url: str) -> None:
    migrate.run_upgrade(url)
    zone = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"  # noon there, so that reminders may go out
    settings = {
        "business": "Crash Test",
        "default_bot": "echo",
        "disclose": False,
        "nudge_after_s": 3.0,
        "timezone": zone,
    }
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "insert into tenants values ('demo', 'Demo', %s)", (json.dumps(settings),)
        )
        connection.execute("insert into front_doors values ('sms', %s, 'demo')", (NUMBER,))


async def start_carrier(folder: Path) -> tuple[asyncio.subprocess.Process, str]:
    """The carrier outlives everybody; some of its answers are lost after it took the message."""
    command = ["-m", "testing.twilio", "--record", str(folder / "carrier.jsonl")]
    command += ["--list-delay", "3", "--fault", "lose_response=0.02"]
    carrier = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE
    )
    assert carrier.stdout is not None
    return carrier, (await carrier.stdout.readline()).decode().strip()


async def load_until(
    plan: Plan, processes: Processes, customers: Customers, server: database.Server
) -> None:
    for name in ("serve0", "serve1", "work"):
        await processes.start(name)
    processes.keeper = asyncio.create_task(processes.keep())
    timeout = aiohttp.ClientTimeout(total=8)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        people = [
            *(asyncio.create_task(customers.texter(session, n)) for n in range(plan.texters)),
            *(asyncio.create_task(customers.caller(session, n)) for n in range(plan.callers)),
        ]
        started, restarts = time.monotonic(), 0
        while time.monotonic() - started < plan.most_s:
            kills = processes.kills()
            texts = sum(len(sent) for sent in customers.ledger.texted.values())
            enough = texts >= plan.texts and all(kills[w] >= plan.each for w in WINDOWS)
            if enough and sum(kills.values()) >= plan.kills and restarts >= plan.restarts:
                break
            if restarts < plan.restarts and time.monotonic() - started > 6.0 * (restarts + 1):
                await asyncio.to_thread(restart_database, server, restarts)
                restarts += 1
            await asyncio.sleep(0.5)
        await processes.disarm()
        customers.going = False
        await asyncio.gather(*people)


async def wait_settled(url: str, within_s: float = 90.0) -> list[str]:
    """Wait until nothing is unread, unsent or due; what still waits then is a fault."""
    question = """
      select (select count(*) from turn_queue),
        (select count(*) from outbox where status in ('ready', 'sending')),
        (select count(*) from timers where kind = 'nudge')
    """
    deadline = time.monotonic() + within_s
    left: tuple[int, ...] = ()
    while time.monotonic() < deadline:
        with psycopg.connect(url, autocommit=True) as connection:
            left = connection.execute(question).fetchone() or ()
        if not any(left):
            return []
        await asyncio.sleep(0.5)
    return [f"after {within_s:g} s still waiting (turns, sends, reminders): {left}"]


def judge(url: str, ledger: Ledger, record: Path) -> list[str]:
    """Every fault a customer would have noticed."""
    shown: dict[str, list[Accepted]] = {}
    for message in load_record(record):
        shown.setdefault(message.to, []).append(message)
    faults = []
    for phone, sent in ledger.texted.items():
        bodies = [message.body for message in shown.get(phone, [])]
        faults += judge_phone(phone, sent, bodies, ledger.stopped.get(phone))
    for key, (asked, *replies, same) in ledger.answered.items():
        if replies != [f"got {asked}"] or same != "=":
            faults.append(f"{key}: asked {asked!r}, answered {replies!r} ({same})")
    with psycopg.connect(url, autocommit=True) as connection:
        twice = connection.execute(
            "select count(*) from (select conversation_id, to_seq from ai_responses"
            " group by 1, 2 having count(*) > 1) d"
        ).fetchone()
    if twice and twice[0]:
        faults.append(f"{twice[0]} messages had two turns")
    return faults


def judge_phone(phone: str, sent: list[str], bodies: list[str], stopped: int | None) -> list[str]:
    """One phone's record: each note answered once and in order, one reminder between answers."""
    expected = sent if stopped is None else sent[:stopped]
    answered: list[str] = []
    faults = []
    previous = ""
    for body in bodies:
        if REMINDER in body:
            if REMINDER in previous:
                faults.append(f"{phone}: two reminders in a row")
        elif body.startswith("got "):
            answered += re.split(r" \+ ", body.removeprefix("got "))
        previous = body
    if stopped is not None:
        # The STOP may have come in the same burst as notes before it: those need no answer.
        if answered != expected[: len(answered)]:
            faults.append(f"{phone}: after STOP at {stopped}: {bodies!r}")
        if not bodies or "START" not in bodies[-1]:
            faults.append(
                f"{phone}: the confirmation of STOP is not the last word: {bodies[-2:]!r}"
            )
        return faults
    if answered != expected:
        missing = [note for note in expected if note not in answered]
        doubled = [note for note, times in Counter(answered).items() if times > 1]
        faults.append(f"{phone}: missing {missing!r}, doubled {doubled!r}, or out of order")
    if bodies and REMINDER not in bodies[-1]:
        faults.append(
            f"{phone}: the open question was not followed by its reminder: {bodies[-1]!r}"
        )
    return faults


def render_section(verdict: Verdict) -> str:
    """The section of docs/benchmarks.md."""
    lines = "\n".join(f"    {line}" for line in verdict.lines())
    return (
        f"## Kills\n\nMeasured on {machine.describe()}, by `make soak`: two serving processes and a"
        " working one on one PostgreSQL, under text and API traffic with a carrier that loses 2 % of"
        " its answers and lists messages up to 3 s late; SIGKILL inside each named window. A fault"
        " is anything a customer would notice: a message without an answer, a doubled or misplaced"
        " reply on the carrier's record, a word after STOP.\n\n" + lines
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--restarts", type=int, default=0, help="restarts of PostgreSQL")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most-s", type=float, default=3000.0)
    chosen = parser.parse_args()
    plan = Plan(
        each=chosen.each,
        kills=chosen.kills,
        restarts=chosen.restarts,
        most_s=chosen.most_s,
        seed=chosen.seed,
    )
    verdict = asyncio.run(run(plan))
    print("\n".join(verdict.lines()))
    if chosen.write:
        machine.write_section(PAGE, "kills", render_section(verdict))
    sys.exit(1 if verdict.faults else 0)


if __name__ == "__main__":
    main()

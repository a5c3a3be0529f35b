"""The running processes turned into findings: alive, of this version, on uvloop, answering."""

import os
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from frontdesk import __version__
from frontdesk.ability.telemetry import processes
from frontdesk.app import place
from frontdesk.app.doctor.finding import Finding, failed, judge
from frontdesk.app.settings import Settings
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.problems import Problem

HEALTH_S = 5.0
START = "start it with `frontdesk serve`"


async def examine_processes(
    settings: Settings, database: Database, http: HttpClient, clock: Clock
) -> AsyncIterator[Finding]:
    """What the heartbeats say, and what the server of this home says of itself."""
    rows = await processes.load_processes(database)
    for finding in judge_processes(rows, clock.now()):
        yield finding
    try:
        note = place.load_note(settings)
    except Problem as problem:
        yield failed("server", problem)
        return
    alive = _is_alive(note["pid"])
    yield judge(
        "uvloop",
        alive and note["loop"].startswith("uvloop"),
        f"the serving process {note['pid']} runs on {note['loop'] or 'an unknown loop'}"
        if alive
        else f"the serving process {note['pid']} is gone",
        START if not alive else "install uvloop where the server runs, and start it again",
    )
    yield await _health(note["url"], http, clock)


def judge_processes(rows: Sequence[Row], now: datetime) -> list[Finding]:
    """Findings about heartbeats: one serving process at least, none stopped, all of one version."""
    alive = [row for row in rows if now - row["seen_at"] < processes.DEAD_AFTER]
    silent = [row for row in rows if row not in alive]
    kinds = ", ".join(f"{row['kind']} {row['pid']} on {row['host']}" for row in alive)
    findings = [
        judge(
            "processes",
            any(row["kind"] == "serve" for row in alive),
            f"alive: {kinds}" if alive else "no process of this installation is alive",
            START,
        )
    ]
    for row in silent:
        said = (
            f"{row['kind']} {row['pid']} on {row['host']} was last seen {row['seen_at']:%H:%M:%S}"
        )
        findings.append(
            Finding("processes", False, said, "start it again, or another in its place")
        )
    odd = sorted({row["version"] for row in alive} - {__version__})
    if odd:
        said = f"processes run version {', '.join(odd)}, this program is {__version__}"
        findings.append(Finding("versions", False, said, "restart what is older"))
    return findings


async def _health(url: str, http: HttpClient, clock: Clock) -> Finding:
    started = clock.monotonic()
    try:
        answer = await http.send_request("GET", f"{url}/health", timeout_s=HEALTH_S)
    except Problem as problem:
        return Finding("server", False, problem.public, START)
    ms = (clock.monotonic() - started) * 1000
    said = f"{url} answers {answer.status} in {ms:.0f} ms"
    return judge("server", answer.status == 200, said, "see its log; is its database reachable?")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True

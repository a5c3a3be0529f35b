"""The running processes of an installation as rows: a heartbeat each, and leases freed at restart."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk import __version__
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.ids import ProcessId

BEAT_S = 2.0
DEAD_AFTER = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Process:
    """This process. `id` is new at every start."""

    id: ProcessId
    kind: str
    host: str
    pid: int


def new_id(kind: str) -> ProcessId:
    return ProcessId(f"{kind}-{ids.uuid7()}")


def name_process(kind: str, process_id: ProcessId) -> Process:
    return Process(process_id, kind, socket.gethostname(), os.getpid())


async def beat(database: Database, process: Process, now: datetime) -> None:
    """Say that this process is alive."""
    await database.fetch(
        "processes.beat",
        {
            "id": process.id,
            "kind": process.kind,
            "host": process.host,
            "pid": process.pid,
            "version": __version__,
            "now": now,
        },
        tenant=None,
    )


async def leave(database: Database, process: Process) -> None:
    """Take the row away at a clean stop, and give back every lease."""
    await database.fetch("turns.free", {"owner": process.id}, tenant=None)
    await database.fetch("processes.leave", {"id": process.id}, tenant=None)


async def bury_dead(database: Database, process: Process, now: datetime) -> int:
    """Free the leases of processes that are no more: on this machine by their pid, elsewhere by a
    heartbeat that stopped. Gives how many were buried."""
    buried = 0
    for row in await load_processes(database):
        if row["id"] == process.id or not _is_dead(row, process, now):
            continue
        await database.fetch("turns.free", {"owner": row["id"]}, tenant=None)
        await database.fetch("processes.leave", {"id": row["id"]}, tenant=None)
        buried += 1
    return buried


async def load_processes(database: Database) -> list[Row]:
    """Every process that has said it is there: id, kind, host, pid, version, started_at, seen_at."""
    return await database.fetch("processes.load", {}, tenant=None)


def _is_dead(row: Row, process: Process, now: datetime) -> bool:
    if row["host"] != process.host:
        return bool(now - row["seen_at"] > DEAD_AFTER)
    try:
        os.kill(row["pid"], 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return row["pid"] == process.pid or bool(now - row["seen_at"] > DEAD_AFTER)

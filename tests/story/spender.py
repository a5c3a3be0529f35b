"""A real process that spends: many calls at once against one tenant's budgets, each one noted in a file.

`python -m tests.story.spender URL NAME LOG --calls 125 --limit 400000`: the file gets a line for each
call that was let through (`start`, what was reserved) and for each that ended (`end`, what it cost),
so that the truth is known even of a process that was killed. Ends with a line of JSON.
"""

import argparse
import asyncio
import json
import os
import random
from pathlib import Path

from frontdesk.ability.controls import Controls
from frontdesk.ability.gateway.money.budgets import Budgets
from frontdesk.ability.telemetry import processes
from frontdesk.ground.kit import tasks
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.kit.tasks import Tasks
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId
from frontdesk.ground.words.problems import NotNow
from tests.spending import SCOPE, call_row

RESERVED = 1000
AT_ONCE = 4
HELD_AFTER = 20


class Spender:
    """One process's calls, and the file of what became of them."""

    def __init__(self, budgets: Budgets, log: Path, *, hold: bool) -> None:
        self.budgets, self.hold = budgets, hold
        self.file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.passed = self.refused = 0

    def write(self, word: str, micro: int) -> None:
        os.write(self.file, f"{word} {micro}\n".encode())

    async def call(self) -> None:
        try:
            reservation = await self.budgets.reserve(
                SCOPE, provider="openai", micro=RESERVED, tokens=100
            )
        except NotNow:
            self.refused += 1
            await asyncio.sleep(0.03)  # the customer has another answer; the next one comes
            return
        self.write("start", RESERVED)
        await asyncio.sleep(random.uniform(0.001, 0.01))  # the vendor answers
        if self.hold and self.passed >= HELD_AFTER:
            await asyncio.Event().wait()  # ... or never does
        cost = random.randint(RESERVED // 4, RESERVED)
        self.budgets.settle(reservation, call_row(reservation.at, cost))
        self.write("end", cost)
        self.passed += 1


async def spend(chosen: argparse.Namespace) -> dict[str, int]:
    clock, database = SystemClock(), Database(chosen.url, connections=3)
    await database.open()
    process = processes.name_process("serve", ProcessId(chosen.name))
    await processes.beat(database, process, clock.now())
    controls = Controls(clock, {"spend.daily_limit": chosen.limit / 1e6, "spend.hourly_limit": 0})
    budgets = Budgets(database, clock, controls, process.id)
    spender, loops = Spender(budgets, chosen.log, hold=chosen.hold), Tasks()
    loops.start(tasks.run_every(0.5, budgets.refresh, clock=clock, name="money"), name="money")
    print("ready", flush=True)

    async def work() -> None:
        for _ in range(chosen.calls // AT_ONCE):
            await spender.call()

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    await loops.close(0)
    await budgets.close()
    await processes.leave(database, process)
    await database.close()
    return {"passed": spender.passed, "refused": spender.refused}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("name")
    parser.add_argument("log", type=Path)
    parser.add_argument("--calls", type=int, default=124)
    parser.add_argument("--limit", type=int, required=True)
    parser.add_argument(
        "--hold", action="store_true", help=f"calls after the first {HELD_AFTER} never end"
    )
    print(json.dumps(asyncio.run(spend(parser.parse_args()))), flush=True)

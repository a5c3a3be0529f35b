"""Real processes that spend: many calls at once against one tenant's budgets, each one noted in a file.

`python -m tests.story.spender URL FOLDER NAME ... --calls 128 --limit 300000` is one process, or with
several names one for each. The file of its name gets a line for each call that was let through
(`start`, what was reserved), that ended (`end`, what it cost) or was refused, so that the truth is
known even of a process that was killed.
"""

import argparse
import asyncio
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
        self.passed = 0

    def write(self, word: str, micro: int) -> None:
        os.write(self.file, f"{word} {micro}\n".encode())

    async def call(self) -> None:
        try:
            reservation = await self.budgets.reserve(
                SCOPE, provider="openai", micro=RESERVED, tokens=100
            )
        except NotNow:
            self.write("refused", RESERVED)
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


async def spend(chosen: argparse.Namespace, name: str) -> None:
    clock, database = SystemClock(), Database(chosen.url, connections=3)
    await database.open()
    process = processes.name_process("serve", ProcessId(name))
    await processes.beat(database, process, clock.now())
    controls = Controls(clock, {"spend.daily_limit": chosen.limit / 1e6, "spend.hourly_limit": 0})
    budgets = Budgets(database, clock, controls, process.id)
    spender, loops = Spender(budgets, chosen.folder / name, hold=chosen.hold), Tasks()
    loops.start(tasks.run_every(0.5, budgets.refresh, clock=clock, name="money"), name="money")

    async def work() -> None:
        for _ in range(chosen.calls // AT_ONCE):
            await spender.call()

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    await loops.close(0)
    await budgets.close()
    await processes.leave(database, process)
    await database.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--calls", type=int, required=True, help="of each process")
    parser.add_argument("--limit", type=int, required=True, help="of a day, in micro-dollars")
    parser.add_argument("--hold", action="store_true", help=f"calls after {HELD_AFTER} never end")
    chosen = parser.parse_args()
    for name in chosen.names[1:]:  # what is imported is imported once for all of them
        if os.fork() == 0:
            asyncio.run(spend(chosen, name))
            os._exit(0)
    asyncio.run(spend(chosen, chosen.names[0]))
    for _ in chosen.names[1:]:
        _, status = os.wait()
        assert status == 0


if __name__ == "__main__":
    main()

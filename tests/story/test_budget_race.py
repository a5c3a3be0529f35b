"""Real processes that spend against one limit: it is reached to within one call, and never passed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.ability.gateway.money.orphans import GRACE_S
from frontdesk.ability.telemetry import processes
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.words.ids import ProcessId
from frontdesk.ground.words.problems import NotNow
from tests.spending import load_ledger, load_sums, open_purse
from tests.story.spender import AT_ONCE, HELD_AFTER, RESERVED

pytestmark = pytest.mark.store

PROCESSES, CALLS = 8, 128
LIMIT = 300_000  # micro-dollars; the 1,024 calls would come to about 640,000


class LaterClock(SystemClock):
    """The machine's clock, with time that a test does not wait for added."""

    added_s = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.added_s


@contextlib.contextmanager
def spenders(url: str, folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    program = (sys.executable, "-m", "tests.story.spender", url, str(folder), *arguments)
    limits = ("--calls", str(CALLS), "--limit", str(LIMIT))
    with subprocess.Popen([*program, *limits], start_new_session=True) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def written(log: Path, word: str) -> list[int]:
    lines = log.read_text().splitlines() if log.exists() else []
    return [int(line.split()[1]) for line in lines if line.split()[0] == word]


def test_eight_processes_never_pass_the_limit(database_url: str, tmp_path: Path) -> None:
    """Complaints 19 and 20, by eight processes with 1,024 calls."""
    names = [f"p{number}" for number in range(PROCESSES)]
    with spenders(database_url, tmp_path, *names) as running:
        assert running.wait() == 0
    costs = [cost for name in names for cost in written(tmp_path / name, "end")]
    refused = sum(len(written(tmp_path / name, "refused")) for name in names)
    sums = load_sums(database_url)
    assert len(costs) + refused == PROCESSES * CALLS
    assert LIMIT - RESERVED < sum(costs) <= LIMIT
    assert [cost for _, cost in load_ledger(database_url)] == sorted(costs)
    assert (sums.spent, sums.leased, sums.unsure) == (sum(costs), 0, 0)


def test_one_killed_in_the_race_passes_no_limit(database_url: str, tmp_path: Path) -> None:
    """Whatever it did with its slice: until that is known, nobody else has it."""
    names = [f"p{number}" for number in range(5)]
    log = tmp_path / "victim"
    with spenders(database_url, tmp_path, *names) as running:
        with spenders(database_url, tmp_path, log.name) as victim:
            deadline = time.monotonic() + 20
            while len(written(log, "start")) < 30 and time.monotonic() < deadline:
                time.sleep(0.002)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
        assert running.wait() == 0
    logs = [tmp_path / name for name in (*names, log.name)]
    ended = sum(sum(written(one, "end")) for one in logs)
    cut_off = len(written(log, "start")) - len(written(log, "end"))
    assert ended + cut_off * RESERVED <= LIMIT
    sums = load_sums(database_url)
    assert sums.spent + sums.leased + sums.unsure <= LIMIT
    assert sums.spent == sum(micro for _, micro in load_ledger(database_url))


def kill_one_that_holds(url: str, log: Path) -> None:
    """Start a process, let calls of it end and others stay under way, and kill it."""
    with spenders(url, log.parent, log.name, "--hold") as victim:
        deadline = time.monotonic() + 20
        while len(written(log, "start")) < HELD_AFTER + AT_ONCE and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1.2)  # two beats: what ended is written down, what is under way is known
        victim.send_signal(signal.SIGKILL)
        victim.wait()


async def test_a_killed_process_is_reconciled(database_url: str, tmp_path: Path) -> None:
    log, clock = tmp_path / "victim", LaterClock()
    kill_one_that_holds(database_url, log)
    spent = sum(written(log, "end"))
    under_way = len(written(log, "start")) - len(written(log, "end"))
    assert under_way == AT_ONCE

    async with open_purse(database_url, clock, spend__daily_limit=LIMIT / 1e6) as purse:
        before = load_sums(database_url)
        assert (before.spent, before.unsure) == (spent, 0)
        assert before.leased >= under_way * RESERVED

        me = processes.name_process("serve", ProcessId("p1"))
        assert await processes.bury_dead(purse.database, me, clock.now()) == 1
        await purse.budgets.refresh()
        buried = load_sums(database_url)
        assert (buried.spent, buried.leased, buried.unsure) == (spent, 0, before.leased)

        clock.added_s = GRACE_S - 5
        await purse.budgets.refresh()
        assert load_sums(database_url).unsure == before.leased

        clock.added_s = GRACE_S + 5
        await purse.budgets.refresh()
        lost = under_way * RESERVED
        after = load_sums(database_url)
        assert (after.spent, after.leased, after.unsure) == (spent + lost, 0, 0)
        assert ("lost", lost) in load_ledger(database_url)

        with contextlib.suppress(NotNow):
            while True:
                await purse.spend(RESERVED)
        await purse.budgets.close()
    whole = load_sums(database_url)
    assert LIMIT - RESERVED < whole.spent <= LIMIT
    assert whole.spent == sum(micro for _, micro in load_ledger(database_url))

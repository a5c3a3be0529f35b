"""A real serving or working process that kills itself (SIGKILL) inside one named window.

`python -m tests.load.victim serve|work --window W --after N`: the N-th time the process passes the
window it dies there. The product is not changed: the steps around each window are wrapped here.
"""

import argparse
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from frontdesk.app import registry as registries
from frontdesk.app import serve as serving
from frontdesk.app import settings as trees
from frontdesk.flow.conversation import commit, inbox, outbox, read, run
from frontdesk.flow.conversation.beside import timers
from frontdesk.ground.kit import logs

BOTS = Path(__file__).parent / "bots"
WINDOWS = (
    "after_accept",
    "before_answer_is_read",
    "mid_turn",
    "after_commit_before_send",
    "after_send_before_mark",
    "while_settling",
    "while_a_timer_fires",
)
Step = Callable[..., Awaitable[Any]]


class Trap:
    """Counts passes through the window and kills this process at the chosen one."""

    def __init__(self, window: str, after: int, log: Path) -> None:
        self.window, self.after, self.log, self.passes = window, after, log, 0

    def spring(self, window: str) -> bool:
        if window != self.window:
            return False
        self.passes += 1
        return self.passes == self.after

    def die(self) -> None:
        with self.log.open("a") as file:
            file.write(f"{self.window}\n")
            file.flush()
            os.fsync(file.fileno())
        os.kill(os.getpid(), signal.SIGKILL)


def set_trap(trap: Trap) -> None:
    """Wrap the steps on both sides of every window."""
    accept, answer, save = inbox.accept, run.answer, commit.save_turn
    read_messages, send, decide = read.read_messages, outbox._look_or_send, timers._decide

    async def accept_then(*args: Any, **named: Any) -> Any:
        receipt = await accept(*args, **named)
        if not receipt.duplicate and trap.spring("after_accept"):
            trap.die()
        if receipt.claim is None and not receipt.duplicate and trap.spring("while_settling"):
            threading.Timer(0.3, trap.die).start()
        return receipt

    async def answer_then(*args: Any, **named: Any) -> Any:
        answered = await answer(*args, **named)
        if trap.spring("before_answer_is_read"):
            trap.die()
        return answered

    async def save_then(*args: Any, **named: Any) -> Any:
        record = await save(*args, **named)
        if record is not None and trap.spring("after_commit_before_send"):
            trap.die()
        return record

    def read_then(*args: Any, **named: Any) -> Any:
        if trap.spring("mid_turn"):
            trap.die()
        return read_messages(*args, **named)

    async def send_then(*args: Any, **named: Any) -> Any:
        sent = await send(*args, **named)
        if trap.spring("after_send_before_mark"):
            trap.die()
        return sent

    def decide_then(*args: Any, **named: Any) -> Any:
        decided = decide(*args, **named)
        if decided[0] == "sent" and trap.spring("while_a_timer_fires"):
            trap.die()
        return decided

    for module, name, wrapped in (
        (inbox, "accept", accept_then),
        (run, "answer", answer_then),
        (commit, "save_turn", save_then),
        (read, "read_messages", read_then),
        (outbox, "_look_or_send", send_then),
        (timers, "_decide", decide_then),
    ):
        setattr(module, name, wrapped)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=("serve", "work"))
    parser.add_argument("--window", default="")
    parser.add_argument("--after", type=int, default=1)
    parser.add_argument("--log", type=Path, required=True)
    chosen = parser.parse_args()
    set_trap(Trap(chosen.window, chosen.after, chosen.log))
    registry = registries.scan(BOTS)
    settings = trees.load_settings((*trees.HOUSE, *registry.settings()))
    logs.configure("WARNING", show_content=False)
    if chosen.kind == "serve":
        serving.run_server(settings, registry, work=True)
    else:
        serving.run_worker(settings, registry)


if __name__ == "__main__":
    main()

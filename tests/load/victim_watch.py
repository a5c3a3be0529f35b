"""A real serving process that kills itself (SIGKILL) inside one named window of an alert's life.

`python -m tests.load.victim_watch --window W --after N`: the N-th pass through the window is its last.
The product is not changed: the steps around each window are wrapped here, and its spans are shortened
(levels at 0, 4 and 8 s, leases of 3 s) so that a life fits into seconds.
"""

import argparse
from datetime import timedelta
from pathlib import Path
from typing import Any

from frontdesk.app import registry as registries
from frontdesk.app import serve as serving
from frontdesk.app import settings as trees
from frontdesk.edge.notifiers.webhook import WebhookPager
from frontdesk.flow.operations import alerts, answers, notify, policies, received
from frontdesk.flow.operations.policies import Level
from frontdesk.flow.operations.quiet import silences
from frontdesk.ground.kit import logs
from tests.load.victim import Step, Trap

WINDOWS = (
    "firing_before_commit",
    "firing_after_commit",
    "paging_after_claim",
    "paging_after_send",
    "paging_after_mark",
    "acknowledging_before_commit",
    "acknowledged_before_answer",
    "silencing_before_commit",
    "silenced_before_answer",
    "resolving_before_commit",
    "resolved_before_answer",
)


def shorten() -> None:
    """Seconds where the product has minutes."""
    policies.JORGE = (Level(1, 0.0), Level(2, 4.0, ("webhook",)), Level(3, 8.0, ("webhook",)))
    notify.LEASE = timedelta(seconds=3)
    notify.GROUP_EVERY = timedelta(seconds=1)
    received.UNHEARD = timedelta(hours=1)  # each alert is sent once


def around(trap: Trap, step: Step, before: str = "", after: str = "") -> Step:
    """The step, with death before or after it."""

    async def stepped(*args: Any, **named: Any) -> Any:
        if before and trap.spring(before):
            trap.die()
        done = await step(*args, **named)
        if after and trap.spring(after):
            trap.die()
        return done

    return stepped


def set_trap(trap: Trap) -> None:
    """Wrap the steps on both sides of every window."""
    save, claim, mark = alerts.save_changes, notify.claim_groups, notify.send_group
    answer, silence, send = answers.save_answer, silences.save_silence, WebhookPager.send

    async def save_then(transaction: Any, changes: Any, now: Any) -> Any:
        if changes.happened and trap.spring("firing_before_commit"):
            trap.die()
        return await save(transaction, changes, now)

    look = alerts.run_alerts

    async def look_then(*args: Any, **named: Any) -> Any:
        happened = await look(*args, **named)
        if happened and trap.spring("firing_after_commit"):
            trap.die()
        return happened

    async def claim_then(*args: Any, **named: Any) -> Any:
        groups = await claim(*args, **named)
        if groups and trap.spring("paging_after_claim"):
            trap.die()
        return groups

    async def answer_then(*args: Any, **named: Any) -> Any:
        deed = "acknowledging" if args[3] == "acknowledge" else "resolving"
        done = {"acknowledging": "acknowledged", "resolving": "resolved"}[deed]
        return await around(trap, answer, f"{deed}_before_commit", f"{done}_before_answer")(
            *args, **named
        )

    for place, name, wrapped in (
        (alerts, "save_changes", save_then),
        (alerts, "run_alerts", look_then),
        (notify, "claim_groups", claim_then),
        (notify, "send_group", around(trap, mark, after="paging_after_mark")),
        (WebhookPager, "send", around(trap, send, after="paging_after_send")),
        (answers, "save_answer", answer_then),
        (
            silences,
            "save_silence",
            around(trap, silence, "silencing_before_commit", "silenced_before_answer"),
        ),
    ):
        setattr(place, name, wrapped)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--window", default="")
    parser.add_argument("--after", type=int, default=1)
    parser.add_argument("--log", type=Path, required=True)
    chosen = parser.parse_args()
    shorten()
    set_trap(Trap(chosen.window, chosen.after, chosen.log))
    registry = registries.scan()
    settings = trees.load_settings((*trees.HOUSE, *registry.settings()))
    logs.configure("WARNING", show_content=False)
    serving.run_server(settings, registry, work=True)


if __name__ == "__main__":
    main()

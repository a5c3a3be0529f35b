"""A database and a chosen clock turned into the installation that the classes for programs are tried on."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace

from frontdesk.ability.controls import Controls
from frontdesk.ability.telemetry import Measurement, Recorder
from frontdesk.app import registry
from frontdesk.edge.sdk.access import Access, Installation
from frontdesk.edge.sdk.alerting_service import DEFAULT_RULES
from frontdesk.flow.conversation.contracts.bot import list_targets
from frontdesk.flow.operations import watch as watches
from frontdesk.flow.operations.measured import switches
from testing import watching
from testing.clock import FakeClock
from testing.pagers import FakePager
from testing.watching import TENANT


@dataclass(frozen=True, slots=True)
class Desk:
    """The way to the installation, its clock, and the people it pages."""

    access: Access
    live: Installation
    clock: FakeClock
    pagers: Mapping[str, FakePager]

    async def did(self, bot: str, *ms: float, **more: str) -> None:
        """Turns of a bot, as the bot itself measures them."""
        for figure in ms:
            self.live.recorder.note(
                Measurement(
                    tenant=TENANT,
                    subject="turn",
                    name=bot,
                    operation=more.get("operation", "process"),
                    outcome=more.get("outcome", "ok"),
                    at=self.clock.now(),
                    ms=figure,
                )
            )
        await self.live.recorder.flush(self.live.lookout.database)

    async def watch(self, seconds: int = 1) -> None:
        """The installation's own watch, a look a second."""
        for _ in range(seconds):
            await watches.run_watch(self.live.lookout)
            await self.clock.advance(1.0)


@contextlib.asynccontextmanager
async def open_desk(database_url: str) -> AsyncIterator[Desk]:
    """An installation with the shipped bots, the seven usual rules and five pagers; no loop runs."""
    kinds = registry.scan()
    rules = {name: kinds.rules[name] for name in DEFAULT_RULES}
    targets = list_targets(kinds.bots.values())
    async with watching.open_watch(database_url) as watch:
        lookout = replace(
            watch.lookout, rules=rules, targets=targets, controls=Controls(watch.clock)
        )
        recorder = Recorder(watch.clock, lambda: switches.decide_recording(lookout.controls))
        live = Installation(lookout, recorder, TENANT)

        @contextlib.asynccontextmanager
        async def opened() -> AsyncIterator[Installation]:
            yield live

        access = Access(opened, opened, rules, targets, frozenset(watch.pagers))
        yield Desk(access, live, watch.clock, watch.pagers)

"""Turns a whole house on a chosen clock into one whose shipped rules watch it, with pagers that remember.

async with watched.open_watched(database_url, bots=(LEAD,)) as desk:
    await desk.home.asks("anna", "hello")     # real traffic
    await desk.live(40)                        # forty seconds of every loop's work
    desk.told("high_error_rate")               # ["firing", "resolved"]
"""

import contextlib
import itertools
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

from frontdesk.ability.telemetry import pings
from frontdesk.app import loops, registry
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.operations import watch
from frontdesk.flow.operations.contracts.notifier import Page, PageKind
from frontdesk.flow.operations.lookout import Lookout
from testing import house
from testing.bots import ECHO
from testing.clock import FakeClock
from testing.house import Home
from testing.pagers import FakePager

NAMES = ("email", "slack", "webhook", "pagerduty", "opsgenie")
FIGURES_S = 5.0


@dataclass(slots=True)
class Desk:
    """A house, and what its watch has said. `began` is when, on the monotonic clock."""

    home: Home
    lookout: Lookout
    clock: FakeClock
    pagers: Mapping[str, FakePager]

    async def live(self, seconds: float, *, step_s: float = 1.0) -> None:
        """Let time pass, with the work of the standing loops that measure, look and page."""
        until = self.clock.monotonic() + seconds
        while self.clock.monotonic() < until:
            await self.clock.advance(step_s)
            at = self.clock.monotonic()
            if at % pings.PING_S < step_s:
                await loops.ping(self.home.line, self.home.house.process)
            if at % FIGURES_S < step_s:
                await self.home.house.figures.run()
            await self.home.line.recorder.flush(self.home.line.database)
            await watch.run_watch(self.lookout)

    def pages(self, rule: str = "") -> list[Page]:
        """What the pagers took, of one rule or of all, each message once per pager."""
        pages = [page for pager in self.pagers.values() for page in pager.pages]
        return [page for page in pages if rule in ("", page.rule)]

    def told(self, rule: str) -> list[PageKind]:
        """What the channel of every rule was told of one rule, in order; further levels and tiers of
        one episode are one thing."""
        kinds = [page.kind for page in self.pagers["slack"].pages if page.rule == rule]
        return [kind for kind, _ in itertools.groupby(kinds)]

    def severities(self, rule: str) -> set[str]:
        return {page.severity for page in self.pages(rule)}


@contextlib.asynccontextmanager
async def open_watched(
    database_url: str,
    *,
    bots: Sequence[Bot] = (ECHO,),
    rules: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Desk]:
    """A house with the shipped rules (or the named ones), whose loops a test drives by `live`."""
    clock = FakeClock()
    opened = house.open_house(database_url, clock=clock, bots=bots, environment=environment)
    async with opened as home:
        pagers = {name: FakePager(name) for name in NAMES}
        found = registry.scan().rules
        chosen = {name: rule for name, rule in found.items() if not rules or name in rules}
        lookout = replace(home.house.lookout, rules=chosen, pagers=pagers)
        await pings.keep(home.line.database, list(home.line.bots))
        await loops.ping(home.line, home.house.process)
        await home.house.figures.note_version()
        await home.house.figures.run()
        yield Desk(home, lookout, clock, pagers)

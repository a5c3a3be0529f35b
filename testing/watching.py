"""A watch on a real database and a chosen clock, with rules whose words a test puts into their mouths.

async with watching.open_watch(database_url) as watch:
    await watch.for_seconds(65, bad("lead", 2300))     # a look a second
    watch.timeline()                                     # [(0, "slack", "firing", 1, "p95"), ...]
"""

import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from frontdesk.ability import identity
from frontdesk.ability.controls import Control, Controls, save_control
from frontdesk.ability.telemetry import Meters
from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations import answers
from frontdesk.flow.operations import watch as watches
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.answers import Deed
from frontdesk.flow.operations.contracts.rule import Facts, Level, Rule, Verdict
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.flow.operations.quiet import silences
from frontdesk.flow.operations.quiet.matchers import Matcher, Silence
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId, TenantId
from testing.clock import FakeClock
from testing.pagers import FakePager

TENANT = TenantId("harbor")
CLOSELY_S = 60.0
T = TypeVar("T")
Said = tuple[float, str, str, int, str]


@dataclass(slots=True)
class Words:
    """What a rule will say next."""

    verdicts: tuple[Verdict, ...] = ()
    error: Exception | None = None

    def judge(self, _facts: Facts) -> Iterable[Verdict]:
        if self.error is not None:
            raise self.error
        return self.verdicts


def verdict(level: Level, **labels: str) -> Verdict:
    """A verdict on one thing."""
    return Verdict(labels or {"bot": "lead"}, level, value=2300.0, threshold=2000.0, unit="ms")


def make_rule(words: Words, name: str = "p95", **more: object) -> Rule:
    """A rule that says what `words` hold."""
    usual: dict[str, object] = {
        "channels": {"critical": ("email", "slack"), "warning": ("slack",)},
        "keep_s": 0.0,
        "cooldown_s": 300.0,
    }
    return Rule(name=name, says="a test", judge=words.judge, reads=(), **{**usual, **more})  # type: ignore[arg-type] # the test's own choice


@dataclass(slots=True)
class Watch:
    """One process that watches, its pagers, and the moment it began."""

    lookout: Lookout
    clock: FakeClock
    words: Mapping[str, Words]
    pagers: Mapping[str, FakePager]
    began: float = field(default=0.0)

    def says(self, *verdicts: Verdict, rule: str = "p95") -> None:
        self.words[rule].verdicts = verdicts

    async def look(self) -> None:
        """One round now."""
        await watches.run_watch(self.lookout)

    async def for_seconds(self, seconds: float, *verdicts: Verdict, rule: str = "p95") -> None:
        """A look a second, after a minute one in five, with the rule saying the same all the while."""
        if verdicts:
            self.says(*verdicts, rule=rule)
        passed = 0.0
        while passed < seconds:
            await self.look()
            step = min(seconds - passed, 1.0 if passed < CLOSELY_S else 5.0)
            await self.clock.advance(step)
            passed += step

    def timeline(self) -> list[Said]:
        """Every message that was taken: when, by whom, of what kind, at which level, of which rule."""
        said = [
            (self._since(page.at), name, page.kind, page.level, page.rule)
            for name, pager in self.pagers.items()
            for page in pager.pages
        ]
        return sorted(said)

    def _since(self, at: datetime) -> float:
        return round(at.timestamp() - self.began, 3)

    async def set_control(self, control: Control[T], value: T) -> None:
        """A control of the tenant, seen at once."""
        now, database = self.clock.now(), self.lookout.database
        await save_control(database, TENANT, control, value, who="t", why="test", now=now)
        await self.lookout.controls.refresh(database)

    async def answer(
        self, deed: Deed, who: str = "dana", until_s: float = 0.0, *, alert: Alert | None = None
    ) -> Alert:
        """What a person says to an alert, the newest one if none is given."""
        now = self.clock.now()
        alert = alert or (await self.alerts())[0]
        until = now + timedelta(seconds=until_s) if until_s else None
        return await answers.save_answer(
            self.lookout.database,
            TENANT,
            alert.id,
            deed,
            who=who,
            source="cli",
            now=now,
            until=until,
        )

    async def silence(self, ends_at: datetime, *matchers: Matcher) -> Silence:
        """Keep what the matchers name quiet from now on."""
        now = self.clock.now()
        made = silences.make_silence(matchers, now, ends_at, who="dana", why="deploy")
        return await silences.save_silence(self.lookout.database, TENANT, made, now)

    async def alerts(self) -> list[Alert]:
        """Every alert that fired, newest first."""
        rows = await self.lookout.database.fetch(
            "alerts.load_latest", {"active": False, "rule": None, "limit": 100}, tenant=TENANT
        )
        return [alerts.parse_alert(row) for row in rows]


@contextlib.asynccontextmanager
async def open_watch(
    database_url: str,
    *,
    rules: Sequence[str] = ("p95",),
    clock: FakeClock | None = None,
    process: str = "serve-1",
    pagers: Mapping[str, FakePager] | None = None,
    **more: object,
) -> AsyncIterator[Watch]:
    """A process that watches the tenant `harbor`. `more` changes every rule."""
    clock = clock or FakeClock()
    words = {name: Words() for name in rules}
    made = {name: make_rule(words[name], name, **more) for name in rules}
    if pagers is None:
        named = ("email", "slack", "webhook", "pagerduty", "opsgenie")
        pagers = {name: FakePager(name) for name in named}
    database = Database(database_url, connections=4)
    await database.open()
    try:
        tenants = identity.Tenants()
        await identity.save_tenant(database, TENANT, "Harbor", {"default_bot": "lead"})
        await tenants.refresh(database)
        lookout = Lookout(
            database=database,
            clock=clock,
            controls=Controls(clock),
            tenants=tenants,
            rules=made,
            pagers=pagers,
            targets=(),
            meters=Meters(),
            process_id=ProcessId(process),
        )
        yield Watch(lookout, clock, words, pagers, clock.now().timestamp())
    finally:
        await database.close()

"""Settings and a server turned into a stage: the real line, a fake carrier, a settable clock."""

import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from frontdesk.ability import identity
from frontdesk.app import demo, place
from frontdesk.app.build import open_house
from frontdesk.app.registry import Registry
from frontdesk.app.settings import Settings
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.store.embedded import Embedded
from frontdesk.ground.store.scratch import scratch_database
from frontdesk.ground.words.ids import ConversationId, TenantId
from frontdesk.ground.words.message import Outgoing, Sent
from frontdesk.ground.words.settings import Setting, SettingValue


class StageClock(SystemClock):
    """Starts where it is set, then goes on at the usual pace."""

    def __init__(self) -> None:
        self.set(super().now())

    def set(self, at: datetime) -> None:
        self._at, self._since = at, time.perf_counter()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.perf_counter() - self._since)


@dataclass(slots=True)
class Carrier:
    """Takes every message of every channel, and keeps what it took."""

    taken: list[Outgoing] = field(default_factory=list)

    async def send(self, message: Outgoing) -> Sent:
        self.taken.append(message)
        return Sent(f"carried-{len(self.taken)}", confirmed=True)

    async def find_sent(
        self, message: Outgoing, *, tried_at: datetime, known: frozenset[str]
    ) -> Sent | None:
        del tried_at, known
        held = (at for at, taken in enumerate(self.taken, 1) if taken.id == message.id)
        return next((Sent(f"carried-{at}", confirmed=True) for at in held), None)

    def texts(self, conversation: ConversationId) -> tuple[str, ...]:
        """What was taken for one conversation, in order."""
        return tuple(item.text for item in self.taken if item.conversation_id == conversation)


@dataclass(frozen=True, slots=True)
class Stage:
    """The line as it is, models included, but that it reaches no customer and no tool's vendor."""

    line: Line
    clock: StageClock
    carrier: Carrier

    async def tenant(self, locale: str) -> TenantId:
        """A tenant of that locale, with the settings of the demo."""
        tenant = TenantId(f"replay-{locale.lower()}")
        if not any(known.id == tenant for known in self.line.tenants.all()):
            settings = {**demo.SETTINGS, "locale": locale}
            await identity.save_tenant(self.line.database, tenant, tenant, settings)
            await self.line.tenants.refresh(self.line.database)
        return tenant


@contextlib.contextmanager
def open_server(settings: Settings) -> Iterator[str]:
    """A PostgreSQL to make a scratch database on: the installation's, else a temporary one."""
    if settings.text("DATABASE_URL") or Embedded(settings.home).status().state != "absent":
        with place.reach_database(settings, direct=True) as url:
            yield url
        return
    with (
        tempfile.TemporaryDirectory(prefix="frontdesk-replay-") as folder,
        Embedded(Path(folder), durable=False, progress=place.say) as embedded,
    ):
        yield embedded.url()


@contextlib.asynccontextmanager
async def open_stage(
    settings: Settings, registry: Registry, server_url: str
) -> AsyncIterator[Stage]:
    """A stage on a scratch database that is dropped at the end."""
    clock, carrier = StageClock(), Carrier()
    with scratch_database(server_url) as url:
        async with open_house(
            settings, registry, url, kind="replay", work=False, clock=clock, standing=False
        ) as house:
            # A reply leaves by the outbox on every channel here, and a burst is never waited for.
            channels = {
                name: replace(channel, mode="push", settle_s=0.0)
                for name, channel in house.line.channels.items()
            }
            line = replace(
                house.line,
                channels=channels,
                senders=dict.fromkeys(channels, carrier),
                setting=_unset,
            )
            yield Stage(line, clock, carrier)


def _unset(setting: Setting) -> SettingValue:
    """Tools see no address and no account, and say so."""
    return setting.default

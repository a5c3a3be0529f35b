"""Programs that must report regularly: each report a row, each that is late a figure for the rules."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.flow.operations.lookout import Lookout
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput

GAUGE = "heartbeat_late_s"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,119}")
SECRET = re.compile(r".+-[0-9a-f]{32}")
LEAST_S, MOST_S = 5.0, 31_536_000.0
UNWATCHED = timedelta(seconds=30)  # a longer gap between two looks was nobody's fault but ours


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """One program: it reports every `every_s`, and is late `grace_s` after that."""

    name: str
    every_s: float
    grace_s: float
    seen_at: datetime
    says: str = ""

    @property
    def shown(self) -> str:
        """Its name without the part that is nobody's business."""
        return self.name[:-33] if SECRET.fullmatch(self.name) else self.name

    def late_s(self, now: datetime) -> float:
        """Seconds past its time; below 0 while it is in time."""
        due_at = self.seen_at + timedelta(seconds=self.every_s + self.grace_s)
        return (now - due_at).total_seconds()


def make_name(label: str) -> str:
    """A name that nobody can guess, so that its address alone may report."""
    return f"{label}-{secrets.token_hex(16)}"


async def save_heartbeat(
    database: Database,
    tenant: TenantId,
    name: str,
    *,
    now: datetime,
    every_s: float | None = None,
    grace_s: float | None = None,
    says: str = "",
    known_only: bool = False,
) -> Heartbeat:
    """A program has reported; its first report with `every_s` makes it known. Raises BadInput for a
    bad name or span, 404 with `known_only` for one that is not known."""
    if not NAME.fullmatch(name):
        raise _bad("name", f"{name[:60]!r} cannot name a heartbeat", "use letters, digits, - _ .")
    for field, value in (("every_s", every_s), ("grace_s", grace_s)):
        least = LEAST_S if field == "every_s" else 0.0
        if value is not None and not least <= value <= MOST_S:
            raise _bad(field, f"{value:g} s cannot be kept", f"give {least:g} to {MOST_S:.0f}")
    params = {"tenant": tenant, "name": name, "now": now, "says": says[:1000]}
    spans = {"every_s": every_s, "grace_s": grace_s}
    if known_only or every_s is None:
        rows = await database.fetch("heartbeats.refresh", {**params, **spans}, tenant=tenant)
        if not rows and known_only:
            raise unknown()
        if rows:
            return Heartbeat(**rows[0])
        spans["every_s"] = 60.0
    usual = spans["every_s"] or 60.0
    spans["grace_s"] = usual if grace_s is None else grace_s
    rows = await database.fetch("heartbeats.save", {**params, **spans}, tenant=tenant)
    return Heartbeat(**rows[0])


async def save_failure(
    database: Database, tenant: TenantId, name: str, *, now: datetime, says: str = ""
) -> Heartbeat:
    """A program says itself that it failed: it counts as late from now on, until it reports again."""
    params = {"name": name, "now": now, "says": says[:1000] or "reported a failure"}
    rows = await database.fetch("heartbeats.fail", params, tenant=tenant)
    if not rows:
        raise unknown()
    return Heartbeat(**rows[0])


async def load_heartbeats(database: Database, tenant: TenantId) -> list[Heartbeat]:
    """Every program that is known to report."""
    return [Heartbeat(**row) for row in await database.fetch("heartbeats.load", {}, tenant=tenant)]


async def remove_heartbeat(database: Database, tenant: TenantId, name: str) -> bool:
    """Forget one, so that nobody waits for it; whether it was known."""
    return bool(await database.fetch("heartbeats.remove", {"name": name}, tenant=tenant))


async def load_late(
    lookout: Lookout, tenant: TenantId, now: datetime
) -> list[tuple[dict[str, str], float]]:
    """Seconds that each is late (below 0: in time), as a figure for the rules. While nobody looked,
    or the clock was set, nobody could report either: such a gap is given to all of them."""
    known = {"tenant": tenant, "now": now, "gap_s": UNWATCHED.total_seconds()}
    await lookout.database.fetch("heartbeats.forgive", known, tenant=tenant)
    found = await load_heartbeats(lookout.database, tenant)
    return [({"heartbeat": one.shown}, round(one.late_s(now), 1)) for one in found]


def unknown() -> BadInput:
    """The problem of a heartbeat that nobody has made."""
    return BadInput(
        "operations.no_heartbeat",
        "there is no such heartbeat",
        field="name",
        fix="make it: POST /api/v1/heartbeats/<name>?every_s=60 with a key",
        status=404,
    )


def _bad(field: str, says: str, fix: str) -> BadInput:
    return BadInput("operations.bad_heartbeat", says, field=field, fix=fix)

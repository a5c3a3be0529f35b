"""What changes slowly and is long to load, kept in a process for a while: windows of hours, promises."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from frontdesk.ability.telemetry import Promise, Span, Windows
from frontdesk.ground.words.ids import TenantId

FRESH = timedelta(seconds=30)


@dataclass(slots=True)
class Kept:
    """Windows by tenant and span, and the promises that were imported, with when they were loaded."""

    windows: dict[tuple[TenantId, Span], tuple[datetime, Windows]] = field(default_factory=dict)
    promises: tuple[Promise, ...] = ()
    promises_at: datetime | None = None

    def find_windows(self, tenant: TenantId, span: Span, now: datetime) -> Windows | None:
        """Those of a moment ago; None where they are too old, or from a later time."""
        found = self.windows.get((tenant, span))
        return found[1] if found and timedelta(0) <= now - found[0] < FRESH else None

    def find_promises(self, now: datetime) -> tuple[Promise, ...] | None:
        """Those of a moment ago; None where they are too old, or from a later time."""
        at = self.promises_at
        return self.promises if at and timedelta(0) <= now - at < FRESH else None

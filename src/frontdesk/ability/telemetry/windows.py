"""Slots turned into what was measured in the last five minutes, hour, day or week."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from frontdesk.ability.telemetry.measure import Subject, Window
from frontdesk.ability.telemetry.slots import merge_window, parse_window
from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput

Span = Literal["5m", "30m", "1h", "6h", "24h", "3d", "7d"]
SPANS: Mapping[Span, timedelta] = {
    "5m": timedelta(minutes=5),
    "30m": timedelta(minutes=30),
    "1h": timedelta(hours=1),
    "6h": timedelta(hours=6),
    "24h": timedelta(hours=24),
    "3d": timedelta(days=3),
    "7d": timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class Windows:
    """What one tenant's things did in one span, by (subject, name, operation)."""

    span: Span
    parts: Mapping[tuple[str, str, str], Window] = field(default_factory=dict)
    full: bool = True

    def get(self, subject: Subject, name: str = "", operation: str = "") -> Window:
        """One thing's window; "" for all names or all operations together. Empty where nothing was
        measured, which is not the same as zero of anything."""
        merged = Window(full=self.full)
        for (known, of, did), window in self.parts.items():
            if known == subject and name in ("", of) and operation in ("", did):
                merge_window(merged, window)
        return merged

    def listed(self, subject: Subject) -> Iterator[tuple[str, str]]:
        """Each name and operation that was measured."""
        return ((of, did) for known, of, did in sorted(self.parts) if known == subject)


def parse_span(text: str) -> Span:
    """`5m`, `1h`, `24h` or `7d`; BadInput otherwise."""
    for span in SPANS:
        if text == span:
            return span
    raise BadInput(
        "telemetry.bad_window",
        f"{text[:20]!r} is no window",
        field="window",
        fix="use one of " + ", ".join(SPANS),
    )


async def load_windows(
    database: Database,
    tenant: TenantId,
    span: Span,
    now: datetime,
    *,
    subjects: Sequence[Subject] | None = None,
) -> Windows:
    """Everything measured of a tenant (of some subjects) in the span that ends now.

    Spans up to an hour are made of minutes, longer ones of hours; a slot that lies partly before
    the span counts whole, so that a span is never shorter than it says.
    """
    length = SPANS[span]
    parts = await load_parts(database, tenant, now - length, now, subjects=subjects)
    first = await database.fetch_one("measures.first", {}, tenant=tenant)
    began = first["first_at"] if first else None
    return Windows(span, parts, full=began is not None and began <= now - length)


async def load_parts(
    database: Database,
    tenant: TenantId,
    since: datetime,
    now: datetime,
    *,
    subjects: Sequence[Subject] | None = None,
    whole: bool = True,
) -> dict[tuple[str, str, str], Window]:
    """Everything measured of a tenant since a moment. `whole` counts the slot that holds the moment;
    without it only what is surely later."""
    grain = 60 if now - since <= timedelta(hours=1) else 3600
    after = since - timedelta(seconds=grain) if whole else since
    rows = await database.fetch(
        "measures.load",
        {"grain": grain, "since": after, "subjects": None if subjects is None else [*subjects]},
        tenant=tenant,
    )
    return merge_rows(rows)


def merge_rows(rows: list[Row]) -> dict[tuple[str, str, str], Window]:
    """Slots of the same thing merged."""
    parts: dict[tuple[str, str, str], Window] = {}
    for row in rows:
        key = (row["subject"], row["name"], row["operation"])
        if key in parts:
            merge_window(parts[key], parse_window(row))
        else:
            parts[key] = parse_window(row)
    return parts

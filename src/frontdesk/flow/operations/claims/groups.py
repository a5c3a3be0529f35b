"""Due pages turned into messages: which leave now, which wait for others, which have nothing to say.

A target that keeps one incident for a group (PagerDuty, Opsgenie) is told that it is over, or that
somebody is on it, when that is true of every alert of the group that it knows of; and is told one
thing after the other, so that an end never overtakes a beginning.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

import orjson
from psycopg.types.json import Jsonb

from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations import escalate, paging
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.claims import aside
from frontdesk.flow.operations.claims.aside import Due
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Row, Transaction

SOON = timedelta(seconds=1)
WAITS = "waits for others of its group"
OTHERS = "others of its group still fire"
MOST_AT_ONCE = 64  # messages of one round, so that each is over long before its lease is


class Spans(NamedTuple):
    """How long a group waits between two messages, and how long a send may take."""

    every: timedelta
    lease: timedelta


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that leave as one message. `lead` is the page that stands for all, `alerts` the first of
    those it tells of, `count` how many they are; `claim` marks its rows until it has left. `name` is
    the group's: in every episode the same, and nobody else's."""

    lead: Row
    alerts: Sequence[Alert]
    count: int
    claim: str
    claimed_at: datetime
    name: str


class Settled(NamedTuple):
    """What becomes of a group now: "" for its pages to stay as they are but due at `due_at`."""

    status: Literal["sending", "called_off", ""]
    due_at: datetime | None = None
    problem: str | None = None


def decide_group(row: Row, now: datetime, every: timedelta) -> Settled:
    """Whether a group leaves now. One that has just been sent waits its interval; a page of a higher
    level does not wait for that."""
    if row["keeps"]:
        if row["kind"] == "acknowledged" and not row["firing"]:
            return Settled("called_off", problem=escalate.RESOLVED)
        if row["firing" if row["kind"] == "resolved" else "unanswered"]:
            return Settled("", now + aside.LOOK_AGAIN, OTHERS)
        if row["busy"]:
            return Settled("", now + SOON, WAITS)
    last_at = row["sent_at"]
    if row["going"]:
        last_at = now + SOON - every  # one is on its way, and decides how long to wait
    # A last one that lies ahead was sent before the clock was set back.
    lately = last_at is not None and abs(now - last_at) < every
    if last_at is not None and lately and row["level"] % escalate.AGAIN <= 1:
        return Settled("", last_at + every, WAITS)
    return Settled("sending")


async def claim(lookout: Lookout, transaction: Transaction, due: Due, spans: Spans) -> list[Group]:
    """Mark what leaves now as on its way, and everything else of these pages with when to ask again."""
    wanted = {**due.params(), "keeping": sorted(lookout.keeping)}
    marks: list[dict[str, object]] = []
    claims: list[str] = []
    for row in await transaction.fetch("pages.load_due_groups", wanted):
        settled = decide_group(row, due.now, spans.every)
        mark = {name: row[name] for name in ("group_key", "notifier", "target", "kind", "tried")}
        if settled.status != "sending":
            status = settled.status or None
            more = {"status": status, "due_at": settled.due_at, "problem": settled.problem}
            marks.append({**mark, **more})
        elif len(claims) < MOST_AT_ONCE:
            claims.append(ids.uuid7())
            until = due.now + spans.lease
            going = {"status": "sending", "claim": claims[-1], "lease_until": until}
            marks.append({**mark, **going})
    if marks:
        marked = Jsonb(marks, dumps=orjson.dumps)
        await transaction.fetch("pages.claim_groups", {**due.params(), "rows": marked})
    if not claims:
        return []
    wanted = {"now": due.now, "claims": claims, "listed": paging.MOST_LISTED}
    rows = await transaction.fetch("pages.load_claimed", wanted)
    return list(_gather(rows, due.now, await _installation(transaction, due.now)))


async def _installation(transaction: Transaction, now: datetime) -> str:
    """What tells this installation's groups from those of another that pages the same account."""
    row = await transaction.fetch_one("pages.load_installation", {})
    if row is None:
        made = {"id": ids.uuid7()[-12:], "now": now}
        row = await transaction.fetch_one("pages.save_installation", made)
    return str(row["id"]) if row else ""


def _gather(rows: Iterable[Row], now: datetime, installation: str) -> Iterable[Group]:
    """Rows of the first alerts of each message, in order, by message."""
    by_claim: dict[str, list[Row]] = {}
    for row in rows:
        by_claim.setdefault(row["claim"], []).append(row)
    for claim_id, found in by_claim.items():
        lead = found[0]
        yield Group(
            {**lead, "id": lead["page_id"]},
            [alerts.parse_alert(row) for row in found],
            lead["alerts"],
            claim_id,
            now,
            f"{lead['group_key']}@{installation}",
        )

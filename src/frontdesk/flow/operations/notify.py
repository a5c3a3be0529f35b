"""Due pages turned into messages that were really taken: claimed, grouped, sent, and marked as they went."""

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from psycopg.types.json import Jsonb

from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations import escalate, paging
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.contracts.notifier import Sent
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.flow.operations.oncall import plans
from frontdesk.flow.operations.quiet import silences
from frontdesk.flow.operations.quiet.matchers import Silence, find_silence
from frontdesk.ground.kit import tasks
from frontdesk.ground.store.db import Row, Transaction
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import NotNow, Problem

log = logging.getLogger("flow.operations.notify")
GROUP_EVERY = timedelta(seconds=30)  # further alerts of one cause travel together
LEASE = timedelta(seconds=30)
SOON = timedelta(seconds=1)
LOOK_AGAIN = timedelta(seconds=5)
LIMIT = 20_000
MOST_AT_ONCE = 64  # messages of one round, so that each is over long before its lease is
MOST_ATTEMPTS = 12
MOST_WAIT_S = 300.0


@dataclass(slots=True)
class Group:
    """Pages that leave as one message: the first stands for all."""

    rows: list[Row]
    alerts: list[Alert]

    @property
    def lead(self) -> Row:
        return self.rows[0]


async def run_notifying(lookout: Lookout) -> int:
    """Send everything that is due and that no other process is sending; gives how many messages."""
    now = lookout.clock.now()
    sent = 0
    for row in await lookout.database.fetch("pages.find_due", {"now": now}, tenant=None):
        tenant = TenantId(row["tenant_id"])
        groups = await claim_groups(lookout, tenant)
        # At once: a receiver that hangs must not hold the others up.
        taken = await asyncio.gather(*(send_group(lookout, tenant, one) for one in groups))
        sent += sum(taken)
    return sent


async def claim_groups(lookout: Lookout, tenant: TenantId) -> list[Group]:
    """The groups this process may send now. What was acknowledged, resolved or silenced a moment ago
    is put aside in the same transaction."""
    now = lookout.clock.now()
    on_call = await plans.load_plans(lookout.database, tenant)
    async with lookout.database.transaction(tenant) as transaction:
        # Alerts first and in one order, then their pages, as everybody does: else who answers and
        # who sends would wait for each other.
        due = {"now": now, "limit": LIMIT}
        ids = [one["alert_id"] for one in await transaction.fetch("pages.load_due_alerts", due)]
        held = await transaction.fetch("pages.hold_alerts", {"ids": ids})
        rows = await transaction.fetch("pages.hold_due", {**due, "ids": ids})
        if not rows:
            return []
        quiet = await silences.load_live(transaction, now)
        of_row = {row["id"]: row for row in held}
        aside: list[Row] = []
        going: list[Row] = []
        for row in rows:
            later = _put_aside(lookout, row, of_row[row["alert_id"]], quiet, now)
            if later is None and row["target"].startswith(plans.MARK):
                told = plans.decide_told(row["target"], row["notifier"], on_call, now)
                row.update(target=str(told))
            (aside if later else going).append(later or row)
        groups = (await _group(transaction, going, of_row, now))[:MOST_AT_ONCE]
        for group in groups:
            for row in group.rows:
                row.update(status="sending", lease_until=now + LEASE, attempts=row["attempts"] + 1)
        await _mark(transaction, [*aside, *going])
        return groups


def _put_aside(
    lookout: Lookout, row: Row, alert: Row, quiet: Sequence[Silence], now: datetime
) -> Row | None:
    """The row as it is put aside, and why; None when it goes out."""
    if row["kind"] == "firing":
        why = escalate.decide_calling_off(alert, row["due_at"], now)
        if why:
            return {**row, "status": "called_off", "problem": why, "lease_until": None}
        until = _quiet_until(alert, quiet, now)
        if until is not None:
            return {**row, "status": "waiting", "due_at": until[0], "problem": until[1]}
    if row["notifier"] not in lookout.pagers:
        return {**row, "status": "refused", "problem": "this notifier is not set up"}
    if not lookout.can_say(row["notifier"], row["kind"]):
        return {**row, "status": "called_off", "problem": "this notifier does not say so"}
    return None


def _quiet_until(
    alert: Row, quiet: Sequence[Silence], now: datetime
) -> tuple[datetime, str] | None:
    if alert["recovered_at"] is not None:
        return now + LOOK_AGAIN, "recovering"
    if alert["inhibited_by"]:
        return now + LOOK_AGAIN, f"follows from {alert['inhibited_by']}"
    if alert["snoozed_until"] is not None and alert["snoozed_until"] > now:
        return alert["snoozed_until"], "snoozed"
    silence = find_silence(quiet, alerts.parse_alert(alert).all_labels, now)
    if silence is not None:
        return min(silence.ends_at, now + LOOK_AGAIN), f"silenced by {silence.who}: {silence.why}"
    return None


async def _group(
    transaction: Transaction, rows: list[Row], of_row: Mapping[str, Row], now: datetime
) -> list[Group]:
    """Rows by the message they leave in. A group that has just been sent waits its interval; levels
    of one alert that are due together (nobody was sending) are one message, of the highest of them.
    """
    groups: dict[tuple[str, ...], Group] = {}
    there: set[tuple[tuple[str, ...], str]] = set()
    for row in sorted(rows, key=lambda row: (-row["level"], row["due_at"], row["id"])):
        key: tuple[str, ...] = (
            row["group_key"],
            row["notifier"],
            row["target"],
            row["kind"],
            _tried_with(row),
        )
        group = groups.setdefault(key, Group([], []))
        group.rows.append(row)
        if (key, row["alert_id"]) not in there:
            there.add((key, row["alert_id"]))
            group.alerts.append(alerts.parse_alert(of_row[row["alert_id"]]))
    ready = []
    for named, group in groups.items():
        last = await transaction.fetch_one(
            "pages.last_of_group",
            {
                "group": named[0],
                "notifier": named[1],
                "target": named[2],
                "kind": named[3],
                "now": now,
            },
        )
        last_at = last["sent_at"] if last else None
        if last is not None and last["going"]:
            last_at = now + SOON - GROUP_EVERY  # one is on its way, and decides how long to wait
        # A last one that lies ahead was sent before the clock was set back.
        lately = last_at is not None and abs(now - last_at) < GROUP_EVERY
        if last_at is not None and lately and group.lead["level"] % escalate.AGAIN <= 1:
            for row in group.rows:
                row.update(due_at=last_at + GROUP_EVERY, problem="waits for others of its group")
        else:
            ready.append(group)
    return ready


def _tried_with(row: Row) -> str:
    """What was in one message stays in one: who keeps ids would take it, with others in it under the
    same id, for the message that may have arrived."""
    return str(row["lease_until"] or row["due_at"]) if row["attempts"] else ""


async def send_group(lookout: Lookout, tenant: TenantId, group: Group) -> int:
    """Send one message and write down what came of it; gives 1 when it was taken."""
    page = paging.render_page(
        group.lead,
        group.alerts,
        lookout.clock.now(),
        lookout.public_url,
        client=lookout.client_of(tenant),
    )
    pager = lookout.pagers[group.lead["notifier"]]
    outcome = await tasks.attempt(pager.send(page))
    now = lookout.clock.now()
    lookout.meters.pages.labels(group.lead["notifier"], _outcome(outcome)).inc()
    rows = [_after(row, outcome, now, lead=row is group.lead) for row in group.rows]
    async with lookout.database.transaction(tenant) as transaction:
        await _mark(transaction, rows)
        events = [_event(row, outcome, now) for row in rows]
        await transaction.fetch("alerts.add_events", {"rows": Jsonb(events, dumps=orjson.dumps)})
    return int(isinstance(outcome, Sent))


def _outcome(outcome: Sent | Exception) -> str:
    if isinstance(outcome, Sent):
        return "sent"
    return outcome.family if isinstance(outcome, Problem) else "broken"


def _after(row: Row, outcome: Sent | Exception, now: datetime, *, lead: bool) -> Row:
    """The row as it stands after a try. `sent` only when it was taken."""
    if isinstance(outcome, Sent):
        return {
            **row,
            "status": "sent" if lead else "grouped",
            "sent_at": now,
            "lease_until": None,
            "receipt": outcome.receipt,
            "thread": outcome.thread or row["thread"],
            "problem": "",
        }
    again = isinstance(outcome, NotNow) or not isinstance(outcome, Problem)
    if not isinstance(outcome, Problem):
        log.error("the notifier %s broke", row["notifier"], exc_info=outcome)
    problem = str(outcome)[:500]
    if not again:
        return {**row, "status": "refused", "lease_until": None, "problem": problem}
    if row["attempts"] >= MOST_ATTEMPTS:
        return {**row, "status": "dead", "lease_until": None, "problem": problem}
    asked = outcome.after_s if isinstance(outcome, NotNow) else 0.0
    wait_s = min(max(asked, 1.0 * 2 ** min(row["attempts"] - 1, 8)), max(MOST_WAIT_S, asked))
    return {
        **row,
        "status": "waiting",
        "due_at": now + timedelta(seconds=wait_s),
        "lease_until": None,
        "problem": problem,
    }


def _event(row: Row, outcome: Sent | Exception, now: datetime) -> dict[str, object]:
    taken = isinstance(outcome, Sent)
    return {
        "tenant_id": row["tenant_id"],
        "alert_id": row["alert_id"],
        "at": now,
        "kind": "paged" if taken else "not_paged",
        "who": "",
        "source": row["notifier"],
        "says": f"told {row['target'] or 'its usual target'}" if taken else str(outcome)[:300],
        "detail": {"kind": row["kind"], "level": row["level"], "target": row["target"]},
    }


async def _mark(transaction: Transaction, rows: Iterable[Row]) -> None:
    marked = list(rows)
    if marked:
        await transaction.fetch("pages.mark", {"rows": Jsonb(marked, dumps=orjson.dumps)})

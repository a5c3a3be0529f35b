"""Verdicts turned into open, refreshed and ended alerts, with the pages each of them will send."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson
from psycopg.types.json import Jsonb

from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations import escalate, lifecycle
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.contracts.rule import Rule, Verdict
from frontdesk.flow.operations.escalate import Told
from frontdesk.flow.operations.judge import Judged
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.flow.operations.received import UNHEARD
from frontdesk.ground.store.db import Row, Transaction
from frontdesk.ground.words.ids import TenantId

LOOK_S = 1.0
MOST_WATCHED_S = 3 * LOOK_S  # a longer gap was not watched
UNWATCHED_S = 30.0  # from here on a gap is an outage of ours, or a clock that was set
REFRESH = timedelta(seconds=10)  # how old the last sight of a firing alert may be in its row
AT_ONCE = 500  # alerts of others that one look takes up; a storm takes several


class Happened(NamedTuple):
    """What came of one alert in one look."""

    alert: Alert
    events: tuple[lifecycle.Event, ...]


@dataclass(slots=True)
class Changes:
    """What one look writes, all in one transaction. `open` are all alerts as they stand now, by
    id; `dirty` those of them whose rows no longer say so."""

    open: dict[str, Alert] = field(default_factory=dict)
    dirty: set[str] = field(default_factory=set)
    forgotten: list[str] = field(default_factory=list)
    pages: list[dict[str, object]] = field(default_factory=list)
    ended: list[Alert] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)


async def run_alerts(
    lookout: Lookout,
    tenant: TenantId,
    judged: Sequence[Judged] | Callable[[Sequence[Alert], datetime], Sequence[Judged]],
    now: datetime,
    *,
    source: str = "rules",
) -> list[Happened]:
    """One look at a tenant's alerts; only one process at a time has it, and each sees what the one
    before wrote. `source` keeps alerts of our own rules apart from those that others send us, which
    are judged by what is known of them (`judged` is then a function of the open ones): of a storm
    of those only the ones that are new, over or unheard of are looked at again."""
    async with lookout.database.transaction(tenant) as transaction:
        await transaction.fetch("alerts.hold", {"tenant": tenant})
        watched_s = await _watched(transaction, tenant, source, now)
        known = await _hold(transaction, source, now, changing=callable(judged))
        judged = judged(known, now) if callable(judged) else judged
        changes = decide_changes(tenant, known, judged, now, watched_s, source=source)
        await _inhibit_and_page(lookout, transaction, changes, judged, now)
        await save_changes(transaction, changes, now)
        return changes.happened


async def _hold(
    transaction: Transaction, source: str, now: datetime, *, changing: bool
) -> list[Alert]:
    """The open alerts of a source; answers to them wait for the look."""
    held = "alerts.hold_changing" if changing else "alerts.hold_open"
    wanted = {"source": source, "now": now, "unheard": now - UNHEARD, "limit": AT_ONCE}
    return [alerts.parse_alert(row) for row in await transaction.fetch(held, wanted)]


async def _watched(transaction: Transaction, tenant: TenantId, source: str, now: datetime) -> float:
    """Seconds since the last look, as far as anybody looked. After a gap, others' alerts get the time
    in which nobody could have heard of them; after a clock was set back, what waits still waits as
    long as it would have."""
    named = {"name": f"look:{source}:{tenant}", "now": now}
    row = await transaction.fetch_one("alerts.look", named)
    last_at = row["last_at"] if row else None
    if last_at is None:
        return 0.0
    gone_s: float = (now - last_at).total_seconds()
    if abs(gone_s) > UNWATCHED_S:
        shifted = {"by_s": gone_s, "now": now, "source": source}
        if source != "rules":
            await transaction.fetch("alerts.shift_received", shifted)
        elif gone_s < 0:
            await transaction.fetch("pages.shift", shifted)
    return min(max(0.0, gone_s), MOST_WATCHED_S)


def decide_changes(
    tenant: TenantId,
    known: Iterable[Alert],
    judged: Iterable[Judged],
    now: datetime,
    watched_s: float,
    *,
    source: str = "rules",
) -> Changes:
    """What becomes of every alert, by the life cycle alone; pure."""
    changes = Changes()
    by_rule: dict[str, dict[str, Alert]] = {}
    for one in known:
        by_rule.setdefault(one.rule, {})[one.fingerprint] = one
    for rule, verdicts in judged:
        mine = by_rule.pop(rule.name, {})
        if verdicts is None:
            continue
        for verdict in verdicts:
            alert = mine.pop(alerts.fingerprint(verdict.labels), None)
            _look(changes, tenant, alert, verdict, rule, (now, watched_s), source)
        for alert in mine.values():
            _look(changes, tenant, alert, None, rule, (now, watched_s), source)
    for left in by_rule.values():  # their rule is off, or gone
        for alert in left.values():
            over = replace(alert.standing, state="resolved", resolved_at=now)
            ended = replace(alert, standing=over, resolved_by="rule off")
            _settle(changes, ended, ("resolved",))
    return changes


def _look(
    changes: Changes,
    tenant: TenantId,
    alert: Alert | None,
    verdict: Verdict | None,
    rule: Rule,
    when: tuple[datetime, float],
    source: str,
) -> None:
    now, watched_s = when
    step = lifecycle.decide_step(alert.standing if alert else None, verdict, rule, now, watched_s)
    if step.standing is None:
        if alert is not None:
            changes.forgotten.append(alert.id)
        return
    if alert is None:
        if verdict is None:
            return
        alert = alerts.open_alert(tenant, rule, verdict, step.standing, source)
    before = alert
    after = alerts.with_verdict(replace(alert, standing=step.standing), verdict)
    if source != "rules":  # only its sender says when it was last seen
        after = replace(after, standing=replace(step.standing, seen_at=before.standing.seen_at))
    _settle(changes, after, step.events, dirty=_differs(before, after, now))


def _differs(before: Alert, after: Alert, now: datetime) -> bool:
    """Whether a row must be written: not each second only because it was seen again."""
    if before.standing is after.standing:
        return True  # a new one
    seen = before.standing.seen_at
    same = replace(after.standing, seen_at=seen) == before.standing
    return not same or (before.source == "rules" and now - seen >= REFRESH)


def _settle(
    changes: Changes, alert: Alert, events: tuple[lifecycle.Event, ...], *, dirty: bool = True
) -> None:
    changes.open[alert.id] = alert
    if dirty or events:
        changes.dirty.add(alert.id)
    if events:
        changes.happened.append(Happened(alert, events))
    if "resolved" in events and alert.standing.fired_at is not None:
        changes.ended.append(alert)


async def _inhibit_and_page(
    lookout: Lookout,
    transaction: Transaction,
    changes: Changes,
    judged: Iterable[Judged],
    now: datetime,
) -> None:
    """Keep quiet what follows from something that fires already; freeze who is told of the rest."""
    rules = {rule.name: rule for rule, _ in judged}
    firing = {one.rule for one in changes.open.values() if one.standing.state == "firing"}
    firing |= await _firing_in_house(transaction)
    raised = {one.alert.id for one in changes.happened if "raised" in one.events}
    unpaged: list[tuple[Alert, Rule]] = []
    for one in changes.open.values():
        rule = rules.get(one.rule)
        if rule is None or one.standing.state != "firing":
            continue
        cause = next((name for name in rule.silenced_by if name in firing - {one.rule}), "")
        if cause != one.inhibited_by:
            one = replace(one, inhibited_by=cause)
            changes.dirty.add(one.id)
        if not cause and (not one.policy or one.id in raised):
            unpaged.append((one, rule))
        changes.open[one.id] = one
    await _freeze(lookout, transaction, changes, unpaged, now)


async def _firing_in_house(transaction: Transaction) -> set[str]:
    rows = await transaction.fetch("alerts.firing_in_house", {})
    return {row["rule"] for row in rows}


async def _freeze(
    lookout: Lookout,
    transaction: Transaction,
    changes: Changes,
    unpaged: Sequence[tuple[Alert, Rule]],
    now: datetime,
) -> None:
    """Write into each alert whom it will tell and when, and make those pages."""
    if not unpaged:
        return
    prints = sorted({alert.fingerprint for alert, _ in unpaged})
    rows = await transaction.fetch("pages.last_sent", {"fingerprints": prints})
    last = {(row["rule"], row["fingerprint"]): row["sent_at"] for row in rows}
    for alert, rule in unpaged:
        plan = escalate.decide_plan(lookout, alert, rule)
        again = None if alert.policy else last.get((alert.rule, alert.fingerprint))
        steps = escalate.decide_policy(plan, now, again)
        policy = tuple(step for step in steps if isinstance(step, dict))
        frozen = replace(alert, policy=policy or (escalate.tell_nobody(now),))
        changes.open[alert.id] = frozen
        changes.dirty.add(alert.id)
        changes.pages += escalate.render_pages(frozen, now)


async def save_changes(transaction: Transaction, changes: Changes, now: datetime) -> None:
    """Write one look: alerts, what happened to them, pages to come, and the news of what is over."""
    if changes.forgotten:
        await transaction.fetch("alerts.forget", {"ids": changes.forgotten})
    rows = [alerts.render_row(changes.open[one]) for one in sorted(changes.dirty)]
    if rows:
        await transaction.fetch("alerts.save", {"rows": _json(rows)})
    events = [_event(one, name, now) for one in changes.happened for name in one.events]
    if events:
        await transaction.fetch("alerts.add_events", {"rows": _json(events)})
    if changes.ended:
        ended = {"ids": [one.id for one in changes.ended], "why": escalate.RESOLVED}
        await transaction.fetch("pages.call_off", ended)
    told = await _told(transaction, changes.ended) if changes.ended else {}
    for one in changes.ended:
        changes.pages += escalate.render_news(one, "resolved", told.get(one.id, ()), now)
    if changes.pages:
        await transaction.fetch("pages.add", {"rows": _json(changes.pages)})


async def _told(transaction: Transaction, ended: Sequence[Alert]) -> dict[str, list[Told]]:
    rows: list[Row] = await transaction.fetch("pages.load_told", {"ids": [one.id for one in ended]})
    told: dict[str, list[Told]] = {}
    for row in rows:
        one = Told(row["notifier"], row["target"], row["level"], row["thread"])
        told.setdefault(row["alert_id"], []).append(one)
    return told


def _event(happened: Happened, name: str, now: datetime) -> dict[str, object]:
    alert = happened.alert
    return {
        "tenant_id": alert.tenant,
        "alert_id": alert.id,
        "at": now,
        "kind": name,
        "who": "",
        "source": "watch",
        "says": alert.says,
        "detail": {"severity": alert.standing.severity, "value": alert.value},
    }


def _json(rows: list[dict[str, object]]) -> Jsonb:
    return Jsonb(rows, dumps=orjson.dumps)

"""An alert, or several of one cause, turned into what the person who is paged will read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.contracts.notifier import Page, PageKind
from frontdesk.flow.operations.oncall import plans
from frontdesk.ground.store.db import Row

MOST_LISTED = 10
_WORDS: dict[PageKind, str] = {
    "firing": "",
    "acknowledged": "ACKNOWLEDGED ",
    "resolved": "RESOLVED ",
}


def render_page(
    row: Row,
    alerts: Sequence[Alert],
    now: datetime,
    public_url: str,
    *,
    client: str = "",
    count: int = 0,
    group: str = "",
) -> Page:
    """The message of a page row, for one alert or a group of them, of `count` alerts in all where
    not all are given. `client` is the business's own contact. A target that an on-call plan gave is
    told by name."""
    first = alerts[0]
    count = max(count, len(alerts))
    told = plans.parse_target(row["target"])
    people = {"on call": told.plan and f"{told.name} ({told.plan})", "client contact": client}
    kind: PageKind = row["kind"]
    return Page(
        id=row["id"],
        key=first.id,
        group=group,
        kind=kind,
        rule=first.rule,
        severity=first.standing.severity,
        priority=first.priority,
        level=row["level"],
        tenant=first.tenant,
        labels=first.labels,
        title=render_title(kind, first, count, reminder=row["level"] < 0),
        text=render_text(kind, alerts, now, people, count=count),
        started_at=first.standing.fired_at or first.standing.since,
        at=now,
        url=f"{public_url}/console/alerts/{first.id}" if public_url else "",
        runbook_url=f"{public_url}/console/runbooks/{first.runbook}"
        if public_url and first.runbook
        else "",
        value=first.value,
        threshold=first.threshold,
        count=count,
        target=told.address,
        thread=row["thread"],
        acknowledged_by=first.acknowledged_by or "",
        facts={
            **{name: str(value) for name, value in first.facts.items()},
            **{name: said for name, said in people.items() if said},
        },
    )


def render_title(kind: PageKind, first: Alert, count: int, *, reminder: bool = False) -> str:
    """One line that says how bad, what, and where. A `reminder` asks whether somebody is still on it."""
    if reminder:
        who, title = first.acknowledged_by or "somebody", render_title("firing", first, count)
        return f"STILL ON IT, {who}? Acknowledge again, or it goes on: {title}"
    where = " ".join(value for _, value in sorted(first.labels.items()))
    severity = first.standing.severity.upper()
    if count > 1:
        return f"{_WORDS[kind]}[{severity}] {count} alerts: {first.rule}"
    says = f": {first.says}" if first.says else ""
    return f"{_WORDS[kind]}[{severity}] {first.rule}{f' {where}' if where else ''}{says}"


def render_text(
    kind: PageKind,
    alerts: Sequence[Alert],
    now: datetime,
    people: Mapping[str, str] = MappingProxyType({}),
    *,
    count: int,
) -> str:
    """The lines below it: since when, how far over, for whom, and what is grouped with it; then
    who was told and whom to call, as `people`."""
    lines = []
    for one in alerts[:MOST_LISTED]:
        fired = one.standing.fired_at or one.standing.since
        since = f"since {fired:%Y-%m-%d %H:%M:%S} UTC"
        if kind == "resolved":
            since = f"lasted {_length((one.standing.resolved_at or now) - fired)}"
        labels = ", ".join(f"{name} {value}" for name, value in sorted(one.labels.items()))
        parts = (one.rule, labels, one.says or _figures(one), since)
        lines.append(" · ".join(part for part in parts if part))
    if count > MOST_LISTED:
        lines.append(f"and {count - MOST_LISTED} more")
    if alerts[0].acknowledged_by:
        lines.append(f"acknowledged by {alerts[0].acknowledged_by}")
    if alerts[0].tenant != "*":
        lines.append(f"tenant {alerts[0].tenant}")
    lines += [f"{name}: {said}" for name, said in people.items() if said]
    return "\n".join(lines)


def _figures(alert: Alert) -> str:
    if alert.value is None:
        return ""
    limit = "" if alert.threshold is None else f", limit {alert.threshold:g} {alert.unit}".rstrip()
    return f"{alert.value:g} {alert.unit}".rstrip() + limit


def _length(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"

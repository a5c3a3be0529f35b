"""Whether every step of the watch that was due was done; told to an address outside once a minute.

A loop of its own, in every process that works; one of them does each round. It alarms by itself and
sends what is due itself, so that it does not need the loop that it audits.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from psycopg.types.json import Jsonb

from frontdesk.ability.controls import EVERYONE
from frontdesk.flow.operations import alerts, notify
from frontdesk.flow.operations.contracts.rule import Rule, Verdict
from frontdesk.flow.operations.judge import Judged, Looked
from frontdesk.flow.operations.lookout import HOUSE, Lookout, alerting_on, rules_off
from frontdesk.ground.kit import tasks

log = logging.getLogger("flow.operations.upkeep.audit")
AUDIT_S = 15.0
PING_S = 60.0
SOURCE = "audit"
RULE = "watch_behind"
GRACE_S = {"pages": 60.0, "looking": 15.0, "collecting": 60.0}
PATIENCE_S = 10.0
LONGEST = 5_000  # characters of a failure's body


@dataclass(frozen=True, slots=True)
class Finding:
    """What the auditor saw of one part. `behind_s` above 0 is beyond its grace."""

    what: str
    behind_s: float
    says: str

    @property
    def well(self) -> bool:
        return self.behind_s <= 0


async def run_audit(lookout: Lookout) -> Sequence[Finding] | None:
    """One round, by one process at a time: look, alarm, tell outside. None where another did it."""
    now = lookout.clock.now()
    if not await _hold(lookout, "auditor", AUDIT_S, now):
        return None
    findings = await load_findings(lookout, now)
    for one in findings:
        if not one.well:
            log.error("audit: %s", one.says)
    await _alarm(lookout, findings, now)
    await _save(lookout, findings, now)
    if lookout.heartbeat_url and await _hold(lookout, "heartbeat.sent", PING_S, now):
        await send_ping(lookout, findings)
    return findings


async def load_findings(lookout: Lookout, now: datetime) -> list[Finding]:
    """Every part with how far it is behind. While alerting is off nobody need look."""
    row = await lookout.database.fetch_one("upkeep.load", {}, tenant=None) or {}
    grace = timedelta(seconds=GRACE_S["pages"])
    due = await lookout.database.fetch("pages.find_due", {"now": now - grace}, tenant=None)
    waiting = sum(one["due"] for one in due)
    pages = f"{waiting} pages wait past their time without a reason"
    findings = [Finding("pages", GRACE_S["pages"] if waiting else 0.0, pages)]
    if lookout.controls.value(EVERYONE, alerting_on):
        looked = _latest(lookout.began_at, row.get("looked_at"))
        findings.append(_since("looking", looked, now, "nobody has judged"))
    collected = _latest(lookout.began_at, row.get("collected_at"))
    findings.append(_since("collecting", collected, now, "measurements wait"))
    return findings


def _latest(began_at: datetime | None, done_at: datetime | None) -> datetime | None:
    """What was not done before this process was there is not held against the watch: the first
    start of an installation, and one after an outage, have their grace too."""
    return max((at for at in (began_at, done_at) if at is not None), default=None)


def _since(what: str, at: datetime | None, now: datetime, says: str) -> Finding:
    if at is None:
        return Finding(what, 0.0, f"{says}, ever")
    ago_s = (now - at).total_seconds()
    return Finding(what, max(0.0, ago_s - GRACE_S[what]), f"{says} for {ago_s:.0f} s")


async def _alarm(lookout: Lookout, findings: Sequence[Finding], now: datetime) -> None:
    """The rule on our own watch, judged here, and what is due sent from here."""
    rule, value = lookout.rules.get(RULE), lookout.controls.value
    if not value(EVERYONE, alerting_on):
        return
    off = rule is None or RULE in value(HOUSE, rules_off)
    judged = [] if rule is None or off else [Judged(rule, _judge(rule, findings, now))]
    await alerts.run_alerts(lookout, HOUSE, judged, now, source=SOURCE)
    if not all(one.well for one in findings):
        await notify.run_notifying(lookout)


def _judge(rule: Rule, findings: Sequence[Finding], now: datetime) -> tuple[Verdict, ...]:
    measured = {"audit_behind_s": [({"what": one.what}, one.behind_s) for one in findings]}
    return tuple(rule.judge(Looked(now, HOUSE, (), {}, measured, rule.thresholds)))


async def send_ping(lookout: Lookout, findings: Sequence[Finding]) -> bool:
    """Tell the address outside that all is well, or what is not (the protocol of Healthchecks: a
    plain request, or `/fail` with a body). Whether it was taken."""
    bad = [one.says for one in findings if not one.well]
    url = lookout.heartbeat_url + ("/fail" if bad else "")
    if lookout.http is None:
        return False
    answer = await tasks.attempt(
        lookout.http.send_request(
            "POST" if bad else "GET",
            url,
            timeout_s=PATIENCE_S,
            body="\n".join(bad).encode()[:LONGEST] if bad else None,
        )
    )
    taken = not isinstance(answer, Exception) and answer.status < 300
    if not taken:
        why = answer if isinstance(answer, Exception) else f"status {answer.status}"
        log.warning("the outside heartbeat was not taken: %s", why)
    lookout.meters.pages.labels("heartbeat", "sent" if taken else "failed").inc()
    return taken


async def _hold(lookout: Lookout, name: str, every_s: float, now: datetime) -> bool:
    """Whether this round is this process's: the last one was an interval ago."""
    named = {"name": name, "now": now, "every_s": every_s * 0.9}
    return bool(await lookout.database.fetch("upkeep.hold", named, tenant=None))


async def _save(lookout: Lookout, findings: Sequence[Finding], now: datetime) -> None:
    value = [{"what": one.what, "behind_s": one.behind_s, "says": one.says} for one in findings]
    await lookout.database.fetch(
        "gauges.save",
        {"name": "audit", "value": Jsonb(value, dumps=orjson.dumps), "now": now},
        tenant=None,
    )

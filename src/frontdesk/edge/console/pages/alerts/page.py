"""Alerts as an operator meets them: the open ones, one whole, and buttons to answer and to silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.edge.console.page import Action, Page, View, Visit
from frontdesk.flow.operations import answers, listing
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.answers import Deed
from frontdesk.flow.operations.listing import Told, Whole
from frontdesk.flow.operations.quiet import silences
from frontdesk.flow.operations.quiet.matchers import Matcher, Silence, find_silence
from frontdesk.flow.operations.received import SOURCE
from frontdesk.ground.words.problems import BadInput

RECENT = 60
LENGTHS: Mapping[str, timedelta] = {
    "30 minutes": timedelta(minutes=30),
    "2 hours": timedelta(hours=2),
    "1 day": timedelta(days=1),
    "1 week": timedelta(weeks=1),
}
STATUSES: Mapping[str, tuple[str, str]] = {
    "waiting": ("", "waits"),
    "sending": ("second", "being sent"),
    "sent": ("good", "taken"),
    "grouped": ("good", "taken, in one message with others"),
    "called_off": ("", "called off"),
    "refused": ("bad", "refused"),
    "dead": ("bad", "given up"),
}
EVENTS: Mapping[str, str] = {
    "pending": "first seen",
    "firing": "fires",
    "raised": "got worse",
    "lowered": "got better",
    "recovering": "recovers",
    "flapped": "is back",
    "no_data": "has no data",
    "data": "has data again",
    "resolved": "is over",
    "resolved_by_hand": "resolved by hand",
    "acknowledged": "acknowledged",
    "unacknowledged": "taken back",
    "snoozed": "snoozed",
    "paged": "told",
    "not_paged": "could not be told",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One alert in the list."""

    alert: Alert
    where: str
    state: str
    at: str
    lasted: str
    quiet: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The list: what is open, what was lately, and what is silenced."""

    open: tuple[Line, ...]
    over: tuple[Line, ...]
    silences: tuple["Quiet", ...]
    may_press: bool


@dataclass(frozen=True, slots=True)
class Quiet:
    """One silence that holds, or will."""

    silence: Silence
    matchers: str
    until: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    at: str
    what: str
    who: str
    says: str


@dataclass(frozen=True, slots=True)
class Message:
    """One page to one target, as it went."""

    told: Told
    due: str
    sent: str
    kind: str
    status: str
    mark: str


@dataclass(frozen=True, slots=True)
class One:
    """One alert whole."""

    line: Line
    figures: str
    moments: tuple[Moment, ...]
    told: tuple[Message, ...]
    lengths: tuple[str, ...]
    may_press: bool


async def load_list(visit: Visit) -> Listed:
    """What is wrong now, and what was."""
    line, tenant, now = visit.line, visit.caller.tenant_id, visit.line.clock.now()
    found = await listing.load_alerts(line.database, tenant, active=False, limit=RECENT)
    quiet = await silences.load_silences(line.database, tenant, now)
    tz = _zone(visit)
    lines = [_line(one, now, quiet, tz) for one in found]
    return Listed(
        open=tuple(one for one in lines if one.alert.standing.resolved_at is None),
        over=tuple(one for one in lines if one.alert.standing.resolved_at is not None),
        silences=tuple(
            Quiet(one, " ".join(map(str, one.matchers)), _clock(one.ends_at, tz)) for one in quiet
        ),
        may_press=_may_press(visit),
    )


async def load_one(visit: Visit) -> One:
    """One alert, its timeline, and everybody who was told or will be."""
    now, tz = visit.line.clock.now(), _zone(visit)
    tenant = visit.caller.tenant_id
    whole = await listing.load_whole(visit.line.database, tenant, visit.path["alert_id"])
    quiet = await silences.load_silences(visit.line.database, tenant, now)
    return One(
        line=_line(whole.alert, now, quiet, tz),
        figures=render_figures(whole.alert),
        moments=tuple(render_moments(whole, tz)),
        told=tuple(_page(one, tz) for one in whole.told),
        lengths=tuple(LENGTHS),
        may_press=_may_press(visit),
    )


def render_figures(alert: Alert) -> str:
    """What was measured, beside its limit."""
    if alert.value is None:
        return ""
    limit = "" if alert.threshold is None else f", limit {alert.threshold:,g} {alert.unit}".rstrip()
    return f"{alert.value:,g} {alert.unit}".rstrip() + limit


def render_moments(whole: Whole, tz: ZoneInfo) -> list[Moment]:
    """The timeline, oldest first; each page says by whom it was sent and at which level."""
    moments = []
    for one in whole.timeline:
        who, says = one.who, one.says
        if one.kind in ("paged", "not_paged"):
            target = f" ({one.detail['target']})" if one.detail.get("target") else ""
            who = f"{one.source}{target}, level {one.detail.get('level', '')}"
            says = says or f"{one.detail.get('kind', '')}"
        elif one.who:
            who = f"{one.who}, by {one.source}"
        elif one.source == SOURCE:
            who = "another monitor says so"
        moments.append(Moment(_clock(one.at, tz), EVENTS.get(one.kind, one.kind), who, says))
    return moments


async def answer_alert(visit: Visit, fields: Mapping[str, str]) -> str:
    """Acknowledge, take back, snooze or resolve an alert."""
    alert_id = visit.path["alert_id"]
    deed = next((one for one in answers.DEEDS if one == fields.get("deed")), None)
    if deed is None:
        raise BadInput(
            "console.bad_deed",
            "this is nothing that can be done to an alert",
            field="deed",
            fix="use the buttons of the page",
        )
    await _save(visit, alert_id, deed, fields)
    return f"/alerts/{alert_id}"


async def _save(visit: Visit, alert_id: str, deed: Deed, fields: Mapping[str, str]) -> None:
    now, database = visit.line.clock.now(), visit.line.database
    owner = await listing.find_owner(database, visit.caller.tenant_id, alert_id)
    length = LENGTHS.get(fields.get("length", ""))
    await answers.save_answer(
        database,
        owner,
        alert_id,
        deed,
        who=visit.caller.name,
        source="console",
        now=now,
        until=now + length if length else None,
        note=fields.get("note", "")[:2000],
    )


async def silence_alert(visit: Visit, fields: Mapping[str, str]) -> str:
    """Keep quiet what looks like this alert: its rule and its labels."""
    alert_id, now = visit.path["alert_id"], visit.line.clock.now()
    tenant = visit.caller.tenant_id
    whole = await listing.load_whole(visit.line.database, tenant, alert_id)
    labels = {"rule": whole.alert.rule, **whole.alert.labels}
    length = LENGTHS.get(fields.get("length", ""), LENGTHS["2 hours"])
    made = silences.make_silence(
        [Matcher(name, value) for name, value in labels.items()],
        now,
        now + length,
        who=visit.caller.name,
        why=fields.get("note", ""),
    )
    owner = await listing.find_owner(visit.line.database, tenant, alert_id)
    await silences.save_silence(visit.line.database, owner, made, now)
    return f"/alerts/{alert_id}"


async def end_silence(visit: Visit, fields: Mapping[str, str]) -> str:
    """End a silence now."""
    await silences.expire_silence(
        visit.line.database,
        visit.caller.tenant_id,
        fields.get("id", ""),
        who=visit.caller.name,
        now=visit.line.clock.now(),
    )
    return "/alerts"


def _line(alert: Alert, now: datetime, quiet: Sequence[Silence], tz: ZoneInfo) -> Line:
    standing = alert.standing
    fired = standing.fired_at or standing.since
    silence = find_silence(quiet, alert.all_labels, now)
    state = "recovering" if standing.recovered_at and standing.state == "firing" else standing.state
    reasons = [
        f"silenced by {silence.who}" if silence else "",
        f"follows from {alert.inhibited_by}" if alert.inhibited_by else "",
        "snoozed" if alert.snoozed_until and alert.snoozed_until > now else "",
    ]
    return Line(
        alert=alert,
        where=", ".join(value for _, value in sorted(alert.labels.items())),
        state=state.replace("_", " "),
        at=_clock(fired, tz),
        lasted=render_length((standing.resolved_at or now) - fired),
        quiet=", ".join(reason for reason in reasons if reason),
    )


def _page(one: Told, tz: ZoneInfo) -> Message:
    mark, status = STATUSES.get(one.status, ("", one.status))
    sent = _clock(one.sent_at, tz) if one.sent_at else ""
    return Message(one, _clock(one.due_at, tz), sent, one.kind, status, mark)


def render_length(span: timedelta) -> str:
    """A length as people say it, in its two largest units."""
    seconds = max(0, int(span.total_seconds()))
    for size, name, next_size, next_name in (
        (86_400, "d", 3600, "h"),
        (3600, "h", 60, "min"),
        (60, "min", 1, "s"),
    ):
        if seconds >= size:
            return f"{seconds // size} {name} {seconds % size // next_size} {next_name}"
    return f"{seconds} s"


def _clock(at: datetime, tz: ZoneInfo) -> str:
    return at.astimezone(tz).strftime("%d %b %H:%M:%S")


def _zone(visit: Visit) -> ZoneInfo:
    return ZoneInfo(visit.line.tenants.get(visit.caller.tenant_id).settings.timezone)


def _may_press(visit: Visit) -> bool:
    return visit.caller.scope in ("operator", "admin")


PAGE = Page(
    name="alerts",
    title="Alerts",
    views=(
        View("/alerts", "list.html", load_list),
        View("/alerts/{alert_id}", "page.html", load_one),
    ),
    actions=(
        Action("/alerts/silence/end", end_silence),
        Action("/alerts/{alert_id}/answer", answer_alert),
        Action("/alerts/{alert_id}/silence", silence_alert),
    ),
)

"""`AlertingService`: rules, alerts, pages and answers of the live installation."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from frontdesk.ability import controls
from frontdesk.ability.controls import EVERYONE
from frontdesk.edge.sdk.access import Access, Installation
from frontdesk.edge.sdk.alert_seen import Escalation, EscalationPolicy, SeenAlert, see
from frontdesk.edge.sdk.names import BadName
from frontdesk.edge.sdk.performance_tracker import load_figures, render_bot
from frontdesk.flow.operations import alerts, answers, judge, listing, lookout, notify
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Severity, Verdict
from frontdesk.flow.operations.judge import Judged
from frontdesk.flow.operations.lookout import HOUSE
from frontdesk.ground.kit import tasks
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

Stats = Mapping[str, Json]
Condition = Callable[[Stats], bool]
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")
SOURCE = "sdk"
MOST = 500
DEFAULT_RULES = (
    "sla_violation", "high_error_rate", "low_cache_hit_rate", "handoff_failure", "bot_unresponsive",
    "circular_handoff_spike", "rate_limit_breach",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AlertRule:
    """A rule of a program's own: `condition` is asked of the figures of all bots."""

    name: str
    condition: Condition
    severity: Severity = "warning"
    cooldown_seconds: float = 300.0
    channels: Sequence[str] = field(default_factory=list)
    description: str = ""


class RuleShown:
    """An installed rule. Setting `cooldown_seconds` changes the control for the whole installation,
    with an audit row; `frontdesk silence add` is the better way to keep quiet for a while."""

    def __init__(self, access: Access, rule: Rule) -> None:
        self._access, self._rule = access, rule
        self._cooldown_s = rule.cooldown_s
        worst: Severity = next((one for one in SEVERITIES if rule.channels.get(one)), "warning")
        self.name, self.description, self.severity = rule.name, rule.says, worst
        self.channels = list(rule.channels.get(worst, ()))

    @property
    def cooldown_seconds(self) -> float:
        return self._cooldown_s

    @cooldown_seconds.setter
    def cooldown_seconds(self, seconds: float) -> None:
        async def change(live: Installation) -> None:
            watch = live.lookout
            value = watch.controls.value(live.tenant, lookout.cooldowns)
            await controls.save_control(
                watch.database,
                live.tenant,
                lookout.cooldowns,
                {**value, self.name: float(seconds)},
                who=SOURCE,
                why=f"cooldown of {self.name} set by a program",
                now=watch.clock.now(),
            )

        self._access.do_apart(change)
        self._cooldown_s = float(seconds)


class AlertingService:
    """The watch of the installation judges by itself every second; what is called here looks once
    more, answers, or adds rules for as long as this object asks them."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._own: dict[str, AlertRule] = {}
        self._given: set[str] = set()
        self.escalation_policy = EscalationPolicy()

    @property
    def rules(self) -> list[RuleShown]:
        """The installed rules, the seven usual ones first."""
        names = [*DEFAULT_RULES, *sorted(set(self._access.rules) - set(DEFAULT_RULES))]
        known = self._access.rules
        return [RuleShown(self._access, known[name]) for name in names if name in known]

    def load_default_rules(self) -> list[RuleShown]:
        """The seven usual rules; they are always loaded."""
        return [rule for rule in self.rules if rule.name in DEFAULT_RULES]

    async def add_rule(self, rule: AlertRule) -> None:
        """Have a rule of one's own asked at each `check_alerts`; the same name replaces. BadName
        (a ValueError) for a severity or a channel there is not."""
        _check("severity", rule.severity, SEVERITIES)
        for channel in rule.channels:
            _check("channels", channel, sorted(self._access.notifiers))
        if rule.name in self._access.rules:
            raise BadName(
                "sdk.rule_taken",
                f"the installation has a rule {rule.name!r}",
                field="name",
                fix="choose another name, or change its thresholds: frontdesk controls",
            )
        self._own[rule.name] = rule

    async def check_alerts(self, performance_stats: Stats | None = None) -> list[SeenAlert]:
        """Look now; gives what fires that this object has not given yet. Installed rules judge what
        was measured; own ones are asked of `performance_stats`, or of the last hour's figures."""
        async with self._access.open() as live:
            watch = live.lookout
            if not watch.controls.value(EVERYONE, lookout.alerting_on):
                return []
            await live.settle()
            now = watch.clock.now()
            for tenant in (HOUSE, live.tenant):
                judged = await judge.run_judging(watch, tenant, now)
                await alerts.run_alerts(watch, tenant, judged, now)
            if self._own:
                stats = await self._load_stats(live) if performance_stats is None else None
                asked = [await self._ask(rule, stats or performance_stats or {}) for rule in
                         self._own.values()]  # fmt: skip
                await alerts.run_alerts(watch, live.tenant, asked, now, source=SOURCE)
            found = await self._load(live, active=True, limit=MOST)
        fresh = [one for one in found if one.is_due(now) and one.alert_id not in self._given]
        self._given = self._given & {one.alert_id for one in found}
        self._given |= {one.alert_id for one in fresh}
        return fresh

    async def send_alert(self, alert: SeenAlert) -> list[str]:
        """Send what is due of it now, instead of within a second; gives the channels that took it.
        One that fails stops no other and is tried again."""
        async with self._access.open() as live:
            await notify.run_notifying(live.lookout)
            after = await self._see(live, alert.alert_id)
        alert.channels_sent = after.channels_sent
        return list(after.channels_sent)

    async def get_alert_history(self, limit: int = 50) -> list[SeenAlert]:
        """Every alert that is kept, newest first."""
        async with self._access.open() as live:
            return await self._load(live, active=False, limit=limit)

    async def get_active_alerts(self) -> list[SeenAlert]:
        """What goes on and nobody has acknowledged, newest first."""
        async with self._access.open() as live:
            found = await self._load(live, active=True, limit=MOST)
        return [one for one in found if not one.acknowledged]

    async def acknowledge_alert(self, alert_id: str, acknowledged_by: str) -> dict[str, Json]:
        """Say who is on it: no further level is told. KeyError for an unknown alert."""
        async with self._access.open() as live:
            return await acknowledge(live, alert_id, acknowledged_by)

    async def get_acknowledgment_status(self, alert_id: str) -> dict[str, Json]:
        """Who has acknowledged an alert, when, and how long it took; KeyError for an unknown one."""
        async with self._access.open() as live:
            try:
                whole = await listing.load_whole(live.lookout.database, live.tenant, alert_id)
            except BadInput as problem:
                raise KeyError(alert_id) from problem
            return _acknowledged(listing.render_alert(whole.alert, live.lookout.clock.now()))

    async def check_escalations(self) -> list[Escalation]:
        """The level each active alert has reached."""
        return self.escalation_policy.get_pending_escalations(await self.get_active_alerts())

    async def _load_stats(self, live: Installation) -> Stats:
        figures = await load_figures(live, 1.0)
        bots = sorted({target.bot for target in self._access.targets})
        return {f"{bot}_bot" if bot != "handoff" else bot: render_bot(figures, bot) for bot in bots}

    async def _ask(self, rule: AlertRule, stats: Stats) -> Judged:
        asked = await tasks.attempt(_judge(rule, stats))
        broke = isinstance(asked, Exception)
        verdict = Verdict({}, rule.severity if asked and not broke else "ok", says=rule.description)
        return Judged(_as_rule(rule), None if broke else (verdict,))

    async def _load(self, live: Installation, *, active: bool, limit: int) -> list[SeenAlert]:
        database = live.lookout.database
        found = await listing.load_alerts(database, live.tenant, active=active, limit=limit)
        return [await self._see(live, one.id) for one in found]

    async def _see(self, live: Installation, alert_id: str) -> SeenAlert:
        whole = await listing.load_whole(live.lookout.database, live.tenant, alert_id)
        return see(whole, live.lookout.clock.now(), self._acknowledge_apart)

    def _acknowledge_apart(self, alert_id: str) -> None:
        self._access.do_apart(lambda live: acknowledge(live, alert_id, SOURCE))


async def acknowledge(live: Installation, alert_id: str, who: str) -> dict[str, Json]:
    """Acknowledge an alert of the tenant or of the installation; KeyError for an unknown one."""
    watch, now = live.lookout, live.lookout.clock.now()
    try:
        owner: TenantId = await listing.find_owner(watch.database, live.tenant, alert_id)
    except BadInput as problem:
        raise KeyError(alert_id) from problem
    after = await answers.save_answer(
        watch.database, owner, alert_id, "acknowledge", who=who, source=SOURCE, now=now
    )
    return _acknowledged(listing.render_alert(after, now))


def _acknowledged(shown: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "alert_id": shown["id"],
        "acknowledged": shown["acknowledged"],
        "acknowledged_at": shown["acknowledged_at"],
        "acknowledged_by": shown["acknowledged_by"],
        "time_to_ack_seconds": shown["time_to_acknowledge_s"],
    }


def _as_rule(rule: AlertRule) -> Rule:
    def judged_elsewhere(_facts: Facts) -> Iterator[Verdict]:
        yield from ()

    return Rule(
        name=rule.name,
        says=rule.description or "a rule of a program",
        judge=judged_elsewhere,
        reads=(),
        keep_s=0.0,
        cooldown_s=rule.cooldown_seconds,
        channels={rule.severity: tuple(rule.channels)},
    )


async def _judge(rule: AlertRule, stats: Stats) -> bool:
    return bool(rule.condition(stats))


def _check(name: str, wanted: str, known: Sequence[str]) -> None:
    if wanted not in known:
        raise BadName(
            f"sdk.bad_{name}",
            f"{wanted!r} is not known",
            field=name,
            fix="use one of " + ", ".join(known),
        )

"""Everything one process's operations line stands on, handed to every step as one typed value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from frontdesk.ability.controls import Control, Controls
from frontdesk.ability.identity import Tenants
from frontdesk.ability.telemetry import Meters, Rounds, Target
from frontdesk.flow.operations.contracts.notifier import PageKind, Pager
from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.flow.operations.slo.kept import Kept
from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import ProcessId, TenantId

HOUSE = TenantId("*")  # alerts about the installation itself

alerting_on: Control[bool] = Control(
    name="alerts.on",
    kind="flag",
    default=True,
    doc="Whether rules are judged and people are paged.",
    variables=("ALERTING_ENABLED",),
    house=True,
)
rules_off: Control[tuple[str, ...]] = Control(
    name="alerts.rules_off",
    kind="words",
    default=(),
    doc="Rules that are not judged.",
)
thresholds: Control[Mapping[str, float]] = Control(
    name="alerts.thresholds",
    kind="numbers_by_name",
    default={},
    doc='Thresholds of rules that differ from their own: {"high_error_rate.critical": 0.08}.',
)
cooldowns: Control[Mapping[str, float]] = Control(
    name="alerts.cooldowns_s",
    kind="numbers_by_name",
    default={},
    doc='Seconds between two pages of one alert, by rule: {"high_error_rate": 600}.',
    least=0,
)
channels: Control[Mapping[str, str]] = Control(
    name="alerts.channels",
    kind="words_by_name",
    default={},
    doc='Notifiers of level 1 by rule, where they differ: {"low_cache_hit_rate": "slack,email"}.',
)
policy: Control[str] = Control(
    name="alerts.policy",
    kind="word",
    default="",
    doc="The escalation policy of every rule; empty: the one each rule names.",
    choices=("", "jorge", "ivy", "rag", "quiet"),
)
on_call: Control[Mapping[str, str]] = Control(
    name="alerts.on_call",
    kind="words_by_name",
    default={},
    doc='On-call plans by level of escalation ("every" for all): {"1": "night", "3": "managers"}.',
    choices=("every", "0", "1", "2", "3", "4"),
)
repeats: Control[float] = Control(
    name="alerts.repeats",
    kind="number",
    default=0,
    doc="How often the whole policy starts again while nobody acknowledges.",
    least=0,
    most=9,
)
repeat_after: Control[float] = Control(
    name="alerts.repeat_after_s",
    kind="number",
    default=900,
    doc="Seconds between the last level of a policy and its start again.",
    least=60,
    most=86_400,
)
CONTROLS = (
    alerting_on, rules_off, thresholds, cooldowns, channels, policy, on_call, repeats, repeat_after,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lookout:
    """The watch of one process. Built once by app, immutable but for what its parts hold."""

    database: Database
    clock: Clock
    controls: Controls
    tenants: Tenants
    rules: Mapping[str, Rule]
    pagers: Mapping[str, Pager]
    targets: tuple[Target, ...]
    meters: Meters
    process_id: ProcessId
    public_url: str = ""
    kept: Kept = field(default_factory=Kept)
    http: HttpClient | None = None
    heartbeat_url: str = ""
    began_at: datetime | None = None
    rounds: Rounds = field(default_factory=Rounds)
    kinds: Mapping[str, tuple[PageKind, ...]] = field(default_factory=dict)
    keeping: frozenset[str] = frozenset()
    """Notifiers whose target keeps one incident for a group of alerts."""

    def can_say(self, notifier: str, kind: PageKind) -> bool:
        """Whether a notifier has words for it: nobody is called because an alert is over."""
        return kind in self.kinds.get(notifier, (kind,))

    def client_of(self, tenant: TenantId) -> str:
        """Whom to call at the business itself; "" where nobody is named."""
        known = {one.id: one.settings.contact for one in self.tenants.all()}
        return known.get(tenant, "")

"""Our alert rules turned into a rules file of Prometheus, as far as its language can say them.

A second pair of eyes for installations that have a Prometheus: it also sees that we are gone. Figures
of the whole house stand at every process's `/metrics`; they are recorded once, whatever is scraped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.ground.words.reading import Json

CALLS = "frontdesk:operation_calls"
SECONDS = "frontdesk:operation_seconds"
TARGETS = "frontdesk:target_seconds"


def _memory(state: str) -> str:
    return f'sum without (state) (frontdesk_machine_memory_bytes{{state="{state}"}})'


RECORDED: Mapping[str, str] = {
    CALLS: "max by (subject, name, operation, outcome) (frontdesk_operation_calls)",
    SECONDS: "max by (subject, name, operation, level) (frontdesk_operation_seconds)",
    TARGETS: "max by (bot, operation, level) (frontdesk_target_seconds)",
    "frontdesk:http_error_ratio:rate5m": (
        '(sum(rate(http_requests_total{status=~"5.."}[5m])) or vector(0))'
        " / sum(rate(http_requests_total[5m]))"
    ),
    "frontdesk:http_seconds:p95_5m": (
        "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))"
    ),
    "frontdesk:cache_hit_ratio:1h": (
        '(sum(increase(frontdesk_model_cache_total{outcome=~"exact|similar"}[1h])) or vector(0))'
        ' / sum(increase(frontdesk_model_cache_total{outcome=~"exact|similar|miss"}[1h]))'
    ),
    # The names that node exporter has for memory; its linter would not pass them at our `/metrics`.
    "node_memory_MemTotal_bytes": _memory("total"),
    "node_memory_MemAvailable_bytes": _memory("available"),
}
TURNS = f'{CALLS}{{subject="turn", operation="process"}}'
BROKE = f'{CALLS}{{subject="turn", operation="process", outcome="error"}}'
P95 = f'{SECONDS}{{subject="turn", level="p95"}}'
LIMITED = f'{CALLS}{{outcome="limited", subject=~"handoff|send|tool|model"}}'
HANDED = "increase(frontdesk_handoffs_total"
LOOKED = 'increase(frontdesk_model_cache_total{outcome=~"exact|similar|miss"}[1h])'


@dataclass(frozen=True, slots=True)
class Said:
    """A rule in Prometheus's words: `{limit}` is the threshold of a tier, times `factor`; every other
    name is a threshold of the rule. `fixed` gives the tier of a rule without thresholds by tier;
    `beside` is true, too, at the critical tier."""

    expr: str
    factor: float = 1.0
    fixed: str = ""
    beside: str = ""


def worst(metric: str, *by: str, below: bool = False) -> str:
    """The highest (or lowest) of a figure that several processes give, over (or under) its limit."""
    which, sign = ("min", "<") if below else ("max", ">")
    grouped = f"{which} by ({', '.join(by)}) " if by else which
    return f"{grouped}({metric}) {sign} {{limit}}"


def total(metric: str) -> str:
    """A figure of every process, added up, each once however often it is scraped."""
    return f"sum(max by (host, process) ({metric}))"


SLA = (
    f'label_replace({SECONDS}{{subject="turn", level="p95"}}, "bot", "$1", "name", "(.+)")'
    f" and on (subject, name, operation) sum by (subject, name, operation) ({CALLS}) >= {{samples}}"
)
SAID: Mapping[str, Said] = {
    "bot_unresponsive": Said(
        worst("frontdesk_ping_age_seconds", "bot"), beside='absent(up{job="frontdesk"} == 1)'
    ),
    "circular_handoff_spike": Said(
        f'sum({HANDED}{{reason=~"same_route_again|would_cycle"}}[1h])) > {{limit}}'
    ),
    "database_down": Said(
        worst("frontdesk_database_seconds", "host"),
        factor=0.001,
        beside="frontdesk_database_up == 0",
    ),
    "lock_waits": Said(worst("frontdesk_lock_waiting_ratio")),
    "messages_given_up": Said(worst("frontdesk_dead_last_hour")),
    "pool_exhausted": Said(worst("frontdesk_pool_used_ratio", "host", "process")),
    "queue_backlog": Said(worst('frontdesk_waiting{queue=~"turns|outbox"}', "queue")),
    "replication_lag": Said(worst("frontdesk_replication_lag_seconds")),
    "slow_queries": Said(worst("frontdesk_query_seconds", "host", "process"), factor=0.001),
    "handoff_failure": Said(
        f'(sum({HANDED}{{outcome="ok"}}[1h])) or vector(0))'
        f' / sum({HANDED}{{outcome=~"ok|error"}}[1h])) < {{limit}}'
        f' and sum({HANDED}{{outcome=~"ok|error"}}[1h])) >= {{samples}}'
    ),
    "high_error_rate": Said(
        f"sum by (name) ({BROKE}) / sum by (name) ({TURNS}) > {{limit}}"
        f" and sum by (name) ({TURNS}) >= {{samples}} and sum by (name) ({BROKE}) >= {{errors}}"
    ),
    "authentication_failures": Said(f"{total('frontdesk_auth_failures')} > {{limit}}"),
    "error_spike": Said(f"{total('frontdesk_log_errors')} > {{limit}}"),
    "low_cache_hit_rate": Said(
        f"frontdesk:cache_hit_ratio:1h < {{limit}} and on () sum({LOOKED}) >= {{samples}}"
    ),
    "certificate_expiring": Said(
        worst("frontdesk_certificate_left_seconds", "address", below=True), factor=86_400.0
    ),
    "cpu_high": Said(worst("frontdesk_cpu_ratio", "host")),
    "disk_full": Said(worst("frontdesk_disk_used_ratio", "host")),
    "memory_high": Said(worst("frontdesk_memory_ratio", "host")),
    "http_failures": Said(
        f"{total('frontdesk_http_failures')} / {total('frontdesk_http_answers')} > {{limit}}"
        f" and {total('frontdesk_http_answers')} >= {{samples}}"
        f" and {total('frontdesk_http_failures')} >= {{failures}}"
    ),
    "version_changed": Said(
        "max by (version, before) (frontdesk_version_age_seconds) <= {news_s}", fixed="info"
    ),
    "breaker_open": Said("max by (model) (frontdesk_model_breaker) >= 2", fixed="warning"),
    "budget_nearly_spent": Said(
        worst('frontdesk_budget_share{limit!~"tokens/.*"}', "tenant", "limit")
    ),
    "tokens_over_quota": Said(
        worst('frontdesk_budget_share{limit=~"tokens/.*"}', "tenant", "limit")
    ),
    "slow_response": Said(
        f'{P95.removesuffix("}")}, operation="process"}} > {{limit}}'
        f" and on (name) sum by (name) ({TURNS}) >= {{samples}}",
        factor=0.001,
    ),
    "rate_limit_breach": Said(
        f"sum by (subject, name) ({LIMITED}) / sum by (subject, name) ({CALLS}) > {{limit}}"
        f" and sum by (subject, name) ({CALLS}) >= {{samples}}"
    ),
    "heartbeat_missing": Said(worst("frontdesk_heartbeat_late_seconds", "heartbeat")),
    "watch_behind": Said(worst("frontdesk_audit_behind_seconds", "what")),
}
TIERS = ("info", "warning", "critical")


def render_rules(rules: Mapping[str, Rule]) -> dict[str, Json]:
    """The file: what is recorded, and one alert per rule and tier."""
    recorded: list[Json] = [{"record": name, "expr": expr} for name, expr in RECORDED.items()]
    alerts: list[Json] = [
        alert for name, rule in sorted(rules.items()) for alert in render_alerts(rule, name)
    ]
    return {
        "groups": [
            {"name": "frontdesk-recorded", "interval": "15s", "rules": recorded},
            {"name": "frontdesk-alerts", "interval": "15s", "rules": alerts},
        ]
    }


def render_alerts(rule: Rule, name: str) -> Iterator[dict[str, Json]]:
    """The alerts of one rule; none of one that looks at what `/metrics` does not show."""
    if name == "sla_violation":
        yield from (_alert(rule, tier, _promise(rule, tier)) for tier in ("warning", "critical"))
        return
    said = SAID.get(name)
    if said is None:
        return
    for tier in (said.fixed,) if said.fixed else TIERS:
        if tier not in rule.thresholds and not said.fixed:
            continue
        limit = rule.thresholds.get(tier, 0.0) * said.factor
        names = {of: f"{value:.10g}" for of, value in rule.thresholds.items()}
        expr = _fill(said.expr, {**names, "limit": f"{limit:.10g}"})
        if tier == "critical" and said.beside:
            expr = f"({expr}) or ({said.beside})"
        yield _alert(rule, tier, expr)


def list_unsaid(rules: Mapping[str, Rule]) -> list[str]:
    """Rules that the file leaves out."""
    return sorted(name for name, rule in rules.items() if not [*render_alerts(rule, name)])


def _promise(rule: Rule, tier: str) -> str:
    measured = _fill(SLA, {"samples": f"{rule.thresholds['samples']:g}"})
    return f'max by (bot, operation) ({measured}) > on (bot, operation) {TARGETS}{{level="{tier}"}}'


def _fill(expr: str, values: Mapping[str, str]) -> str:
    """The expression with its thresholds; braces of PromQL stay."""
    for name, value in values.items():
        expr = expr.replace("{" + name + "}", value)
    return expr


def _alert(rule: Rule, tier: str, expr: str) -> dict[str, Json]:
    alert: dict[str, Json] = {"alert": rule.name, "expr": expr}
    if rule.for_s:
        alert["for"] = f"{rule.for_s:g}s"
    if rule.keep_s:
        alert["keep_firing_for"] = f"{rule.keep_s:g}s"
    alert["labels"] = {"severity": tier, "rule": rule.name, "priority": rule.priority}
    alert["annotations"] = {"summary": rule.says, "runbook": rule.runbook}
    return alert

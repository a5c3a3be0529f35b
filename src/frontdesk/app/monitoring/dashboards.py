"""The dashboards: how the bots do, what is wrong and who was told, how conversations change hands.

Figures of the whole house stand at every process's `/metrics`: `max by` counts them once, however many
processes are scraped. Counters are each process's own and are added up.
"""

from collections.abc import Iterator

from frontdesk.app.monitoring.grafana import Dashboard, Panel, Query, Unit

RATE = "[$__rate_interval]"
NONE = " or vector(0)"
LEVELS = (("0.5", "P50"), ("0.95", "P95"), ("0.99", "P99"))
HITS = 'outcome=~"exact|similar"'
LOOKUPS = 'outcome=~"exact|similar|miss"'
DUE = 'outcome=~"ok|error"'  # what a protection blocks has not failed


def quantiles(metric: str, by: str, labels: str = "") -> list[Query]:
    """P50, P95 and P99 of a histogram."""
    named = " ".join(f"{{{{{label}}}}}" for label in by.split(", "))
    return [
        Query(
            f"histogram_quantile({share}, sum by (le, {by}) (rate({metric}_bucket{labels}{RATE})))",
            f"{named} {name}",
        )
        for share, name in LEVELS
    ]


def one(title: str, expr: str, unit: Unit, says: str, limits: tuple[float, float] | None) -> Panel:
    """A single figure."""
    return Panel(title, says, [Query(expr)], unit, "stat", width=4, limits=limits)


def overview() -> Dashboard:
    """How the installation does, for whoever looks first."""
    return Dashboard(
        "overview",
        "frontdesk: overview",
        [*_figures(), *_bots(), *_models(), *_ground()],
        bots=True,
    )


def _figures() -> Iterator[Panel]:
    failed = f'(sum(rate(http_requests_total{{status=~"5.."}}{RATE})){NONE})'
    yield one(
        "Availability",
        f"1 - {failed} / sum(rate(http_requests_total{RATE}))",
        "percentunit",
        "Share of requests that were not answered with a status of 500 or above.",
        (0.999, 0.99),
    )
    yield one(
        "Processes up",
        'sum(up{job="frontdesk"})',
        "short",
        "Processes that Prometheus could scrape.",
        None,
    )
    yield one(
        "Promises kept",
        "avg(max by (bot, operation) (frontdesk_target_kept))",
        "percentunit",
        "Share of the promised levels that were kept in the last five minutes.",
        (1.0, 0.8),
    )
    yield one(
        "Cache hit rate",
        f"(sum(rate(frontdesk_model_cache_total{{{HITS}}}{RATE})){NONE})"
        f" / sum(rate(frontdesk_model_cache_total{{{LOOKUPS}}}{RATE}))",
        "percentunit",
        "Hits over lookups that could have hit.",
        (0.6, 0.5),
    )
    yield one(
        "Handoffs in an hour",
        f'sum(increase(frontdesk_handoffs_total{{outcome="ok"}}[1h])){NONE}',
        "short",
        "Conversations that changed hands.",
        None,
    )
    yield one(
        "Alerts firing",
        'sum(max by (rule, severity, state) (frontdesk_alerts{state="firing"}))',
        "short",
        "Alerts that nobody has answered yet.",
        (1, 3),
    )


def _bots() -> Iterator[Panel]:
    bots = '{bot=~"$bot"}'
    yield Panel(
        "Response times",
        "Processing time of turns, from the close of the settle window.",
        quantiles("frontdesk_turn_seconds", "bot", bots),
        "s",
    )
    yield Panel(
        "Response times of the last five minutes",
        "P95 from the sketches that alerts are judged by (one per cent exact).",
        [
            Query(
                "max by (name, operation) "
                '(frontdesk_operation_seconds{subject="turn", level="p95", name=~"$bot"})',
                "{{name}} {{operation}}",
            )
        ],
        "s",
    )
    yield Panel(
        "Promises",
        "1 where the P50, P95 and P99 of the last five minutes are as promised.",
        [Query("max by (bot, operation) (frontdesk_target_kept)")],
        "bool_yes_no",
        "table",
    )
    total = "rate(http_requests_total"
    yield Panel(
        "Requests",
        "Requests over HTTP: all, answered, refused, failed.",
        [
            Query(f"sum({total}{RATE}))", "all"),
            Query(f'sum({total}{{status=~"2..|3.."}}{RATE}))', "answered"),
            Query(f'sum({total}{{status=~"4.."}}{RATE})){NONE}', "refused"),
            Query(f'sum({total}{{status=~"5.."}}{RATE})){NONE}', "failed"),
        ],
        "reqps",
    )
    yield Panel(
        "Turns by outcome",
        "What the bots decided.",
        [
            Query(
                f"sum by (bot, outcome) (rate(frontdesk_turns_total{bots}{RATE}))",
                "{{bot}} {{outcome}}",
            )
        ],
        "reqps",
    )
    yield Panel(
        "Turns by rung",
        "What answered: a model, a smaller one, a kept answer, rules, a person.",
        [Query(f"sum by (rung) (rate(frontdesk_turns_total{bots}{RATE}))", "{{rung}}")],
        "reqps",
    )


def _models() -> Iterator[Panel]:
    yield Panel(
        "Time of model calls",
        "Time to a whole answer, by provider.",
        quantiles("frontdesk_model_call_seconds", "provider"),
        "s",
    )
    yield Panel(
        "Tries on models",
        "Attempts by provider and what became of them.",
        [
            Query(
                f"sum by (provider, outcome) (rate(frontdesk_model_attempts_total{RATE}))",
                "{{provider}} {{outcome}}",
            )
        ],
        "reqps",
    )
    yield Panel(
        "Money for models",
        "US dollars in the hour before.",
        [
            Query(
                "sum by (provider, model) (increase(frontdesk_model_spend_usd_total[1h]))" + NONE,
                "{{provider}}/{{model}}",
            )
        ],
        "currencyUSD",
    )


def _ground() -> Iterator[Panel]:
    yield Panel(
        "Average statement",
        "Time from wanting a database connection to the answer.",
        [
            Query(
                f"sum(rate(frontdesk_sql_seconds_total{RATE}))"
                f" / sum(rate(frontdesk_sql_calls_total{RATE}))",
                "average",
            ),
            Query(
                f"topk(3, sum by (statement) (rate(frontdesk_sql_seconds_total{RATE}))"
                f" / sum by (statement) (rate(frontdesk_sql_calls_total{RATE})))",
                "{{statement}}",
            ),
        ],
        "s",
    )
    yield Panel(
        "Connections, locks, replicas",
        "Used share of the pool, connections that wait for a lock, seconds a replica is behind.",
        [
            Query("max by (host, process) (frontdesk_pool_used_ratio)", "pool {{process}}"),
            Query(f"sum(rate(frontdesk_pool_wait_seconds_total{RATE}))", "waited for one"),
            Query("max(frontdesk_lock_waiting_ratio)", "waiting for locks"),
            Query("max(frontdesk_replication_lag_seconds)" + NONE, "seconds behind"),
        ],
    )
    yield Panel(
        "Rows that wait",
        "Turns to run, messages to send, timers that are due.",
        [Query("max by (queue) (frontdesk_waiting)", "{{queue}}")],
    )
    yield Panel(
        "Machine",
        "Used shares of processors, memory and the disk of FRONTDESK_HOME.",
        [
            Query(f"max by (host) (frontdesk_{name}_ratio)", f"{name} {{{{host}}}}")
            for name in ("cpu", "memory", "disk_used")
        ],
        "percentunit",
        limits=(0.8, 0.9),
    )
    yield Panel(
        "Network",
        "Bytes in and out of the machine.",
        [
            Query(f"sum by (instance) (rate(node_network_{way}_bytes_total{RATE}))", way)
            for way in ("receive", "transmit")
        ],
        "Bps",
    )
    yield Panel(
        "Memory of the processes",
        "What each scraped process holds.",
        [Query('process_resident_memory_bytes{job="frontdesk"}', "{{instance}}")],
    )


def alerting() -> Dashboard:
    """What is wrong, what was, who was told and how fast somebody answered."""
    return Dashboard("alerting", "frontdesk: alerting", [*_alerting(), *_around()], since="now-24h")


def _alerting() -> Iterator[Panel]:
    known = "max by (rule, severity, state) (frontdesk_alerts"
    yield Panel(
        "Active alerts",
        "Open alerts by rule and state.",
        [Query(f'{known}{{state=~"firing|acknowledged|no_data"}})')],
        kind="table",
        width=12,
    )
    yield Panel(
        "Open alerts by state",
        "Acknowledged ones have somebody on them; inhibited ones follow from another.",
        [Query(f"sum by (state) ({known}))", "{{state}}")],
        width=12,
    )
    yield Panel(
        "Alert history",
        "When which rule fired.",
        [Query(f'sum by (rule) ({known}{{state=~"firing|acknowledged"}})) > 0' + NONE, "{{rule}}")],
        width=12,
    )
    yield Panel(
        "Alert frequency",
        "Alerts that began to fire in the day before, by rule.",
        [Query("sum by (rule) (max by (rule, severity) (frontdesk_alerts_fired_day))", "{{rule}}")],
        width=12,
    )
    yield Panel(
        "Alert response times",
        "Mean time to somebody's answer, and to the end, of the alerts of a day.",
        [
            Query("max by (rule) (frontdesk_alert_acknowledge_seconds)", "{{rule}} answered"),
            Query("max by (rule) (frontdesk_alert_resolve_seconds)", "{{rule}} over"),
        ],
        "s",
        limits=(300, 900),
    )


def _around() -> Iterator[Panel]:
    yield Panel(
        "Pages",
        "Pages of a day, by way and what became of them.",
        [
            Query(
                "sum by (notifier, status) (max by (notifier, status) (frontdesk_pages_day))"
                + NONE,
                "{{notifier}} {{status}}",
            )
        ],
    )
    yield Panel(
        "Blocked handoffs",
        "What the protections stopped in the hour before, by reason.",
        [_blocked()],
    )
    yield Panel(
        "Bots that answer",
        "Seconds since each bot answered its ping; people are paged from five minutes on.",
        [Query("max by (bot) (frontdesk_ping_age_seconds)", "{{bot}}")],
        "s",
        limits=(180, 300),
    )
    yield Panel(
        "Breakers",
        "Models that nobody asks for now: 2 is open.",
        [Query("max by (model) (frontdesk_model_breaker)" + NONE, "{{model}}")],
        limits=(1, 2),
    )
    yield Panel(
        "Errors and wrong keys",
        "Log lines of level error, and keys or signatures refused, in five minutes.",
        [
            Query("sum(max by (host, process) (frontdesk_log_errors))", "errors"),
            Query("sum(max by (host, process) (frontdesk_auth_failures))", "wrong keys"),
        ],
        limits=(25, 250),
    )


def _blocked() -> Query:
    blocked = 'frontdesk_handoffs_total{outcome=~"blocked|limited"}[1h]'
    return Query(f"sum by (reason) (increase({blocked}))", "{{reason}}")


def handoff() -> Dashboard:
    """How conversations change hands between bots."""
    return Dashboard("handoff", "frontdesk: handoff", list(_handoff()), since="now-24h")


def _handoff() -> Iterator[Panel]:
    done = 'increase(frontdesk_handoffs_total{outcome="ok"}[1h])'
    yield Panel(
        "Handoffs by route",
        "Conversations that changed hands, in the hour before.",
        [Query(f"sum by (source, target) ({done})", "{{source}} to {{target}}")],
        width=12,
    )
    yield Panel(
        "Success rate",
        "Handoffs that happened, of those that were due and not blocked by a protection.",
        [Query(f"sum({done}) / sum(increase(frontdesk_handoffs_total{{{DUE}}}[1h]))", "success")],
        "percentunit",
        width=12,
        limits=(0.97, 0.95),
    )
    yield Panel("Blocked handoffs", "By reason, in the hour before.", [_blocked()], width=12)
    yield Panel(
        "Processing times",
        "Time to judge and take a handoff.",
        quantiles("frontdesk_handoff_seconds", "source, target"),
        "s",
        width=12,
    )
    yield Panel(
        "Peak hours",
        "Handoffs per hour of the day, blocked ones beside.",
        [Query("sum by (outcome) (increase(frontdesk_handoffs_total[1h]))", "{{outcome}}")],
        kind="bars",
        width=24,
    )


def list_dashboards() -> list[Dashboard]:
    """Every dashboard, the first one first."""
    return [overview(), alerting(), handoff()]

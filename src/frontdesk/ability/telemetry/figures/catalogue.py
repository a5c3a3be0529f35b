"""The list of what a rule may read: subjects that are recorded, and figures that are gathered."""

from collections.abc import Mapping

from frontdesk.ability.telemetry.measure import Subject

# Subjects that something in the house records; a rule on another one would never say anything.
RECORDED: tuple[Subject, ...] = (
    "turn", "step", "model", "cache", "tool", "handoff", "send", "job", "http", "ping",
)  # fmt: skip

# Figures by name, with what they say and of whom. Counts are those of the last five minutes.
GAUGES: Mapping[str, str] = {
    "ping_age_s": "seconds since a bot answered its ping; by bot",
    "heartbeat_late_s": "seconds that a program's report is late, below 0 in time; by heartbeat",
    "audit_behind_s": "seconds that a part of the watch is behind, as its auditor found; by what",
    "serving_seen_age_s": "seconds since a serving process was there",
    "cpu_share": "used share of the machine's processors; by host",
    "memory_share": "used share of the machine's memory; by host",
    "process_memory_share": "one process's share of the machine's memory; by host and process",
    "disk_used_share": "used share of the disk that holds FRONTDESK_HOME; by host",
    "pool_used_share": "used share of a process's database connections; by host and process",
    "pool_waiting": "callers that wait for a database connection; by host and process",
    "lock_waiting_share": "connections of the database that wait for a lock, of all",
    "replication_lag_s": "seconds that the slowest replica is behind, where this role may see it",
    "query_ms": "the average of a process's statements; by host and process",
    "database_ms": "how long the database took for the smallest query; by host and process",
    "database_away_s": "how long an outage of the database was, for a minute after it; by host",
    "http_answers": "answers over HTTP; by host and process",
    "http_failures": "answers over HTTP of status 500 and above; by host and process",
    "log_errors": "lines of level error or worse in the log; by host and process",
    "auth_failures": "wrong keys and signatures that were refused; by host and process",
    "budget_share": "used share of a limit on money or tokens; by tenant and limit",
    "waiting_rows": "rows that wait, by queue: turns, outbox, timers, dead",
    "dead_last_hour": "messages given up for good in the last hour",
    "breaker_state": "a model's breaker: 0 closed, 1 half open, 2 open; by model",
    "version_age_s": "seconds since this version took over from another; by version and before",
    "certificate_left_days": "days until the certificate of the public address ends; by address",
}

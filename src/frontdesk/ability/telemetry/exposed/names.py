"""Our figures turned into Prometheus names: prefix, base units, and the sentence beside each."""

from collections.abc import Mapping

# A figure's ending, as it is called over there, and by how much it is multiplied.
UNITS = (
    ("_left_days", "_left_seconds", 86_400.0),
    ("_ms", "_seconds", 0.001),
    ("_s", "_seconds", 1.0),
    ("_share", "_ratio", 1.0),
)
HELP: Mapping[str, str] = {
    "operation_ms": "Time of an operation, all tenants, last five minutes, by level",
    "operation_calls": "Operations of the last five minutes, all tenants, by outcome",
    "target_ms": "Promised time of an operation of a bot, and from where on people are told",
    "target_kept": "1 where an operation of the last five minutes was as fast as promised",
    "alerts": "Open alerts of all tenants by state",
    "alerts_fired_day": "Alerts that began to fire in the last day",
    "alert_acknowledge_s": "Mean time from firing to a person's answer, alerts of the last day",
    "alert_resolve_s": "Mean time from firing to the end, alerts of the last day",
    "pages_day": "Pages to people of the last day, by notifier and what became of them",
}
# Shown by counters or gauges of their own already.
TWICE = frozenset(("budget_share", "waiting_rows", "breaker_state"))


def find_name(figure: str) -> tuple[str, float]:
    """The name over there and the factor."""
    for ending, other, factor in UNITS:
        if figure.endswith(ending):
            return f"frontdesk_{figure.removesuffix(ending)}{other}", factor
    return f"frontdesk_{figure}", 1.0

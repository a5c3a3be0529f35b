"""Room: what `/metrics` shows beside the counters of its process: levels, alerts, gauges, the machine.
Comes from: rows that the watching process writes for all, and the parts of this process.
Goes to: `/metrics`, and a line per bot in the log.
Never: judges; carries customer content.
"""

from frontdesk.ability.telemetry.exposed.alerts import load_alert_figures
from frontdesk.ability.telemetry.exposed.collector import Exposed
from frontdesk.ability.telemetry.exposed.levels import list_levels, list_targets, merge_levels, tell
from frontdesk.ability.telemetry.exposed.rows import load, save

__all__ = [
    "Exposed",
    "list_levels",
    "list_targets",
    "load",
    "load_alert_figures",
    "merge_levels",
    "save",
    "tell",
]

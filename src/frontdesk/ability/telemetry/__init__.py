"""Room: what happened, counted and timed: step timings of a turn, process counters.
Comes from: every floor above.
Goes to: measurement rows and /metrics.
Never: carries customer content unmarked, or judges what it measures.
"""

from frontdesk.ability.telemetry.meters import Meters
from frontdesk.ability.telemetry.probes import check_database, check_parts, collect_gauges
from frontdesk.ability.telemetry.steps import Step, Steps

__all__ = ["Meters", "Step", "Steps", "check_database", "check_parts", "collect_gauges"]

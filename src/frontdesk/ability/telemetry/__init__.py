"""Room: what happened, counted and timed: steps of a turn, counters, sketches, slots, windows.
Comes from: every floor above.
Goes to: measurement rows, slots and /metrics.
Never: carries customer content unmarked, or judges what it measures.
"""

from frontdesk.ability.telemetry.measure import SUBJECTS, Measurement, Subject, Target, Window
from frontdesk.ability.telemetry.meters import Meters
from frontdesk.ability.telemetry.probes import (
    check_database,
    check_parts,
    collect_gauges,
    load_waiting,
)
from frontdesk.ability.telemetry.promise import Burn, Promise, list_promises, measure_burn
from frontdesk.ability.telemetry.recorder import Recorder
from frontdesk.ability.telemetry.rounds import Rounds
from frontdesk.ability.telemetry.sketch import Sketch, parse_sketch
from frontdesk.ability.telemetry.slots import Taking
from frontdesk.ability.telemetry.steps import Step, Steps
from frontdesk.ability.telemetry.tally import Tally
from frontdesk.ability.telemetry.windows import SPANS, Span, Windows, load_windows, parse_span

__all__ = [
    "SPANS",
    "SUBJECTS",
    "Burn",
    "Measurement",
    "Meters",
    "Promise",
    "Recorder",
    "Rounds",
    "Sketch",
    "Span",
    "Step",
    "Steps",
    "Subject",
    "Taking",
    "Tally",
    "Target",
    "Window",
    "Windows",
    "check_database",
    "check_parts",
    "collect_gauges",
    "list_promises",
    "load_waiting",
    "load_windows",
    "measure_burn",
    "parse_sketch",
    "parse_span",
]

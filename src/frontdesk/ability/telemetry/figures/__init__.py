"""Room: figures that are no measurements, as a process sees them now: machine, pool, database, log.
Comes from: the loop of app that gathers them, and the parts themselves.
Goes to: gauges.save, and from there the rules.
Never: judges a figure, or gives one that nobody has looked at.
"""

from frontdesk.ability.telemetry.figures.catalogue import GAUGES, RECORDED
from frontdesk.ability.telemetry.figures.gather import Figures, Reach
from frontdesk.ability.telemetry.figures.log_lines import LogCounter
from frontdesk.ability.telemetry.figures.machine import Machine, ReadMachine, read_machine

__all__ = [
    "GAUGES",
    "RECORDED",
    "Figures",
    "LogCounter",
    "Machine",
    "Reach",
    "ReadMachine",
    "read_machine",
]

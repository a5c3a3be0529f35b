"""Room: rules tried on made-up figures over made-up time, from a file in promtool's format.
Comes from: the command line.
Goes to: the rules themselves and their life cycle.
Never: reads or writes a row, or waits.
"""

from frontdesk.flow.operations.rehearsal.file import Case, Suite, parse_suite
from frontdesk.flow.operations.rehearsal.play import run_suite

__all__ = ["Case", "Suite", "parse_suite", "run_suite"]

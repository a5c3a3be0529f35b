"""Room: live switches: rows with value, who, why and expiry, seen by the next turn everywhere.
Comes from: the command line, the console, runbook steps; gates and policies read them.
Goes to: ground.store.
Never: needs a restart, or changes without an audit row.
"""

from frontdesk.ability.controls.catalogue import BOT_MARK, Control, check_value, parse_value
from frontdesk.ability.controls.live import EVERYONE, Controls
from frontdesk.ability.controls.switch import (
    clear_control,
    load_controls,
    load_log,
    save_control,
)

__all__ = [
    "BOT_MARK",
    "EVERYONE",
    "Control",
    "Controls",
    "check_value",
    "clear_control",
    "load_controls",
    "load_log",
    "parse_value",
    "save_control",
]

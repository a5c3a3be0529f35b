"""Room: whether we may write to a person: the append-only opt-out ledger and quiet hours.
Comes from: the gate, the commit of a turn, the outbox's claim, timers that would start something.
Goes to: ground.store.
Never: forgets an opt-out, or asks which channel it came in by.
"""

from frontdesk.ability.consent.ledger import (
    Standing,
    append_carrier_stop,
    append_change,
    decide_standing,
    load_standing,
)
from frontdesk.ability.consent.quiet import decide_quiet_until

__all__ = [
    "Standing",
    "append_carrier_stop",
    "append_change",
    "decide_quiet_until",
    "decide_standing",
    "load_standing",
]

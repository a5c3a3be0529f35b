"""Room: moving a conversation from one bot to another, without loops: thresholds, limits, the lock.
Comes from: flow.conversation.route and commit.
Goes to: ground.store, ability.controls.
Never: runs a handoff that is not recorded, or leaves a blocked one out of the record.
"""

from frontdesk.ability.handoff.attempt import load_attempt, release, save_attempt
from frontdesk.ability.handoff.rules import (
    CONTROLS,
    TARGET,
    Attempt,
    Limits,
    Past,
    Verdict,
    daily_limit,
    decide_handoff,
    hourly_limit,
    threshold_for,
    thresholds,
    window_s,
)

__all__ = [
    "CONTROLS",
    "TARGET",
    "Attempt",
    "Limits",
    "Past",
    "Verdict",
    "daily_limit",
    "decide_handoff",
    "hourly_limit",
    "load_attempt",
    "release",
    "save_attempt",
    "threshold_for",
    "thresholds",
    "window_s",
]

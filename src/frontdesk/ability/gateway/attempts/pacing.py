"""What is left of a call's time turned into the time of one attempt, and a failure into a pause."""

from frontdesk.ability.gateway.failures import FailureKind

LEAST_S = 0.05  # an attempt with less time than this is not begun
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 1.0
FAIR_SHARE = 0.25


def decide_timeout(left_s: float, *, share: float, others: bool) -> float:
    """Seconds for an attempt: all that is left, or its share while another model waits."""
    return left_s * share if others else left_s


def decide_pause(tries: int, jitter: float) -> float:
    """Seconds before try number `tries + 1` on the same model: doubling, from a half to one and a
    half of it by `jitter` (0-1), so that calls that failed together do not come back together."""
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * (1 << (tries - 1))) * (0.5 + jitter)


def decide_counts(kind: FailureKind, *, timeout_s: float, whole_s: float) -> bool:
    """Whether a failure says something about its model. Running out of time says nothing when the
    attempt was given less than a quarter of what a whole call has."""
    return kind not in ("timeout", "stalled") or timeout_s >= FAIR_SHARE * whole_s

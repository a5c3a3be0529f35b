"""Played conversations turned into one summary: slots right, turns, rungs, milliseconds."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from frontdesk.app.replay.played import Played
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Summary:
    """Times are processing milliseconds per turn. `slots` counts expected ones, and ones that
    should have stayed empty and did not; `broken` counts turns that ended in an error of ours;
    `rungs` counts turns by the rung that answered."""

    conversations: int
    turns: int
    right: int
    slots: int
    unmet: int
    broken: int
    p50_ms: float
    p95_ms: float
    rungs: Mapping[str, int]

    def as_json(self) -> dict[str, Json]:
        return {
            "conversations": self.conversations,
            "turns": self.turns,
            "slots_right": self.right,
            "slots": self.slots,
            "unmet": self.unmet,
            "broken": self.broken,
            "p50_ms": self.p50_ms,
            "p95_ms": self.p95_ms,
            "rungs": dict(self.rungs),
        }


def summarise(played: Sequence[Played]) -> Summary:
    """The figures over all conversations."""
    times = [turn.turn.processing_ms for one in played for turn in one.turns]
    return Summary(
        conversations=len(played),
        turns=len(times),
        right=sum(len(one.compared.right) for one in played),
        slots=sum(one.compared.expected + len(one.compared.extra) for one in played),
        unmet=sum(bool(one.unmet) for one in played),
        broken=sum(turn.broken for one in played for turn in one.turns),
        p50_ms=percentile(times, 0.50),
        p95_ms=percentile(times, 0.95),
        rungs=Counter(turn.turn.rung for one in played for turn in one.turns),
    )


def percentile(times: Sequence[float], share: float) -> float:
    """The value below which `share` of the times lie, interpolated between neighbours; 0 of none."""
    if not times:
        return 0.0
    ordered = sorted(times)
    place = share * (len(ordered) - 1)
    low, high = math.floor(place), math.ceil(place)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 2)


def render_summary(found: Summary) -> Iterator[str]:
    """The summary as lines for a terminal."""
    share = f" ({found.right / found.slots:.1%})" if found.slots else ""
    yield f"conversations {found.conversations}, turns {found.turns}"
    yield f"slots right   {found.right} of {found.slots}{share}"
    yield "rungs         " + ", ".join(f"{name} {count}" for name, count in found.rungs.items())
    if found.unmet:
        yield f"not as meant  {found.unmet} conversations"
    if found.broken:
        yield f"BROKEN        {found.broken} turns ended in an error of ours: see the log"
    yield f"milliseconds  p50 {found.p50_ms:g}, p95 {found.p95_ms:g} per turn"

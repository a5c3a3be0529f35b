"""The steps of one turn, each with its milliseconds and a few words on what came of it."""

from dataclasses import dataclass

from frontdesk.ground.kit.clock import Clock
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    ms: float
    note: str = ""

    def as_json(self) -> dict[str, Json]:
        return {"name": self.name, "ms": self.ms, "note": self.note}


class Steps:
    """`mark` closes the step that has been running since the last mark."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started = self._last = clock.monotonic()
        self._steps: list[Step] = []

    def mark(self, name: str, note: str = "") -> None:
        now = self._clock.monotonic()
        self._steps.append(Step(name, round((now - self._last) * 1000, 3), note))
        self._last = now

    def total_ms(self) -> float:
        return (self._clock.monotonic() - self._started) * 1000

    def closed(self) -> tuple[Step, ...]:
        """The steps that are closed, one after the other."""
        return tuple(self._steps)

    def as_json(self) -> list[Json]:
        return [step.as_json() for step in self._steps]

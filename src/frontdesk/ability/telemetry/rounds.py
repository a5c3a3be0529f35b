"""When each standing loop of this process last finished a round, for whoever asks how it is."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Rounds:
    """Moments on the process's monotonic clock, in seconds, by loop. A loop that was never noted
    does not run here, and nobody misses it."""

    last_s: dict[str, float] = field(default_factory=dict)

    def note(self, name: str, now_s: float) -> None:
        self.last_s[name] = now_s

    def age_s(self, name: str, now_s: float) -> float | None:
        """Seconds since its last round ended; None where this process does not run it."""
        last_s = self.last_s.get(name)
        return None if last_s is None else max(0.0, now_s - last_s)

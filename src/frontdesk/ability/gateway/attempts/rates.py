"""What vendors' answer headers say is left of a rate turned into a short wait, or none."""

from dataclasses import dataclass

from frontdesk.ability.gateway.nouns import Allowance
from frontdesk.ground.kit.clock import Clock

LONGEST_S = 60.0  # a header that speaks of a later time is not about a rate


@dataclass(slots=True)
class _Left:
    requests: int | None
    tokens: int | None
    resets_at: float


class Rates:
    """What this process may still send to each model until the vendor's window starts again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left: dict[str, _Left] = {}

    def saw(self, model: str, allowance: Allowance | None) -> None:
        """An answer said what is left; headers that do not say when it starts again bind nobody."""
        if allowance is None or allowance.resets_in_s is None:
            return
        if 0 < allowance.resets_in_s <= LONGEST_S:
            resets_at = self._clock.monotonic() + allowance.resets_in_s
            left = _Left(allowance.requests_left, allowance.tokens_left, resets_at)
            self._left[model] = left

    def knows(self, model: str) -> bool:
        """Whether the model's vendor has said anything."""
        return model in self._left

    def wait_s(self, model: str, tokens: int) -> float:
        """Seconds until a call of so many tokens fits; 0 when it does now. A call that is larger
        than every window goes out when nothing else has begun in it."""
        left = self._left.get(model)
        if left is None:
            return 0.0
        wait_s = left.resets_at - self._clock.monotonic()
        if wait_s <= 0:
            del self._left[model]
            return 0.0
        short = (left.requests is not None and left.requests < 1) or (
            left.tokens is not None and left.tokens < tokens
        )
        return wait_s if short else 0.0

    def took(self, model: str, tokens: int) -> None:
        """A call was sent: until the next answer says better, it took its share."""
        left = self._left.get(model)
        if left is None:
            return
        if left.requests is not None:
            left.requests -= 1
        if left.tokens is not None:
            left.tokens -= tokens

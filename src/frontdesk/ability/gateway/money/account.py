"""One window of one limit as this process knows it: what it holds of it, and when that is too little.

Everything here is arithmetic on whole numbers. What the process holds of a window is `free` (to be
reserved), `flying` (reserved by calls under way) or `used` (settled, not yet written down); the
database counts all three as leased to this process until it is told otherwise.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from frontdesk.ability.gateway.money.limits import SPANS, Limit
from frontdesk.ground.words.ids import TenantId

WindowKey = tuple[TenantId, str, str, datetime]
WindowSums = tuple[int, int, int]
NOTHING: WindowSums = (0, 0, 0)
"""Spent, leased and unsure of a window that nobody has touched."""
Level = Literal["free", "soft", "hard"]
SLICE_CALLS = 16
"""A slice is asked for this many calls, or twice what was used since the last beat, if that is more."""
NEAR_CALLS = 8
"""With less room than for so many calls nobody keeps what it does not use at once."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How near a call's nearest limit is: `share` of it is used, and `window` names it."""

    level: Level
    share: float
    window: str


class Account:
    """Amounts are micro-dollars, or tokens where the limit counts those."""

    __slots__ = (
        "counts_tokens", "flying", "free", "heard", "impatient_until", "largest", "leased", "limit", "most",
        "recent", "refused", "refused_until", "smallest", "spent", "starts_at", "told", "unsure", "used",
    )  # fmt: skip

    def __init__(self, limit: Limit, starts_at: datetime) -> None:
        self.limit, self.starts_at, self.most = limit, starts_at, limit.most
        self.counts_tokens = limit.counts_tokens
        self.free = self.flying = self.used = 0
        self.told = 0  # what the database says that we hold
        self.spent = self.leased = self.unsure = 0  # of the whole window, as last heard
        self.heard = False
        self.recent = 0  # reserved since the last beat
        self.largest = self.smallest = 0  # the dearest and the cheapest call seen
        self.refused = 0  # the least that could not be had; 0: nothing was refused
        self.refused_until = self.impatient_until = 0.0

    @property
    def holds(self) -> int:
        return max(0, self.free + self.flying)

    @property
    def is_due(self) -> bool:
        """Whether the database has to hear of it."""
        return bool(self.used) or self.holds != self.told

    @property
    def is_empty(self) -> bool:
        return not (self.free or self.flying or self.used or self.told)

    def key(self, tenant: TenantId) -> WindowKey:
        return (tenant, self.limit.owner, self.limit.span, self.starts_at)

    def told_of(self, window: WindowSums) -> None:
        self.spent, self.leased, self.unsure = window
        self.heard = True

    def is_current(self, now: datetime) -> bool:
        return self.starts_at <= now < self.starts_at + SPANS[self.limit.span]

    def set_limit(self, limit: Limit) -> None:
        """A lower limit takes idle slices back; any change lets the next call ask again."""
        if limit.most == self.most:
            return
        if limit.most < self.most:
            self.free = min(self.free, 0)
        self.limit, self.most, self.refused, self.refused_until = limit, limit.most, 0, 0.0

    def take(self, need: int) -> None:
        self.free -= need
        self.flying += need
        self.recent += need
        if need > self.largest:
            self.largest = need
        if 0 < need < (self.smallest or need + 1):
            self.smallest = need

    def settle(self, need: int, actual: int) -> None:
        """A call that had reserved `need` came to `actual`, be it more."""
        self.flying -= need
        self.free += need - actual
        self.used += actual

    def wish(self, need: int) -> tuple[int, int]:
        """What to ask for so that `need` fits: at least, and at most."""
        short = max(0, need - self.free)
        return short, short + max((SLICE_CALLS - 1) * need, 2 * self.recent)

    def say(self) -> int:
        """What the database is told that we hold, now that `used` is written down. A call that came
        to more than all we held has taken it from the window itself."""
        self.free, self.used = max(self.free, -self.flying), 0
        return self.holds

    def hear(self, sent: int, held: int, window: WindowSums) -> None:
        """Take in the database's answer: we said that we hold `sent`, and hold `held` now."""
        if held > sent:
            self.refused = 0
        self.free += held - sent
        self.told = held
        self.told_of(window)

    def refuse(self, need: int, until: float) -> None:
        self.refused = min(need, self.refused) if self.refused else need
        self.refused_until = until

    def is_refused(self, need: int, now_s: float) -> bool:
        """Whether asking again would only be told the same."""
        return bool(self.refused) and need >= self.refused and now_s < self.refused_until

    def may_yet_fit(self, need: int) -> bool:
        """Whether it fits if all that others hold, and calls under way, come to nothing."""
        return self.spent + self.unsure + self.used + need <= self.most

    def give_back(self, *, current: bool) -> None:
        """Once a beat: keep what the next beat will use, and near the limit nothing that is idle."""
        room = self.most - self.spent - self.leased - self.unsure
        near = room < NEAR_CALLS * self.largest
        self.free = min(self.free, self.recent if current and not near else 0)
        self.recent = 0

    @property
    def share(self) -> float:
        """Of the limit, what is spent for sure or under way here."""
        known = self.spent + self.unsure + self.used + self.flying
        return known / self.most if self.most else 1.0

    def standing(self, soft: float) -> Level:
        left = self.most - self.spent - self.unsure - self.used - self.flying
        if left <= 0 or left < self.smallest:
            return "hard"
        return "soft" if self.share >= soft else "free"

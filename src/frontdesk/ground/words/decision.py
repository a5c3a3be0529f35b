"""What the flow decided to do, always with a reason; and what an act brought back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from frontdesk.ground.words.reading import Json

DecisionKind = Literal["ask", "answer", "act", "hand_off", "escalate", "close", "stay_silent"]
Rung = Literal["full", "economy", "cached", "rules", "human"]


class Request:
    """Something a bot wants done outside; abilities define the kinds, edge tools fulfil them.

    Subclasses are frozen dataclasses. `key` must name the effect, so that doing it twice with the
    same key has the effect of once.
    """

    __slots__ = ()

    @property
    def key(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a request: a named outcome and its typed facts. `decide` sees it and goes on."""

    request: str
    outcome: str
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decided step of a conversation.

    `say` lists template keys of the bot in speaking order, filled from `facts`; `asked` is the
    slot the last of them asks for; `to` the bot of a hand-off; `request` the act of an `act`.
    """

    kind: DecisionKind
    reason: str
    say: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None
    to: str | None = None
    request: Request | None = None

"""What a channel declares: how messages come in and leave, what it can promise, and its limits.

A channel is one folder in `edge/channels` with one constant `CHANNEL`. `mode` says who moves a
reply: `answer` channels give it in the HTTP response (or when the customer's client asks again);
`push` channels hand it to a vendor that may fail, stall or lose its answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from frontdesk.ground.words.message import Outgoing, Sent


class Sender(Protocol):
    """How a push channel reaches its vendor."""

    async def send(self, message: Outgoing) -> Sent:
        """Hand one message over.

        Raises NotNow `*.unreachable` (surely not taken), any other NotNow (may have been taken:
        reconcile before trying again), Refused (never), each as the vendor's documents say.
        """
        ...

    async def find_sent(
        self, message: Outgoing, *, tried_at: datetime, known: frozenset[str]
    ) -> Sent | None:
        """Ask the vendor whether an earlier try was taken; `known` are vendor ids of other rows."""
        ...


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel.

    `address_kind` names what an address is (`phone`, `email`, `web`, `contact`), so that a person
    who writes by two channels of one kind is one contact. `settle_s` is how long to wait for more
    of a burst. `promise` is the sentence the documentation prints about delivery.
    """

    name: str
    mode: Literal["answer", "push"]
    address_kind: Callable[[str], str]
    promise: str
    settle_s: float = 0.0
    max_characters: int = 4000
    max_segments: int | None = None
    attempts: int = 6
    reconcile_after_s: float = 0.0

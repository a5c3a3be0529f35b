"""What a model vendor must be able to do: the kind that each file of `edge/providers` defines."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from frontdesk.ability.gateway.nouns import Ask, Completion, Delta, Vectors
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import ReadSetting, Setting


class Client(Protocol):
    """A configured account of one vendor. Every failure is a `Failure`; nothing retries inside."""

    async def complete(self, ask: Ask, *, timeout_s: float) -> Completion:
        """The whole answer within `timeout_s`."""
        ...

    def stream(self, ask: Ask, *, timeout_s: float, idle_s: float) -> AsyncIterator[Delta]:
        """The answer in pieces. Raises `stalled` after `idle_s` without a piece, and `cut` when
        the vendor's own end mark did not come: a truncated stream is never a normal end."""
        ...

    async def embed(self, texts: Sequence[str], model: str, *, timeout_s: float) -> Vectors:
        """One vector per text; `bad_request` where the vendor has no embeddings."""
        ...

    async def list_models(self, *, timeout_s: float) -> tuple[str, ...]:
        """The names this account can use; costs nothing. For `doctor` and defaults."""
        ...


@dataclass(frozen=True, slots=True)
class Provider:
    """A vendor. `name` is its file's name and the left part of `name/model`.

    `open` gives a client, or None while the settings it needs are missing. `prefixes` are
    beginnings of model names that belong to it without saying so (`claude-`). `model`, `economy`
    and `embedding` are used while no control names one; "" where the vendor has none.
    `vendor` is the name of the price list's provider; "" when its calls cost nothing.
    """

    name: str
    says: str
    open: Callable[[HttpClient, ReadSetting], Client | None]
    settings: tuple[Setting, ...] = ()
    prefixes: tuple[str, ...] = ()
    model: str = ""
    economy: str = ""
    embedding: str = ""
    vendor: str = ""
    order: int = 100
    """Which configured provider comes first while no control names a model; lower first."""

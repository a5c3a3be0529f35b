"""A prompt as a versioned thing with typed inputs: the kind that files of `content/prompts` define."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from frontdesk.ability.gateway.calls import Purpose
from frontdesk.ability.gateway.nouns import Message, Schema

Inputs = TypeVar("Inputs")


@dataclass(frozen=True, slots=True)
class Prompt(Generic[Inputs]):
    """`name` is its file's name; raise `version` with every change of wording. `inputs` is a frozen
    dataclass; `system` and `user` are sandboxed Jinja templates over its fields, in which the
    filter `quoted` sets a stranger's words apart as data. `schema` is what the answer must meet."""

    name: str
    version: int
    purpose: Purpose
    says: str
    inputs: type[Inputs]
    system: str
    user: str
    schema: Schema | None = None
    schema_for: Callable[[Inputs], Schema] | None = None

    @property
    def mark(self) -> str:
        """How a ledger row names it: `name@version`."""
        return f"{self.name}@{self.version}"


AnyPrompt = Prompt[Any]
RenderPrompt = Callable[[AnyPrompt, object], tuple[Message, ...]]

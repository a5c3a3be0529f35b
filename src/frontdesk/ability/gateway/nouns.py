"""What goes to a language or embedding model and what comes back, in one shape for every vendor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from frontdesk.ground.words.reading import Json

Role = Literal["system", "user", "assistant", "tool"]
Finish = Literal["stop", "length", "tool_calls", "filtered"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture for the model: an https or data URL; `detail` as vendors name it."""

    url: str
    detail: Literal["auto", "low", "high"] = "auto"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function the model wants called; `arguments` is JSON text as the model wrote it."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a model call. `answers` is the tool call id a `tool` message replies to."""

    role: Role
    text: str = ""
    images: tuple[Image, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """A function offered to the model; `parameters` is a JSON Schema object."""

    name: str
    description: str = ""
    parameters: Mapping[str, Json] = field(default_factory=dict)
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The JSON Schema an answer must meet. Vendors want a `name` of letters, digits and `_`."""

    name: str
    schema: Mapping[str, Json]
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Sampling:
    """None leaves a figure to the vendor. `max_tokens` bounds the answer."""

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to one model of one provider. `model` is the vendor's own name.

    `tool_choice` is `auto`, `none`, `required`, or the name of a tool. `any_json` asks for JSON
    without a schema.
    """

    model: str
    messages: tuple[Message, ...]
    sampling: Sampling = field(default_factory=Sampling)
    schema: Schema | None = None
    any_json: bool = False
    tools: tuple[Tool, ...] = ()
    tool_choice: str = "auto"
    parallel_tools: bool | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the vendor counted them. `cached_in` and `cache_write` are parts of `tokens_in`;
    `reasoning` is a part of `tokens_out`."""

    tokens_in: int = 0
    tokens_out: int = 0
    cached_in: int = 0
    cache_write: int = 0
    reasoning: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the vendor's answer headers say is left; None where they do not say."""

    requests_left: int | None = None
    tokens_left: int | None = None
    resets_in_s: float | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole answer. `usage` is None where the vendor did not say; `model` as the vendor names
    what answered; `refusal` is the vendor's own word that it will not answer."""

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    finish: Finish = "stop"
    usage: Usage | None = None
    model: str = ""
    vendor_id: str = ""
    refusal: str = ""
    allowance: Allowance = field(default_factory=Allowance)


@dataclass(frozen=True, slots=True)
class ToolDelta:
    """A piece of the tool call number `index`; id and name come with its first piece."""

    index: int
    id: str = ""
    name: str = ""
    arguments: str = ""


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a streamed answer. The last pieces carry `finish` and, where told, `usage`; a
    `refusal` comes in pieces as text does."""

    text: str = ""
    tools: tuple[ToolDelta, ...] = ()
    finish: Finish | None = None
    usage: Usage | None = None
    model: str = ""
    vendor_id: str = ""
    allowance: Allowance | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Embeddings in the order of the texts, each of the same length."""

    vectors: tuple[tuple[float, ...], ...]
    usage: Usage | None = None
    model: str = ""

"""What a fake vendor was asked, what it says to it, and how it fails: the words all fakes share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from frontdesk.ground.words.reading import Json

Fault = Literal[
    "ok",
    "error_500",  # the vendor's own error, status 500
    "overloaded",  # 503 (Anthropic: 529)
    "rate_limited",  # 429 with the headers of `retry_headers`
    "no_credit",  # the account's credit is used up
    "bad_key",  # 401 (Gemini: 400 API_KEY_INVALID)
    "unknown_model",  # 404
    "too_long",  # more than the model's context
    "bad_request",  # 400
    "blocked",  # the prompt is stopped by the safety filter
    "hang",  # no answer until the client gives up
    "cut_at_once",  # the connection is closed without an answer
    "cut",  # half of the answer; streamed: `after_chunks` pieces
    "stall",  # as cut, but the connection stays open and silent
    "bad_json",  # 200 with half of the JSON; streamed: every line is broken
    "bad_line",  # streamed: one broken line in the middle; whole: as bad_json
    "html",  # 200 with a page
    "bad_gateway",  # 502 with a page
    "no_choices",  # 200 without any choice or candidate
    "empty",  # 200 with an empty text
    "no_end",  # streamed: ends without the end mark; whole: as cut
    "error_event",  # streamed: an error event after `after_chunks` pieces; whole: error_500
    "overloaded_event",  # the same, saying that the vendor is overloaded
    "filtered",  # the safety filter cuts the answer off
    "refusal",  # the model declines in the vendor's own field
]
FAULTS: tuple[Fault, ...] = get_args(Fault)
JsonMap: TypeAlias = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as the fake understood it."""

    role: str
    text: str
    images: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, in one shape for every vendor. `tool` is the name that was forced, `any` for
    whichever, "" for none; `texts` are what is to be embedded."""

    path: str
    headers: Mapping[str, str]
    body: JsonMap
    model: str = ""
    stream: bool = False
    messages: tuple[Heard, ...] = ()
    tools: Mapping[str, JsonMap] = field(default_factory=dict)
    tool: str = ""
    schema: JsonMap | None = None
    texts: tuple[str, ...] = ()
    query: str = ""

    @property
    def last(self) -> str:
        """The newest words of the user."""
        return next((one.text for one in reversed(self.messages) if one.role == "user"), "")

    @property
    def system(self) -> str:
        return "\n".join(one.text for one in self.messages if one.role == "system")


@dataclass(frozen=True, slots=True)
class Called:
    """A tool call of the fake; `arguments` is JSON text."""

    name: str
    arguments: str = "{}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the fake says. `finish` is `stop`, `length` or `filtered`."""

    text: str = ""
    calls: tuple[Called, ...] = ()
    refusal: str = ""
    finish: str = "stop"
    tokens_in: int | None = None
    tokens_out: int | None = None
    cached_in: int = 0
    reasoning: int = 0


Answer = Callable[[Asked], "Reply | str"]


@dataclass(slots=True)
class Behaviour:
    """How a fake behaves. `rates` gives each fault its share of all requests; `delay_s` passes
    before an answer begins, `think_s` between a stream's opening and its first word, `chunk_delay_s`
    between its pieces."""

    rates: Mapping[Fault, float] = field(default_factory=dict)
    delay_s: float = 0.0
    chunk_delay_s: float = 0.0
    think_s: float = 0.0
    after_chunks: int = 4
    hang_s: float = 120.0
    retry_headers: Mapping[str, str] = field(default_factory=lambda: {"retry-after": "20"})
    headers: Mapping[str, str] = field(default_factory=dict)
    models: Sequence[str] = ()
    """The only models it knows; any when empty."""
    unwanted: Sequence[str] = ()
    """Fields of a request that its models do not take."""


def count_tokens(text: str) -> int:
    """About how many tokens a text is; the same text is always the same number."""
    return (len(text) + 3) // 4


def tokens_in(asked: Asked, reply: Reply) -> int:
    told = sum(4 + count_tokens(one.text) + 85 * one.images for one in asked.messages)
    return told if reply.tokens_in is None else reply.tokens_in


def tokens_out(reply: Reply) -> int:
    said = count_tokens(reply.text + reply.refusal)
    said += sum(count_tokens(call.name + call.arguments) for call in reply.calls)
    return (said + reply.reasoning) if reply.tokens_out is None else reply.tokens_out


def split(text: str, *, words: int = 1) -> list[str]:
    """A text in pieces of so many words, which joined are the text again."""
    parts = text.split(" ")
    pieces = [" ".join(parts[at : at + words]) for at in range(0, len(parts), words)]
    return [piece if not at else f" {piece}" for at, piece in enumerate(pieces)] if text else []


def text_of(value: Json) -> str:
    return value if isinstance(value, str) else ""


def map_of(value: Json) -> JsonMap:
    return value if isinstance(value, Mapping) else {}


def list_of(value: Json) -> Sequence[Json]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()

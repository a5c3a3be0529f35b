"""What a caller of the gateway wants, and what it gets back, with what it cost and how it went."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from frontdesk.ability.gateway.failures import FailureKind
from frontdesk.ability.gateway.nouns import (
    Finish,
    Message,
    Sampling,
    Schema,
    Tool,
    ToolCall,
    Usage,
    Vectors,
)
from frontdesk.ground.words.decision import Rung
from frontdesk.ground.words.ids import ConversationId, KeyId, TenantId, TraceId
from frontdesk.ground.words.problems import NotNow
from frontdesk.ground.words.reading import Json

Purpose = Literal["read", "word", "answer", "judge", "embed", "chat"]
PURPOSES: tuple[Purpose, ...] = ("read", "word", "answer", "judge", "embed", "chat")
Via = Literal["model", "cache_exact", "cache_similar", "local"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose call it is: budgets, limits, cache and ledger are kept by these.

    `permissions` names what the asker may see; answers are never shared across different ones.
    """

    tenant: TenantId
    bot: str = ""
    key: KeyId | None = None
    permissions: str = ""
    conversation: ConversationId | None = None
    trace: TraceId | None = None


@dataclass(frozen=True, slots=True)
class Caching:
    """Whether an answer may be kept and given again. The default is never: personal and
    time-dependent answers stay out. `question` is what similarity is judged on; it stands in the
    last user message. `rests_on` is what else the answer rests on, where the caller knows better
    than "all the other messages": the version of its documents, say."""

    allowed: bool = False
    question: str = ""
    ttl_s: float | None = None
    rests_on: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One wish for an answer of a model.

    `accepts` is asked before an answer is kept for others: what its caller will not use, nobody
    should be given again.

    `deadline_at` is monotonic time: the turn's own deadline, when it is nearer than the purpose's.
    `model` overrules the policy (a name, an alias, or `provider/name`); then `fallback` says whether
    the policy's further models may step in. `rung` is the highest allowed. `local` builds the
    answer of the `rules` rung; without it such a call ends as NotNow `gateway.no_model`.
    `prompt` is `name@version`. `interrupted` says what a stream that broke off is followed by: the
    next model goes on after what was said, or starts again, for a caller who has shown nothing yet;
    then nothing is streamed before an answer is whole. `flows` is for a stream whose reader only wants
    it to go on: the deadline then bounds the time to its first words, and the policy's longest stream
    the whole. It has no meaning beside `deadline_at`.
    """

    purpose: Purpose
    scope: Scope
    messages: tuple[Message, ...]
    sampling: Sampling = field(default_factory=Sampling)
    schema: Schema | None = None
    any_json: bool = False
    tools: tuple[Tool, ...] = ()
    tool_choice: str = "auto"
    parallel_tools: bool | None = None
    model: str = ""
    fallback: bool = True
    deadline_at: float | None = None
    rung: Rung = "full"
    caching: Caching = field(default_factory=Caching)
    prompt: str = ""
    local: Callable[[], str] | None = None
    accepts: Callable[[str], bool] | None = None
    interrupted: Literal["continue", "restart"] = "continue"
    flows: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try on one model: how long it took, and how it failed (None: it answered)."""

    model: str
    ms: float
    failure: FailureKind | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call came to. `model` is `provider/name`, `rules` for a local answer; `cost_micro` is
    in millionths of a US dollar, None when the price is unknown; `saved_micro` is what a kept answer
    would have cost again; `parsed` is the JSON of an answer that was asked for by schema."""

    text: str
    model: str
    rung: Rung
    reason: str
    via: Via = "model"
    parsed: Json = None
    tool_calls: tuple[ToolCall, ...] = ()
    finish: Finish = "stop"
    usage: Usage = field(default_factory=Usage)
    cost_micro: int | None = 0
    ms: float = 0.0
    attempts: tuple[Attempt, ...] = field(default=())
    refusal: str = ""
    saved_micro: int = 0


class NoModel(NotNow):
    """`gateway.no_model`: no rung answered a call. `reason` says why, `last` how the last attempt
    failed (None: none was made), `attempts` every one. `after_s` is when a model may be free."""

    def __init__(
        self,
        reason: str,
        *,
        after_s: float,
        last: FailureKind | None = None,
        attempts: tuple[Attempt, ...] = (),
        fix: str = "",
    ) -> None:
        super().__init__("gateway.no_model", "no model can answer now", after_s=after_s, fix=fix)
        self.reason = reason
        self.last = last
        self.attempts = attempts


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of a call for embeddings, with what it cost."""

    vectors: Vectors
    model: str
    usage: Usage
    cost_micro: int | None
    ms: float

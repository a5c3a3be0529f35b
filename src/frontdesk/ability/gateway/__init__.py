"""Room: one way to language and embedding models: policy, ladder, attempts, budget, cache, ledger.
Comes from: the steps read and word, evals, the OpenAI-compatible door.
Goes to: the clients that edge.providers define, and ground.store.
Never: decides what a bot does, waits past a deadline, or spends past a limit.
"""

from frontdesk.ability.gateway.attempts.breaker import BreakerState
from frontdesk.ability.gateway.bounds import BOUNDS
from frontdesk.ability.gateway.calls import (
    PURPOSES,
    Answer,
    Attempt,
    Caching,
    Call,
    Embedded,
    NoModel,
    Purpose,
    Scope,
)
from frontdesk.ability.gateway.failures import Failure, FailureKind
from frontdesk.ability.gateway.gateway import Gateway, Parts
from frontdesk.ability.gateway.ladder import Chosen
from frontdesk.ability.gateway.nouns import (
    Allowance,
    Ask,
    Completion,
    Delta,
    Finish,
    Image,
    Message,
    Role,
    Sampling,
    Schema,
    Tool,
    ToolCall,
    ToolDelta,
    Usage,
    Vectors,
)
from frontdesk.ability.gateway.prompt import AnyPrompt, Prompt
from frontdesk.ability.gateway.provider import Client, Provider
from frontdesk.ability.gateway.switches import SWITCHES, rung_max

CONTROLS = (*SWITCHES, *BOUNDS)

__all__ = [
    "CONTROLS",
    "PURPOSES",
    "Allowance",
    "Answer",
    "AnyPrompt",
    "Ask",
    "Attempt",
    "BreakerState",
    "Caching",
    "Call",
    "Chosen",
    "Client",
    "Completion",
    "Delta",
    "Embedded",
    "Failure",
    "FailureKind",
    "Finish",
    "Gateway",
    "Image",
    "Message",
    "NoModel",
    "Parts",
    "Prompt",
    "Provider",
    "Purpose",
    "Role",
    "Sampling",
    "Schema",
    "Scope",
    "Tool",
    "ToolCall",
    "ToolDelta",
    "Usage",
    "Vectors",
    "rung_max",
]

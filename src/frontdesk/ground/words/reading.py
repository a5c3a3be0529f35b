"""What a customer's text was understood to say: intents, values, urgency, each with its evidence.

A Reading only proposes; `flow.conversation` decides. Spans are half-open character
offsets `[start, end)` into `Reading.text`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Span: TypeAlias = tuple[int, int]

ReplyKind = Literal["yes", "no", "unsure", "conditional"]
Opt = Literal["out", "in", "help"]
Level = Literal["none", "normal", "urgent", "emergency"]
Hazard = Literal[
    "gas",
    "carbon_monoxide",
    "fire",
    "electrical",
    "flooding",
    "sewage",
    "no_heat",
    "trapped",
    "injury",
    "security",
]
SensitiveKind = Literal["name", "phone", "email", "dob", "card", "ssn", "address"]
Mood = Literal["neutral", "positive", "anxious", "frustrated", "angry", "confused"]


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing the customer may want. `score` is a calibrated probability 0-1.

    A negated intent ("not looking to buy") and one already done ("I already sold") keep their
    score and evidence but must not be acted on: see `wanted`.
    """

    name: str
    score: float
    span: Span
    negated: bool = False
    done: bool = False
    why: str = ""

    @property
    def wanted(self) -> bool:
        return not self.negated and not self.done


@dataclass(frozen=True, slots=True)
class Value:
    """One value found in the text, in the canonical form of its kind (docs/reference/reading.md)."""

    kind: str
    value: Json
    span: Span
    confidence: float = 1.0
    grain: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Urgency:
    level: Level = "none"
    trade: str | None = None
    hazards: tuple[Hazard, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A stretch of text that must not reach logs or telemetry unmarked."""

    kind: SensitiveKind
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole understanding of one customer message (or one settled burst of them)."""

    text: str
    language: str = "en"
    intents: tuple[Intent, ...] = ()
    values: tuple[Value, ...] = ()
    reply: ReplyKind | None = None
    urgency: Urgency = field(default_factory=Urgency)
    asks_for_person: bool = False
    opt: Opt | None = None
    mood: Mood = "neutral"
    sensitive: tuple[Sensitive, ...] = ()
    doubts: tuple[str, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)

    def intent(self, name: str) -> Intent | None:
        """The strongest intent of that name, negated ones included; None when absent."""
        found = [intent for intent in self.intents if intent.name == name]
        return max(found, key=lambda intent: intent.score, default=None)

    def of_kind(self, kind: str) -> tuple[Value, ...]:
        return tuple(value for value in self.values if value.kind == kind)

"""What is known of a conversation between turns, as typed values and as the JSON in its row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from frontdesk.ground.words.reading import Json

How = Literal["asked", "volunteered", "corrected", "confirmed", "handed_over"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot's value and where it came from: the customer's words, in which message, and how."""

    value: Json
    text: str
    seq: int
    how: How
    confidence: float = 1.0
    kind: str = ""

    def as_json(self) -> dict[str, Json]:
        return {
            "value": self.value,
            "text": self.text,
            "seq": self.seq,
            "how": self.how,
            "confidence": round(self.confidence, 3),
            "kind": self.kind,
        }


@dataclass(frozen=True, slots=True)
class State:
    """A conversation's memory. Immutable: each step gives a changed copy.

    `asked` is the slot the last reply asked for; `asks` counts how often each was asked;
    `skipped` are slots the customer does not know or will not say; `said` are one-time template
    keys already used; `other_side` is a second wish that is remembered but not served now;
    `offered` are values our last reply proposed, filled when the customer agrees; `summary` is
    what the bot concludes (score, temperature, reasons).
    """

    bot: str = ""
    slots: Mapping[str, Filled] = field(default_factory=dict)
    asked: str | None = None
    asks: Mapping[str, int] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    other_side: str | None = None
    offered: Mapping[str, Json] = field(default_factory=dict)
    summary: Mapping[str, Json] = field(default_factory=dict)
    misses: int = 0
    done: bool = False
    language: str = "en"

    def with_slot(self, name: str, filled: Filled) -> "State":
        return replace(
            self,
            slots={**self.slots, name: filled},
            skipped=tuple(slot for slot in self.skipped if slot != name),
        )

    def value(self, name: str) -> Json:
        """The canonical value of a slot; None when it is not filled."""
        filled = self.slots.get(name)
        return filled.value if filled else None

    def as_json(self) -> dict[str, Json]:
        return {
            "bot": self.bot,
            "slots": {name: filled.as_json() for name, filled in self.slots.items()},
            "asked": self.asked,
            "asks": dict(self.asks),
            "skipped": list(self.skipped),
            "said": list(self.said),
            "other_side": self.other_side,
            "offered": dict(self.offered),
            "summary": dict(self.summary),
            "misses": self.misses,
            "done": self.done,
            "language": self.language,
        }


def parse_state(raw: Mapping[str, Json]) -> State:
    """A State from its row; an empty object is a conversation that has not begun."""
    slots = cast(Mapping[str, Mapping[str, Json]], raw.get("slots") or {})
    return State(
        bot=str(raw.get("bot") or ""),
        slots={name: parse_filled(slot) for name, slot in slots.items()},
        asked=cast("str | None", raw.get("asked")),
        asks=cast(Mapping[str, int], raw.get("asks") or {}),
        skipped=tuple(cast(list[str], raw.get("skipped") or ())),
        said=tuple(cast(list[str], raw.get("said") or ())),
        other_side=cast("str | None", raw.get("other_side")),
        offered=cast(Mapping[str, Json], raw.get("offered") or {}),
        summary=cast(Mapping[str, Json], raw.get("summary") or {}),
        misses=cast(int, raw.get("misses") or 0),
        done=bool(raw.get("done")),
        language=str(raw.get("language") or "en"),
    )


def parse_filled(raw: Mapping[str, Json]) -> Filled:
    return Filled(
        value=raw.get("value"),
        text=str(raw.get("text") or ""),
        seq=cast(int, raw.get("seq") or 0),
        how=cast(How, raw.get("how") or "asked"),
        confidence=cast(float, raw.get("confidence") or 0.0),
        kind=str(raw.get("kind") or ""),
    )

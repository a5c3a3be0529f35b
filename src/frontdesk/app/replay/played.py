"""What a conversation came to on our line, turn by turn, and its JSON and lines of text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from frontdesk.ability import desk
from frontdesk.ability.evals.compare import Slots
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """One customer message and our turn. `slots` is the state after it; `compared` says which
    expected ones came out right, where the recording tells."""

    turn: desk.Turn
    asked_before: str | None
    carried: tuple[str, ...]
    expected: Mapping[str, Json] = field(default_factory=dict)
    compared: Slots = field(default_factory=Slots)

    @property
    def broken(self) -> bool:
        """Whether the turn was rescued from an error."""
        return self.turn.decision.reason.startswith("broken:")

    @property
    def why_rung(self) -> str:
        """What the turn's record says of its rung: `no_model`, or who answered and how fast."""
        notes = [str(step["note"]) for step in self.turn.steps if step["name"] == "word"]
        return notes[-1].partition(": ")[2] if notes else ""

    def as_json(self) -> dict[str, Json]:
        turn = self.turn
        return {
            "text": turn.text,
            "asked_before": self.asked_before,
            "reading": turn.reading,
            "decision": turn.decision.as_json(),
            "handoff": turn.handoff,
            "reply": list(self.carried),
            "bot": turn.bot,
            "rung": turn.rung,
            "why_rung": self.why_rung,
            "ms": turn.processing_ms,
            "state": {slot.name: slot.as_json() for slot in turn.slots},
            "slots": compared_json(self.compared),
        }


@dataclass(frozen=True, slots=True)
class Played:
    """One conversation. `compared` is over its expected slots; `unmet` names other expectations
    that failed (bot, hand-offs, how it ended)."""

    id: str
    mode: str
    turns: tuple[PlayedTurn, ...]
    compared: Slots
    unmet: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        return {
            "id": self.id,
            "mode": self.mode,
            "turns": [turn.as_json() for turn in self.turns],
            "slots": compared_json(self.compared),
            "unmet": list(self.unmet),
        }


def compared_json(slots: Slots) -> dict[str, Json]:
    return {
        "right": list(slots.right),
        "wrong": list(slots.wrong),
        "missing": list(slots.missing),
        "extra": list(slots.extra),
    }


def render_played(played: Played) -> Iterator[str]:
    """A played conversation as lines for a terminal."""
    yield f"conversation {played.id} ({played.mode})"
    for turn in played.turns:
        yield from _render_turn(turn)
    yield f"  {_render_slots(played.compared)}"
    yield from (f"  not met: {unmet}" for unmet in played.unmet)


def _render_turn(played: PlayedTurn) -> Iterator[str]:
    turn = played.turn
    yield f"  < {turn.text}"
    yield f"      reading   {_render_reading(turn.reading)}"
    asked = f", asks {turn.decision.asked}" if turn.decision.asked else ""
    yield f"      decision  {turn.decision.kind}: {turn.decision.reason}{asked}"
    for tried in turn.attempts:
        done = "done" if tried.executed else "blocked"
        yield f"      hand-off  {tried.source} -> {tried.target} {done}: {tried.reason}"
    filled = ", ".join(f"{slot.name}={_plain(slot.value)}" for slot in turn.slots)
    yield f"      state     {filled or 'nothing known'}"
    why = f" ({played.why_rung})" if played.why_rung else ""
    yield f"      rung      {turn.rung}{why}"
    yield f"      {turn.bot}, {turn.processing_ms:g} ms"
    yield from (f"  > {text}" for text in played.carried)


def _render_reading(reading: Mapping[str, Json]) -> str:
    intents, values = reading.get("intents"), reading.get("values")
    parts = [
        f"{item['name']} {item['score']}"
        for item in (intents if isinstance(intents, list) else ())
        if isinstance(item, Mapping)
    ]
    parts += [
        f"{item['kind']}={_plain(item['value'])}"
        for item in (values if isinstance(values, list) else ())
        if isinstance(item, Mapping)
    ]
    parts += [f"{name}={reading[name]}" for name in ("reply", "opt") if reading.get(name)]
    return ", ".join(parts) or "nothing"


def _render_slots(slots: Slots) -> str:
    missed = [f"{name} wrong" for name in slots.wrong]
    missed += [f"{name} missing" for name in slots.missing]
    missed += [f"{name} should be empty" for name in slots.extra]
    tail = f" ({', '.join(missed)})" if missed else ""
    return f"slots right: {len(slots.right)} of {slots.expected + len(slots.extra)}{tail}"


def _plain(value: Json) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {part}" for name, part in value.items()) + "}"
    return str(value)

"""Schema-Guided Dialogue (CC BY-SA 4.0) turned into recorded conversations, and its slots compared.

Fed are the turns that carry a frame of the service, as in the data's own baseline; turns about other
services are left out. A system REQUEST is what was asked. An OFFER stands as offered, with the slots
by which a transaction would be made, until another replaces it; a CONFIRM, or a REQUEST that proposes
a value, offers what it names.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from frontdesk.ability import language
from frontdesk.ability.evals.compare import same_value
from frontdesk.ability.evals.script import Line, Recorded
from frontdesk.ground.words.reading import Json

# The day on which the conversations of this data take place ("later today" is March 1st, a Friday).
NOW = "2019-03-01T12:00:00-08:00"
ZONE = "America/Los_Angeles"
States = tuple[Mapping[str, Sequence[str]], ...]


def load_recorded(
    data: Path, schema: Path, service: str, bot: str
) -> Iterator[tuple[Recorded, States]]:
    """Each conversation that touches `service`, with the state after each customer message."""
    inputs = _inputs(json.loads(schema.read_text())[service])
    with data.open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            turns, states = _convert(raw["turns"], service, inputs)
            if states:
                yield Recorded(raw["id"], bot, turns, now=NOW), states


def _inputs(schema: Mapping[str, Any]) -> frozenset[str]:
    """Slots by which some transaction is made."""
    made = (intent for intent in schema["intents"] if intent["is_transactional"])
    return frozenset(slot for intent in made for slot in intent["required_slots"])


def _convert(
    raw: Sequence[Mapping[str, Any]], service: str, inputs: frozenset[str]
) -> tuple[tuple[Line, ...], States]:
    lines: list[Line] = []
    states: list[Mapping[str, Sequence[str]]] = []
    standing: dict[str, Json] = {}
    for turn in raw:
        frame = next((f for f in turn.get("frames", ()) if f["service"] == service), None)
        if frame is None:
            continue
        if turn["speaker"] == "U":
            state = frame["state"]["slot_values"]
            expect = {slot: list(values) for slot, values in state.items()}
            lines.append(Line("customer", turn["text"], expect=expect))
            states.append(state)
            continue
        acts = frame["acts"]
        offers = {slot: values[0] for act, slot, values in acts if act == "OFFER" and values}
        standing = {slot: value for slot, value in offers.items() if slot in inputs} or standing
        named = ("CONFIRM", "REQUEST")
        confirms = {slot: values[0] for act, slot, values in acts if act in named and values}
        asked = [slot for act, slot, _ in acts if act == "REQUEST"]
        lines.append(
            Line(
                "bot",
                turn["text"],
                asked=asked[0] if asked else None,
                offered={**standing, **confirms},
            )
        )
    return tuple(lines), tuple(states)


def is_right(slot_kind: str, values: Sequence[str], filled: Json, text: str) -> bool:
    """Whether a filled slot means one of the wordings the data gives for it.

    Texts are compared without case and punctuation; a day by the day it is, counted from NOW; a
    place by its town; "at least four" is four, since the data knows no ranges.
    """
    got = _flat(filled)
    meant = list(values)
    if same_value(meant, got) or same_value(meant, text):
        return True
    if slot_kind == "date":
        return got is not None and got[:10] in {_read(value, "date")[:10] for value in meant}
    if slot_kind == "time":
        return got is not None and _clock(got) in {_clock(_read(value, "time")) for value in meant}
    return slot_kind == "area" and any(_place(value) == _place(str(got)) for value in meant)


def _flat(filled: Json) -> str | None:
    if isinstance(filled, Mapping):
        for part in ("city", "min", "start"):
            if filled.get(part) is not None:
                return str(filled[part])
        return None
    if isinstance(filled, float) and filled.is_integer():
        return str(int(filled))
    return str(filled)


def _read(text: str, kind: str) -> str:
    """The day or time that a wording of the data means, read as an answer; empty for none."""
    context = language.Context(now=datetime.fromisoformat(NOW), tz=ZONE, asked=kind)
    found = language.read(text, context).values
    return next((str(value.value) for value in found if value.kind in (kind, "datetime")), "")


def _clock(text: str) -> str:
    return text[11:16] if "T" in text else text[:5]


def _place(text: str) -> str:
    town = re.sub(r"\barea\b", "", text.lower().split(",")[0])
    return re.sub(r"[^a-z]", "", town)

"""A Context turned into the JSON Schema of what a model may claim to have read in the text."""

from collections.abc import Mapping, Sequence
from typing import get_args

from frontdesk.ability.language.acts import estate, shared
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import Json, Level, Mood, ReplyKind

WISHES = ("buy", "sell", "rent")
FLAG_OPTIONS = ("yes", "no")


def claimable(context: Context) -> tuple[str, ...]:
    """The intents that a model may claim for this bot."""
    wishes = WISHES if context.bot is None or context.bot in estate.BOTS else ()
    return tuple(dict.fromkeys((*wishes, *context.intents, *shared.NAMES)))


def build_schema(context: Context) -> Mapping[str, Json]:
    """The Reading of `frontdesk read`, cut down to what may be claimed: each claim with a quote.

    Every property is required and nothing may be added, as vendors' strict modes want it.
    """
    quote: Json = {"type": "string"}
    slots = tuple(dict.fromkeys(shape.name for shape in context.slots))
    intent: dict[str, Json] = {
        "name": _word(claimable(context)),
        "score": {"type": "number"},
        "negated": {"type": "boolean"},
        "done": {"type": "boolean"},
        "quote": quote,
    }
    value: dict[str, Json] = {
        "slot": _word(slots or ("none",)),
        "option": {"type": "string"},
        "quote": quote,
    }
    return _object(
        {
            "intents": {"type": "array", "items": _object(intent)},
            "values": {"type": "array", "items": _object(value)},
            "reply": _object({"kind": _word(("none", *get_args(ReplyKind))), "quote": quote}),
            "asks_for_person": _object({"said": {"type": "boolean"}, "quote": quote}),
            "mood": _object({"kind": _word(get_args(Mood)), "quote": quote}),
            "urgency": _object({"level": _word(get_args(Level)), "quote": quote}),
        }
    )


def _object(properties: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _word(words: Sequence[str]) -> dict[str, Json]:
    return {"type": "string", "enum": list(words)}

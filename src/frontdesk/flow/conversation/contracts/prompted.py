"""What the prompts of a turn are filled from: typed inputs, and the tones a reply may have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Tone:
    """How a reply should sound: a name, and the instruction a model gets."""

    name: str
    says: str


NEUTRAL = Tone("neutral", "plain and friendly, the way a helpful person texts")
TONES: Mapping[str, Tone] = {
    tone.name: tone
    for tone in (
        NEUTRAL,
        Tone("warm", "warm and encouraging, without gushing"),
        Tone("brief", "as short as it can be while still polite"),
        Tone("formal", "courteous and formal"),
    )
}


@dataclass(frozen=True, slots=True)
class SlotTold:
    """One thing the bot wants to know, as a model is told of it."""

    name: str
    kind: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadInputs:
    """A customer's message to be read. `text` is a stranger's; `question` is our own last one.

    `schema` is the JSON Schema of what may be claimed (`ability.language.claims`)."""

    text: str
    question: str = ""
    asked: str = ""
    purpose: str = ""
    intents: tuple[str, ...] = ()
    slots: tuple[SlotTold, ...] = ()
    schema: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordInputs:
    """A decided reply to be said in another way. What was learned from the customer stands in it
    as marks (`[price]`), so that no customer's word and no figure goes along."""

    reply: str
    language: str
    tone: str

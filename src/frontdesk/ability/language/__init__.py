"""Room: text in, Reading out: intents, values, urgency, opt-outs, moods, without a model.
Comes from: flow.conversation.read, and evals that score it.
Goes to: ground.words only.
Never: does I/O, calls a model, keeps state between calls, or decides what to do.
"""

from frontdesk.ability.language.context import (
    SHARED_ASKED,
    Context,
    Option,
    Role,
    Said,
    SlotShape,
)
from frontdesk.ability.language.examples import IntentExamples
from frontdesk.ability.language.printed import as_json, read_lines
from frontdesk.ability.language.read import read, warm, warming
from frontdesk.ability.language.surface import decide_language

__all__ = [
    "SHARED_ASKED",
    "Context",
    "IntentExamples",
    "Option",
    "Role",
    "Said",
    "SlotShape",
    "as_json",
    "decide_language",
    "read",
    "read_lines",
    "warm",
    "warming",
]

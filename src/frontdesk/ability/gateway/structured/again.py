"""An answer that was off its schema turned into the one further question that may mend it."""

from dataclasses import replace

from frontdesk.ability.gateway.nouns import Ask, Message

LONGEST_SHOWN = 8000  # characters of the wrong answer that the model is shown again


def ask_again(ask: Ask, text: str, wrong: str) -> Ask:
    """The same request with the wrong answer and what was wrong with it. A model's own answer stays
    the model's: it is no instruction, and the question stands in a message of its own."""
    shown = text.strip()[:LONGEST_SHOWN]
    before = (*ask.messages, Message("assistant", shown)) if shown else ask.messages
    asked = (
        f"That answer cannot be used ({wrong}). Give the whole answer once more as JSON alone: no code "
        "fence, no word before or after it, every required field, and nothing that is not asked for."
    )
    return replace(ask, messages=(*before, Message("user", asked)))

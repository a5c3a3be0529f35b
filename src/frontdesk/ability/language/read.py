"""Turns a customer's text and what is known around it into one Reading."""

from frontdesk.ability.language.acts import reading as acts
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import Reading


def read(text: str, context: Context) -> Reading:
    """Everything understood of `text`, which may be one message or one settled burst of them.

    Pure and deterministic: the same text and context give the same Reading. Never raises on any
    text; what is not certain is left out and named in `doubts`.
    """
    done = acts.find_acts(text, context)
    return Reading(
        text=text,
        intents=done.intents,
        reply=done.reply,
        urgency=done.urgency,
        asks_for_person=done.asks_for_person,
        opt=done.opt,
        mood=done.mood,
        doubts=done.doubts,
        why=done.why,
    )

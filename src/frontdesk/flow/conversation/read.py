"""The unread messages of a turn turned into one Reading."""

from collections.abc import Mapping
from dataclasses import replace

from frontdesk.ability import language
from frontdesk.flow.conversation.load import Turn
from frontdesk.ground.words.reading import Opt, Reading

CARRIER_WORDS: Mapping[str, Opt] = {"stop": "out", "start": "in", "help": "help"}


def read_messages(turn: Turn) -> Reading:
    """Read all unread text together; opting out counts when any one message alone says it."""
    settings = turn.tenant.settings
    context = language.Context(
        now=turn.messages[-1].received_at,
        tz=settings.timezone,
        locale=settings.locale,
        asked=turn.state.asked or ("confirm" if turn.state.offered else None),
        bot=turn.bot.name,
        slots=turn.bot.shapes(),
        next_weekday=settings.next_weekday,
        currency=settings.currency,
        region=settings.region,
        intents=tuple(intent.name for intent in turn.bot.intents),
    )
    reading = language.read(turn.text, context)
    reading = replace(reading, language=language.decide_language(turn.state.language, reading))
    if turn.carrier_heard is not None:
        return replace(reading, opt=CARRIER_WORDS.get(turn.carrier_heard, reading.opt))
    if len(turn.messages) == 1 or reading.opt is not None:
        return reading
    alone = [language.read(message.text, context).opt for message in turn.messages]
    said = [opt for opt in alone if opt is not None]
    return replace(reading, opt=said[-1]) if said else reading

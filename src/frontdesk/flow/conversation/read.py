"""The unread messages of a turn turned into one Reading."""

import re
from dataclasses import replace

from frontdesk.ability import language
from frontdesk.ability.language.surface import language_words
from frontdesk.flow.conversation.load import Turn
from frontdesk.ground.words.reading import Reading


def read_messages(turn: Turn) -> Reading:
    """Read all unread text together; opting out counts when any one message alone says it."""
    settings = turn.tenant.settings
    context = language.Context(
        now=turn.messages[-1].received_at,
        tz=settings.timezone,
        locale=settings.locale,
        asked=turn.state.asked,
        bot=turn.bot.name,
        slots=turn.bot.shapes(),
        next_weekday=settings.next_weekday,
        currency=settings.currency,
        region=settings.region,
        intents=tuple(intent.name for intent in turn.bot.intents),
    )
    reading = language.read(turn.text, context)
    reading = replace(reading, language=decide_language(turn.state.language, reading))
    if len(turn.messages) == 1 or reading.opt is not None:
        return reading
    alone = [language.read(message.text, context).opt for message in turn.messages]
    said = [opt for opt in alone if opt is not None]
    return replace(reading, opt=said[-1]) if said else reading


def decide_language(known: str, reading: Reading) -> str:
    """The language to answer in. A conversation in Spanish stays Spanish over "450k" or a street;
    two words that only English has change it."""
    if reading.language == known or known not in ("es", "other") or reading.language == "es":
        return reading.language
    english = set(re.findall(r"[a-z']+", reading.text.lower())) & (
        language_words.ENGLISH - language_words.SHARED - language_words.SPANISH
    )
    return reading.language if len(english) >= 2 else known

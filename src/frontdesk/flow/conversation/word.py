"""A decision turned into the words of its reply, from the bot's templates in the customer's language."""

from collections.abc import Mapping

from frontdesk.flow.conversation.commit import Outcome
from frontdesk.flow.conversation.contracts.bot import Bot, Words
from frontdesk.flow.conversation.contracts.phrases import Phrases
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.state import State
from frontdesk.ground.words.problems import Broken


def render_reply(turn: Turn, outcome: Outcome, phrases: Phrases) -> str:
    """One text: everything the decision says, in order.

    A question asked again takes its next variant; other words take turns."""
    bot, decision = outcome.bot, outcome.decision
    settings = turn.tenant.settings
    facts = {**_shown(bot, outcome.state), "business": settings.business, **decision.facts}
    parts = []
    for key in decision.say:
        variants = find_words(bot, phrases, key).variants(outcome.reading.language)
        slot = bot.slot(decision.asked) if decision.asked else None
        if slot is not None and slot.ask == key:
            chosen = variants[min(outcome.state.asks.get(slot.name, 1), len(variants)) - 1]
        else:
            chosen = variants[(turn.number - 1) % len(variants)]
        parts.append(_fill(bot, key, chosen, facts))
    return " ".join(parts)


def find_words(bot: Bot, phrases: Phrases, key: str) -> Words:
    """The words of a template key; Broken when neither the bot nor the house has any."""
    words = bot.words.get(key) or phrases.get(key)
    if words is None:
        raise Broken("word.no_words", f"bot {bot.name} has no words for {key!r}")
    return words


def _shown(bot: Bot, state: State) -> dict[str, str]:
    shown = {}
    for name, filled in state.slots.items():
        slot = bot.slot(name)
        shown[name] = slot.shown(filled.value) if slot else filled.text
    return shown


def _fill(bot: Bot, key: str, template: str, facts: Mapping[str, str]) -> str:
    try:
        return template.format_map(facts)
    except KeyError as error:
        raise Broken(
            "word.missing_fact", f"bot {bot.name}: the words {key!r} need {error.args[0]!r}"
        ) from error


def render_reminder(bot: Bot, phrases: Phrases, state: State, business: str) -> str:
    """The reminder of an open question, in the customer's language."""
    slot = bot.slot(state.asked or "")
    facts = {**_shown(bot, state), "business": business}
    keys = ("house.still_there", *((slot.ask,) if slot else ()))
    return " ".join(
        _fill(bot, key, find_words(bot, phrases, key).variants(state.language)[0], facts)
        for key in keys
    )

"""A local reading turned into the reason to ask a model to read too, or into None."""

from datetime import date

from frontdesk.ability.language import own_words
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.contracts.interview import OTHER_SIDE
from frontdesk.flow.conversation.slots import fill
from frontdesk.flow.conversation.state import State
from frontdesk.ground.words.reading import Reading

CLOSE, SURE, SURE_ENOUGH, LIKELY = 0.1, 0.7, 0.8, 0.5
FEW_WORDS = 4


def decide_weak(bot: Bot, state: State, reading: Reading, today: date) -> str | None:
    """Why the turn's one model call is better spent on reading; None where the local evidence is
    enough, or a model may not help: consent, danger and a wish for a person are read locally."""
    if not any(map(str.isalnum, reading.text)) or reading.opt or reading.asks_for_person:
        return None
    if reading.urgency.level == "emergency":
        return None
    if reading.language == "other":
        return "other_language"
    if reading.doubts:
        return "doubts"
    filled = fill.decide_fills(bot, state, reading, 0, today=today)
    if state.asked is not None:
        return None if _answered(state, filled, reading) else "asked_unfilled"
    if filled.newly:
        return None
    return _unclear(reading)


def _answered(state: State, filled: fill.Fills, reading: Reading) -> bool:
    """Whether what was asked is answered, or something else was understood instead."""
    if state.asked == OTHER_SIDE and reading.reply is not None:
        return True
    if state.asked in filled.newly or state.asked in filled.state.skipped:
        return True
    if any(own_words.says(reading, act) for act in own_words.NOT_AN_ANSWER):
        return True
    if len(reading.text.split()) > FEW_WORDS:
        return False
    return bool(filled.newly) or any(own_words.says(reading, act) for act in own_words.COURTESIES)


def _unclear(reading: Reading) -> str | None:
    wanted = [one for one in reading.intents if one.wanted and one.name != "none"]
    scores = sorted((one.score for one in wanted), reverse=True)
    if reading.reply is None and (not scores or scores[0] < SURE):
        return "no_intent"
    if len(scores) > 1 and scores[1] >= LIKELY and scores[0] < SURE_ENOUGH:
        return "close_scores" if scores[0] - scores[1] < CLOSE else None
    return None

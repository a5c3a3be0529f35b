"""Turns one message into its acts: intents, answer, urgency, wishes, mood."""

from dataclasses import dataclass, field

from frontdesk.ability.language.acts import consent, danger, estate, learned, person, reply, shared
from frontdesk.ability.language.acts.features import find_tokens
from frontdesk.ability.language.acts.fold import Folded, fold
from frontdesk.ability.language.acts.learned import Guesses
from frontdesk.ability.language.acts.model import Model
from frontdesk.ability.language.acts.scope import Clauses
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import Intent, Mood, Opt, ReplyKind, Urgency

ACTS_CHARS = 4000
_LIKELY = 0.5
_SHOUTED = 7


@dataclass(frozen=True, slots=True)
class Acts:
    """What a message does; `why` names the rule behind each part that is set."""

    intents: tuple[Intent, ...] = ()
    reply: ReplyKind | None = None
    urgency: Urgency = field(default_factory=Urgency)
    asks_for_person: bool = False
    opt: Opt | None = None
    mood: Mood = "neutral"
    doubts: tuple[str, ...] = ()
    why: dict[str, str] = field(default_factory=dict)


def find_acts(text: str, context: Context, *, model: Model) -> Acts:
    """The acts of the first ACTS_CHARS characters; opt-out and danger are read to the end."""
    whole = fold(text)
    folded = whole if len(whole.text) <= ACTS_CHARS else fold(text[:ACTS_CHARS])
    clauses = Clauses(folded, echoes=find_echoes(context))
    tokens = find_tokens(folded.text)
    guesses = Guesses(tokens, model)
    why: dict[str, str] = {}
    answer = reply.find_reply(folded, asked=context.asked, guesses=guesses)
    wish = consent.find_opt(whole, asked=context.asked)
    human = person.find_person(folded)
    urgency = danger.find_urgency(whole)
    mood, mood_why = person.find_mood(folded, shouted=_shouted(text))
    for name, reason in (
        ("reply", answer.why if answer else ""),
        ("opt", wish.why if wish else ""),
        ("asks_for_person", human[1] if human else ""),
        ("urgency", urgency.why),
        ("mood", mood_why),
    ):
        if reason:
            why[name] = reason
    shown = _intents(folded, clauses, context, guesses)
    own = learned.find_own(folded, clauses, tokens, bot=context.bot or "", model=model)
    own = tuple(intent for intent in own if not context.intents or intent.name in context.intents)
    return Acts(
        intents=tuple(sorted((*shown, *own), key=lambda intent: -intent.score)),
        reply=answer.kind if answer else None,
        urgency=urgency,
        asks_for_person=human is not None,
        opt=wish.opt if wish else None,
        mood=mood,
        doubts=learned.find_doubts(own),
        why=why,
    )


def _intents(folded: Folded, clauses: Clauses, context: Context, guesses: Guesses) -> list[Intent]:
    """The intents of every bot; wishes about real estate only where the bot may hear them."""
    found = [*shared.find_shared(folded), *person.find_topics(folded)]
    if context.bot is None or context.bot in estate.BOTS:
        answers = not _asks_intent(context)
        found += estate.find_estate(folded, clauses, guesses=guesses, answers=answers)
    if not any(intent.name != "none" and intent.score >= _LIKELY for intent in found):
        likely = [guesses.found[name] for name in shared.NAMES if name in guesses.found]
        for guess in likely:
            intent = learned.as_intent(guess, folded, clauses) if guess.score >= _LIKELY else None
            found += [intent] if intent else []
    return found


def _asks_intent(context: Context) -> bool:
    """Whether what a customer wants is open: nothing was asked, or just that."""
    slot = context.asked_slot()
    return context.asked in (None, "intent") or (slot is not None and slot.kind == "intent")


def find_echoes(context: Context) -> tuple[str, ...]:
    """The bot's own sentences of four words or more: quoted back, they are no evidence."""
    return tuple(
        sentence
        for said in context.history
        if said.role == "bot"
        for sentence in (part.strip() for part in fold(said.text).text.replace("!", ".").split("."))
        if sentence.count(" ") >= 3
    )


def _shouted(text: str) -> bool:
    """Whether a message of eight letters or more is written in capitals."""
    large = sum(map(str.isupper, text[:400]))
    if large < _SHOUTED:
        return False
    letters = sum(map(str.isalpha, text[:400]))
    return letters > _SHOUTED and large > 0.8 * letters

"""Turns what examples say of a message into intents, for wordings that no table row knows."""

from collections.abc import Iterable
from functools import cached_property

from frontdesk.ability.language.acts.features import Token, find_tokens
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ability.language.acts.model import Guess, Model
from frontdesk.ability.language.acts.scope import Clauses
from frontdesk.ground.words.reading import Intent

SHARED = "shared"
# The name, in a set where every text has one, of texts that do nothing of the set.
NOTHING = "nothing"
TOLD_FROM = 0.3
CLOSE = 0.15
SURE = 0.8
_PHRASE = 0.9


class Guesses:
    """What the examples of the shared intents say of one message, ranked when first asked for."""

    def __init__(self, tokens: tuple[Token, ...], model: Model) -> None:
        self._tokens = tokens
        self._model = model

    @cached_property
    def found(self) -> dict[str, Guess]:
        """The likely intents by name, best first."""
        ranked = self._model.rank(SHARED, self._tokens)
        return {guess.name: guess for guess in ranked if guess.score >= TOLD_FROM}

    def best_of(
        self, name: str, marks: Iterable[str], *, told: Folded | None = None
    ) -> Guess | None:
        """The likeliest intent of another set; `marks` are what rules see in the message, `told` is
        the part of it that counts."""
        tokens = self._tokens if told is None else find_tokens(told.text)
        ranked = self._model.rank(name, tokens, marks, most=1) if tokens else ()
        return next(iter(ranked), None)


def as_intent(guess: Guess, folded: Folded, clauses: Clauses) -> Intent | None:
    """A guess with the scope of its evidence; None where that is quoted."""
    scope = clauses.at(*guess.span)
    if scope.quoted:
        return None
    return Intent(
        guess.name,
        round(guess.score * (0.6 if scope.others else 1.0), 3),
        folded.span(*guess.span),
        negated=scope.denied,
        done=scope.done,
        why=guess.why,
    )


def find_own(
    folded: Folded, clauses: Clauses, tokens: tuple[Token, ...], *, bot: str, model: Model
) -> tuple[Intent, ...]:
    """The intents of a bot's own set, best first."""
    known = model.sets.get(bot)
    if known is None or bot == SHARED:
        return ()
    found = {
        guess.name: intent
        for guess in model.rank(bot, tokens)
        if guess.score >= TOLD_FROM and (intent := as_intent(guess, folded, clauses))
    }
    spaced = f" {' '.join(folded.words)} "
    for name, phrases in known.phrases.items():
        said = next((phrase for phrase in phrases if f" {phrase.lower()} " in spaced), None)
        if said and (name not in found or found[name].score < _PHRASE):
            start = max(0, folded.text.find(said.lower()))
            span = folded.span(start, min(len(folded.text), start + len(said)))
            found[name] = Intent(name, _PHRASE, span, why=f"says {said!r}")
    return tuple(found.values())


def find_doubts(intents: tuple[Intent, ...]) -> tuple[str, ...]:
    """A doubt where the two best of a bot's intents are too close to choose between."""
    wanted = sorted((i for i in intents if i.wanted), key=lambda intent: -intent.score)
    if len(wanted) < 2 or wanted[0].score >= SURE or wanted[0].score - wanted[1].score > CLOSE:
        return ()
    return (f"intent: {wanted[0].name} or {wanted[1].name}",)

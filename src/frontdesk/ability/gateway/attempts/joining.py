"""An answer that broke off turned into a question for the next model, and its words into one text.

The next model is told what was said. Models like to repeat its last word, its last sentence, or all
of it before they go on: what repeats is taken off, from a word's beginning on.
"""

from collections.abc import Iterator

from frontdesk.ability.gateway.nouns import Message

GO_ON = (
    "Your answer was interrupted. Everything above has already been shown to the reader. Go on from "
    "where it stops: do not greet, do not apologise, do not start again and do not repeat what "
    "stands there. If it stops inside a word, begin with that whole word."
)
LETTER_WORDS = "aeiouyAEIOUY"  # words of one letter: their like at a seam is chance


def continue_messages(messages: tuple[Message, ...], said: str) -> tuple[Message, ...]:
    """The same conversation, asking to go on after `said`."""
    return (*messages, Message("assistant", said), Message("user", GO_ON))


class Joint:
    """The seam between what was said and what comes. Feed pieces; what comes out is new."""

    def __init__(self, said: str) -> None:
        self._said = said
        self._starts = tuple(_word_starts(said))
        self._held = ""
        self._open = bool(said)

    def feed(self, piece: str) -> str:
        """What of the pieces so far can be shown now; "" while they may still be repetition."""
        if not self._open:
            return piece
        self._held += piece
        return "" if self._undecided() else self._release()

    def end(self) -> str:
        """What is left when nothing more comes."""
        return self._release() if self._open else ""

    def _undecided(self) -> bool:
        held = self._held.lstrip()
        return not held or any(self._said.startswith(held, start) for start in self._starts)

    def _release(self) -> str:
        self._open = False
        held, ended = self._held.lstrip(), self._said[-1:].isspace()
        for start in self._starts:  # the longest repetition first
            tail = self._said[start:].rstrip()
            if tail not in LETTER_WORDS and held.startswith(tail):
                rest = held[len(tail) :]
                if not ended:
                    return rest
                if not rest[:1].isalnum():  # `the ` is not repeated by `then`
                    return rest.lstrip()
        if ended:  # it ended with a space, and one is enough
            return held
        gap = " " if self._held[:1].isalnum() and self._said[-1].isalnum() else ""
        return gap + self._held


def _word_starts(said: str) -> Iterator[int]:
    for at, letter in enumerate(said):
        if not letter.isspace() and (at == 0 or said[at - 1].isspace()):
            yield at

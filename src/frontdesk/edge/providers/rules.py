"""Texts turned into lexical vectors without any vendor; it answers nothing itself.

An answer without a model is built by whoever asks, and given by the gateway. The vectors say how alike
two texts are in their words and spelling, not in meaning: 256 numbers of length 1, made of the hashes
of a text's words, pairs of neighbouring words, and pieces of three to five letters, so that word order
counts little, endings and slips of the pen change little, and texts without a word in common are
nearly at right angles. The same text gives the same vector in every process.
"""

import re
import unicodedata
from collections.abc import AsyncIterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from zlib import crc32

from frontdesk.ability.gateway import Ask, Client, Completion, Delta, Failure, Provider, Vectors
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import ReadSetting

EMBEDDING = "lexical-256"
SIZE = 256
_WORD = re.compile(r"[^\W_]+")
_WORD_WEIGHT, _PAIR_WEIGHT, _PIECE_WEIGHT = 1.0, 0.5, 0.25
# They say little about what a text is about.
_LIGHT = frozenset(
    {
        *(
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "but",
            "by",
            "can",
            "do",
            "for",
            "from",
            "has",
        ),
        *("have", "how", "i", "if", "in", "is", "it", "me", "my", "of", "on", "or", "our", "so"),
        *(
            "that",
            "the",
            "this",
            "to",
            "was",
            "we",
            "what",
            "when",
            "where",
            "which",
            "who",
            "will",
        ),
        *("with", "you", "your", "al", "como", "con", "de", "del", "el", "en", "es", "la", "las"),
        *("lo", "los", "mi", "para", "por", "que", "se", "su", "un", "una", "y"),
    }
)
_LIGHT_SHARE = 0.3


class RulesClient:
    """What is always there."""

    async def complete(self, ask: Ask, *, timeout_s: float) -> Completion:
        """Always `bad_request`: there is no model behind it."""
        raise _no_model(ask.model, timeout_s)

    async def stream(self, ask: Ask, *, timeout_s: float, idle_s: float) -> AsyncIterator[Delta]:
        """Always `bad_request`."""
        raise _no_model(ask.model, min(timeout_s, idle_s))
        yield Delta()  # what makes it a stream

    async def embed(self, texts: Sequence[str], model: str, *, timeout_s: float) -> Vectors:
        """One lexical vector per text."""
        if model not in ("", EMBEDDING) or timeout_s <= 0:
            raise Failure("unknown_model", f"the rules have no embedding model {model!r}")
        return Vectors(tuple(embed_text(text) for text in texts), model=EMBEDDING)

    async def list_models(self, *, timeout_s: float) -> tuple[str, ...]:
        """The one embedding."""
        return (EMBEDDING,) if timeout_s > 0 else ()


def embed_text(text: str) -> tuple[float, ...]:
    """256 numbers of length 1; an empty text is the first axis."""
    sums = [0.0] * SIZE
    bare = unicodedata.normalize("NFKD", text.casefold())
    words = _WORD.findall("".join(letter for letter in bare if not unicodedata.combining(letter)))
    for word in words:
        for axis, weight in _place_word(word):
            sums[axis] += weight
    for first, second in pairwise(words):
        axis, weight = _place(f"{first} {second}", _PAIR_WEIGHT)
        sums[axis] += weight
    length = sqrt(sum(value * value for value in sums))
    if not length:
        return (1.0, *([0.0] * (SIZE - 1)))
    return tuple(value / length for value in sums)


@lru_cache(maxsize=20_000)
def _place_word(word: str) -> tuple[tuple[int, float], ...]:
    """Where a word and its pieces count, and how much."""
    share = _LIGHT_SHARE if word in _LIGHT else 1.0
    edged = f"<{word}>"
    pieces = {edged[at : at + size] for size in (3, 4, 5) for at in range(len(edged) - size + 1)}
    placed = [_place(f"#{piece}", _PIECE_WEIGHT * share) for piece in sorted(pieces)]
    return (_place(word, _WORD_WEIGHT * share), *placed)


def _place(feature: str, weight: float) -> tuple[int, float]:
    """One bit of the hash is the sign, so that chance meetings cancel out."""
    code = crc32(feature.encode())
    return code % SIZE, weight if code & 0x10000 else -weight


def _no_model(model: str, timeout_s: float) -> Failure:
    return Failure(
        "bad_request",
        "the rules answer nothing themselves",
        vendor_says=f"no model {model!r} within {timeout_s} s",
    )


def open_client(_http: HttpClient, _read: ReadSetting) -> Client | None:
    """Always there."""
    return RulesClient()


PROVIDER = Provider(
    name="rules",
    says="What works without any model: lexical embeddings, at no cost.",
    open=open_client,
    embedding=EMBEDDING,
    order=1000,
)

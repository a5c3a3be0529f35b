"""Messages turned into the tokens they will cost, before a vendor has counted them.

Characters are counted, not tokens: a tokenizer per vendor would be slow, large, and still wrong for
the next model. What vendors count afterwards corrects the ratio, model by model, within bounds.
"""

from collections.abc import Sequence

from frontdesk.ability.gateway.nouns import Message, Usage

PER_TOKEN = 3.5
"""Characters in a token, on the safe side for western languages."""
WIDE = 1.0
"""Characters of scripts outside Latin, Greek and Cyrillic come to about one token each."""
PER_MESSAGE = 6
PER_IMAGE = {"low": 300, "auto": 1600, "high": 1600}
LEAST, MOST = 0.6, 2.5
"""Bounds of a learned correction: one strange count never switches a budget off, or on."""
MARGIN = 1.1
_WIDE_BYTES = bytes(range(0xD6, 0x100))  # what a character from Hebrew on begins with in UTF-8
_SHARE = 0.1  # of the newest count in the running average
_MODELS = 1000


def estimate_tokens(
    messages: Sequence[Message], max_tokens: int, *, factor: float = 1.0, beside: int = 0
) -> tuple[int, int]:
    """The tokens to reserve for a call: in, from characters and images, a little on the safe side;
    and out, where only `max_tokens` is sure. `factor` is what `Factors` has learned of the model;
    `beside` are the characters of tools and schema that go along."""
    plain = _measure(messages) + beside / PER_TOKEN
    return int(plain * factor * MARGIN) + 1, max_tokens


class Factors:
    """What the vendors' own counts have taught this process about each model's tokens."""

    def __init__(self) -> None:
        self._known: dict[str, float] = {}

    def factor(self, model: str) -> float:
        """By what the plain estimate of a model is to be multiplied; 1.0 while nothing is known."""
        return self._known.get(model, 1.0)

    def learn(self, model: str, messages: Sequence[Message], usage: Usage) -> None:
        """Take a vendor's count into account. What a vendor adds of its own makes it dearer."""
        plain = _measure(messages)
        if usage.tokens_in <= 0 or plain <= 0:
            return
        if model not in self._known and len(self._known) >= _MODELS:
            self._known.clear()
        before = self._known.get(model, 1.0)
        after = before + _SHARE * (usage.tokens_in / plain - before)
        self._known[model] = min(MOST, max(LEAST, after))


def _measure(messages: Sequence[Message]) -> float:
    return sum(_tokens(message) for message in messages)


def _tokens(message: Message) -> float:
    called = sum(len(call.name) + len(call.arguments) for call in message.tool_calls)
    pictures = sum(PER_IMAGE[image.detail] for image in message.images)
    return PER_MESSAGE + pictures + (called / PER_TOKEN) + _text_tokens(message.text)


def _text_tokens(text: str) -> float:
    if text.isascii():
        return len(text) / PER_TOKEN
    encoded = text.encode("utf-8", "replace")
    wide = len(encoded) - len(encoded.translate(None, _WIDE_BYTES))
    return (len(text) - wide) / PER_TOKEN + wide / WIDE

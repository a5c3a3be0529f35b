"""A worded reply turned into what may leave: a length the channel takes, nothing dropped."""

from dataclasses import dataclass

from frontdesk.ability.language import surface
from frontdesk.flow.conversation.contracts.channel import Channel


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The texts that leave, and notes on what was changed for the "why" page."""

    texts: tuple[str, ...]
    notes: tuple[str, ...] = ()


def check_reply(text: str, channel: Channel) -> Reviewed:
    """Fit a reply into its channel. Too long a text is split at sentence ends."""
    text = " ".join(text.split())
    if not text:
        return Reviewed(())
    limit = channel.max_characters
    if channel.max_segments is not None:
        per = 153 if surface.count_segments(text).encoding == "GSM-7" else 67
        limit = min(limit, channel.max_segments * per)
    if len(text) <= limit:
        return Reviewed((text,))
    texts = tuple(split_text(text, limit))
    return Reviewed(texts, (f"split into {len(texts)} at {limit} characters",))


def split_text(text: str, limit: int) -> list[str]:
    """`text` in pieces of at most `limit` characters, cut at the last sentence end or space."""
    pieces = []
    while len(text) > limit:
        window = text[: limit + 1]
        cut = max(window.rfind(mark) + 1 for mark in (". ", "? ", "! "))
        if cut < limit // 2:
            cut = window.rfind(" ")
        cut = cut if cut > 0 else limit
        pieces.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*pieces, text] if text else pieces

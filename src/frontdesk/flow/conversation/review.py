"""A worded reply turned into what may leave: disclosure said once, and a length the channel takes."""

from dataclasses import dataclass

from frontdesk.ability.language import surface
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.ground.words.decision import Decision

DISCLOSURE = "house.disclosure"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The texts that leave, and notes on what was changed for the "why" page."""

    texts: tuple[str, ...]
    notes: tuple[str, ...] = ()


def needs_disclosure(decision: Decision, said: tuple[str, ...], *, wanted: bool) -> bool:
    """Whether this reply must say that a bot is answering: once, with the first words we say
    (Cal. B&P 17941: disclosing is the safe harbour)."""
    return wanted and bool(decision.say) and DISCLOSURE not in said


def check_reply(text: str, channel: Channel) -> Reviewed:
    """Fit a reply into its channel. Too long a text is split at sentence ends; nothing is dropped."""
    text = " ".join(text.split())
    if not text:
        return Reviewed(())
    limit = channel.max_characters
    if channel.max_segments is not None:
        per = 153 if surface.count_segments(text).encoding == "gsm7" else 67
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

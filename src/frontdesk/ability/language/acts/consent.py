"""Turns a message into a wish to hear no more, to hear again, or to get help with messages.

By the rule in force since 11 April 2025 (47 CFR 64.1200(a)(10)) any wording a reasonable person
understands as a revocation counts; the listed single words always do.
"""

import re
from dataclasses import dataclass

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Opt, Span

_TABLE = table.of("consent")


@dataclass(frozen=True, slots=True)
class OptWish:
    """What the customer wishes about messages, where it says so, and the rule that saw it."""

    opt: Opt
    span: Span
    why: str


def find_opt(folded: Folded, *, asked: str | None = None) -> OptWish | None:
    """The wish to be opted out, in again, or helped; None for any other message.

    A bare "yes" opts in and a bare "info" asks for help only where nothing was asked.
    """
    whole = folded.span(0, len(folded.text))
    word = _single(folded)
    if word in _TABLE["out_words"].plain:
        return OptWish("out", whole, f"the message is the word {word!r}")
    out = folded.first(_TABLE["out"])
    if out and not folded.first(_TABLE["not_out"]):
        return OptWish("out", folded.span(*out.span()), "wording that ends messages")
    if word in _TABLE["in_words"].plain or (
        word == "yes" and asked is None and len(folded.words) == 1
    ):
        return OptWish("in", whole, f"the message is the word {word!r}")
    if word in _TABLE["help_words"].plain and (word == "help" or asked is None):
        return OptWish("help", whole, f"the message is the word {word!r}")
    back = folded.first(_TABLE["in"])
    if back:
        return OptWish("in", folded.span(*back.span()), "wording that asks for messages again")
    return None


def _single(folded: Folded) -> str:
    """The one word that a message is, politeness and punctuation aside; empty otherwise."""
    if len(folded.words) > 5:
        return ""
    joined = re.sub(r"[^a-z]", "", folded.text)
    if joined in _TABLE["out_words"].plain or joined in _TABLE["in_words"].plain:
        return joined
    kept = [word for word in folded.words if word not in _TABLE["polite"].plain]
    if len(kept) == 2 and kept[0] == "opt":
        return "opt" + kept[1] if kept[1] in ("out", "in") else ""
    unique = set(kept)
    return kept[0] if len(unique) == 1 else ""

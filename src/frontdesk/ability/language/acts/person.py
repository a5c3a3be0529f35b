"""Turns a message into a wish for a human being, a complaint, a matter of law or money, a mood."""

import re
from functools import cache
from typing import get_args

from frontdesk.ability.language.acts import table
from frontdesk.ability.language.acts.fold import Folded
from frontdesk.ground.words.reading import Intent, Mood, Span

_ALL_MOODS: tuple[Mood, ...] = get_args(Mood)
_TABLE = table.of("person")
_BARE_BOT_DISLIKE = re.compile(r"\b(?:machine|bot|robot|automated|virtual)")


@cache
def _moods() -> tuple[tuple[Mood, table.Row], ...]:
    """The rows of moods, the stronger first."""
    return tuple(
        (mood, row) for row in _TABLE.rows for mood in _ALL_MOODS if row.head == ("mood", mood)
    )


def find_person(folded: Folded) -> tuple[Span, str] | None:
    """Where a message asks for a person instead of a bot, and why; None where it does not."""
    for match in folded.each(_TABLE["person"]):
        around = folded.text[max(0, match.start() - 32) : match.end()]
        if _TABLE["not_person"].pattern.search(around) and not _BARE_BOT_DISLIKE.search(match[0]):
            continue
        return folded.span(*match.span()), "asks for a person"
    return None


def find_topics(folded: Folded) -> tuple[Intent, ...]:
    """`legal` and `complaint` where a message touches them."""
    found = []
    for name in ("legal", "complaint"):
        hits = [
            hit
            for hit in folded.each(_TABLE[name])
            if name == "complaint" or not _ruled_out(hit, folded.text)
        ]
        if hits:
            score = min(0.95, 0.75 + 0.1 * (len(hits) - 1))
            found.append(
                Intent(name, score, folded.span(*hits[0].span()), why=f"says {hits[0][0]!r}")
            )
    return tuple(found)


def _ruled_out(hit: re.Match[str], text: str) -> bool:
    """ "No divorce", "foreclosure is not it": a matter of law that it is not."""
    if _TABLE["no_legal_before"].pattern.search(text[max(0, hit.start() - 40) : hit.start()]):
        return True
    after = _TABLE["no_legal_after"].pattern.match(text, hit.end())
    return after is not None and _TABLE["denies"].pattern.search(after[0]) is not None


def find_mood(folded: Folded, *, shouted: bool) -> tuple[Mood, str]:
    """The mood of a message and the words that show it; `shouted` is a message in capitals."""
    for mood, row in _moods():
        match = folded.first(row)
        if match and not _TABLE["not_mood"].pattern.search(folded.text[: match.start()]):
            return mood, f"says {match[0]!r}"
    if shouted and "!" in folded.text:
        return "frustrated", "shouts"
    return "neutral", ""

"""Text and context in, values about time and doubts out: the one call of the room."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from frontdesk.ability.language.calendar import (
    chart,
    feasts,
    holidays,
    palabras,
    settle,
    standing,
    tokens,
    words,
)
from frontdesk.ability.language.calendar.chart import Grammar, Leaf, Phrase
from frontdesk.ability.language.calendar.grammar import (
    choices,
    clocks,
    dates,
    joins,
    lengths,
    picks,
    ranges,
    repeats,
)
from frontdesk.ability.language.calendar.items import (
    Either,
    Frame,
    Impossible,
    Item,
    Part,
    Repeat,
)
from frontdesk.ability.language.calendar.tokens import Token
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import Value

_ROWS = (
    *clocks.ROWS,
    *dates.ROWS,
    *lengths.ROWS,
    *joins.ROWS,
    *picks.ROWS,
    *choices.ROWS,
    *ranges.ROWS,
    *repeats.ROWS,
    *holidays.ROWS,
    *feasts.ROWS,
    *palabras.ROWS,
)
_NEVER_LONE = frozenset(
    words.each("a an the at of in on as and by day days to for this first end no all")
)


class Known(NamedTuple):
    """The rules, the words with their readings, and the words that can be a phrase without a
    number or a name in it: "now", "after lunch"."""

    grammar: Grammar
    lexicon: Mapping[str, tuple[Leaf, ...]]
    lone: frozenset[str]


@cache
def known() -> Known:
    """Rules and words, put together at first use."""
    grammar = Grammar.of(_ROWS)
    found = words.lexicon()
    for word, leaves in palabras.lexicon().items():
        found.setdefault(word, []).extend(leaves)
    for word in grammar.words:
        found.setdefault(word, []).append((word, None, ""))
    lexicon = {word: tuple(leaves) for word, leaves in found.items()}
    return Known(grammar, lexicon, grammar.lone_words() - _NEVER_LONE)


# Longer runs are cut: a phrase about time is short, and the chart's work grows with its run.
_LONGEST_RUN = 24


def find_times(text: str, context: Context) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """Dates, times, intervals, durations and recurrences in the text, and doubts about them.

    Values come in order of their spans and do not overlap. Never raises; takes time linear in
    the length of the text. `docs/reference/reading.md` has the canonical forms and policies.
    """
    named = _zone(context.tz)
    zone = named or UTC
    frame = Frame(
        _local_now(context.now, zone),
        following_week=context.next_weekday == "following_week",
        day_first=_day_first(context.locale),
    )
    wanted = standing.asked_kinds(context)
    values: list[Value] = []
    doubts: list[str] = []
    if named is None:
        doubts.append(f"unknown_zone:{context.tz}")
    for run in tokens.runs(text, known().lexicon, frame):
        for piece in _pieces(run):
            _read_run(piece, text, frame, zone, wanted, values, doubts)
    return tuple(values), tuple(dict.fromkeys(doubts))


def _pieces(run: list[Token]) -> Iterator[list[Token]]:
    """Runs with something to read in them, short enough to compose."""
    lone = known().lone
    for start in range(0, len(run), _LONGEST_RUN):
        piece = run[start : start + _LONGEST_RUN]
        if any(
            item is not None or symbol in lone
            for token in piece
            for symbol, item, _ in token.leaves
        ):
            yield piece


def _read_run(
    run: list[Token],
    text: str,
    frame: Frame,
    zone: tzinfo,
    wanted: frozenset[str],
    values: list[Value],
    doubts: list[str],
) -> None:
    found = chart.compose(frame, [token.leaves for token in run], known().grammar)
    usable = [phrase for phrase in found if standing.stands(phrase, run, text, wanted)]
    for phrase in _best(usable, len(run)):
        start, end = run[phrase.start].start, run[phrase.end - 1].end
        if isinstance(phrase.item, Impossible):
            doubts.append(f"{phrase.item.kind}:{_quoted(text[start:end])}")
        else:
            values.extend(_values(phrase, run, frame, zone, doubts))


def _values(
    phrase: Phrase, run: list[Token], frame: Frame, zone: tzinfo, doubts: list[str]
) -> Iterator[Value]:
    """One value; of a habit in a part of the day two, each on its own words."""
    start, end = run[phrase.start].start, run[phrase.end - 1].end
    item = phrase.item
    pieces: list[tuple[Item, int, int]] = [(item, start, end)]
    if isinstance(item, Repeat) and item.part is not None:
        pieces = _habit(item, item.part, run[phrase.start : phrase.end])
    elif isinstance(item, Either):
        pieces = _choices(item, run[phrase.start : phrase.end])
    for piece, begin, finish in pieces:
        settled = settle.settle(piece, frame, zone)
        if settled is None:
            continue
        if settled.doubt:
            doubts.append(settled.doubt)
        sure = round(settled.sure * standing.SURE[standing.footing_of(item)], 2)
        why = phrase.names[0] if phrase.names else phrase.symbol.lower()
        yield Value(settled.kind, settled.value, (begin, finish), sure, settled.grain, why)


def _habit(habit: Repeat, part: Part, said: list[Token]) -> list[tuple[Item, int, int]]:
    """ "weekday mornings": the days on their words, the part of the day on its word."""
    start, end = said[0].start, said[-1].end
    if len(said) == 1:
        return [(part, start, end)]
    for token in (said[-1], said[0]):
        if any(symbol.startswith("PART") for symbol, _, _ in token.leaves):
            if token is said[0]:
                return [(part, start, token.end), (habit, said[1].start, end)]
            return [(habit, start, said[-2].end), (part, token.start, end)]
    return [(habit, start, end)]


def _choices(either: Either, said: list[Token]) -> list[tuple[Item, int, int]]:
    """ "tuesday or friday": each on the words of its side of the last "or"."""
    at = max(index for index, token in enumerate(said) if token.word in ("or", "o"))
    first = (either.first, said[0].start, said[at - 1].end)
    return [first, (either.second, said[at + 1].start, said[-1].end)]


def _quoted(said: str) -> str:
    """The words in lower case, without the preposition before them."""
    words_said = said.lower().split()
    while len(words_said) > 1 and words_said[0] in ("on", "the", "at", "for", "el", "del"):
        words_said.pop(0)
    return " ".join(words_said)


def _best(phrases: Sequence[Phrase], length: int) -> list[Phrase]:
    """The non-overlapping phrases that cover most tokens with the fewest pieces."""
    by_start: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        by_start.setdefault(phrase.start, []).append(phrase)
    score = [0.0] * (length + 1)
    choice: list[Phrase | None] = [None] * (length + 1)
    for start in range(length - 1, -1, -1):
        score[start] = score[start + 1]
        for phrase in by_start.get(start, ()):
            worth = 10.0 * (phrase.end - start) - 4.0 + phrase.weight + score[phrase.end]
            if worth > score[start]:
                score[start], choice[start] = worth, phrase
    chosen: list[Phrase] = []
    at = 0
    while at < length:
        picked = choice[at]
        if picked is not None:
            chosen.append(picked)
        at = picked.end if picked is not None else at + 1
    return chosen


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _local_now(now: datetime, zone: tzinfo) -> datetime:
    try:
        return now.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return now.replace(tzinfo=None)


def _day_first(locale: str) -> bool:
    return not locale.upper().replace("_", "-").endswith(("-US", "-PH")) and locale != "en"

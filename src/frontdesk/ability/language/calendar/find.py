"""Text and context in, values about time and doubts out: the one call of the room."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from frontdesk.ability.language.calendar import chart, holidays, palabras, settle, tokens, words
from frontdesk.ability.language.calendar.chart import Grammar, Leaf, Phrase
from frontdesk.ability.language.calendar.grammar import (
    clocks,
    dates,
    joins,
    lengths,
    ranges,
    repeats,
)
from frontdesk.ability.language.calendar.items import (
    Clock,
    Footing,
    Frame,
    Impossible,
    Item,
    Length,
    Part,
    Range,
    Repeat,
    When,
)
from frontdesk.ability.language.calendar.tokens import Token
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import Value

_GRAMMAR = Grammar.of(
    (
        *clocks.ROWS,
        *dates.ROWS,
        *lengths.ROWS,
        *joins.ROWS,
        *ranges.ROWS,
        *repeats.ROWS,
        *holidays.ROWS,
        *palabras.ROWS,
    )
)


def _lexicon() -> dict[str, tuple[Leaf, ...]]:
    known = words.lexicon()
    for word, leaves in palabras.lexicon().items():
        known.setdefault(word, []).extend(leaves)
    for word in _GRAMMAR.words:
        known.setdefault(word, []).append((word, None, ""))
    return {word: tuple(leaves) for word, leaves in known.items()}


_LEXICON = _lexicon()
# Words that can be a phrase without a number or a name in it: "now", "after lunch".
_LONE = _GRAMMAR.lone_words() - frozenset(
    [
        "a",
        "an",
        "the",
        "at",
        "of",
        "in",
        "on",
        "as",
        "and",
        "by",
        "day",
        "days",
        "to",
        "for",
        "this",
        "first",
        "end",
        "no",
        "all",
    ]
)
# Longer runs are cut: a phrase about time is short, and the chart's work grows with its run.
_LONGEST_RUN = 24


def find_times(text: str, context: Context) -> tuple[tuple[Value, ...], tuple[str, ...]]:
    """Dates, times, intervals, durations and recurrences in the text, and doubts about them.

    Values come in order of their spans and do not overlap. Never raises; takes time linear in
    the length of the text. `docs/reference/reading.md` has the canonical forms and policies.
    """
    zone = _zone(context.tz)
    frame = Frame(
        context.now.astimezone(zone).replace(tzinfo=None),
        following_week=context.next_weekday == "following_week",
        day_first=_day_first(context.locale),
    )
    wanted = _wanted(context)
    values: list[Value] = []
    doubts: list[str] = []
    for run in tokens.runs(text, _LEXICON, frame):
        for piece in _pieces(run):
            _read_run(piece, text, frame, zone, wanted, values, doubts)
    return tuple(values), tuple(dict.fromkeys(doubts))


def _pieces(run: list[Token]) -> Iterator[list[Token]]:
    """Runs with something to read in them, short enough to compose."""
    for start in range(0, len(run), _LONGEST_RUN):
        piece = run[start : start + _LONGEST_RUN]
        if any(
            item is not None or symbol in _LONE
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
    found = chart.compose(frame, [token.leaves for token in run], _GRAMMAR)
    usable = [phrase for phrase in found if _stands(phrase, run, text, wanted)]
    for phrase in _best(usable, len(run)):
        start, end = run[phrase.start].start, run[phrase.end - 1].end
        if isinstance(phrase.item, Impossible):
            doubts.append(f"{phrase.item.kind}:{' '.join(text[start:end].lower().split())}")
            continue
        settled = settle.settle(phrase.item, frame, zone)
        if settled is None:
            continue
        if settled.doubt:
            doubts.append(settled.doubt)
        sure = settled.sure * _SURE[_footing(phrase.item)]
        why = phrase.names[0] if phrase.names else phrase.symbol.lower()
        values.append(
            Value(settled.kind, settled.value, (start, end), round(sure, 2), settled.grain, why)
        )


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


_SURE: dict[Footing, float] = {"firm": 1.0, "weak": 0.8, "shy": 0.7, "latent": 0.7}


def _footing(item: Item) -> Footing:
    if isinstance(item, Clock | When | Part | Range | Length | Repeat):
        return item.footing
    return "firm"


# Symbols whose phrases are values by themselves.
_WHOLE = frozenset(words.each("DATE MOMENT CLOCK HOUR PART SPAN OPEN RANGE LEN REPEAT ASKED BAD"))


def _stands(phrase: Phrase, run: list[Token], text: str, wanted: frozenset[str]) -> bool:
    """Whether a phrase may be a value here: firm, or weak in plain company, or asked for."""
    if phrase.symbol not in _WHOLE:
        return False
    footing = _footing(phrase.item)
    start, end = run[phrase.start].start, run[phrase.end - 1].end
    if footing == "firm":
        return not _somebody(phrase, run, text, start, end)
    alone = _WORD.search(text, 0, start) is None and _WORD.search(text, end) is None
    if footing == "latent":
        return _asked_for(phrase, wanted) and _plain(text, end)
    if footing == "shy":
        return alone or (_plain(text, end) and _asked_for(phrase, wanted))
    return alone or _plain(text, end)


def _asked_for(phrase: Phrase, wanted: frozenset[str]) -> bool:
    if isinstance(phrase.item, Clock):
        return "time" in wanted
    if isinstance(phrase.item, Length):
        return "length" in wanted
    return "date" in wanted or (isinstance(phrase.item, Part | Range) and "time" in wanted)


def _somebody(phrase: Phrase, run: list[Token], text: str, start: int, end: int) -> bool:
    """A first name that is a month too, or an age in years."""
    if phrase.symbol == "LEN":
        return _OLD.match(text, end) is not None
    if phrase.end - phrase.start > 1 or run[phrase.start].word not in words.NAMES:
        return False
    return _NAMED.search(text, max(0, start - 24), start) is not None or (
        _SPEAKS.match(text, end) is not None
    )


_OLD = re.compile(r"[ -]*(?:olds?|of age|anos de edad)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:\b(?:is|i'?m|am|name|called|hi|hey|hello|dear|thanks?|ask|for|with|soy|llamo)\W*)$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\s+(?:here|there|speaking|from|told|said|called|and i\b)", re.IGNORECASE)


def _plain(text: str, end: int) -> bool:
    """True when what follows is the end, a mark, or a word that no count or name would take."""
    follower = _FOLLOWER.match(text, end)
    return follower is None or follower.group(1).lower() in _FOLLOWERS


_WORD = re.compile(r"[^\W_]")
_FOLLOWER = re.compile(r"\s*([^\W_]+)")
_FOLLOWERS = frozenset(
    words.each(
        "a an and any are as at be because but by can could do does for from good great he how i "
        "if in instead is it its just may me might my no not of ok okay on or our please she "
        "should so sorry sounds still thank thanks that the their then they this to today "
        "tomorrow too unless until was we well were what when where which who will with work "
        "works would y yes you your under already also only again depending preferably ideally "
        "only max latest earliest there have had has need want i'll i'm it's that's o en por para "
        "con si que esta gracias es me nos"
    )
)


def _wanted(context: Context) -> frozenset[str]:
    """What the question asked for: date, time, length."""
    slot = context.asked_slot()
    kind = slot.kind if slot is not None else context.asked or ""
    return _WANTED.get(kind, frozenset())


_WANTED: dict[str, frozenset[str]] = {
    "date": frozenset({"date"}),
    "time": frozenset({"time"}),
    "datetime": frozenset({"date", "time"}),
    "interval": frozenset({"date", "time"}),
    "timeline": frozenset({"date", "length"}),
    "duration": frozenset({"length"}),
    "recurrence": frozenset({"date", "time"}),
}


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _day_first(locale: str) -> bool:
    return not locale.upper().replace("_", "-").endswith(("-US", "-PH")) and locale != "en"

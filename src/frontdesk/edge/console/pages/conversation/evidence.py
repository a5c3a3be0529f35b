"""A turn's recorded reading turned into what can be seen: marked words, wishes, values, notes."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from frontdesk.ground.words.reading import Json

Mark = Literal["intent", "value", "both", "plain"]
LONGEST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the customer's words; `title` names what was understood by it."""

    text: str
    mark: Mark
    title: str


@dataclass(frozen=True, slots=True)
class Wish:
    """An intent as it was weighed: negated and done ones are seen, and not acted on."""

    name: str
    percent: int
    words: str
    state: Literal["", "negated", "done"]
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """A value in the customer's words and in its canonical form."""

    kind: str
    words: str
    canonical: str
    percent: int
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything one reading found. `notes` are the rest: language, urgency, doubts."""

    pieces: tuple[Piece, ...]
    wishes: tuple[Wish, ...]
    values: tuple[Found, ...]
    notes: tuple[tuple[str, str], ...]


def show_evidence(text: str, reading: Mapping[str, Json]) -> Evidence:
    """What to show of a reading of `text`. Spans that do not fit the text are left unmarked."""
    intents, values = _items(reading, "intents"), _items(reading, "values")
    return Evidence(
        pieces=_pieces(text, intents, values),
        wishes=tuple(sorted((_wish(text, item) for item in intents), key=lambda w: -w.percent)),
        values=tuple(_found(text, item) for item in values),
        notes=_notes(reading),
    )


def show_value(value: Json) -> str:
    """A canonical value on one line, as a person would write it."""
    if isinstance(value, str):
        shown = value
    elif isinstance(value, Mapping):
        shown = _money(value) or _address(value) or _points(value) or _pairs(value)
    elif isinstance(value, Sequence):
        shown = "; ".join(show_value(part) for part in value)
    elif value is None:
        shown = "unknown"
    elif isinstance(value, bool):
        shown = "yes" if value else "no"
    else:
        shown = f"{value:,}"
    return shown if len(shown) <= LONGEST_SHOWN else shown[:LONGEST_SHOWN] + "…"


def _money(value: Mapping[str, Json]) -> str:
    """`{amount_minor, currency}` and `{min, max, currency}`, both in minor units."""
    currency = value.get("currency")
    if currency is None:
        return ""
    if "amount_minor" in value:
        return f"{_major(value['amount_minor'])} {currency}"
    least, most = value.get("min"), value.get("max")
    if least is None:
        return f"up to {_major(most)} {currency}"
    if most is None:
        return f"{_major(least)} {currency} or more"
    return f"{_major(least)} to {_major(most)} {currency}"


def _major(minor: Json) -> str:
    amount = cast(int, minor) / 100
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


def _address(value: Mapping[str, Json]) -> str:
    if "street" not in value and "city" not in value:
        return ""
    parts = (("number", "street", "unit"), ("city",), ("state", "postal_code"))
    lines = (" ".join(str(value[name]) for name in line if value.get(name)) for line in parts)
    return ", ".join(line for line in lines if line)


def _points(value: Mapping[str, Json]) -> str:
    """One reason of a score, as bots explain theirs: `{points, reason}`."""
    if set(value) != {"points", "reason"}:
        return ""
    return f"{value['points']:+} {value['reason']}"


def _pairs(value: Mapping[str, Json]) -> str:
    return ", ".join(
        f"{key.replace('_', ' ')} {show_value(part)}"
        for key, part in value.items()
        if part is not None
    )


def _items(reading: Mapping[str, Json], name: str) -> list[Mapping[str, Json]]:
    return cast(list[Mapping[str, Json]], reading.get(name) or [])


def _span(text: str, item: Mapping[str, Json]) -> tuple[int, int]:
    span = cast(Sequence[int], item.get("span") or (0, 0))
    return max(0, min(span[0], len(text))), max(0, min(span[1], len(text)))


def _words(text: str, item: Mapping[str, Json]) -> str:
    start, end = _span(text, item)
    return text[start:end]


def _percent(number: Json) -> int:
    return round(cast(float, number or 0.0) * 100)


def _wish(text: str, item: Mapping[str, Json]) -> Wish:
    state: Literal["", "negated", "done"] = ""
    if item.get("negated"):
        state = "negated"
    elif item.get("done"):
        state = "done"
    return Wish(
        name=str(item.get("name")).replace("_", " "),
        percent=_percent(item.get("score")),
        words=_words(text, item),
        state=state,
        why=str(item.get("why") or ""),
    )


def _found(text: str, item: Mapping[str, Json]) -> Found:
    return Found(
        kind=str(item.get("kind")),
        words=_words(text, item),
        canonical=show_value(item.get("value")),
        percent=_percent(item.get("confidence", 1.0)),
        why=str(item.get("why") or ""),
    )


def _pieces(
    text: str, intents: Sequence[Mapping[str, Json]], values: Sequence[Mapping[str, Json]]
) -> tuple[Piece, ...]:
    """The text cut at every edge of a span, so that overlapping evidence stays visible."""
    marks = [(*_span(text, item), "intent", str(item.get("name"))) for item in intents]
    marks += [(*_span(text, item), "value", str(item.get("kind"))) for item in values]
    edges = sorted({0, len(text), *(edge for mark in marks for edge in mark[:2])})
    pieces = []
    for start, end in itertools.pairwise(edges):
        over = [mark for mark in marks if mark[0] <= start and end <= mark[1]]
        kinds = {mark[2] for mark in over}
        mark: Mark = "plain"
        if kinds:
            mark = "both" if len(kinds) == 2 else cast(Mark, kinds.pop())
        title = ", ".join(dict.fromkeys(name.replace("_", " ") for *_, name in over))
        pieces.append(Piece(text[start:end], mark, title))
    return tuple(pieces)


def _notes(reading: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    urgency = cast(Mapping[str, Json], reading.get("urgency") or {})
    level = urgency.get("level")
    hazards = cast(Sequence[str], urgency.get("hazards") or ())
    rows: list[tuple[str, Json]] = [
        ("language", reading.get("language")),
        ("reply", reading.get("reply")),
        ("opt", reading.get("opt")),
        ("asks for a person", "yes" if reading.get("asks_for_person") else None),
        ("urgency", None if level == "none" else level),
        ("hazards", ", ".join(hazards)),
        ("mood", None if reading.get("mood") == "neutral" else reading.get("mood")),
        ("doubts", ", ".join(cast(Sequence[str], reading.get("doubts") or ()))),
    ]
    return tuple((name, str(value)) for name, value in rows if value)

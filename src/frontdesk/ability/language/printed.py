"""Turns a Reading into the JSON object that `frontdesk read` prints, and input lines into those."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from frontdesk.ability.language.context import Context, Said
from frontdesk.ability.language.read import read
from frontdesk.ground.words.reading import Json, Reading, Sensitive, SensitiveKind


def as_json(reading: Reading, *, why: bool = False) -> dict[str, Json]:
    """The stable object of a Reading (`docs/reference/reading.md`); `why` adds the reasons."""
    intents: list[Json] = []
    for intent in reading.intents:
        item: dict[str, Json] = {
            "name": intent.name,
            "score": intent.score,
            "negated": intent.negated,
            "done": intent.done,
            "span": intent.span,
        }
        intents.append(item | {"why": intent.why} if why else item)
    found: list[Json] = []
    for value in reading.values:
        entry: dict[str, Json] = {
            "kind": value.kind,
            "value": value.value,
            "span": value.span,
            "confidence": value.confidence,
        }
        if value.grain is not None:
            entry["grain"] = value.grain
        found.append(entry | {"why": value.why} if why else entry)
    urgency: dict[str, Json] = {"level": reading.urgency.level, "hazards": reading.urgency.hazards}
    if reading.urgency.trade is not None:
        urgency["trade"] = reading.urgency.trade
    printed: dict[str, Json] = {
        "text": reading.text,
        "language": reading.language,
        "intents": intents,
        "values": found,
        "reply": reading.reply,
        "urgency": urgency,
        "asks_for_person": reading.asks_for_person,
        "opt": reading.opt,
        "mood": reading.mood,
        "sensitive": [_sensitive(item, why=why) for item in reading.sensitive],
        "doubts": reading.doubts,
    }
    if not why:
        return printed
    return printed | {"why": {"language": _LANGUAGE_RULE, **reading.why}}


def _sensitive(item: Sensitive, *, why: bool) -> dict[str, Json]:
    shown: dict[str, Json] = {"kind": item.kind, "span": item.span}
    return shown | {"why": _SENSITIVE_RULES[item.kind]} if why else shown


_LANGUAGE_RULE = "frequent words, endings and letters of each language, counted"
# The rule behind each kind of sensitive span (surface.find_sensitive).
_SENSITIVE_RULES: Mapping[SensitiveKind, str] = {
    "name": "introduced, asked for, or a frequent given name with a capital",
    "phone": "digits that can be dialled, or written like a telephone number",
    "email": "written or said as an e-mail address",
    "dob": "a day named as a birth date, or a full date fifteen years back or more",
    "card": "13 to 19 digits with a valid check digit, or beside a word that says card",
    "ssn": "nine digits in the form of a social security number, or beside a word that names it",
    "address": "a house, a street or a post box",
}


def read_lines(
    lines: Iterable[str], defaults: Context, *, why: bool = False
) -> Iterator[dict[str, Json]]:
    """One printed Reading per input line.

    A line is plain text, or a JSON object with a string `text` and optionally `asked`, `now`
    (ISO 8601), `tz`, `locale`, `bot` and `history` ([{role, text}]), which stand over
    `defaults`. Any other line, also one of broken JSON, is read as text; a setting that cannot
    be used keeps its default and is named in `doubts`.
    """
    for line in lines:
        text, context, doubts = _parse_line(line.rstrip("\r\n"), defaults)
        reading = read(text, context)
        if doubts:
            reading = replace(reading, doubts=(*reading.doubts, *doubts))
        yield as_json(reading, why=why)


def _parse_line(line: str, defaults: Context) -> tuple[str, Context, tuple[str, ...]]:
    given = _object(line)
    text = given.get("text") if given else None
    if given is None or not isinstance(text, str):
        return line, defaults, ()
    context, doubts = defaults, []
    tz = _word(given, "tz")
    if tz is not None:
        if _zone(tz):
            context = replace(context, tz=tz)
        else:
            doubts.append(f"input: tz {tz!r} is not a time zone")
    now = _word(given, "now")
    if now is not None:
        moment = _moment(now, context.tz)
        if moment:
            context = replace(context, now=moment)
        else:
            doubts.append(f"input: now {now!r} is not an ISO 8601 time")
    return text, _with_words(context, given), tuple(doubts)


def _with_words(context: Context, given: Mapping[str, object]) -> Context:
    return replace(
        context,
        asked=_word(given, "asked") or context.asked,
        locale=_word(given, "locale") or context.locale,
        bot=_word(given, "bot") or context.bot,
        history=_history(given.get("history")) or context.history,
    )


def _object(line: str) -> Mapping[str, object] | None:
    if not line.lstrip().startswith("{"):
        return None
    try:
        parsed = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def _word(given: Mapping[str, object], name: str) -> str | None:
    value = given.get(name)
    return value if isinstance(value, str) and value else None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _moment(text: str, tz: str) -> datetime | None:
    """An aware time; one without an offset is local to `tz`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=_zone(tz))


def _history(given: object) -> tuple[Said, ...]:
    if not isinstance(given, list):
        return ()
    said = []
    for item in given:
        if isinstance(item, dict) and isinstance(item.get("text"), str):
            said.append(Said("bot" if item.get("role") == "bot" else "customer", item["text"]))
    return tuple(said)

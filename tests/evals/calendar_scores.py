"""The measuring files about time in, scores per row out: exact value and grain, hits of total.

Run as `python -m tests.evals.calendar_scores [--data DIR] [--misses ROW]`; the folder defaults to
FRONTDESK_EVAL_DATA.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

from frontdesk.ability.language import calendar
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import Json, Value

Score = tuple[int, int]
Row = Mapping[str, Json]
OWN_SET = Path(__file__).parent / "sets" / "calendar.jsonl"

# The corpus was written in a zone two hours west of Greenwich, on a Tuesday.
DUCKLING = Context(
    now=datetime(2013, 2, 12, 4, 30, tzinfo=timezone(timedelta(hours=-2))), tz="Etc/GMT+2"
)
SGD = Context(now=datetime(2019, 3, 1, 9, 0, tzinfo=UTC))
NLUPP = Context(now=datetime(2022, 3, 15, 9, 0, tzinfo=UTC), locale="en-GB")

_STEP_S = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True, slots=True)
class Judged:
    """One measured phrase: the row it counts in, and whether the reading was exact."""

    row: str
    hit: bool
    text: str
    gold: str
    found: str


def _lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row: Row = json.loads(line)
            if "_meta" not in row:
                yield row


def _text(row: Row, key: str) -> str:
    return str(row.get(key))


def _show(values: Sequence[Value]) -> str:
    return "; ".join(f"{v.kind} {v.value} {v.grain} {v.why}" for v in values)


# --- Duckling: the value's text must be the whole phrase's meaning, so exactly one value counts.


def judge_duckling(path: Path) -> Iterator[Judged]:
    for row in _lines(path):
        text, kind = _text(row, "text"), _text(row, "kind")
        latent = row.get("set") == "latent"
        context = _asking(DUCKLING, "datetime") if latent else DUCKLING
        values, _ = calendar.find_times(text, context)
        gold = f"{row.get('value')} {row.get('grain')} {row.get('end') or ''}"
        if kind == "negative":
            yield Judged("duckling negatives", not values, text, "none", _show(values))
            continue
        for name, hit in _duckling_rows(row, kind, values, latent=latent):
            yield Judged(name, hit, text, gold, _show(values))


def _asking(context: Context, slot: str) -> Context:
    return Context(now=context.now, tz=context.tz, locale=context.locale, asked=slot)


def _duckling_rows(
    row: Row, kind: str, values: Sequence[Value], *, latent: bool
) -> Iterator[tuple[str, bool]]:
    only = values[0] if len(values) == 1 else None
    holiday = "holiday" in row
    if kind in ("datetime", "datetimeHoliday"):
        hit = only is not None and _same_point(row, only)
        name = "latent points" if latent else "points, holidays" if holiday else "points"
        yield f"duckling {name}", hit
        if not latent:
            yield "duckling points, all", hit
        return
    hit = only is not None and _same_interval(row, only, closed=True)
    name = "latent intervals" if latent else "intervals, holidays" if holiday else "intervals"
    yield f"duckling {name}", hit
    if not latent:
        yield "duckling intervals, all", hit
        strict = only is not None and _same_interval(row, only, closed=False)
        yield "duckling intervals, all, ends as written there", strict


def _moment(value: Json) -> datetime | None:
    """A date, a local date-time, or a clock time as its next occurrence, in the corpus's zone."""
    if not isinstance(value, str):
        return None
    now = DUCKLING.now.replace(tzinfo=None)
    if len(value) == 5 or (len(value) == 8 and value[2] == ":"):
        clock = time.fromisoformat(value)
        at = now.replace(hour=clock.hour, minute=clock.minute, second=clock.second)
        return at if at >= now else at + timedelta(days=1)
    at = datetime.fromisoformat(value)
    return at.astimezone(DUCKLING.now.tzinfo).replace(tzinfo=None) if at.tzinfo else at


def _same_point(row: Row, value: Value) -> bool:
    if value.kind not in ("date", "time", "datetime"):
        return False
    return _moment(value.value) == _moment(row["value"]) and value.grain == row["grain"]


def _same_interval(row: Row, value: Value, *, closed: bool) -> bool:
    """The corpus counts the last minute or hour in ("3-4pm" ends at 5); ours end where they say."""
    if value.kind != "interval" or not isinstance(value.value, Mapping):
        return False
    start, end = _today(value.value["start"]), _today(value.value["end"])
    if row["kind"] == "datetimeOpenInterval":
        gold = _moment(row["value"])
        bounds = (gold, None) if row["dir"] == "After" else (None, gold)
        return (start, end) == bounds and (value.grain == row["grain"])
    if start is not None and end is not None and end <= start:
        end += timedelta(days=1)
    ends = [_moment(row["end"])]
    step = _STEP_S.get(_text(row, "grain"))
    if closed and ends[0] is not None and step is not None:
        ends.append(ends[0] - timedelta(seconds=step))
    return start == _moment(row["value"]) and end in ends and value.grain == row["grain"]


def _today(value: Json) -> datetime | None:
    """A bound; clock times of an interval without a day are of the corpus's own day."""
    if isinstance(value, str) and len(value) == 5:
        clock = time.fromisoformat(value)
        return DUCKLING.now.replace(hour=clock.hour, minute=clock.minute, tzinfo=None)
    return _moment(value)


# --- Schema-guided pairs: one date or one time each.


def judge_sgd(path: Path) -> Iterator[Judged]:
    for row in _lines(path):
        text, kind, gold = _text(row, "text"), _text(row, "kind"), _text(row, "gold")
        values, _ = calendar.find_times(text, SGD)
        hit = [v.value for v in values if v.kind == kind] == [gold] and len(values) == 1
        yield Judged(f"sgd {kind}s", hit, text, gold, _show(values))


# --- NLU++: sentences with slots; a slot is hit when some value over its words carries it.


def judge_nlupp(path: Path) -> Iterator[Judged]:
    for row in _lines(path):
        slots = row.get("slots")
        if not isinstance(slots, Mapping):
            continue
        text = _text(row, "text")
        values, _ = calendar.find_times(text, NLUPP)
        for name, slot in slots.items():
            if isinstance(slot, Mapping) and name.startswith(("time", "date")):
                yield from _nlupp_slot(text, name, slot, values)


def _nlupp_slot(
    text: str, name: str, slot: Mapping[str, Json], values: Sequence[Value]
) -> Iterator[Judged]:
    gold, span = slot.get("value"), slot.get("span")
    if not isinstance(gold, Mapping) or not isinstance(span, Sequence):
        return
    start, end = int(str(span[0])), int(str(span[1]))
    near = [v for v in values if v.span[0] < end and start < v.span[1]]
    if "hour" in gold:
        clock = f"{int(str(gold['hour'])):02d}:{int(str(gold['minute'])):02d}"
        yield Judged("nlu++ times", clock in _clocks(near), text, f"{name} {clock}", _show(near))
        other = f"{(int(str(gold['hour'])) + 12) % 24:02d}:{clock[3:]}"
        either = bool({clock, other} & _clocks(near))
        yield Judged("nlu++ times, either half of the day", either, text, clock, _show(near))
    elif "day" in gold:
        day = date(*(int(str(gold[part])) for part in ("year", "month", "day"))).isoformat()
        yield Judged("nlu++ dates", day in _days(near), text, f"{name} {day}", _show(near))


def _clocks(values: Sequence[Value]) -> set[str]:
    found: set[str] = set()
    for value in values:
        for text in _strings(value.value):
            if "T" in text:
                found.add(text[11:16])
            elif ":" in text:
                found.add(text[:5])
    return found


def _days(values: Sequence[Value]) -> set[str]:
    found: set[str] = set()
    for value in values:
        texts = list(_strings(value.value))
        found.update(text[:10] for text in texts)
        if value.kind == "interval" and isinstance(value.value, Mapping):
            end = value.value["end"]
            if isinstance(end, str) and "-" in end:
                last = date.fromisoformat(end[:10]) - timedelta(days=1)
                found.add(last.isoformat())
    return found


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)


# --- Durations: the corpus gives a number and a unit; both sides are compared in seconds.

_UNIT_S = {
    "Second": 1,
    "Minute": 60,
    "Hour": 3600,
    "Day": 86400,
    "Week": 604800,
    "Month": 2629800,
    "Quarter": 7889400,
    "Year": 31557600,
}
_CODE_S = {"Y": 31557600, "W": 604800, "D": 86400, "H": 3600, "S": 1}


def judge_durations(path: Path) -> Iterator[Judged]:
    for row in _lines(path):
        text, gold = _text(row, "text"), row.get("expr")
        values, _ = calendar.find_times(text, _asking(DUCKLING, "duration"))
        lengths = [v for v in values if v.kind == "duration"]
        if gold is None:
            yield Judged("duckling durations", not lengths, text, "none", _show(values))
            continue
        _, number, unit = str(gold).split()
        want = int(number) * _UNIT_S[unit]
        got = [_seconds(str(v.value)) for v in lengths]
        hit = len(got) == 1 and abs(got[0] - want) <= want * 0.015
        yield Judged("duckling durations", hit, text, str(gold), _show(values))


def _seconds(duration: str) -> int:
    total, number, clock = 0, "", False
    for char in duration[1:]:
        if char == "T":
            clock = True
        elif char.isdigit():
            number += char
        else:
            step = (60 if clock else 2629800) if char == "M" else _CODE_S[char]
            total += int(number) * step
            number = ""
    return total


# --- Our own sentences; those set aside are a row of their own.


def judge_own(path: Path) -> Iterator[Judged]:
    for row in _lines(path):
        text = _text(row, "text")
        asked = row.get("asked")
        context = Context(
            now=datetime.fromisoformat(_text(row, "now")),
            tz=_text(row, "tz"),
            asked=str(asked) if asked else None,
        )
        values, _ = calendar.find_times(text, context)
        got = [{"kind": v.kind, "value": v.value} for v in values]
        name = "own, set aside" if row.get("aside") else "own"
        yield Judged(name, got == row["values"], text, json.dumps(row["values"]), _show(values))


READERS: tuple[tuple[str, Callable[[Path], Iterator[Judged]]], ...] = (
    ("parsing/duckling_time_en.jsonl", judge_duckling),
    ("parsing/sgd_datetime_pairs.jsonl", judge_sgd),
    ("dialogue/nlupp_banking.jsonl", judge_nlupp),
    ("dialogue/nlupp_hotels.jsonl", judge_nlupp),
    ("parsing/duckling_duration_en.jsonl", judge_durations),
)


def judge_all(folder: Path) -> Iterator[Judged]:
    for name, judge in READERS:
        if (folder / name).exists():
            yield from judge(folder / name)
    if OWN_SET.exists():
        yield from judge_own(OWN_SET)


def scores(folder: Path) -> dict[str, Score]:
    """Row name -> (hits, total) over the measuring data in the folder and our own set."""
    counted: dict[str, Score] = {}
    for judged in judge_all(folder):
        hits, total = counted.get(judged.row, (0, 0))
        counted[judged.row] = (hits + judged.hit, total + 1)
    return counted


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("FRONTDESK_EVAL_DATA", "."))
    parser.add_argument("--misses", help="print what was missed in the row")
    chosen = parser.parse_args(arguments)
    folder = Path(chosen.data)
    if chosen.misses:
        for judged in judge_all(folder):
            if judged.row == chosen.misses and not judged.hit:
                print(f"{judged.text} | {judged.gold} | {judged.found}")
        return
    for row, (hits, total) in scores(folder).items():
        print(f"{row:48} {hits:5}/{total:<5} {100 * hits / total:6.1f} %")


if __name__ == "__main__":
    main(sys.argv[1:])

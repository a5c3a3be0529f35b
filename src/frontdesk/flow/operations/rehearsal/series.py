"""The words of an input series turned into labels and samples: `turn_total{bot="lead"}`, `0+10x30`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from frontdesk.ability.telemetry import Subject
from frontdesk.ability.telemetry.figures import GAUGES, RECORDED
from frontdesk.ground.words.problems import BadInput

SERIES = re.compile(r"\s*([a-zA-Z_][\w]*)\s*(?:\{(.*)\})?\s*")
LABEL = re.compile(r'\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)')
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
STEPS = re.compile(rf"({NUMBER})(?:([+-](?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))?x(\d+)")
GAPS = re.compile(r"_(?:x(\d+))?")
MOST_SAMPLES = 100_000
# What the name of a thing is called, by subject; `name` is understood for each.
NAMES: Mapping[Subject, str] = {
    "turn": "bot",
    "step": "bot",
    "ping": "bot",
    "model": "model",
    "handoff": "route",
    "send": "channel",
    "tool": "tool",
    "cache": "bot",
    "job": "job",
    "http": "route",
}
DOES: Mapping[Subject, str] = {
    "turn": "process",
    "step": "decide",
    "ping": "ping",
    "model": "answer",
    "handoff": "execute",
    "send": "send",
    "tool": "run",
    "cache": "lookup",
    "job": "run",
    "http": "POST",
}  # what is meant where no operation is named
OWN = ("name", "operation", "outcome", "code", "rung", "ms", "cost_usd", "cacheable", "cached")


@dataclass(frozen=True, slots=True)
class Series:
    """A counter of a subject's events, or a figure. `samples` are one per interval, None for none."""

    subject: Subject | None
    gauge: str
    labels: Mapping[str, str]
    samples: tuple[float | None, ...]


def parse_series(text: str, values: str, field: str) -> Series:
    """A series by its selector and its values. Raises BadInput `rehearsal.bad_series`."""
    found = SERIES.fullmatch(text)
    if found is None:
        raise _refused(text, "is no series", field, 'write it as name{label="value"}')
    name, labels = found[1], _parse_labels(found[2] or "", field)
    samples = tuple(parse_values(values, field))
    if name in GAUGES:
        return Series(None, name, labels, samples)
    subject = next((one for one in RECORDED if name == f"{one}_total"), None)
    if subject is None:
        known = ", ".join((*(f"{one}_total" for one in RECORDED), *GAUGES))
        raise _refused(name, "is nothing that we measure", field, f"use one of {known}")
    called = NAMES[subject]
    if called in labels:
        labels = {**labels, "name": labels[called]}
        del labels[called]
    for label in labels:
        if label not in OWN:
            raise _refused(
                label, f"is no label of {name}", field, f"use {called}, {', '.join(OWN)}"
            )
    for label in ("ms", "cost_usd"):
        if label in labels and not re.fullmatch(NUMBER, labels[label]):
            raise _refused(labels[label], f"is no {label}", field, "write a number")
    return Series(subject, "", labels, samples)


def parse_values(text: str, field: str) -> Iterator[float | None]:
    """promtool's short notation: `1+2x3` is 1 3 5 7, `4x2` is 4 4 4, `_` and `stale` are no sample."""
    count = 0
    for word in text.split():
        for value in _parse_word(word, field):
            count += 1
            if count > MOST_SAMPLES:
                raise _refused(word, "makes too many samples", field, f"at most {MOST_SAMPLES}")
            yield value


def _parse_word(word: str, field: str) -> Iterator[float | None]:
    gaps, steps = GAPS.fullmatch(word), STEPS.fullmatch(word)
    if gaps is not None:
        yield from [None] * int(gaps[1] or 1)
    elif word == "stale":
        yield None
    elif steps is not None:
        start, by = float(steps[1]), float(steps[2] or 0)
        for place in range(min(int(steps[3]), MOST_SAMPLES) + 1):
            yield start + by * place
    elif re.fullmatch(NUMBER, word):
        yield float(word)
    else:
        raise _refused(word, "is no value", field, "write numbers, 1+2x3, 4x2, _ or stale")


def _parse_labels(text: str, field: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    place = 0
    while place < len(text.rstrip()):
        found = LABEL.match(text, place)
        if found is None:
            raise _refused(text[place:], "are no labels", field, 'write label="value", ...')
        labels[found[1]] = re.sub(r"\\(.)", r"\1", found[2])
        place = found.end()
    return labels


def _refused(what: str, says: str, field: str, fix: str) -> BadInput:
    return BadInput("rehearsal.bad_series", f"{field}: {what[:60]!r} {says}", field=field, fix=fix)

"""Any text at all in: never an error, spans inside it, the same reading for the same words."""

import inspect
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ability.language import calendar
from frontdesk.ability.language.calendar import chart, find
from frontdesk.ability.language.context import Context
from frontdesk.ground.words.reading import Value

HERE = Context(now=datetime(2026, 4, 15, 14, 20, tzinfo=UTC), tz="America/Chicago")
ASKED = Context(
    now=datetime(2026, 4, 15, 14, 20, tzinfo=UTC), tz="America/Chicago", asked="datetime"
)
WORDS = sorted(word for word in find.known().lexicon if word.isalpha())
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.integers(0, 99_999).map(str),
    st.sampled_from(["31/02/2026", "25:99", "5:30", "3pm", "12-14", "4/31", "2026-13-45", "0th"]),
    st.sampled_from(["-", ",", ".", "/", "'", "(", "@", "\u200b", "😀", "\x00", "$", "house"]),
)
PHRASES = st.lists(PIECES, max_size=14).map(" ".join)


@given(st.one_of(st.text(max_size=200), PHRASES))
@settings(max_examples=400, deadline=None)
def test_any_text_reads_without_error(text: str) -> None:
    for context in (HERE, ASKED):
        values, _ = calendar.find_times(text, context)
        ends = [0]
        for value in values:
            assert ends[-1] <= value.span[0] < value.span[1] <= len(text)
            assert 0 < value.confidence <= 1
            ends.append(value.span[1])
            assert _in_order(value)


def _in_order(value: Value) -> bool:
    """An interval of moments or dates ends after it begins."""
    if not isinstance(value.value, Mapping):
        return True
    start, end = value.value["start"], value.value["end"]
    if not isinstance(start, str) or not isinstance(end, str) or len(start) == 5:
        return True
    return datetime.fromisoformat(start) < datetime.fromisoformat(end)


@given(PHRASES, st.sampled_from([".", "!", "?", " ...", ",", ";"]))
@settings(max_examples=200, deadline=None)
def test_trailing_marks_change_nothing(text: str, mark: str) -> None:
    stem = text.rstrip("-–/@&.,;:!?'\"()´’ ")
    assert calendar.find_times(stem + mark, HERE) == calendar.find_times(stem, HERE)


@given(PHRASES.filter(str.isascii))
@settings(max_examples=200, deadline=None)
def test_letter_case_changes_nothing(text: str) -> None:
    assert calendar.find_times(text.upper(), HERE) == calendar.find_times(text.lower(), HERE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 10_000,
        "tomorrow at 3 " * 700,
        "1 2 3 4 " * 1_250,
        "\u200b\x00\ufeff" * 3_000,
        '{"date": "tomorrow"}',
        "in 99999999999999999999 years",
        "9999 years ago",
        "in 9999 years",
        "the 5000th of march",
        "12/31/9999",
        "mañana завтра 明日 غدا",
    ],
)
def test_hostile_texts_read_without_error(text: str) -> None:
    values, _ = calendar.find_times(text, ASKED)
    assert all(value.span[1] <= len(text) for value in values)


@pytest.mark.parametrize("year", [1, 2, 9998, 9999])
def test_edges_of_calendar_read_without_error(year: int) -> None:
    context = Context(now=datetime(year, 1, 1, 12, tzinfo=UTC))
    for text in ("yesterday", "last year", "next year", "feb 29", "in 3 months", "christmas"):
        calendar.find_times(text, context)


def test_unknown_zone_falls_back_to_utc() -> None:
    (value,), doubts = calendar.find_times("tomorrow at 3 pm", Context(HERE.now, "Mars/Base"))
    assert (value.value, doubts) == ("2026-04-16T15:00:00+00:00", ("unknown_zone:Mars/Base",))


def test_every_rule_takes_what_it_matches() -> None:
    wrong = [
        rule.name
        for rule in _rules()
        if len(inspect.signature(rule.make).parameters) != 1 + len(rule.takes)
    ]
    assert wrong == []


def test_same_text_reads_the_same_twice() -> None:
    text = "friday after 5 or the last weekend of may, every other tuesday"
    assert calendar.find_times(text, HERE) == calendar.find_times(text, HERE)


def test_rules_fit_in_the_order_of_the_tables() -> None:
    orders = [
        [
            rule.order
            for rule in find.known().grammar.fitting(first, ("DAY", "TIME", "of", "at", "NUMBER"))
        ]
        for first in find.known().grammar.paired
    ]
    assert orders == [sorted(set(each)) for each in orders]


def _rules() -> list[chart.Rule]:
    return find.known().grammar.rules

"""The whole reading: never raises, spans inside, stable, linear, and what each part brings."""

from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ability import language
from frontdesk.ability.language import learn
from frontdesk.ground.words.reading import Reading

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        "I want to sell my house",
        "not",
        "STOP",
        "I smell gas",
        "tomorrow at 3",
        "450k",
        "31 February",
        "\u200b",
        "\x00",
        "привет",
        "你好",
        "👍",
        '{"a": [1]}',
        "((((",
        "'''",
        '"',
        "909 555 0142",
        "1420 Oak St",
        "\n",
        "يريد",
        "99999999999999999999",
    ]
)


def read(text: str, asked: str | None = None) -> Reading:
    return language.read(text, language.Context(now=NOW, asked=asked))


def spans(reading: Reading) -> list[tuple[int, int]]:
    return [
        *(intent.span for intent in reading.intents),
        *(value.span for value in reading.values),
        *(item.span for item in reading.sensitive),
    ]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=8).map(" ".join)))
def test_any_text_gives_a_reading_with_spans_inside(text: str) -> None:
    reading = read(text)
    assert reading.text == text
    assert all(0 <= start <= end <= len(text) for start, end in spans(reading))


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=5).map(" ".join))
def test_the_same_text_reads_the_same(text: str) -> None:
    assert read(text) == read(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to sell my house",
        "not looking to buy",
        "I smell gas in the kitchen",
        "please stop texting me",
        "let me talk to a human",
        "how much do you charge",
    ],
)
def test_letter_case_and_last_mark_change_nothing(text: str) -> None:
    def acts(said: str) -> tuple[object, ...]:
        found = read(said)
        names = {(i.name, i.negated, i.done) for i in found.intents}
        return names, found.urgency.hazards, found.opt, found.asks_for_person

    assert acts(text.upper()) == acts(text) == acts(text + ".")


def test_an_empty_text_says_nothing() -> None:
    reading = read("")
    assert (reading.values, reading.reply, reading.opt) == ((), None, None)
    assert not reading.asks_for_person


def test_a_json_object_is_read_as_text() -> None:
    reading = read('{"intent": "sell", "message": "STOP"}')
    assert reading.opt is None


def test_parts_come_together_in_one_reading() -> None:
    reading = read("Sell my house for 450k, come friday at 3, call 909 555 0142")
    assert {value.kind for value in reading.values} >= {"money", "datetime", "phone"}
    assert {item.kind for item in reading.sensitive} == {"phone"}
    assert reading.intent("sell") is not None


def test_an_impossible_date_is_a_doubt() -> None:
    reading = read("come on February 31")
    assert not reading.of_kind("date")
    assert reading.doubts


def test_a_model_given_brings_a_bots_own_intents() -> None:
    examples = [
        learn.IntentExamples("mow", ("mow my lawn", "cut the grass", "lawn mowing")),
        learn.IntentExamples("prune", ("prune roses", "trim a hedge"), phrases=("bush trouble",)),
    ]
    model = learn.train({"garden": examples})
    context = language.Context(now=NOW, bot="garden")
    mow = language.read("please mow my lawn", context, model=model).intent("mow")
    assert mow is not None
    told = language.read("I have bush trouble", context, model=model).intent("prune")
    assert told is not None
    assert told.score >= 0.9


def test_time_grows_no_faster_than_length() -> None:
    def seconds(text: str) -> float:
        started = perf_counter()
        read(text)
        return perf_counter() - started

    for piece in ("I want to sell my house and ", "a", "no ", "((", "1 ", "stop the "):
        read(piece * 10)
        short = min(seconds(piece * (2000 // len(piece))) for _ in range(3))
        long = min(seconds(piece * (10000 // len(piece))) for _ in range(2))
        assert long < 60 * short + 0.5


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("around 300", {"money"}), ("about 400", {"money"}), ("around 3pm", {"time"})],
)
def test_a_bare_figure_is_no_time_where_a_price_was_asked(text: str, kinds: set[str]) -> None:
    assert {value.kind for value in read(text, "price").values} == kinds


def test_every_wording_compiles_when_warmed() -> None:
    language.warm()
    assert read("I smell gas").urgency.level == "emergency"

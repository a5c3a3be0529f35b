"""Which slots a message fills, and which it leaves alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from frontdesk.ability import language
from frontdesk.ability.language import Option, SlotShape
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, Slot
from frontdesk.flow.conversation.slots import fill
from frontdesk.flow.conversation.state import Filled, State
from frontdesk.ground.words.decision import Decision
from frontdesk.ground.words.reading import Json

TODAY = date(2026, 3, 2)


def silent(_bot: Bot, _facts: Facts) -> Decision:
    return Decision("stay_silent", "not_asked")


BOT = Bot(
    name="buyer",
    purpose="has a slot of every kind",
    slots=tuple(
        Slot(shape, ask=f"ask.{shape.name}")
        for shape in (
            SlotShape("goal", "intent", options=(Option("buy"), Option("sell"), Option("both"))),
            SlotShape("area", "area", phrases=("in", "near")),
            SlotShape("reason", "text", options=(Option("job", ("new job",)),)),
            SlotShape("state", "choice", options=(Option("good"), Option("bad", ("run down",)))),
            SlotShape("garage", "flag", phrases=("garage",)),
            SlotShape("extras", "text", options=(Option("none", ("nothing",)),)),
            SlotShape("price", "money"),
            SlotShape("beds", "beds"),
            SlotShape("timeline", "timeline", options=(Option("asap", ("right away",)),)),
        )
    ),
    words={},
    decide=silent,
)


def filled(text: str, asked: str | None = None, **known: Json) -> dict[str, Json]:
    return {name: one.value for name, one in fills(text, asked, **known).state.slots.items()}


def fills(text: str, asked: str | None = None, **known: Json) -> fill.Fills:
    slots = {name: Filled(value, "", 1, "asked") for name, value in known.items()}
    now = datetime(2026, 3, 2, 18, tzinfo=UTC)
    context = language.Context(now=now, asked=asked, bot="buyer", slots=BOT.shapes())
    reading = language.read(text, context)
    return fill.decide_fills(BOT, State(slots=slots, asked=asked), reading, 2, today=TODAY)


def test_a_named_option_wins_over_own_words() -> None:
    assert filled("I got a new job", "reason") == {"reason": "job"}


def test_own_words_are_taken_when_asked() -> None:
    assert filled("too many stairs", "reason") == {"reason": "too many stairs"}


def test_own_words_are_not_taken_unasked() -> None:
    assert filled("too many stairs") == {}


def test_a_bare_both_answers_the_goal() -> None:
    assert filled("both", "goal") == {"goal": "both"}


def test_a_weak_wish_is_no_goal() -> None:
    assert "goal" not in filled("near the university", "area")


def test_a_bare_no_can_mean_none() -> None:
    assert filled("no", "extras") == {"extras": "none"}


def test_a_condition_still_means_yes() -> None:
    assert filled("yes, if it is not too expensive", "garage") == {"garage": True}


def test_a_pace_answers_the_timeline() -> None:
    assert filled("right away", "timeline") in (
        {"timeline": "asap"},
        {"timeline": {"start": "2026-03-02T18:00:00+00:00", "end": None}},
    )


def test_a_month_is_taken_as_its_interval() -> None:
    assert filled("August", "timeline") == {
        "timeline": {"start": "2026-08-01", "end": "2026-09-01"}
    }


@pytest.mark.parametrize("text", ["last fall", "we bought it in 2015", "two weeks ago"])
def test_times_gone_by_are_no_timeline(text: str) -> None:
    assert "timeline" not in filled(text, "timeline")


def test_a_time_in_a_reason_is_no_timeline() -> None:
    assert "timeline" not in filled("I'm retiring this year", "reason")


def test_a_time_beside_a_wish_is_the_timeline() -> None:
    assert "timeline" in filled("I want to buy a house by June", "reason")


def test_an_answer_leaves_other_answers_alone() -> None:
    assert filled("run down, we paid 200k for it", "state", price=1)["price"] == 1


def test_a_correction_changes_another_answer() -> None:
    assert filled("bad. actually make the price 500k", "state", price=1)["price"] == {
        "amount_minor": 50000000,
        "currency": "USD",
    }


def test_an_answer_nobody_gave_before_is_volunteered() -> None:
    found = fills("3 bed, around 500k", "area")
    assert {name: one.how for name, one in found.state.slots.items()} == {
        "beds": "volunteered",
        "price": "volunteered",
    }


@pytest.mark.parametrize("text", ["we owe 200k", "we put 50k down", "it costs 2500 a month"])
def test_amounts_that_are_no_price_are_left(text: str) -> None:
    assert "price" not in filled(text)


@pytest.mark.parametrize("text", ["I don't know", "I'd rather not say", "doesn't matter"])
def test_a_refused_question_is_skipped(text: str) -> None:
    assert fills(text, "price").state.skipped == ("price",)


def test_a_question_fills_nothing_by_accident() -> None:
    assert filled("is 300k enough?", None, price=1) == {"price": 1}


def test_agreeing_takes_what_was_offered() -> None:
    state = State(asked="area", offered={"area": "Davis"})
    reading = language.read(
        "yes", language.Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked="area")
    )
    found = fill.decide_fills(BOT, state, reading, 2, today=TODAY).state.slots["area"]
    assert (found.value, found.how) == ("Davis", "confirmed")


def test_the_same_answer_again_is_nothing_new() -> None:
    first = fills("Davis", "area")
    reading = language.read(
        "Davis", language.Context(now=datetime(2026, 3, 2, tzinfo=UTC), asked="area")
    )
    again = fill.decide_fills(BOT, replace(first.state, asked="area"), reading, 3, today=TODAY)
    assert again.newly == ()

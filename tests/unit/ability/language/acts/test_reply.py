"""Yes, no, unsure and conditional answers."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def reply(text: str, asked: str | None = "confirm") -> str | None:
    return language.read(text, language.Context(now=NOW, asked=asked)).reply


@pytest.mark.parametrize("text", ["Yes!", "yes, please", "sure", "2pm works", "yesss", "Sí", "👍"])
def test_agreement_in_many_forms_is_yes(text: str) -> None:
    assert reply(text) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "No, can you schedule another time?",
        "not ok with that price",
        "nope",
        "I can't make it",
        "I said NO not yes!",
        "no gracias",
    ],
)
def test_refusal_in_many_forms_is_no(text: str) -> None:
    assert reply(text) == "no"


@pytest.mark.parametrize("text", ["maybe", "let me check with my wife", "idk", "no sé"])
def test_a_hedge_is_unsure(text: str) -> None:
    assert reply(text) == "unsure"


@pytest.mark.parametrize("text", ["yes if it's under 200", "ok but only after 5"])
def test_a_yes_with_a_condition_is_conditional(text: str) -> None:
    assert reply(text) == "conditional"


@pytest.mark.parametrize("text", ["no problem", "why not", "I don't mind", "can't wait!"])
def test_a_negative_word_can_agree(text: str) -> None:
    assert reply(text) == "yes"


@pytest.mark.parametrize("text", ["450k", "3 bedrooms", "what time?", "Dana Whitfield"])
def test_a_fact_or_question_answers_nothing(text: str) -> None:
    assert reply(text) is None


def test_agreement_inside_a_sentence_needs_a_question() -> None:
    assert reply("the buyer said 2pm works", asked=None) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("that lines up with my lunch break", "yes"),
        ("no objections from my side", "yes"),
        ("I've got a root canal that morning", "no"),
        ("went with another outfit already", "no"),
        ("gotta see what my foreman says", "unsure"),
        ("could swing either way honestly", "unsure"),
        ("as long as nobody parks on the lawn", "conditional"),
        ("shave off forty and we have a deal", "conditional"),
        ("déjeme consultarlo con mi suegra", "unsure"),
        ("sí, nomás que toquen la puerta de atrás", "conditional"),
    ],
)
def test_an_answer_in_unlisted_words_is_understood(text: str, kind: str) -> None:
    assert reply(text) == kind


def test_examples_answer_only_a_yes_or_no_question() -> None:
    assert reply("that lines up with my lunch break", asked="address") is None


def test_a_question_with_praise_answers_nothing() -> None:
    assert reply("looks good, where is it though?") is None


@pytest.mark.parametrize(
    "text",
    [
        "I prefer this one, set up a tour for saturday",
        "yes, put it down for 4:20 on the 17th",
        "that place is just right, I'll visit on tuesday",
        "yes. what street is it on?",
        "I'd go with this one, thanks",
    ],
)
def test_taking_what_was_offered_is_yes(text: str) -> None:
    assert reply(text) == "yes"


def test_going_with_another_stays_no() -> None:
    assert reply("going with another company") == "no"


def test_a_whole_first_sentence_answers() -> None:
    assert reply("Yes. I told him no peppers") == "yes"
    assert reply("No. Yes to the other one") == "no"


@pytest.mark.parametrize(
    "text",
    [
        "I can't see any reason not to",
        "Nobody here objects",
        "we wouldn't miss it",
        "you'd be crazy not to",
        "no veo inconveniente",
        "no nos molesta, vengan",
    ],
)
def test_denying_what_is_against_it_agrees(text: str) -> None:
    assert reply(text) == "yes"


def test_denying_an_objection_can_hold_a_condition() -> None:
    assert reply("no objection provided you take your shoes off") == "conditional"


@pytest.mark.parametrize(
    "text",
    [
        "sure, in your dreams",
        "yes but we already hired someone else",
        "ok but I'm going to have to pass",
        "yes, cancel the visit please",
        "yeah, about that... my cousin did it",
    ],
)
def test_a_yes_taken_back_is_no(text: str) -> None:
    assert reply(text) == "no"


@pytest.mark.parametrize("text", ["yes but I can't before 5", "ok, only if it's cancellable"])
def test_a_yes_with_a_limit_is_not_taken_back(text: str) -> None:
    assert reply(text) == "conditional"


@pytest.mark.parametrize("text", ["not a no but not a yes either", "no promises", "ni idea"])
def test_neither_yes_nor_no_is_unsure(text: str) -> None:
    assert reply(text) == "unsure"


def test_a_remark_with_sure_answers_nothing() -> None:
    assert reply("sure is a lovely day", asked=None) is None

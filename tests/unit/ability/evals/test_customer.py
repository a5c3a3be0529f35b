"""The simulated customer: answers what is asked, no more, and comes to an end."""

from dataclasses import replace

from frontdesk.ability.evals import customer
from frontdesk.ability.evals.customer import Heard, Progress, next_text
from frontdesk.ability.evals.script import Answer, Quirk, Scripted

SELLER = Scripted(
    id="one",
    bot="seller",
    opening="I want to sell",
    goal={"price": Answer(("about 450", "450k")), "address": Answer(("12 Oak St",))},
)


def ask(slot: str | None, kind: str = "ask") -> Heard:
    return Heard("…", slot, kind)


def play(script: Scripted, *heard: Heard) -> list[str | None]:
    """What the customer says to the opening and to each reply."""
    text, progress = next_text(script, Progress(), None)
    said = [text]
    for reply in heard:
        text, progress = next_text(script, progress, reply)
        said.append(text)
    return said


def test_the_opening_comes_first() -> None:
    assert play(SELLER) == ["I want to sell"]


def test_each_repeated_question_takes_the_next_wording() -> None:
    said = play(SELLER, ask("price"), ask("price"), ask("price"))
    assert said[1:] == ["about 450", "450k", "450k"]


def test_a_slot_without_a_goal_is_unknown() -> None:
    spanish = replace(SELLER, locale="es-US")
    assert play(SELLER, ask("beds"))[1] == "I don't know"
    assert play(spanish, ask("beds"))[1] == "No sé"


def test_an_offer_outside_the_goal_is_declined() -> None:
    assert play(SELLER, ask("other_side"))[1] == "No thanks"


def test_a_quirk_comes_before_the_answer_once() -> None:
    script = replace(SELLER, quirks=(Quirk("price", "are you a bot?"),))
    assert play(script, ask("price"), ask("price"))[1:] == ["are you a bot?", "about 450"]


def test_a_quirk_for_any_question_waits_for_none() -> None:
    script = replace(SELLER, quirks=(Quirk("*", "who is this?"),))
    assert play(script, ask("address"), ask("address"))[1:] == ["who is this?", "12 Oak St"]


def test_a_last_word_follows_the_close() -> None:
    script = replace(SELLER, quirks=(Quirk("@done", "thanks!"),))
    assert play(script, ask(None, "close"), ask(None, "answer"))[1:] == ["thanks!", None]


def test_a_quirk_that_ends_leaves_the_rest_unsaid() -> None:
    script = replace(SELLER, quirks=(Quirk("price", "bye", "end"),))
    assert play(script, ask("price"), ask("price"))[1:] == ["bye", None]


def test_a_reply_that_asks_nothing_ends_it() -> None:
    assert play(SELLER, ask(None, "close"), ask("price"))[1:] == [None, None]


def test_a_person_or_silence_ends_it() -> None:
    assert play(SELLER, ask("price", "escalate"))[1] is None
    assert play(SELLER, ask("price", "stay_silent"))[1] is None


def test_nobody_answers_more_than_thirty_times() -> None:
    said = play(SELLER, *[ask("price")] * 40)
    assert sum(text is not None for text in said) == customer.MOST_TURNS


def test_the_same_questions_get_the_same_answers() -> None:
    heard = (ask("price"), ask("address"), ask("beds"))
    assert play(SELLER, *heard) == play(SELLER, *heard)

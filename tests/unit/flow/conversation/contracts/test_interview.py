"""The shared interview, seen through a small bot of two questions."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from frontdesk.ability.language import Option, SlotShape
from frontdesk.ability.records import ReportQualified
from frontdesk.flow.conversation.contracts import interview
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, HandsOff, Slot, Words
from frontdesk.ground.words.decision import Finding
from frontdesk.ground.words.reading import Intent, Json, Reading, ReplyKind, Value


def words(text: str) -> Words:
    return Words(en=(text,), es=(text,))


BOT = Bot(
    name="walker",
    purpose="walks dogs",
    slots=(
        Slot(SlotShape("dogs", "number"), ask="ask.dogs", tries=2),
        Slot(
            SlotShape("size", "choice", options=(Option("big"),)),
            ask="ask.size",
            when=lambda facts: facts.values.get("dogs") != 0,
        ),
        Slot(SlotShape("asked_price", "flag"), ask="ask.size", when=interview.only_noted),
    ),
    words={
        "greet": words("Hi."),
        "taken_over": words("I walk dogs."),
        "ask.dogs": words("How many dogs?"),
        "ask.size": words("How big?"),
        "ack.dogs": words("{dogs} dogs."),
        "shown.size.big": words("big"),
        "answer.price": words("It depends."),
        "walker.reported": words("Reported."),
        "walker.kept": words("Kept."),
        "walker.other_side": words("And cats?"),
    },
    decide=interview.decide_interview,
    answers={"asked_price": "answer.price"},
    hands_off=(HandsOff("cats", "sitter"),),
)
FACTS = Facts(
    reading=Reading("hello"),
    values={},
    texts={},
    asked=None,
    asks={},
    skipped=(),
    said=(),
    misses=0,
    done=False,
    other_side=None,
    summary={"score": 40},
    newly_filled=(),
    findings=(),
    turn=1,
    now=datetime(2026, 3, 2, tzinfo=UTC),
    conversation_id="c1",
    business="Paws",
)
ALL_KNOWN: dict[str, Json] = {"dogs": 2, "size": "big"}
KNOWN = replace(FACTS, values=ALL_KNOWN, texts={"dogs": "2", "size": "big"}, said=("greet",))
DONE = replace(KNOWN, done=True, said=("greet", "walker.kept"))


def heard(
    text: str, *acts: str, reply: ReplyKind | None = None, values: tuple[Value, ...] = ()
) -> Reading:
    intents = tuple(Intent(act, 0.9, (0, len(text))) for act in acts)
    return Reading(text, intents=intents, reply=reply, values=values)


def asking(reading: Reading, **changes: object) -> Facts:
    """Facts in the middle of the interview, after "How many dogs?"."""
    facts = replace(FACTS, reading=reading, asked="dogs", asks={"dogs": 1}, said=("greet",))
    return replace(facts, **changes)  # type: ignore[arg-type]  # each test names real fields


def test_the_first_turn_greets_and_asks() -> None:
    decision = BOT.decide(BOT, FACTS)
    assert (decision.kind, decision.say, decision.asked) == ("ask", ("greet", "ask.dogs"), "dogs")


def test_a_bot_that_takes_over_says_so() -> None:
    decision = BOT.decide(BOT, replace(FACTS, said=("greet",), handed_from="lead"))
    assert decision.say == ("taken_over", "ask.dogs")


def test_what_was_learned_is_acknowledged_by_name() -> None:
    facts = asking(heard("2"), values={"dogs": 2}, texts={"dogs": "2"}, newly_filled=("dogs",))
    decision = BOT.decide(BOT, facts)
    assert (decision.say, decision.asked) == (("ack.dogs", "ask.size"), "size")
    assert decision.facts["dogs"] == "2"


def test_several_things_learned_are_named_together() -> None:
    decision = BOT.decide(
        BOT,
        replace(KNOWN, newly_filled=("dogs", "size"), findings=(Finding("R", "reported"),)),
    )
    assert decision.say == ("interview.ack_several", "walker.reported")
    assert decision.facts["learned"] == "2, big"


def test_an_unknown_answer_is_skipped() -> None:
    facts = asking(heard("no idea", "dont_know"), skipped=("dogs",))
    assert BOT.decide(BOT, facts).say == ("interview.skip", "ask.size")


def test_a_miss_is_admitted_and_asked_again() -> None:
    decision = BOT.decide(BOT, asking(heard("mumble")))
    assert (decision.say, decision.reason) == (("interview.missed", "ask.dogs"), "asks_again")


def test_after_enough_tries_it_goes_on() -> None:
    decision = BOT.decide(BOT, asking(heard("mumble"), asks={"dogs": 2}))
    assert decision.say == ("interview.moving_on", "ask.size")


def test_asked_to_repeat_it_only_asks_again() -> None:
    assert BOT.decide(BOT, asking(heard("what?", "repeat"))).say == ("ask.dogs",)


@pytest.mark.parametrize(
    ("act", "key"),
    [
        ("are_you_bot", "interview.are_you_bot"),
        ("who_are_you", "interview.who_are_you"),
        ("fair_housing", "interview.fair_housing"),
        ("complaint", "interview.sorry"),
        ("objection", "interview.objection"),
        ("smalltalk", "interview.smalltalk"),
        ("ask_info", "interview.cannot"),
        ("question_price", "interview.cannot"),
        ("asked_price", "answer.price"),
    ],
)
def test_questions_are_answered_before_asking_on(act: str, key: str) -> None:
    assert BOT.decide(BOT, asking(heard("well", act))).say == (key, "ask.dogs")


def test_an_unknown_question_is_not_ignored() -> None:
    facts = asking(heard("do dogs dream?"))
    assert BOT.decide(BOT, facts).say == ("interview.cannot", "ask.dogs")


def test_a_noted_topic_is_answered_each_time() -> None:
    named = Value("flag", {"slot": "asked_price", "value": True}, (0, 4))
    facts = asking(heard("cost", values=(named,)), values={"asked_price": True})
    assert BOT.decide(BOT, facts).say == ("answer.price", "ask.dogs")


def test_an_angry_customer_hears_a_sorry() -> None:
    facts = asking(replace(heard("!!!"), mood="angry"))
    assert BOT.decide(BOT, facts).say == ("interview.sorry", "ask.dogs")


def test_leaving_is_let_go_without_a_question() -> None:
    decision = BOT.decide(BOT, asking(heard("bye", "bye")))
    assert (decision.kind, decision.say, decision.asked) == ("answer", ("interview.bye",), None)


def test_deletion_of_data_goes_to_a_person() -> None:
    decision = BOT.decide(BOT, asking(heard("delete my data", "erase_me")))
    assert (decision.kind, decision.reason) == ("escalate", "erasure_asked")


def test_conditions_keep_needless_questions_back() -> None:
    facts = replace(FACTS, values={"dogs": 0}, texts={"dogs": "none"})
    assert BOT.decide(BOT, facts).kind == "act"


def test_all_known_is_reported_with_its_summary() -> None:
    decision = BOT.decide(BOT, KNOWN)
    assert decision.request == ReportQualified("c1", "walker", ALL_KNOWN, {"score": 40})
    assert (decision.kind, decision.say) == ("act", ())


def test_nothing_learned_is_nothing_reported() -> None:
    facts = replace(FACTS, skipped=("dogs", "size"), said=("greet",))
    decision = BOT.decide(BOT, facts)
    assert (decision.kind, decision.say) == ("close", ("interview.left_open",))


@pytest.mark.parametrize(
    ("outcome", "key"),
    [("reported", "walker.reported"), ("no_tool", "walker.kept"), ("timed_out", "walker.kept")],
)
def test_the_closing_tells_what_happened(outcome: str, key: str) -> None:
    decision = BOT.decide(BOT, replace(KNOWN, findings=(Finding("ReportQualified", outcome),)))
    assert (decision.kind, decision.say) == ("close", (key,))


def test_the_other_side_is_offered_once() -> None:
    closing = replace(KNOWN, findings=(Finding("R", "reported"),), other_side="sitter")
    decision = BOT.decide(BOT, closing)
    assert decision.say == ("walker.reported", "walker.other_side")
    assert (decision.kind, decision.asked) == ("ask", "other_side")
    again = replace(closing, said=("walker.other_side",))
    assert BOT.decide(BOT, again).kind == "close"


@pytest.mark.parametrize(
    ("reply", "reason"), [("yes", "other_side_noted"), ("no", "other_side_declined")]
)
def test_an_answer_to_the_offer_closes(reply: ReplyKind, reason: str) -> None:
    facts = replace(DONE, asked="other_side", reading=heard("well", reply=reply))
    decision = BOT.decide(BOT, facts)
    assert (decision.kind, decision.reason) == ("close", reason)


def test_a_late_correction_is_noted_not_reported() -> None:
    facts = replace(DONE, newly_filled=("dogs",), reading=heard("actually 3"))
    decision = BOT.decide(BOT, facts)
    assert (decision.kind, decision.say) == ("answer", ("interview.noted",))


def test_thanks_are_answered_once_then_silence() -> None:
    thanks = replace(DONE, reading=heard("thanks", "thanks"))
    assert BOT.decide(BOT, thanks).say == ("interview.welcome",)
    again = replace(thanks, said=(*DONE.said, "interview.welcome"))
    assert BOT.decide(BOT, again).kind == "stay_silent"


def test_questions_after_the_end_are_answered() -> None:
    facts = replace(DONE, reading=heard("are you a bot?", "are_you_bot"))
    assert BOT.decide(BOT, facts).say == ("interview.are_you_bot",)


@pytest.mark.parametrize(("act", "key"), [("greet", "interview.back"), ("other", "interview.kept")])
def test_messages_after_the_end_never_reopen_it(act: str, key: str) -> None:
    decision = BOT.decide(BOT, replace(DONE, reading=heard("well", act)))
    assert (decision.kind, decision.say, decision.asked) == ("answer", (key,), None)

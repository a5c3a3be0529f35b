"""What every registered bot must hold to, whoever wrote it."""

import string
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.ability import language
from frontdesk.ability.language import surface
from frontdesk.app import registry
from frontdesk.flow.conversation import word
from frontdesk.flow.conversation.contracts import interview
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, Words
from frontdesk.ground.words.decision import Decision, Finding
from frontdesk.ground.words.reading import Json, Reading
from tests.unit.content.talk import Talk

HOUSE = registry.scan()
BOTS = [pytest.param(bot, id=name) for name, bot in sorted(HOUSE.bots.items())]
NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
TWO_SEGMENTS = 2
TEXTS = (
    "I want to sell my house",
    "and buy another one",
    "12 Oak St, Sacramento",
    "450k",
    "between 300 and 400 thousand",
    "3 bed 2 bath",
    "yes",
    "no",
    "maybe",
    "idk",
    "are you a bot?",
    "what's your commission?",
    "what is my home worth?",
    "needs work",
    "cash",
    "in Folsom",
    "next month",
    "asap",
    "thanks!",
    "bye",
    "hola",
    "quiero vender mi casa",
    "no sé",
    "🙃",
    '{"a": [1]}',
    "",
    "actually 500k",
    "delete my data",
    "how many beds {area}?",
    "can I talk to a person",
    "STOP",
    "you people are useless, this is a joke",
)


@pytest.mark.parametrize("bot", BOTS)
def test_each_question_and_answer_is_worded(bot: Bot) -> None:
    keys = {slot.ask for slot in bot.slots} | set(bot.answers.values())
    missing = [key for key in keys if key not in bot.words and key not in HOUSE.phrases]
    assert missing == []


@pytest.mark.parametrize("bot", BOTS)
def test_each_word_is_there_in_spanish_too(bot: Bot) -> None:
    lacking = [key for key, words in bot.words.items() if not words.en or not words.es]
    assert lacking == []


@pytest.mark.parametrize("bot", BOTS)
def test_placeholders_are_slots_or_what_the_house_fills(bot: Bot) -> None:
    if bot.decide is not interview.decide_interview:
        return  # it fills its own; any facts below must still fill every word it says
    known = {slot.name for slot in bot.slots} | {"business", "learned"}
    unknown = {
        (key, name)
        for key, words in bot.words.items()
        for text in (*words.en, *words.es)
        for name in _placeholders(text)
        if name not in known
    }
    assert unknown == set()


@pytest.mark.parametrize("bot", BOTS)
def test_both_languages_name_the_same_facts(bot: Bot) -> None:
    differing = [
        key
        for key, words in bot.words.items()
        if {name for text in words.en for name in _placeholders(text)}
        != {name for text in words.es for name in _placeholders(text)}
    ]
    assert differing == []


@pytest.mark.parametrize("bot", BOTS)
def test_questions_ask_and_fit_two_segments(bot: Bot) -> None:
    wrong = [
        (text, surface.count_segments(text).segments)
        for slot in bot.slots
        for text in (*bot.words[slot.ask].en, *bot.words[slot.ask].es)
        if not text.endswith("?") or surface.count_segments(text).segments > TWO_SEGMENTS
    ]
    assert wrong == []


@pytest.mark.parametrize("bot", BOTS)
def test_a_question_asked_again_has_other_words(bot: Bot) -> None:
    worn = [
        slot.name
        for slot in bot.slots
        if slot.required
        and (len(set(bot.words[slot.ask].en)) < 2 or len(set(bot.words[slot.ask].es)) < 2)
    ]
    assert worn == []


@pytest.mark.parametrize("bot", BOTS)
def test_handoffs_lead_to_other_installed_bots(bot: Bot) -> None:
    wrong = [rule.to for rule in bot.hands_off if rule.to not in HOUSE.bots or rule.to == bot.name]
    assert wrong == []


@pytest.mark.parametrize("bot", BOTS)
def test_service_levels_are_promised_and_ordered(bot: Bot) -> None:
    operations = [target.operation for target in bot.targets]
    ordered = all(0 < one.p50_ms <= one.p95_ms <= one.p99_ms for one in bot.targets)
    assert (operations, ordered) == (["process", "full_qualification"], True)


@pytest.mark.parametrize("bot", BOTS)
def test_slot_names_are_unique_and_shapes_stay_the_same(bot: Bot) -> None:
    names = [slot.name for slot in bot.slots]
    assert len(names) == len(set(names))
    assert bot.shapes() is bot.shapes()


def test_one_bot_answers_by_default() -> None:
    assert [bot.name for bot in HOUSE.bots.values() if bot.default] == ["lead"]


def test_house_phrases_speak_both_languages() -> None:
    lacking = [key for key, words in HOUSE.phrases.items() if not words.en or not words.es]
    assert lacking == []


@st.composite
def facts_of(draw: st.DrawFn, bot: Bot) -> Facts:
    """Facts as they can come to a bot: any message, any part of its slots known or skipped."""
    names = [slot.name for slot in bot.slots]
    asked = draw(st.sampled_from([None, "other_side", *names]))
    known = draw(st.lists(st.sampled_from(names), unique=True))
    values: dict[str, Json] = {name: draw(_value_of(bot, name)) for name in known}
    findings = draw(st.sampled_from([(), ("reported",), ("no_tool",), ("timed_out",)]))
    summary: Mapping[str, Json] = {}
    return Facts(
        reading=_read(bot, draw(st.one_of(st.sampled_from(TEXTS), st.text(max_size=60))), asked),
        values=values,
        texts={name: draw(st.text(max_size=50)) for name in known},
        asked=asked,
        asks=draw(st.dictionaries(st.sampled_from(names), st.integers(0, 4))),
        skipped=tuple(draw(st.lists(st.sampled_from(names), unique=True))),
        said=tuple(draw(st.lists(st.sampled_from(sorted([*bot.words, *HOUSE.phrases]))))),
        misses=draw(st.integers(0, 3)),
        done=draw(st.booleans()),
        other_side=draw(st.sampled_from([None, *HOUSE.bots])),
        summary=summary,
        newly_filled=tuple(draw(st.lists(st.sampled_from(known), unique=True))) if known else (),
        findings=tuple(Finding("ReportQualified", outcome) for outcome in findings),
        turn=draw(st.integers(1, 30)),
        now=NOW,
        conversation_id="conversation",
        business="Harbor Realty",
        handed_from=draw(st.sampled_from([None, *HOUSE.bots])),
    )


@pytest.mark.parametrize("bot", BOTS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(draw=st.data())
def test_any_facts_lead_to_a_reasoned_decision(bot: Bot, draw: st.DataObject) -> None:
    facts = draw.draw(facts_of(bot))
    summary = bot.summarise(facts) if bot.summarise else {}
    decision = bot.decide(bot, facts)
    assert decision.reason
    assert decision.asked not in facts.values
    assert decision.kind != "act" or decision.request is not None
    assert all(_is_said(bot, key, decision) for key in decision.say)
    assert isinstance(summary, Mapping)


@pytest.mark.parametrize("bot", BOTS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(st.one_of(st.sampled_from(TEXTS), st.text(max_size=40)), max_size=12))
def test_whatever_is_said_nothing_known_is_asked(bot: Bot, texts: list[str]) -> None:
    talk = Talk(bot=bot.name)
    for text in texts:
        reply = talk.say(text)
        assert talk.decision.asked not in talk.values()
        assert reply or talk.decision.kind == "stay_silent"


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _read(bot: Bot, text: str, asked: str | None) -> Reading:
    context = language.Context(now=NOW, asked=asked, bot=bot.name, slots=bot.shapes())
    return language.read(text, context)


def _value_of(bot: Bot, name: str) -> st.SearchStrategy[Json]:
    slot = bot.slot(name)
    assert slot is not None
    shape = slot.shape
    if shape.kind == "flag":
        return st.booleans()
    if shape.kind in ("choice", "intent"):
        return st.sampled_from([option.name for option in shape.options])
    if shape.kind == "money":
        amounts = st.integers(0, 10**9)
        return st.builds(lambda amount: {"amount_minor": amount, "currency": "USD"}, amounts)
    if shape.kind == "address":
        return st.builds(lambda text: {"number": "1", "street": text, "city": None}, st.text())
    if shape.kind in ("beds", "baths"):
        return st.one_of(st.integers(0, 9), st.just({"min": 2, "max": None}))
    if shape.kind == "timeline":
        times = ["2026-05-02", "P3M", "asap", {"start": None, "end": "2026-06-01"}, "soon-ish"]
        return st.sampled_from(times)
    return st.text(max_size=60)


def _is_said(bot: Bot, key: str, decision: Decision) -> bool:
    """Whether a key's words can be filled in both languages."""
    words: Words = word.find_words(bot, HOUSE.phrases, key)
    facts = {"business": "Harbor Realty", **decision.facts}
    for text in (*words.en, *words.es):
        text.format_map(facts)
    return True

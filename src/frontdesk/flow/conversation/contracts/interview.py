"""A bot's slots and what the customer just said turned into the next thing to say: a short interview.

Shared by bots that find things out: acknowledge what was learned, answer what was asked, then ask
for the next thing that matters. What is known is never asked. When nothing is left to ask, the
answers are reported once and the conversation is closed truthfully.

Words a bot brings: `greet`, `taken_over`, the questions, `ack.<slot>` where it wants its own,
`shown.<slot>.<option>` for choices, `<bot>.reported`, `<bot>.kept` and, where it hands off,
`<bot>.other_side`. All other keys are INTERVIEW_KEYS, worded once by `content/policies`.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from frontdesk.ability import records
from frontdesk.ability.language import own_words
from frontdesk.flow.conversation.contracts import shown
from frontdesk.flow.conversation.contracts.bot import Bot, Facts, Slot
from frontdesk.ground.words.decision import Decision
from frontdesk.ground.words.reading import Json

InterviewKey = Literal[
    "interview.are_you_bot",
    "interview.who_are_you",
    "interview.fair_housing",
    "interview.sorry",
    "interview.objection",
    "interview.smalltalk",
    "interview.cannot",
    "interview.ack",
    "interview.ack_several",
    "interview.skip",
    "interview.missed",
    "interview.moving_on",
    "interview.hello",
    "interview.bye",
    "interview.welcome",
    "interview.noted",
    "interview.kept",
    "interview.back",
    "interview.left_open",
]
INTERVIEW_KEYS: tuple[InterviewKey, ...] = get_args(InterviewKey)

OTHER_SIDE = "other_side"
SURE = 0.6
LONGEST_SHOWN, WORDS_SHOWN, SHORT = 40, 5, 2
# What every interview answers, in the order in which one answer is chosen.
ANSWERED: tuple[tuple[str, InterviewKey], ...] = (
    ("are_you_bot", "interview.are_you_bot"),
    ("who_are_you", "interview.who_are_you"),
    ("fair_housing", "interview.fair_housing"),
    ("complaint", "interview.sorry"),
)
_WISHES = ("buy", "sell", "rent")


def only_noted(_facts: Facts) -> bool:
    """For `Slot.when`: taken where the customer says it, never asked."""
    return False


def decide_interview(bot: Bot, facts: Facts) -> Decision:
    """The next step of an interview; every step has its reason."""
    if facts.findings:
        return _close(bot, facts)
    if says(facts, "erase_me"):
        return Decision("escalate", "erasure_asked", say=("house.person_coming",))
    if is_finished(bot, facts):
        return _after(bot, facts)
    if says(facts, "bye") and not facts.newly_filled and facts.asked:
        return Decision("answer", "said_bye", say=("interview.bye",))
    slot = next_slot(bot, facts)
    if slot is None:
        return _report(bot, facts)
    say = (*_opening(facts), *_heard(bot, facts, slot), *_answers(bot, facts), slot.ask)
    return Decision("ask", _why_ask(facts, slot), say, shown_facts(bot, facts), asked=slot.name)


def next_slot(bot: Bot, facts: Facts) -> Slot | None:
    """The first slot that matters, is not known, not skipped, and not asked often enough."""
    for slot in bot.slots:
        open_ = slot.name not in facts.values and slot.name not in facts.skipped
        if open_ and slot.when(facts) and facts.asks.get(slot.name, 0) < slot.tries:
            return slot
    return None


def is_finished(bot: Bot, facts: Facts) -> bool:
    """Whether this bot has closed its interview before."""
    keys = {f"{bot.name}.reported", f"{bot.name}.kept", "interview.left_open"}
    return facts.done or bool(keys & set(facts.said))


def says(facts: Facts, act: str) -> bool:
    """Whether the customer's message does something, surely enough to act on."""
    intent = facts.reading.intent(act)
    return intent is not None and intent.wanted and intent.score >= SURE


def shown_facts(bot: Bot, facts: Facts) -> Mapping[str, str]:
    """What is known, in words of the customer's language, and `learned`: what is new in one line."""
    known = {slot.name: show(bot, facts, slot) for slot in bot.slots if slot.name in facts.values}
    learned = [known[name] for name in _learned(bot, facts) if known.get(name)]
    return {**known, "learned": ", ".join(learned)}


def show(bot: Bot, facts: Facts, slot: Slot) -> str:
    """One slot's value in words; empty where repeating it would not sound like a person."""
    value, code = facts.values[slot.name], facts.reading.language
    named = bot.words.get(f"shown.{slot.name}.{_option(value)}")
    if named is not None:
        return named.variants(code)[0]
    kind = slot.shape.kind
    if kind == "money":
        return shown.show_money(value, code)
    if kind in ("beds", "baths", "sqft", "number"):
        return shown.show_count(value, kind, code)
    if kind == "address":
        return shown.show_address(value, code)
    if kind in ("flag", "choice", "intent"):
        return ""
    if kind in ("area", "text"):
        text = str(value) if kind == "area" or slot.shape.phrases else ""
        return text if len(text.split()) <= WORDS_SHOWN else ""
    return facts.texts[slot.name] if len(facts.texts[slot.name]) <= LONGEST_SHOWN else ""


def _option(value: Json) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ""


def _learned(bot: Bot, facts: Facts) -> tuple[str, ...]:
    """What is new, without the questions that are noted as topics."""
    return tuple(name for name in facts.newly_filled if bot.slot(name) and name not in bot.answers)


def _opening(facts: Facts) -> tuple[str, ...]:
    if facts.handed_from:
        return ("taken_over",)
    first = not set(facts.said) - {"house.disclosure"}
    return ("greet",) if first else ()


def _heard(bot: Bot, facts: Facts, asking: Slot | None) -> tuple[str, ...]:
    """What shows that the last message was understood, or that it was not."""
    learned = _learned(bot, facts)
    if learned:
        known = shown_facts(bot, facts)
        if len(learned) == 1 and f"ack.{learned[0]}" in bot.words and known[learned[0]]:
            return (f"ack.{learned[0]}",)
        return ("interview.ack_several",) if known["learned"] else ("interview.ack",)
    if facts.asked is None or facts.asked == OTHER_SIDE or facts.handed_from:
        return ()
    if facts.asked in facts.skipped:
        return ("interview.skip",)
    if says(facts, "repeat") or says(facts, "thanks") or _answers(bot, facts):
        return ()
    if says(facts, "greet"):
        return ("interview.hello",)
    if any(says(facts, wish) for wish in _WISHES):
        return ("taken_over",)
    return (
        ("interview.missed",) if asking and asking.name == facts.asked else ("interview.moving_on",)
    )


def _answers(bot: Bot, facts: Facts) -> tuple[str, ...]:
    """Answers to what the customer asked or felt, at most two; what we cannot answer we say."""
    found = [key for topic, key in bot.answers.items() if _asks(facts, topic)][:1]
    found += [key for act, key in ANSWERED if says(facts, act) and act not in bot.answers][:1]
    if found:
        return tuple(found)
    if facts.reading.mood == "angry":
        return ("interview.sorry",)
    if _learned(bot, facts) or facts.handed_from:
        return ("interview.cannot",) if says(facts, "ask_info") and _is_question(facts) else ()
    if says(facts, "objection"):
        return ("interview.objection",)
    if says(facts, "smalltalk"):
        return ("interview.smalltalk",)
    unknown = says(facts, "ask_info") or says(facts, "question_price") or _is_question(facts)
    if unknown and not says(facts, "repeat") and not any(says(facts, wish) for wish in _WISHES):
        return ("interview.cannot",)
    return ()


def _asks(facts: Facts, topic: str) -> bool:
    """Whether a topic comes up: an intent of that name, or a noted slot named now."""
    if says(facts, topic):
        return True
    for value in facts.reading.of_kind("flag"):
        if isinstance(value.value, Mapping) and value.value.get("slot") == topic:
            return True
    return False


def _is_question(facts: Facts) -> bool:
    greeting = says(facts, "greet") and len(facts.reading.text.split()) <= SHORT
    return own_words.asks(facts.reading) and not greeting


def _why_ask(facts: Facts, slot: Slot) -> str:
    if facts.handed_from:
        return "took_over"
    if slot.name == facts.asked:
        return "asks_again"
    return "asks_next"


def _report(bot: Bot, facts: Facts) -> Decision:
    """Report what was found out, once; where nothing was, leave the door open instead."""
    answers = {
        slot.name: facts.values[slot.name] for slot in bot.slots if slot.name in facts.values
    }
    if not answers:
        return Decision("close", "nothing_learned", say=("interview.left_open",))
    request = records.ReportQualified(facts.conversation_id, bot.name, answers, facts.summary)
    return Decision("act", "all_known", request=request)


def _close(bot: Bot, facts: Facts) -> Decision:
    reported = facts.findings[-1].outcome == "reported"
    closing = f"{bot.name}.reported" if reported else f"{bot.name}.kept"
    say = (*_opening(facts), *_heard(bot, facts, None), *_answers(bot, facts), closing)
    known = shown_facts(bot, facts)
    if _has_other_side(bot, facts):
        say = (*say, f"{bot.name}.other_side")
        return Decision("ask", "offers_other_side", say, known, asked=OTHER_SIDE)
    return Decision("close", "all_known", say, known)


def _has_other_side(bot: Bot, facts: Facts) -> bool:
    """Whether the customer spoke of the other side too, and nobody has offered it yet."""
    both = facts.other_side is not None or facts.values.get("goal") == "both"
    offered = any(key.endswith(f".{OTHER_SIDE}") for key in facts.said)
    return both and not offered and f"{bot.name}.{OTHER_SIDE}" in bot.words


def _after(bot: Bot, facts: Facts) -> Decision:
    """What is said once the interview is closed: never a question of it again."""
    known = shown_facts(bot, facts)
    if facts.asked == OTHER_SIDE and facts.reading.reply in ("yes", "conditional"):
        return Decision("close", "other_side_noted", ("interview.kept",), known)
    if facts.asked == OTHER_SIDE and facts.reading.reply is not None:
        return Decision("close", "other_side_declined", ("interview.welcome",), known)
    if _learned(bot, facts):
        key = "interview.noted" if known["learned"] else "interview.kept"
        return Decision("answer", "added", (key, *_answers(bot, facts)), known)
    answers = _answers(bot, facts)
    if answers:
        return Decision("answer", "answered_after", answers, known)
    if says(facts, "thanks") or says(facts, "bye") or facts.reading.reply is not None:
        if "interview.welcome" in facts.said:
            return Decision("stay_silent", "goodbye_said")
        return Decision("answer", "said_goodbye", ("interview.welcome",), known)
    key = "interview.back" if says(facts, "greet") else "interview.kept"
    return Decision("answer", "kept_after", (key,), known)

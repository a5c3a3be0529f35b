"""What is known turned into what to do next: first what holds for every bot, then the bot's own policy."""

from collections.abc import Mapping
from dataclasses import replace

from frontdesk.ability import consent
from frontdesk.ability.language import own_words
from frontdesk.flow.conversation import gate
from frontdesk.flow.conversation.contracts.bot import Bot, Facts
from frontdesk.flow.conversation.contracts.phrases import HouseKey
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.route import Route
from frontdesk.flow.conversation.slots.fill import Fills
from frontdesk.flow.conversation.state import State
from frontdesk.ground.words.decision import Decision, Finding
from frontdesk.ground.words.reading import Reading

PASSES = 3
CLEAR = 0.9  # a yes, a no, an "I don't know"
TO_PEOPLE = ("rung_human", "read_unsurely")
DISCLOSURE = "house.disclosure"
# What is said first where the worst danger told is one of these; of any other, `house.danger`.
_TOLD_TO_DO: Mapping[str, HouseKey] = {
    "gas": "house.danger_air",
    "carbon_monoxide": "house.danger_air",
    "flooding": "house.danger_water",
    "sewage": "house.danger_water",
}
SILENT = Decision("stay_silent", "nothing_decided")


def decide_consent(
    turn: Turn, gated: gate.Gate, standing: consent.Standing, reading: Reading
) -> Decision | None:
    """The answer to STOP, START and HELP, or a silence, before anything a bot would say.

    What the carrier has answered itself is recorded and not answered again."""
    answered = turn.carrier_heard is not None
    if standing.change == "out":
        return Decision("close", "opted_out", say=() if answered else ("house.opted_out",))
    if standing.change == "in":
        return Decision("answer", "opted_in", say=() if answered else ("house.opted_in",))
    if gated.silent is not None:
        return Decision("stay_silent", gated.silent)
    if reading.opt == "help":
        return Decision("answer", "help_asked", say=() if answered else ("house.help",))
    if gated.rung == "human":
        return Decision("escalate", "rung_human", say=("house.person_coming",))
    return None


def decide_unsure(gated: gate.Gate, reading: Reading, fills: Fills) -> Decision | None:
    """A person instead of the bot, where controls want turns to be read more surely than this."""
    if sureness(reading, fills) >= gated.least_sure:
        return None
    return Decision("escalate", "read_unsurely", say=("house.person_coming",))


def sureness(reading: Reading, fills: Fills) -> float:
    """How surely a message was understood, 0-1: by the surest thing it was understood to say."""
    filled = (fills.state.slots[name].confidence for name in fills.newly)
    wanted = (one.score for one in reading.intents if one.wanted and one.name != "none")
    if reading.asks_for_person:
        return 1.0
    clear = reading.reply is not None or own_words.refuses(reading)
    return max((*filled, *wanted, CLEAR if clear else 0.0))


def decide_reply(bot: Bot, facts: Facts) -> Decision:
    """The next step of a bot's conversation. What to do in danger comes before all else, once for each;
    asking for a person is always granted."""
    reading = facts.reading
    advice = _advise(reading)
    if advice is not None and advice not in facts.said:
        return Decision("escalate", "danger_told", say=(advice, "house.person_coming"))
    if reading.asks_for_person:
        return Decision("escalate", "asks_for_person", say=("house.person_coming",))
    if _says_outside_addresses(reading, "legal"):
        return Decision("escalate", "legal_topic", say=("house.person_coming",))
    return bot.decide(bot, facts)


def _advise(reading: Reading) -> HouseKey | None:
    if reading.urgency.level != "emergency":
        return None
    worst = next(iter(reading.urgency.hazards), "")
    return _TOLD_TO_DO.get(worst, "house.danger")


def gather_facts(
    turn: Turn, route: Route, fills: Fills, reading: Reading, findings: tuple[Finding, ...]
) -> Facts:
    """What a bot may look at when it decides."""
    state = fills.state
    facts = Facts(
        reading=reading,
        values={name: filled.value for name, filled in state.slots.items()},
        texts={name: filled.text for name, filled in state.slots.items()},
        asked=state.asked,
        asks=state.asks,
        skipped=state.skipped,
        said=state.said,
        misses=state.misses,
        done=state.done,
        other_side=state.other_side,
        summary=state.summary,
        newly_filled=fills.newly,
        findings=findings,
        turn=turn.number,
        now=turn.messages[-1].received_at,
        conversation_id=turn.conversation_id,
        business=turn.tenant.settings.business,
        handed_from=route.tried.attempt.source if handed(route) and route.tried else None,
    )
    if route.bot.summarise is None:
        return facts
    return replace(facts, summary=route.bot.summarise(facts))


def disclose(decision: Decision, said: tuple[str, ...], *, wanted: bool) -> Decision:
    """Say with our first words that a bot is answering, once per conversation (Cal. B&P 17941:
    disclosing is the safe harbour)."""
    if not wanted or not decision.say or DISCLOSURE in said:
        return decision
    return replace(decision, say=(DISCLOSURE, *decision.say))


def settle_state(facts: Facts, fills: Fills, decision: Decision) -> State:
    """The state after a decision: what was asked and how often, what was said, whether it is done.

    `misses` counts turns in a row that moved nothing."""
    state = fills.state
    asked = decision.asked
    repeated = asked is not None and asked == state.asked and not fills.newly
    return replace(
        state,
        asked=asked,
        asks={**state.asks, asked: state.asks.get(asked, 0) + 1} if asked else state.asks,
        said=tuple(dict.fromkeys((*state.said, *decision.say))),
        misses=state.misses + 1 if repeated else 0,
        done=state.done or decision.kind == "close",
        summary=facts.summary,
        offered={},
        language=facts.reading.language,
    )


def mark_handoff(decision: Decision, route: Route) -> Decision:
    """A decision in whose turn the conversation moved says so: `hand_off`, with the new bot.

    The new bot's first question goes with it; asking for a person outweighs the move."""
    if not handed(route) or decision.kind in ("escalate", "close"):
        return decision
    return replace(decision, kind="hand_off", to=route.bot.name)


def handed(route: Route) -> bool:
    return route.tried is not None and route.tried.verdict.executed


def _says_outside_addresses(reading: Reading, act: str) -> bool:
    """Whether a message touches a topic other than by the name of a street ("77 Alder Court")."""
    intent = reading.intent(act)
    if intent is None or not intent.wanted or intent.score < 0.5:
        return False
    start, end = intent.span
    return not any(
        value.span[0] <= start and end <= value.span[1] for value in reading.of_kind("address")
    )

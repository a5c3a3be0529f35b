"""A reading turned into the bot that answers: the same one, or another by a recorded hand-off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from frontdesk.ability import handoff
from frontdesk.ability.language import own_words
from frontdesk.ability.telemetry import Measurement
from frontdesk.flow.conversation.contracts.bot import Bot, HandsOff
from frontdesk.flow.conversation.contracts.interview import OTHER_SIDE
from frontdesk.flow.conversation.line import HandoffNote, Line, bots_paused
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.slots import fill
from frontdesk.flow.conversation.state import State
from frontdesk.ground.kit import tasks
from frontdesk.ground.words.reading import Intent, Reading


class Tried(NamedTuple):
    """A hand-off that was tried, with its verdict."""

    attempt: handoff.Attempt
    verdict: handoff.Verdict

    def note(self) -> HandoffNote:
        return HandoffNote(
            source=self.attempt.source,
            target=self.attempt.target,
            executed=self.verdict.executed,
            reason=self.verdict.reason,
            score=self.attempt.score,
        )


@dataclass(frozen=True, slots=True)
class Route:
    """Who answers, from which state, and the hand-off that led there (or was blocked)."""

    bot: Bot
    state: State
    tried: Tried | None = None


NOT_EXECUTED = {"hourly_limit": "limited", "daily_limit": "limited", "concurrent": "error"}
Wish = tuple[HandsOff, Intent]
FAINT = 0.5  # a wish scored lower is none


def decide_move(
    bot: Bot,
    state: State,
    reading: Reading,
    *,
    thresholds: Mapping[str, float],
    own: frozenset[str],
) -> tuple[Wish | None, str | None]:
    """The hand-off to try, if any, and the bot of another wish to remember.

    A bot in the middle of its own interview (`own` wishes) keeps a customer who answers it.
    """
    wish, other = decide_wish(bot, reading, thresholds, own)
    if wish is not None and own and answers_question(bot, state, reading):
        return None, wish[0].to
    return wish or decide_offer(bot, state, reading), other


def decide_wish(
    bot: Bot, reading: Reading, thresholds: Mapping[str, float], own: frozenset[str] = frozenset()
) -> tuple[Wish | None, str | None]:
    """The hand-off the customer's words ask for, and the bot of a second wish to remember.

    Of two wishes over their thresholds the one said first is served: people lead with what
    matters to them. `own` are the wishes this bot serves: where one of them is named too, the
    bot keeps the conversation and remembers the other side.
    """
    wanted: list[Wish] = []
    for rule in bot.hands_off:
        intent = reading.intent(rule.intent)
        if intent and intent.wanted and intent.score >= thresholds[rule.to]:
            wanted.append((rule, intent))
    wanted.sort(key=lambda pair: (pair[1].span[0], -pair[1].score))
    if wanted and any(_wants(reading, name) for name in own):
        return None, wanted[0][0].to
    other = wanted[1][0].to if len(wanted) > 1 else None
    return (wanted[0] if wanted else None), other


def decide_faint(
    bot: Bot, state: State, reading: Reading, thresholds: Mapping[str, float]
) -> Wish | None:
    """A wish below its threshold. It is tried like any other, so that the record says what
    blocked it; one named while answering a question is part of the answer."""
    for rule in bot.hands_off:
        intent = reading.intent(rule.intent)
        if intent and intent.wanted and FAINT <= intent.score < thresholds[rule.to]:
            return None if answers_question(bot, state, reading) else (rule, intent)
    return None


def decide_offer(bot: Bot, state: State, reading: Reading) -> Wish | None:
    """The hand-off that a yes to "shall we go over the other side?" asks for."""
    if state.asked != OTHER_SIDE or reading.reply not in ("yes", "conditional"):
        return None
    for rule in bot.hands_off:
        if state.other_side in (None, rule.to):
            return rule, Intent(rule.intent, 0.95, (0, len(reading.text)), why="agreed to it")
    return None


def answers_question(bot: Bot, state: State, reading: Reading) -> bool:
    """Whether a wish is named while answering what was asked ("where would you move to?"): then
    it is part of the answer, unless the customer takes something back."""
    if state.asked is None or own_words.corrects(reading):
        return False
    return state.asked in fill.decide_fills(bot, state, reading, 0).newly


def _wants(reading: Reading, name: str) -> bool:
    intent = reading.intent(name)
    return intent is not None and intent.wanted and intent.score >= FAINT


def serves(bots: Mapping[str, Bot], bot: Bot) -> frozenset[str]:
    """The wishes that other bots hand to this one."""
    rules = (rule for one in bots.values() for rule in one.hands_off)
    return frozenset(rule.intent for rule in rules if rule.to == bot.name)


async def choose_bot(line: Line, turn: Turn, reading: Reading) -> Route:
    """Keep the bot, or hand over: takes the contact's handoff lock when there is a wish."""
    bot, state = turn.bot, replace(turn.state, bot=turn.bot.name)
    live = line.controls.value(turn.tenant.id, handoff.thresholds)
    thresholds = {
        rule.to: handoff.threshold_for(f"{bot.name}->{rule.to}", live) for rule in bot.hands_off
    }
    own = serves(line.bots, bot)
    wish, other = decide_move(bot, state, reading, thresholds=thresholds, own=own)
    if other is not None:
        state = replace(state, other_side=other)
    elif wish is None:
        wish = decide_faint(bot, state, reading, thresholds)
    if wish is None or wish[0].to == bot.name or wish[0].to not in line.bots:
        return Route(bot, state)
    started = line.clock.monotonic()
    tried = await tasks.attempt(_try(line, turn, wish))
    _measure(line, turn, wish[0].to, tried, (line.clock.monotonic() - started) * 1000)
    if isinstance(tried, Exception):
        raise tried
    if not tried.verdict.executed:
        return Route(bot, state, tried)
    target = line.bots[tried.attempt.target]
    return Route(target, hand_over(state, target, unfinished=bool(own)), tried)


def _measure(line: Line, turn: Turn, target: str, tried: Tried | Exception, ms: float) -> None:
    """What a protection blocks is `blocked` or `limited`: it has worked, and is no failure."""
    outcome, code = "error", type(tried).__name__
    if isinstance(tried, Tried):
        code = tried.verdict.reason
        outcome = "ok" if tried.verdict.executed else NOT_EXECUTED.get(code, "blocked")
    source = turn.bot.name
    line.meters.handoffs.labels(source, target, outcome, code).inc()
    line.meters.handoff_seconds.labels(source, target).observe(ms / 1000)
    line.recorder.note(
        Measurement(
            tenant=turn.tenant.id,
            subject="handoff",
            name=f"{source}->{target}",
            operation="execute",
            outcome=outcome,
            at=line.clock.now(),
            ms=ms,
            code=code,
        )
    )


async def _try(line: Line, turn: Turn, wish: Wish) -> Tried:
    rule, intent = wish
    now = line.clock.now()
    value = line.controls.value
    tenant = turn.tenant.id
    attempt = await handoff.load_attempt(
        line.database,
        tenant,
        turn.claim.contact_id,
        route=(turn.bot.name, rule.to),
        score=intent.score,
        evidence=turn.text[intent.span[0] : intent.span[1]],
        now=now,
    )
    attempt = replace(attempt, target_paused=rule.to in value(tenant, bots_paused))
    limits = handoff.Limits(
        thresholds=value(tenant, handoff.thresholds),
        window_s=value(tenant, handoff.window_s),
        hourly=value(tenant, handoff.hourly_limit),
        daily=value(tenant, handoff.daily_limit),
    )
    return Tried(attempt, handoff.decide_handoff(attempt, limits, now))


def hand_over(state: State, target: Bot, *, unfinished: bool = False) -> State:
    """The state the next bot starts from: what is known stays known, and says where it came from.

    The side of a bot that is left in the middle of its own interview (`unfinished`) is remembered.
    """
    other = state.other_side if state.other_side != target.name else None
    if other is None and unfinished and not state.done:
        other = next((rule.to for rule in target.hands_off if rule.to == state.bot), None)
    kept = {
        name: replace(filled, how="handed_over")
        for name, filled in state.slots.items()
        if target.slot(name)
    }
    rest = {name: filled for name, filled in state.slots.items() if name not in kept}
    return replace(
        state,
        bot=target.name,
        slots={**rest, **kept},
        asked=None,
        asks={},
        skipped=(),
        misses=0,
        done=False,
        other_side=other,
    )

"""A reading turned into the bot that answers: the same one, or another by a recorded hand-off."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from frontdesk.ability import handoff
from frontdesk.flow.conversation.contracts.bot import Bot, HandsOff
from frontdesk.flow.conversation.line import HandoffNote, Line, bots_paused
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.state import State
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


def decide_wish(
    bot: Bot, reading: Reading, thresholds: dict[str, float]
) -> tuple[tuple[HandsOff, Intent] | None, str | None]:
    """The hand-off the customer's words ask for, and the bot of a second wish to remember.

    Of two wishes over their thresholds the one said first is served: people lead with what
    matters to them.
    """
    wanted: list[tuple[HandsOff, Intent]] = []
    for rule in bot.hands_off:
        intent = reading.intent(rule.intent)
        if intent and intent.wanted and intent.score >= thresholds[rule.to]:
            wanted.append((rule, intent))
    wanted.sort(key=lambda pair: (pair[1].span[0], -pair[1].score))
    other = wanted[1][0].to if len(wanted) > 1 else None
    return (wanted[0] if wanted else None), other


async def choose_bot(line: Line, turn: Turn, reading: Reading) -> Route:
    """Keep the bot, or hand over: takes the contact's handoff lock when there is a wish."""
    bot, state = turn.bot, replace(turn.state, bot=turn.bot.name)
    live = line.controls.value(turn.tenant.id, handoff.thresholds)
    thresholds = {
        rule.to: handoff.threshold_for(f"{bot.name}->{rule.to}", live) for rule in bot.hands_off
    }
    wish, other = decide_wish(bot, reading, thresholds)
    if other is not None:
        state = replace(state, other_side=other)
    if wish is None or wish[0].to == bot.name or wish[0].to not in line.bots:
        return Route(bot, state)
    tried = await _try(line, turn, wish)
    if not tried.verdict.executed:
        return Route(bot, state, tried)
    target = line.bots[tried.attempt.target]
    return Route(target, hand_over(state, target), tried)


async def _try(line: Line, turn: Turn, wish: tuple[HandsOff, Intent]) -> Tried:
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


def hand_over(state: State, target: Bot) -> State:
    """The state the next bot starts from: what is known stays known, and says where it came from."""
    kept = {
        name: replace(filled, how="handed_over")
        for name, filled in state.slots.items()
        if target.slot(name)
    }
    other = {name: filled for name, filled in state.slots.items() if name not in kept}
    return replace(
        state,
        bot=target.name,
        slots={**other, **kept},
        asked=None,
        asks={},
        skipped=(),
        misses=0,
        done=False,
        other_side=None if state.other_side == target.name else state.other_side,
    )

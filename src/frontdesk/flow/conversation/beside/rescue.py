"""A turn that broke turned into an honest word to the customer and a conversation marked for a person."""

import logging

from frontdesk.ability import consent
from frontdesk.ability.telemetry import Steps
from frontdesk.flow.conversation import commit, load, word
from frontdesk.flow.conversation.commit import Outcome
from frontdesk.flow.conversation.line import Claim, Line, TurnRecord
from frontdesk.ground.words.decision import Decision
from frontdesk.ground.words.reading import Reading

log = logging.getLogger("flow.conversation.beside.rescue")


async def save_failure(line: Line, claim: Claim, error: Exception) -> TurnRecord | None:
    """Commit a turn that says something went wrong. The customer is never left without an answer,
    and never told what broke; the log and the turn's reason say it to operators."""
    steps = Steps(line.clock)
    started_at = line.clock.now()
    turn = await load.load_turn(line, claim)
    if turn is None:
        return None
    log.error("turn of conversation %s broke", turn.conversation_id, exc_info=error)
    standing = consent.decide_standing(turn.consent, None)
    say = () if standing.opted_out or turn.owner != "bot" else ("house.went_wrong",)
    outcome = Outcome(
        bot=turn.bot,
        state=turn.state,
        reading=Reading(text=turn.text),
        standing=standing,
        decision=Decision("escalate", f"broken:{type(error).__name__}", say=say),
    )
    steps.mark("rescue", type(error).__name__)
    text = word.render_reply(turn, outcome, line.phrases)
    outcome = commit.with_texts(outcome, (text,) if text else ())
    return await commit.save_turn(line, turn, outcome, steps, started_at)

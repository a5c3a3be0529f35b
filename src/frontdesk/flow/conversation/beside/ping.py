"""A word nobody said, read and decided on by every bot: proof that it would answer, without traffic."""

import logging

from frontdesk.ability import language
from frontdesk.ability.telemetry import Measurement, pings
from frontdesk.flow.conversation.contracts.bot import Bot, Facts
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.conversation.word import find_words
from frontdesk.ground.kit import tasks
from frontdesk.ground.words.problems import Broken

log = logging.getLogger("flow.conversation.beside.ping")
HELLO = "Hello, is anybody there?"


async def ping_bots(line: Line) -> int:
    """Ping every bot and write down which answered; gives how many. A bot that does not is not
    written down, so that its silence grows in the rows that all processes read."""
    answered = 0
    for bot in line.bots.values():
        started = line.clock.monotonic()
        outcome = await tasks.attempt(_answer(line, bot))
        ok = not isinstance(outcome, Exception)
        if isinstance(outcome, Exception):
            log.error("bot %s does not answer its ping", bot.name, exc_info=outcome)
        else:
            await pings.save(line.database, bot.name, line.clock.now())
        answered += ok
        line.recorder.note(
            Measurement(
                tenant=pings.HOUSE,
                subject="ping",
                name=bot.name,
                operation="ping",
                outcome="ok" if ok else "error",
                at=line.clock.now(),
                ms=(line.clock.monotonic() - started) * 1000,
            )
        )
    return answered


async def _answer(line: Line, bot: Bot) -> str:
    """The words the bot would say to a first hello."""
    now = line.clock.now()
    names = tuple(intent.name for intent in bot.intents)
    context = language.Context(now=now, bot=bot.name, slots=bot.shapes(), intents=names)
    facts = Facts(
        reading=language.read(HELLO, context),
        values={},
        texts={},
        asked=None,
        asks={},
        skipped=(),
        said=(),
        misses=0,
        done=False,
        other_side=None,
        summary={},
        newly_filled=(),
        findings=(),
        turn=1,
        now=now,
        conversation_id="ping",
        business="",
    )
    decision = bot.decide(bot, facts)
    said = [find_words(bot, line.phrases, key).variants("en")[0] for key in decision.say]
    if decision.kind != "stay_silent" and not said:
        raise Broken("ping.no_words", f"bot {bot.name} decides {decision.kind} and says nothing")
    return " ".join(said)

"""The unread messages of a turn turned into one Reading."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from frontdesk.ability import language
from frontdesk.ability.language import claims
from frontdesk.flow.conversation.gate import Gate
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.proposals import reading as proposals
from frontdesk.flow.conversation.proposals import weak
from frontdesk.flow.conversation.proposals.ceiling import asks_model, decide_ceiling
from frontdesk.flow.conversation.proposals.reading import Claimed
from frontdesk.ground.words.reading import Opt, Reading

CARRIER_WORDS: Mapping[str, Opt] = {"stop": "out", "start": "in", "help": "help"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood. `claimed` is what a model brought, where the turn's call went there."""

    reading: Reading
    claimed: Claimed | None = None

    @property
    def note(self) -> str:
        told = f"; {self.claimed.note}" if self.claimed else ""
        return f"{self.reading.language}{told}"


async def read_turn(line: Line, turn: Turn, gated: Gate) -> Heard:
    """Read locally, always; where that is weak and a model may be asked, let it point at more."""
    local = read_messages(turn)
    if gated.silent or turn.carrier_heard:
        return Heard(local)
    chosen = decide_ceiling(line, turn.tenant.id, turn.bot, "read")
    why = weak.decide_weak(turn.bot, turn.state, local, turn.today) if asks_model(chosen) else None
    if why is None:
        return Heard(local)
    claimed = await proposals.ask_model(
        line, turn, local, build_context(turn), deadline_at=gated.deadline_at, why=why
    )
    return Heard(claimed.reading, claimed)


def read_again(heard: Heard, turn: Turn) -> Reading:
    """The same messages with the slots of another bot, claims included."""
    local = read_messages(turn)
    if heard.claimed is None or heard.claimed.rung == "rules":
        return local
    return claims.merge(local, heard.claimed.claims, build_context(turn)).reading


def read_messages(turn: Turn) -> Reading:
    """Read all unread text together; opting out counts when any one message alone says it."""
    context = build_context(turn)
    reading = language.read(turn.text, context)
    reading = replace(reading, language=language.decide_language(turn.state.language, reading))
    if turn.carrier_heard is not None:
        return replace(reading, opt=CARRIER_WORDS.get(turn.carrier_heard, reading.opt))
    if len(turn.messages) == 1 or reading.opt is not None:
        return reading
    alone = [language.read(message.text, context).opt for message in turn.messages]
    said = [opt for opt in alone if opt is not None]
    return replace(reading, opt=said[-1]) if said else reading


def build_context(turn: Turn) -> language.Context:
    """What is known around the turn's messages."""
    settings = turn.tenant.settings
    return language.Context(
        now=turn.messages[-1].received_at,
        tz=settings.timezone,
        locale=settings.locale,
        asked=turn.state.asked or ("confirm" if turn.state.offered else None),
        bot=turn.bot.name,
        slots=turn.bot.shapes(),
        next_weekday=settings.next_weekday,
        currency=settings.currency,
        region=settings.region,
        intents=tuple(intent.name for intent in turn.bot.intents),
    )

"""One recorded or scripted conversation played on a stage, and what it came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from frontdesk.ability import desk
from frontdesk.ability.evals.compare import Slots, compare_slots
from frontdesk.ability.evals.customer import Heard, Progress, next_text
from frontdesk.ability.evals.script import Line, Recorded, Scripted
from frontdesk.app.replay.played import Played, PlayedTurn
from frontdesk.app.replay.stage import Stage
from frontdesk.flow.conversation import run
from frontdesk.flow.conversation.beside import rehearse
from frontdesk.flow.conversation.line import TurnRecord
from frontdesk.ground.kit import ids
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.words.ids import ConversationId, TenantId
from frontdesk.ground.words.message import Inbound
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

BETWEEN = timedelta(seconds=20)
SETTLE_S = 20.0


@dataclass(slots=True)
class _Play:
    """A conversation in progress on the stage."""

    stage: Stage
    tenant: TenantId
    script: Recorded | Scripted
    bot: str
    at: datetime
    address: str = field(default_factory=ids.uuid7)
    conversation: ConversationId | None = None
    asked: list[str | None] = field(default_factory=list)

    async def say(self, text: str, asked: str | None) -> TurnRecord:
        """One message of the customer through the whole line; the reply is with the carrier."""
        self.stage.clock.set(self.at)
        self.at += BETWEEN
        self.asked.append(asked)
        inbound = Inbound(
            tenant_id=self.tenant,
            channel=self.script.channel,
            vendor_id=ids.uuid7(),
            address=self.address,
            text=text,
            bot=self.bot,
        )
        receipt, record = await run.answer(self.stage.line, inbound)
        await self.stage.line.tasks.close(SETTLE_S)
        self.conversation = receipt.conversation_id
        return record


async def play_conversation(
    stage: Stage, script: Recorded | Scripted, *, bot: str | None = None
) -> Played:
    """Play one conversation with its own bot or another; BadInput where there is none of the name."""
    name = bot or script.bot
    if name not in stage.line.bots:
        raise BadInput(
            "replay.unknown_bot",
            f"conversation {script.id!r} wants the bot {name!r}, which there is not",
            field="bot",
            fix="name one with --bot, or add its file with --bots",
        )
    if script.channel not in stage.line.channels:
        raise BadInput(
            "replay.unknown_channel",
            f"conversation {script.id!r} wants the channel {script.channel!r}",
            field="channel",
            fix="use one of " + ", ".join(sorted(stage.line.channels)),
        )
    tenant = await stage.tenant(script.locale)
    play = _Play(stage, tenant, script, name, parse_start(script.now))
    if isinstance(script, Recorded):
        return await _play_recorded(play, script)
    return await _play_scripted(play, script)


def parse_start(text: str | None) -> datetime:
    """When a conversation begins: now, where it does not say; without an offset in UTC."""
    if text is None:
        return SystemClock().now()
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _play_recorded(play: _Play, script: Recorded) -> Played:
    """Each recorded bot line is taken as what was asked and offered before the next message."""
    asked: str | None = None
    said: list[Line] = []
    for spoken in script.turns:
        if spoken.speaker == "bot":
            asked = spoken.asked
            if play.conversation is not None:
                await rehearse.save_asked(
                    play.stage.line,
                    play.tenant,
                    play.conversation,
                    asked=spoken.asked,
                    offered=spoken.offered,
                )
            continue
        await play.say(spoken.text, asked)
        said.append(spoken)
        asked = None
    found = await _load(play)
    turns = []
    for at, turn in enumerate(found.turns):
        expected = said[at].expect
        turns.append(_turn(play, at, turn, expected))
    compared = _added([turn.compared for turn in turns])
    return Played(script.id, "forced", tuple(turns), compared)


async def _play_scripted(play: _Play, script: Scripted) -> Played:
    text, progress = next_text(script, Progress(), None)
    record: TurnRecord | None = None
    while text is not None:
        record = await play.say(text, record.decision.asked if record else None)
        decision = record.decision
        heard = Heard(" ".join(record.replies), decision.asked, decision.kind)
        text, progress = next_text(script, progress, heard)
    found = await _load(play)
    turns = tuple(_turn(play, at, turn, {}) for at, turn in enumerate(found.turns))
    meant = {slot: answer.value for slot, answer in script.goal.items()}
    filled = {slot.name: slot.value for slot in found.slots}
    return Played(
        script.id,
        "scripted",
        turns,
        compare_slots(meant, filled, known=_slots(play, found.bot)),
        tuple(_unmet(script, found)),
    )


def _slots(play: _Play, bot: str) -> list[str]:
    """The slots of the bot that owns the conversation at its end."""
    return [slot.name for slot in play.stage.line.bots[bot].slots]


def _turn(play: _Play, at: int, turn: desk.Turn, expected: Mapping[str, Json]) -> PlayedTurn:
    filled = {slot.name: slot.value for slot in turn.slots}
    carried = tuple(reply.text for reply in turn.replies if reply.status == "delivered")
    return PlayedTurn(
        turn=turn,
        asked_before=play.asked[at],
        carried=carried,
        expected=expected,
        compared=compare_slots(expected, filled, known=expected),
    )


def _unmet(script: Scripted, found: desk.Conversation) -> list[str]:
    """Expectations about the end of a scripted conversation that were not met."""
    expect, last = script.expect, found.turns[-1].decision
    moved = tuple(tried.target for turn in found.turns for tried in turn.attempts if tried.executed)
    checks: tuple[tuple[str, object, object], ...] = (
        ("bot", expect.bot, found.bot),
        ("handoff", expect.handoff or None, moved),
        ("kind", expect.kind, last.kind),
        ("other_side", expect.other_side, found.other_side),
    )
    return [
        f"{name} is {got!r}, expected {meant!r}"
        for name, meant, got in checks
        if meant is not None and meant != got
    ]


async def _load(play: _Play) -> desk.Conversation:
    assert play.conversation is not None, "a conversation has at least one message of the customer"
    return await desk.load_conversation(play.stage.line.database, play.tenant, play.conversation)


def _added(parts: Sequence[Slots]) -> Slots:
    return Slots(
        right=tuple(name for part in parts for name in part.right),
        wrong=tuple(name for part in parts for name in part.wrong),
        missing=tuple(name for part in parts for name in part.missing),
        extra=tuple(name for part in parts for name in part.extra),
    )

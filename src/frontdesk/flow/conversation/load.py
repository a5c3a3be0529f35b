"""A claim turned into all that the turn starts from, read in one snapshot."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from frontdesk.ability.identity import Tenant
from frontdesk.flow.conversation import state
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.line import Claim, Line
from frontdesk.flow.conversation.state import State
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Row
from frontdesk.ground.words.ids import ConversationId, MessageId, TraceId, TurnId
from frontdesk.ground.words.message import Message
from frontdesk.ground.words.problems import Broken


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn to be run: whose, on which channel, what was written, what is known."""

    claim: Claim
    tenant: Tenant
    channel: Channel
    address: str
    sender: str
    conversation_id: ConversationId
    number: int
    owner: str
    bot: Bot
    state: State
    messages: tuple[Message, ...]
    consent: str | None
    arrived: int
    more: bool
    settled_at: datetime
    id: TurnId = field(default_factory=lambda: TurnId(ids.uuid7()))

    @property
    def trace(self) -> TraceId:
        """The trace that the turn's record, its model call and its log lines share."""
        return TraceId(self.id.replace("-", ""))

    @property
    def today(self) -> date:
        """The day of the newest message where the business is."""
        zone = ZoneInfo(self.tenant.settings.timezone)
        return self.messages[-1].received_at.astimezone(zone).date()

    @property
    def carrier_heard(self) -> str | None:
        """`stop`, `start` or `help`, when the carrier took that word itself and has answered it."""
        heard = (message.extra.get("opt_out_type") for message in self.messages)
        return next((word for word in heard if word), None)

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)


async def load_turn(line: Line, claim: Claim) -> Turn | None:
    """The turn that a claim entitles to; None when nothing is unread any more."""
    row = claim.loaded or await _load(line, claim)
    if row is None or not row["unread"]:
        return None
    tenant = line.tenants.get(claim.tenant_id)
    known = state.parse_state(row["state"])
    unread = row["unread"]
    return Turn(
        claim=claim,
        tenant=tenant,
        channel=line.channels[row["channel"]],
        address=row["address"],
        sender=row["sender"],
        conversation_id=row["conversation_id"],
        number=row["turns"] + 1,
        owner=row["owner"],
        bot=_bot(line, known.bot or _wished(unread) or tenant.settings.default_bot),
        state=known,
        messages=tuple(_message(item) for item in unread),
        consent=row["consent"],
        arrived=row["arrived"],
        more=row["more"],
        settled_at=datetime.fromisoformat(row["settled_at"]),
    )


async def _load(line: Line, claim: Claim) -> Row | None:
    params = {"tenant": claim.tenant_id, "contact": claim.contact_id}
    loaded: Row | None = await line.database.call("turns.load", params)
    return loaded


def _bot(line: Line, name: str) -> Bot:
    if name in line.bots:
        return line.bots[name]
    default = next((bot for bot in line.bots.values() if bot.default), None)
    if default is None:
        raise Broken("load.no_bot", f"no bot answers for {name!r}", fix="see `frontdesk doctor`")
    return default


def _wished(unread: list[Row]) -> str:
    extra = unread[0]["extra"] or {}
    return str(extra.get("bot") or "")


def _message(item: Row) -> Message:
    return Message(
        id=MessageId(item["id"]),
        seq=item["seq"],
        text=item["text"],
        received_at=datetime.fromisoformat(item["received_at"]),
        extra=item["extra"] or {},
    )

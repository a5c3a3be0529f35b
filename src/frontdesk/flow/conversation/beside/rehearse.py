"""A recorded bot's question turned into what our conversation takes as asked, for replays."""

from collections.abc import Mapping

from psycopg.types.json import Jsonb

from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.ids import ConversationId, TenantId
from frontdesk.ground.words.reading import Json


async def save_asked(
    line: Line,
    tenant: TenantId,
    conversation: ConversationId,
    *,
    asked: str | None,
    offered: Mapping[str, Json],
) -> None:
    """Let the next turn read the customer's words as the answer to `asked` and `offered`.

    What our own bot asked in the turn before is forgotten; everything else it knows stays.
    """
    await line.database.fetch(
        "turns.save_asked",
        {
            "conversation": conversation,
            "forced": Jsonb({"asked": asked, "offered": dict(offered)}),
        },
        tenant=tenant,
    )

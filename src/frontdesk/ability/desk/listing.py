"""Conversation rows turned into the list an operator reads first, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.ids import ConversationId, TenantId
from frontdesk.ground.words.reading import Json

MOST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One conversation as a line of the list.

    `said` is the customer's last message; `kind`, `reason` and `rung` are those of the last turn;
    `waiting` tells of a message no turn has answered yet, `undelivered` of a reply given up.
    """

    id: ConversationId
    channel: str
    owner: str
    status: str
    bot: str
    turns: int
    created_at: datetime
    active_at: datetime
    said: str
    kind: str | None
    reason: str | None
    rung: str | None
    waiting: bool
    undelivered: bool
    summary: Mapping[str, Json]

    def as_json(self) -> dict[str, Json]:
        return {
            "conversation_id": self.id,
            "channel": self.channel,
            "owner": self.owner,
            "status": self.status,
            "bot": self.bot,
            "turns": self.turns,
            "created_at": self.created_at.isoformat(),
            "active_at": self.active_at.isoformat(),
            "said": self.said,
            "decision": {"kind": self.kind, "reason": self.reason} if self.kind else None,
            "rung": self.rung,
            "waiting": self.waiting,
            "undelivered": self.undelivered,
            "summary": self.summary,
        }


async def list_conversations(
    database: Database, tenant: TenantId, *, limit: int = 50, before: datetime | None = None
) -> tuple[Listed, ...]:
    """The newest conversations; `before` is the `created_at` of the last one already listed."""
    rows = await database.fetch(
        "desk.load_latest", {"limit": max(1, min(limit, MOST)), "before": before}, tenant=tenant
    )
    return tuple(_listed(row) for row in rows)


def _listed(row: Row) -> Listed:
    return Listed(
        id=row["id"],
        channel=row["channel"],
        owner=row["owner"],
        status=row["status"],
        bot=row["bot"],
        turns=row["turns"],
        created_at=row["created_at"],
        active_at=row["active_at"],
        said=row["said"] or "",
        kind=row["kind"],
        reason=row["reason"],
        rung=row["rung"],
        waiting=row["waiting"],
        undelivered=row["undelivered"],
        summary=row["state"].get("summary") or {},
    )

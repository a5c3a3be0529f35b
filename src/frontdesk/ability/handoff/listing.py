"""Handoff rows turned into the list an operator reads: every attempt, also the blocked ones."""

from frontdesk.ground.store.db import Database, Row
from frontdesk.ground.words.ids import TenantId


async def load_latest(database: Database, tenant: TenantId, *, limit: int = 50) -> list[Row]:
    """The newest attempts: at, source, target, score, threshold, outcome, reason, evidence, and
    the ids of contact, conversation and turn."""
    return await database.fetch("handoffs.load_latest", {"limit": limit}, tenant=tenant)

"""An address customers write to (a phone number, say) turned into the tenant who answers there."""

from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId


async def find_front_door(database: Database, channel: str, address: str) -> TenantId | None:
    """The tenant that answers at an address of a channel; None when nobody does."""
    row = await database.fetch_one(
        "inbox.find_front_door", {"channel": channel, "address": address}, tenant=None
    )
    return TenantId(row["tenant_id"]) if row and row["tenant_id"] else None


async def save_front_door(
    database: Database, tenant: TenantId, *, channel: str, address: str
) -> None:
    """Let a tenant answer at an address of ours. One that is taken stays with who has it."""
    await database.fetch(
        "identity.save_front_door",
        {"channel": channel, "address": address, "tenant": tenant},
        tenant=tenant,
    )


async def remove_front_door(
    database: Database, tenant: TenantId, *, channel: str, address: str
) -> bool:
    """Let a tenant no longer answer at an address; False when it did not."""
    gone = await database.fetch(
        "identity.remove_front_door", {"channel": channel, "address": address}, tenant=tenant
    )
    return bool(gone)


async def load_front_doors(database: Database, tenant: TenantId) -> list[str]:
    """Where a tenant answers, each as `channel address`."""
    rows = await database.fetch("identity.load_front_doors", {}, tenant=tenant)
    return [f"{row['channel']} {row['address']}" for row in rows]

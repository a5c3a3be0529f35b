"""What a customer said about being written to, turned into a ledger row, and rows into a standing.

47 CFR 64.1200(a)(10), in force since 2025-04-11: any reasonable wording revokes consent, for every
channel, and one confirmation within five minutes is allowed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from frontdesk.ground.store.db import Database, Statement
from frontdesk.ground.words.ids import ContactId, TenantId
from frontdesk.ground.words.reading import Opt

Change = Literal["out", "in"]


@dataclass(frozen=True, slots=True)
class Standing:
    """`opted_out` holds over all channels. `change` is what this message changes, if anything."""

    opted_out: bool
    change: Change | None = None


def decide_standing(newest: str | None, opt: Opt | None) -> Standing:
    """The standing after a message: `newest` is the kind of the contact's newest ledger row."""
    before = newest == "out"
    if opt == "out":
        return Standing(opted_out=True, change=None if before else "out")
    if opt == "in" and before:
        return Standing(opted_out=False, change="in")
    return Standing(opted_out=before)


def append_change(
    *,
    tenant: TenantId,
    contact: ContactId,
    change: Change,
    source: str,
    channel: str,
    evidence: str,
    now: datetime,
) -> list[Statement]:
    """The statements that record a change and take back what is still waiting to be sent."""
    append = Statement(
        "consent.append",
        {
            "tenant": tenant,
            "contact": contact,
            "kind": change,
            "source": source,
            "channel": channel,
            "evidence": evidence[:500],
            "now": now,
        },
    )
    if change == "in":
        return [append]
    return [
        append,
        Statement("consent.withhold_waiting", {"contact": contact, "now": now}),
        Statement("consent.cancel_timers", {"contact": contact}),
    ]


def append_carrier_stop(outbox_id: str, *, evidence: str, now: datetime) -> Statement:
    """The statement that records an opt-out the carrier told us of when it refused a message.

    It adds nothing for who is out already, or came back after that message was written.
    """
    params = {"outbox": outbox_id, "evidence": evidence[:500], "now": now}
    return Statement("consent.append_carrier_stop", params)


async def load_standing(database: Database, tenant: TenantId, contact: ContactId) -> Standing:
    """The present standing of one contact."""
    row = await database.fetch_one("consent.load_newest", {"contact": contact}, tenant=tenant)
    return decide_standing(row["kind"] if row else None, None)

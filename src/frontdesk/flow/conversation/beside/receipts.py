"""A vendor's delivery report turned into the state of the reply it speaks of."""

from typing import Literal

from frontdesk.ability import consent
from frontdesk.flow.conversation import outbox
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.store.db import Statement
from frontdesk.ground.words.ids import OutboxId, TenantId
from frontdesk.ground.words.problems import Refused

Outcome = Literal["recorded", "ignored"]


async def confirm_sent(
    line: Line,
    tenant: TenantId,
    outbox_id: OutboxId,
    *,
    vendor_id: str,
    said: Literal["sent", "delivered"] | Refused,
) -> Outcome:
    """Take a vendor's word on one reply: that it has it, delivered it, or gave it up and why.

    Reports may come twice, late, out of order, or before our own request has returned; the row
    only ever moves forward. What was waiting behind the reply goes on at once.
    """
    now = line.clock.now()
    problem = str(said) if isinstance(said, Refused) else None
    opted_out = isinstance(said, Refused) and said.code.endswith(outbox.OPTED_OUT)
    status = said if isinstance(said, str) else "withheld" if opted_out else "dead"
    report = {
        "id": outbox_id,
        "vendor_id": vendor_id,
        "status": status,
        "problem": problem,
        "now": now,
    }
    batch = [Statement("outbox.confirm", report)]
    if opted_out:
        batch.append(
            consent.append_carrier_stop(outbox_id, evidence=str(problem), now=now),
        )
    rows = (await line.database.run(tenant, batch, label="outbox.confirm"))[0]
    if not rows:
        return "ignored"
    known = rows[0]
    line.meters.sends.labels(known["channel"], f"reported_{status}").inc()
    if known["before"] in ("ready", "sending"):
        line.tasks.start(outbox.drain(line, tenant, known["contact_id"]), name="outbox.drain")
    return "recorded"

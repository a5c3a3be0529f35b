"""Due pages turned into messages that were really taken: claimed, grouped, sent, and marked as they went."""

import asyncio
import logging
from datetime import datetime, timedelta

from frontdesk.flow.operations import paging
from frontdesk.flow.operations.claims import aside, groups
from frontdesk.flow.operations.claims.aside import Due
from frontdesk.flow.operations.claims.groups import Group, Spans
from frontdesk.flow.operations.contracts.notifier import Sent
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.flow.operations.oncall import plans
from frontdesk.ground.kit import tasks
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import NotNow, Problem

log = logging.getLogger("flow.operations.notify")
GROUP_EVERY = timedelta(seconds=30)  # further alerts of one cause travel together
LEASE = timedelta(seconds=30)
LIMIT = 20_000
MOST_ATTEMPTS = 12
MOST_WAIT_S = 300.0


async def run_notifying(lookout: Lookout) -> int:
    """Send everything that is due and that no other process is sending; gives how many messages."""
    now = lookout.clock.now()
    sent = 0
    for row in await lookout.database.fetch("pages.find_due", {"now": now}, tenant=None):
        tenant = TenantId(row["tenant_id"])
        groups = await claim_groups(lookout, tenant)
        # At once: a receiver that hangs must not hold the others up.
        taken = await asyncio.gather(*(send_group(lookout, tenant, one) for one in groups))
        sent += sum(taken)
    return sent


async def claim_groups(lookout: Lookout, tenant: TenantId) -> list[Group]:
    """The groups this process may send now; none while another claims. What was acknowledged, resolved
    or silenced a moment ago is put aside in the same transaction."""
    now = lookout.clock.now()
    on_call = await plans.load_plans(lookout.database, tenant)
    async with lookout.database.transaction(tenant) as transaction:
        held = await transaction.fetch_one("pages.hold_claims", {"tenant": tenant})
        if held is None or not held["held"]:
            return []
        # Alerts first and in one order, then their pages, as everybody does: else who answers and
        # who sends would wait for each other.
        rows = await transaction.fetch("pages.hold_due_alerts", {"now": now, "limit": LIMIT})
        if not rows:
            return []
        due = Due(now, [row["id"] for row in rows])
        await aside.save_aside(lookout, transaction, due, on_call)
        return await groups.claim(lookout, transaction, due, Spans(GROUP_EVERY, LEASE))


async def send_group(lookout: Lookout, tenant: TenantId, group: Group) -> int:
    """Send one message and write down what came of it; gives 1 when it was taken."""
    page = paging.render_page(
        group.lead,
        group.alerts,
        lookout.clock.now(),
        lookout.public_url,
        client=lookout.client_of(tenant),
        count=group.count,
        group=group.name,
    )
    pager = lookout.pagers[group.lead["notifier"]]
    outcome = await tasks.attempt(pager.send(page))
    now = lookout.clock.now()
    lookout.meters.pages.labels(group.lead["notifier"], _outcome(outcome)).inc()
    said = _settle(group, outcome, now)
    await lookout.database.fetch("pages.settle", said, tenant=tenant)
    return int(isinstance(outcome, Sent))


def _outcome(outcome: Sent | Exception) -> str:
    if isinstance(outcome, Sent):
        return "sent"
    return outcome.family if isinstance(outcome, Problem) else "broken"


def _settle(group: Group, outcome: Sent | Exception, now: datetime) -> dict[str, object]:
    """What is written of every page of a group after a try: `sent` only when it was taken."""
    lead = group.lead
    kept: dict[str, object] = {
        "lead": lead["id"],
        "claim": group.claim,
        "claimed_at": group.claimed_at,
        "now": now,
        "due_at": None,
        "sent_at": None,
        "receipt": None,
        "thread": None,
    }
    if isinstance(outcome, Sent):
        return {
            **kept,
            "status": "sent",
            "sent_at": now,
            "receipt": outcome.receipt,
            "thread": outcome.thread or None,
            "problem": "",
            "event": "paged",
            "says": f"told {lead['target'] or 'its usual target'}",
        }
    if not isinstance(outcome, Problem):
        log.error("the notifier %s broke", lead["notifier"], exc_info=outcome)
    told = {"event": "not_paged", "problem": str(outcome)[:500], "says": str(outcome)[:300]}
    again = isinstance(outcome, NotNow) or not isinstance(outcome, Problem)
    if not again or lead["attempts"] >= MOST_ATTEMPTS:
        return {**kept, **told, "status": "dead" if again else "refused"}
    asked = outcome.after_s if isinstance(outcome, NotNow) else 0.0
    wait_s = min(max(asked, 1.0 * 2 ** min(lead["attempts"] - 1, 8)), max(MOST_WAIT_S, asked))
    later = now + timedelta(seconds=wait_s)
    return {**kept, **told, "status": "waiting", "due_at": later}

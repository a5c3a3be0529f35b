"""A press at a pager turned into an answer to every alert of that message; a press again, into none."""

import hashlib
from datetime import datetime
from typing import Literal

from frontdesk.flow.operations import answers
from frontdesk.flow.operations.answers import Deed
from frontdesk.flow.operations.contracts.notifier import Page
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput

Outcome = Literal["done", "unknown", "over", "late"]
MOST_NAMED = 255  # PagerDuty's limit of a dedup key
# What a press may not undo when it comes late, or once more.
ANSWERED = ("acknowledged", "unacknowledged", "snoozed", "resolved_by_hand")


def render_address(page: Page) -> str:
    """Whose alert, and which: what a pager keeps and gives back. One for all pages of an alert."""
    return f"{page.tenant}:{page.key}"


def render_group_address(page: Page) -> str:
    """What a pager that keeps one incident for a group keeps and gives back: the same for all of its
    alerts and in every episode, and within the limits of every such pager."""
    return _name_group(page.tenant, page.group) if page.group else render_address(page)


def _name_group(tenant: TenantId, group: str) -> str:
    """`tenant:rule@installation`; a name that is too long by its hash."""
    if len(group) <= MOST_NAMED:
        return group
    _, _, installation = group.rpartition("@")
    return f"{tenant}:{hashlib.sha256(group.encode()).hexdigest()}@{installation}"


def parse_address(text: str) -> tuple[TenantId, str] | None:
    """Tenant and alert of an address; None for what is no address of ours."""
    tenant, _, alert_id = text.rpartition(":")
    if not tenant or not ids.is_uuid(alert_id):
        return None
    return TenantId(tenant), alert_id


async def save_press(
    database: Database,
    address: str,
    deed: Deed,
    *,
    who: str,
    source: str,
    now: datetime,
    pressed_at: datetime | None = None,
) -> Outcome:
    """Answer the alert of the address and those that left in the same message; of a group's address,
    every alert of the group that this pager was told of and that was there when it was pressed.

    `unknown` for an address that is not ours, `over` when all of them are resolved, `late` when
    somebody has answered since `pressed_at`: a delivery that is repeated undoes nothing.
    """
    found = parse_address(address)
    if found is not None:
        tenant, alert_id = found
        wanted = {"id": alert_id, "notifier": source}
        rows = await database.fetch("pages.load_companions", wanted, tenant=tenant)
        meant = {alert_id, *(row["alert_id"] for row in rows)}
    else:
        tenant = TenantId(address.partition(":")[0])
        meant = await _find_group(database, tenant, address, source, pressed_at or now)
    outcomes = {
        await _save_one(
            database, tenant, one, deed, who=who, source=source, now=now, pressed_at=pressed_at
        )
        for one in sorted(meant)
    }
    order: tuple[Outcome, ...] = ("done", "late", "over")
    return next((outcome for outcome in order if outcome in outcomes), "unknown")


async def _find_group(
    database: Database, tenant: TenantId, address: str, notifier: str, before: datetime
) -> set[str]:
    """The alerts of a group's address; none of one that is not ours."""
    row = await database.fetch_one("pages.load_installation", {}, tenant=None)
    told = {"notifier": notifier}
    for one in await database.fetch("pages.load_told_groups", told, tenant=tenant) if row else ():
        if row and _name_group(tenant, f"{one['group_key']}@{row['id']}") == address:
            wanted = {**told, "group": one["group_key"], "before": before}
            rows = await database.fetch("pages.load_told_of_group", wanted, tenant=tenant)
            return {found["alert_id"] for found in rows}
    return set()


async def _save_one(
    database: Database,
    tenant: TenantId,
    alert_id: str,
    deed: Deed,
    *,
    who: str,
    source: str,
    now: datetime,
    pressed_at: datetime | None,
) -> Outcome:
    if pressed_at is not None:
        events = await database.fetch("alerts.load_events", {"id": alert_id}, tenant=tenant)
        if any(one["kind"] in ANSWERED and one["at"] > pressed_at for one in events):
            return "late"
    try:
        await answers.save_answer(database, tenant, alert_id, deed, who=who, source=source, now=now)
    except BadInput as problem:
        if problem.status not in (404, 409):
            raise
        return "unknown" if problem.status == 404 else "over"
    return "done"

"""On-call plans as rows, and a page's target `on_call:<plan>` turned into the person it reaches now."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import orjson
from psycopg.types.json import Jsonb

from frontdesk.flow.operations.lookout import HOUSE
from frontdesk.flow.operations.oncall.plan import (
    MOST_OVERRIDES,
    NOBODY,
    Override,
    Plan,
    parse_plan,
    render_plan,
)
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database, Row, Statement
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput, Problem
from frontdesk.ground.words.reading import Json

MARK = "on_call:"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_TOLD = re.compile(r"(?P<address>.*) ?\((?P<name>[^()]*), on call: (?P<plan>[^()]*)\)")


class Told(NamedTuple):
    """Whom a page reaches: an address of the notifier ("" for its usual one), whose, by which plan."""

    address: str
    name: str = ""
    plan: str = ""

    def __str__(self) -> str:
        told = f"({self.name}, on call: {self.plan})"
        return f"{self.address} {told}".strip() if self.plan else self.address


def parse_target(text: str) -> Told:
    """A page's target as its row holds it once it was resolved."""
    found = _TOLD.fullmatch(text)
    if found is None:
        return Told(text)
    return Told(found["address"].strip(), found["name"], found["plan"])


def decide_told(target: str, notifier: str, plans: Mapping[str, Plan], now: datetime) -> Told:
    """Whom a page to `on_call:<plan>` reaches by this notifier now. Without such a plan, without
    anybody on duty, or where the notifier has no address of theirs, it goes to the notifier's usual
    target: never to nobody, and it says so."""
    name = target.removeprefix(MARK)
    plan = plans.get(name)
    if plan is None:
        return Told("", NOBODY, f"no plan {name}")
    person = plan.find_shift(now).person
    if person is None:
        return Told("", NOBODY, name)
    plain = person.name.replace("(", " ").replace(")", " ").strip()
    return Told(person.reached_by(notifier), plain, name)


async def load_plans(database: Database, tenant: TenantId) -> dict[str, Plan]:
    """The tenant's plans by name, over those of the house. One that cannot be read counts as none."""
    found: dict[str, Plan] = {}
    for owner in dict.fromkeys((HOUSE, tenant)):
        for row in await database.fetch("on_call.load", {}, tenant=owner):
            try:
                found[row["name"]] = parse_plan(row["name"], row["plan"])
            except Problem:
                found.pop(row["name"], None)
    return found


async def load_plan(database: Database, tenant: TenantId, name: str) -> Plan:
    """One plan of the tenant or the house; BadInput 404 where there is none."""
    plans = await load_plans(database, tenant)
    if name not in plans:
        raise BadInput(
            "operations.no_plan",
            f"there is no on-call plan {name[:60]!r}",
            field="plan",
            fix="list them: `frontdesk oncall show`",
            status=404,
        )
    return plans[name]


async def save_plan(
    database: Database,
    tenant: TenantId,
    name: str,
    raw: Mapping[str, Json],
    *,
    who: str,
    now: datetime,
) -> Plan:
    """Keep a rotation under a name; overrides and the key of its calendar stay if it was there."""
    if not NAME.fullmatch(name):
        raise BadInput(
            "operations.bad_plan",
            f"{name[:60]!r} cannot be the name of a plan",
            field="name",
            fix="use 1 to 40 small letters, digits, - or _",
        )
    plan = parse_plan(name, raw)
    rows: Sequence[Row] = await database.fetch("on_call.load", {}, tenant=tenant)
    known = next((parse_plan(name, row["plan"]) for row in rows if row["name"] == name), None)
    if known is not None and not plan.overrides:
        plan = replace(plan, overrides=known.overrides)
    key = known.key if known is not None and known.key else secrets.token_hex(20)
    return await _save(database, tenant, replace(plan, key=key), who=who, now=now)


async def save_override(
    database: Database, tenant: TenantId, name: str, made: Override, *, now: datetime
) -> Plan:
    """Let somebody stand in between two times; overrides that are over are dropped."""
    if made.ends_at <= max(made.starts_at, now):
        raise BadInput(
            "operations.bad_override",
            "this override would be over before it begins",
            field="until",
            fix="give a later end",
        )
    plan = await load_plan(database, tenant, name)
    live = [one for one in plan.overrides if one.ends_at > now]
    if len(live) >= MOST_OVERRIDES:
        raise BadInput(
            "operations.bad_override",
            f"there are {MOST_OVERRIDES} overrides already",
            field="plan",
            fix="change the rotation itself",
        )
    changed = replace(plan, overrides=(*live, made))
    return await _save(database, tenant, changed, who=made.who, now=now)


async def _save(
    database: Database, tenant: TenantId, plan: Plan, *, who: str, now: datetime
) -> Plan:
    written = render_plan(plan)
    row = {
        "id": ids.uuid7(),
        "tenant": tenant,
        "name": plan.name,
        "plan": Jsonb(written, dumps=orjson.dumps),
        "now": now,
        "who": who,
    }
    audit = {
        "tenant": tenant,
        "who": who,
        "action": "on_call.set",
        "subject": plan.name,
        "detail": Jsonb({**written, "key": ""}, dumps=orjson.dumps),
        "now": now,
    }
    await database.run(tenant, [Statement("on_call.save", row), Statement("audit.append", audit)])
    return plan

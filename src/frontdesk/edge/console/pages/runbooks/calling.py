"""On-call plans and the business's own contact turned into the table of whom to call."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from frontdesk.edge.console.page import Visit
from frontdesk.flow.operations.oncall import plans
from frontdesk.flow.operations.oncall.plan import Person, Plan

ON_DUTY = "on call"


@dataclass(frozen=True, slots=True)
class Contact:
    """One line: who, as what, how to reach them, and until when they are on duty ("" for others)."""

    name: str
    role: str
    email: str = ""
    phone: str = ""
    until: str = ""


async def load_contacts(visit: Visit) -> tuple[Contact, ...]:
    """Who is on call now, by plan, everybody else of the plans, and whom the business names."""
    line, tenant = visit.line, visit.caller.tenant_id
    known = await plans.load_plans(line.database, tenant)
    found = list_contacts(known, line.clock.now())
    client = line.tenants.get(tenant).settings
    of_client = (Contact(client.contact, f"contact of {client.business}"),)
    return (*found, *(of_client if client.contact else ()))


def list_contacts(known: Mapping[str, Plan], now: datetime) -> tuple[Contact, ...]:
    """The lines of the plans: those on duty first. Each person stands once."""
    on_duty = [
        _render(shift.person, f"{ON_DUTY} · {name}", _local(plan, shift.ends_at))
        for name, plan in sorted(known.items())
        for shift in (plan.find_shift(now),)
        if shift.person is not None
    ]
    named = {one.name for one in on_duty}
    return (*on_duty, *_others(known, named))


def _others(known: Mapping[str, Plan], named: set[str]) -> Iterator[Contact]:
    for name, plan in sorted(known.items()):
        for person in plan.people:
            if person.name not in named:
                named.add(person.name)
                yield _render(person, person.role or name)


def _local(plan: Plan, at: datetime) -> str:
    return f"{at.astimezone(plan.tz):%a %d %b %H:%M %Z}"


def _render(person: Person, role: str, until: str = "") -> Contact:
    return Contact(person.name, role, person.email, person.phone, until)

"""`frontdesk oncall`: who is on call, who stands in, and the rotation as a calendar."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import click

from frontdesk.app.cli.options import (
    Live,
    home_option,
    json_option,
    on_live,
    parse_expiry,
    parse_object,
    print_json,
    print_rows,
    who_option,
)
from frontdesk.flow.operations.lookout import HOUSE
from frontdesk.flow.operations.oncall import calendar, plans
from frontdesk.flow.operations.oncall.plan import (
    NOBODY,
    Override,
    Person,
    Plan,
    Shift,
    parse_person,
)
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput

owner_option = click.option(
    "--tenant", help="Whose plans: a tenant, or `house` for alerts about the installation itself."
)
COLUMNS = ("plan", "from", "until", "person", "email", "phone", "override")


@click.group()
def oncall() -> None:
    """See and change who is on call."""


@oncall.command("show")
@click.argument("plan", required=False)
@click.option("--for", "span", default="4w", show_default=True, help="How far ahead: 2d, 4w.")
@owner_option
@json_option
@home_option
def show(plan: str | None, span: str, tenant: str | None, as_json: bool, home: str | None) -> None:
    """Show who is on call now and next, of PLAN or of all of them."""

    async def load(live: Live) -> list[Mapping[str, object]]:
        now, owner = live.clock.now(), _owner(live, tenant)
        until = parse_expiry(span, now) or now
        known = await plans.load_plans(live.database, owner)
        if plan is not None:
            known = {plan: await plans.load_plan(live.database, owner, plan)}
        return [
            _shift(one, shift)
            for one in known.values()
            for shift in one.list_shifts(now, max(until, now + timedelta(seconds=1)))
        ]

    print_rows(on_live(home, load), COLUMNS, as_json=as_json, none="there is no on-call plan yet")


@oncall.command("set")
@click.argument("plan")
@click.argument("text", metavar="ROTATION")
@owner_option
@who_option
@home_option
def set_plan(plan: str, text: str, tenant: str | None, who: str, home: str | None) -> None:
    """Set the rotation PLAN from JSON, or from a file named as @FILE.

    '{"zone": "America/Los_Angeles", "since": "2031-05-05", "day": "monday", "at": "09:00",
    "people": [{"name": "Dana", "email": "dana@example.com", "phone": "+15550100001"}]}'
    """
    given = parse_object(_text(text), "rotation")

    async def save(live: Live) -> dict[str, object]:
        now = live.clock.now()
        owner = _owner(live, tenant)
        made = await plans.save_plan(live.database, owner, plan, given, who=who, now=now)
        return {"plan": plan, "now": _name(made.find_shift(now)), "calendar": address(owner, made)}

    print_json(on_live(home, save))


@oncall.command("override")
@click.argument("plan")
@click.argument("person")
@click.option("--for", "until", required=True, help="For 4h, 1d, or until a time.")
@click.option("--from", "since", help="From a later time on.")
@click.option("--why", default="", help="The reason.")
@click.option(
    "--reach", default="", help="E-mail or number of somebody who is not in the rotation."
)
@owner_option
@who_option
@home_option
def override(
    plan: str,
    person: str,
    until: str,
    since: str | None,
    why: str,
    reach: str,
    tenant: str | None,
    who: str,
    home: str | None,
) -> None:
    """Let PERSON stand in at PLAN for a while."""

    async def save(live: Live) -> dict[str, object]:
        now, owner = live.clock.now(), _owner(live, tenant)
        known = await plans.load_plan(live.database, owner, plan)
        starts_at = parse_expiry(since, now) or now
        chosen = choose_person(known, person, reach)
        ends_at = parse_expiry(until, starts_at) or now
        made = Override(chosen, starts_at, ends_at, why, who)
        after = await plans.save_override(live.database, owner, plan, made, now=now)
        return {"plan": plan, "now": _name(after.find_shift(now)), "override": person}

    print_json(on_live(home, save))


def choose_person(plan: Plan, name: str, reach: str) -> Person:
    """Somebody of the rotation, or a stranger who says how to be reached."""
    known = plan.find_person(name)
    if known is not None:
        return known
    if not reach:
        raise BadInput(
            "operations.no_contact",
            f"{name[:60]!r} is not in the rotation {plan.name}",
            field="person",
            fix="name one of " + ", ".join(one.name for one in plan.people) + "; or add --reach",
        )
    return parse_person({"name": name, "email" if "@" in reach else "phone": reach})


@oncall.command("export")
@click.argument("plan")
@click.option("--url", is_flag=True, help="Its address for calendar programs, instead.")
@owner_option
@home_option
def export(plan: str, url: bool, tenant: str | None, home: str | None) -> None:
    """Print PLAN as an iCalendar file."""

    async def render(live: Live) -> str:
        owner = _owner(live, tenant)
        known = await plans.load_plan(live.database, owner, plan)
        if url:
            base = live.settings.text("FRONTDESK_PUBLIC_URL") or live.settings.url
            return base + address(owner, known) + "\n"
        return calendar.render_calendar(known, live.clock.now())

    click.echo(on_live(home, render), nl=False)


def address(owner: TenantId, plan: Plan) -> str:
    """The path of its calendar; who knows it may read who is on call, and nothing else."""
    named = "house" if owner == HOUSE else owner
    return f"/calendars/{named}/{plan.key}/{plan.name}.ics"


def _owner(live: Live, tenant: str | None) -> TenantId:
    names = {one.id for one in live.tenants.all()}
    return HOUSE if tenant == "house" and tenant not in names else live.tenant(tenant)


def _text(text: str) -> str:
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).read_text()
    except OSError as error:
        raise BadInput(
            "app.no_file",
            f"{text[1:]!r} cannot be read",
            field="rotation",
            fix="name a readable file",
        ) from error


def _name(shift: Shift) -> str:
    return shift.person.name if shift.person else NOBODY


def _shift(plan: Plan, shift: Shift) -> dict[str, object]:
    person = shift.person
    return {
        "plan": plan.name,
        "from": _local(plan, shift.starts_at),
        "until": _local(plan, shift.ends_at),
        "person": _name(shift),
        "email": person.email if person else "",
        "phone": person.phone if person else "",
        "override": "yes" if shift.override else "",
    }


def _local(plan: Plan, at: datetime) -> str:
    return at.astimezone(plan.tz).isoformat(" ", "minutes")

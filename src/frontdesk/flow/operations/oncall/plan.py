"""A rotation turned into who is on call at a moment, and into its shifts; pure, right on DST days.

A hand-over is a time on the wall of the plan's zone. Where that time does not exist (spring) it is
taken as it would have been before the change; where it exists twice (autumn) the first one counts.
Each shift ends where the next begins, so that there is neither gap nor overlap.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

WEEK = timedelta(days=7)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NOBODY = "nobody"
MOST_PEOPLE, MOST_OVERRIDES, MOST_WEEKS = 100, 500, 12
WAYS: Mapping[str, str] = {
    "email": "email", "apprise": "", "sms": "phone", "voice": "phone", "slack": "slack",
    "opsgenie": "opsgenie", "pagerduty": "pagerduty",
}  # fmt: skip
FIELDS = ("name", "email", "phone", "slack", "opsgenie", "pagerduty", "role")
_SHAPES = {
    "email": (re.compile(r"[^@\s,]+@[^@\s,]+"), "an address such as dana@example.com"),
    "phone": (re.compile(r"\+[1-9]\d{6,14}"), "a number such as +15550100123"),
    "slack": (re.compile(r"[A-Za-z0-9#@._-]{1,80}"), "a member's id such as U0123ABC"),
    "opsgenie": (
        re.compile(r"[\w@.+-][\w@.+ -]{0,99}"),
        "a login such as dana@example.com, or a team's name",
    ),
    "pagerduty": (
        re.compile(r"[\w-]{1,31}"),
        "a name of ALERT_PAGERDUTY_KEYS, such as dana; not the key itself",
    ),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the contact table. `role` is for people: primary, manager, vendor. `opsgenie` is
    their login or team there; `pagerduty` names the service that pages them."""

    name: str
    email: str = ""
    phone: str = ""
    slack: str = ""
    opsgenie: str = ""
    pagerduty: str = ""
    role: str = ""

    def reached_by(self, notifier: str) -> str:
        """Their address for a way of paging; "" where they have none, or it pages no person."""
        way = WAYS.get(notifier, "")
        return str(getattr(self, way)) if way else ""

    @property
    def contact(self) -> str:
        return ", ".join(one for one in (self.name, self.email, self.phone) if one)


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody stands in, or takes a temporary shift. Of several the one made last holds."""

    person: Person
    starts_at: datetime
    ends_at: datetime
    why: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """From when to when somebody is on call. `person` None: nobody is."""

    person: Person | None
    starts_at: datetime
    ends_at: datetime
    override: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A weekly rotation: the first person's shift begins at the first hand-over on or after `since`,
    and lasts `weeks` weeks. `key` opens its calendar from outside."""

    name: str
    zone: str
    people: tuple[Person, ...]
    since: date
    day: str = "monday"
    at: time = time(9)
    weeks: int = 1
    overrides: tuple[Override, ...] = field(default=())
    key: str = ""

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def first_day(self) -> date:
        return self.since + timedelta(days=(DAYS.index(self.day) - self.since.weekday()) % 7)

    def hand_over(self, number: int) -> datetime:
        """The moment at which shift `number` begins (0 is the first), in UTC."""
        day = self.first_day + number * self.weeks * WEEK
        return datetime.combine(day, self.at, self.tz).astimezone(UTC)

    def find_number(self, now: datetime) -> int:
        """Which shift of the rotation runs; below 0 before the first."""
        local = now.astimezone(self.tz).date()
        number = (local - self.first_day).days // (7 * self.weeks)
        while self.hand_over(number) > now:
            number -= 1
        while self.hand_over(number + 1) <= now:
            number += 1
        return number

    def find_shift(self, now: datetime) -> Shift:
        """Who is on call now, overrides counted; without the first shift begun, nobody."""
        number = self.find_number(now)
        starts_at, ends_at = self.hand_over(number), self.hand_over(number + 1)
        person = self.people[number % len(self.people)] if self.people and number >= 0 else None
        holding = None
        for at, one in enumerate(self.overrides):
            if one.starts_at <= now < one.ends_at:
                holding = at
        if holding is not None:
            chosen = self.overrides[holding]
            starts_at, ends_at, person = chosen.starts_at, chosen.ends_at, chosen.person
        # An override cuts what lies below it, and is cut by those made after it.
        for above in self.overrides[0 if holding is None else holding + 1 :]:
            if above.starts_at > now:
                ends_at = min(ends_at, above.starts_at)
            if above.ends_at <= now:
                starts_at = max(starts_at, above.ends_at)
        return Shift(person, starts_at, ends_at, holding is not None)

    def list_shifts(self, since: datetime, until: datetime) -> Iterator[Shift]:
        """Every shift that touches the span, in order, each beginning where the one before ended."""
        at = since
        while at < until:
            shift = self.find_shift(at)
            yield shift
            at = shift.ends_at

    def find_person(self, name: str) -> Person | None:
        """Somebody of the rotation by name, however it is written."""
        wanted = name.strip().lower()
        return next((one for one in self.people if one.name.lower() == wanted), None)


def parse_plan(name: str, raw: Mapping[str, Json]) -> Plan:
    """A plan as a person wrote it, or as its row holds it; BadInput names field and fix."""
    known = {"zone", "people", "since", "day", "at", "weeks", "overrides", "key"}
    for one in raw:
        if one not in known:
            fix = "use one of " + ", ".join(sorted(known - {"key"}))
            raise _bad(one, f"a plan has no field {one!r}", fix)
    day, weeks = str(raw.get("day", "monday")).lower(), raw.get("weeks", 1)
    if day not in DAYS:
        raise _bad("day", f"{day!r} is no day of the week", "give one of " + ", ".join(DAYS))
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= MOST_WEEKS:
        raise _bad("weeks", "a shift lasts whole weeks", f"give 1 to {MOST_WEEKS}")
    people = tuple(parse_person(one) for one in _list(raw, "people", MOST_PEOPLE))
    if not people:
        raise _bad("people", "nobody is in the rotation", 'give [{"name": ..., "email": ...}]')
    return Plan(
        name=name,
        zone=_zone(raw.get("zone")),
        people=people,
        since=_since(raw.get("since")),
        day=day,
        at=_time(raw.get("at", "09:00")),
        weeks=weeks,
        overrides=tuple(_override(one) for one in _list(raw, "overrides", MOST_OVERRIDES)),
        key=str(raw.get("key", "")),
    )


def parse_person(raw: Json) -> Person:
    """One line of the contact table; BadInput where a page could not reach what it says."""
    if not isinstance(raw, dict) or not str(raw.get("name", "")).strip():
        raise _bad("people", "a person needs a name", 'give {"name": "Dana", "email": "..."}')
    wrong = set(raw) - set(FIELDS)
    if wrong:
        named = sorted(wrong)[0]
        raise _bad(f"people.{named}", f"a person has no {named!r}", "give " + ", ".join(FIELDS))
    values = {name: str(value).strip() for name, value in raw.items()}
    for name, (shape, wanted) in _SHAPES.items():
        if values.get(name) and not shape.fullmatch(values[name]):
            raise _bad(f"people.{name}", f"{values[name][:80]!r} reaches nobody", f"give {wanted}")
    return Person(**cast("dict[str, str]", values))


def render_plan(plan: Plan) -> dict[str, Json]:
    """A plan as its row holds it, times in ISO 8601."""
    return {
        "zone": plan.zone,
        "people": [render_person(one) for one in plan.people],
        "since": plan.since.isoformat(),
        "day": plan.day,
        "at": plan.at.isoformat("minutes"),
        "weeks": plan.weeks,
        "overrides": [
            {
                "person": render_person(one.person),
                "starts_at": one.starts_at.isoformat(),
                "ends_at": one.ends_at.isoformat(),
                "why": one.why,
                "who": one.who,
            }
            for one in plan.overrides
        ],
        "key": plan.key,
    }


def render_person(person: Person) -> dict[str, Json]:
    """A person without what is empty."""
    found = {name: getattr(person, name) for name in FIELDS}
    return {name: value for name, value in found.items() if value}


def _override(raw: Json) -> Override:
    if not isinstance(raw, dict):
        raise _bad("overrides", "an override is an object", "use `frontdesk oncall override`")
    starts_at, ends_at = (_moment(raw.get(name), name) for name in ("starts_at", "ends_at"))
    if ends_at <= starts_at:
        raise _bad("ends_at", "this override ends before it begins", "give a later end")
    person = parse_person(raw.get("person"))
    return Override(person, starts_at, ends_at, str(raw.get("why", "")), str(raw.get("who", "")))


def _list(raw: Mapping[str, Json], name: str, most: int) -> list[Json]:
    found = raw.get(name, [])
    if not isinstance(found, list) or len(found) > most:
        raise _bad(name, f"{name} is no list of at most {most}", "give a JSON list")
    return found


def _zone(raw: Json) -> str:
    try:
        return ZoneInfo(str(raw)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fix = "give an IANA name such as America/Los_Angeles"
        raise _bad("zone", f"{str(raw)[:60]!r} is no time zone", fix) from None


def _since(raw: Json) -> date:
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise _bad("since", "a plan needs its first day", "give one such as 2031-05-05") from None


def _time(raw: Json) -> time:
    try:
        found = time.fromisoformat(str(raw))
    except ValueError:
        found = time(0, tzinfo=UTC)
    if found.tzinfo is not None:
        raise _bad("at", f"{str(raw)[:20]!r} is no time on a wall", "give one such as 09:00")
    return found


def _moment(raw: Json, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(str(raw))
    except ValueError:
        found = datetime(1, 1, 1)  # noqa: DTZ001 - refused below, for having no zone
    if found.tzinfo is None:
        raise _bad(name, f"{name} is no time with an offset", "give 2031-05-01T12:00:00+00:00")
    return found


def _bad(field_name: str, says: str, fix: str) -> BadInput:
    return BadInput("operations.bad_plan", says, field=field_name, fix=fix)

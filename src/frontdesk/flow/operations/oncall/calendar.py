"""A plan's shifts turned into an iCalendar file (RFC 5545): exact times in UTC, one event per shift."""

from datetime import UTC, datetime, timedelta

from frontdesk.flow.operations.oncall.plan import NOBODY, Plan, Shift

AHEAD = timedelta(days=182)
BEHIND = timedelta(days=28)
MOST_BYTES = 75  # of a line, RFC 5545 §3.1
TYPE = "text/calendar; charset=utf-8"


def render_calendar(plan: Plan, now: datetime) -> str:
    """The calendar of four weeks back and half a year ahead. An event's UID is that of its shift's
    begin, the same each time, so that a calendar program replaces and does not add."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//frontdesk//on call//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escape(f'On call: {plan.name}')}",
        f"X-WR-TIMEZONE:{plan.zone}",
    ]
    for shift in plan.list_shifts(now - BEHIND, now + AHEAD):
        if shift.person is not None:
            lines += _event(plan, shift, now)
    return "\r\n".join(_fold(line) for line in [*lines, "END:VCALENDAR", ""])


def _event(plan: Plan, shift: Shift, now: datetime) -> list[str]:
    person = shift.person
    name = person.name if person else NOBODY
    contact = person.contact if person else ""
    kind = " (override)" if shift.override else ""
    return [
        "BEGIN:VEVENT",
        f"UID:{_escape(plan.name)}-{_stamp(shift.starts_at)}@frontdesk",
        f"DTSTAMP:{_stamp(now)}",
        f"DTSTART:{_stamp(shift.starts_at)}",
        f"DTEND:{_stamp(shift.ends_at)}",
        f"SUMMARY:{_escape(f'{name} on call: {plan.name}{kind}')}",
        f"DESCRIPTION:{_escape(contact)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escape(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"), ("\r", "")):
        text = text.replace(sign, written)
    return text


def _fold(line: str) -> str:
    """Lines of at most 75 bytes; what follows begins with a space, and no letter is cut apart."""
    parts, part = [], b""
    for letter in line:
        written = letter.encode()
        if len(part) + len(written) > MOST_BYTES:
            parts.append(part)
            part = b" "
        part += written
    return b"\r\n".join([*parts, part]).decode()

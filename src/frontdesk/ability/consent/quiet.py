"""A moment turned into the next moment at which we may start a conversation.

47 CFR 64.1200(c)(1): no solicitation before 8 a.m. or after 9 p.m. at the called party's location.
Quiet hours bind what we start; an answer to a message just received always goes out.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(8, 0), time(21, 0)


def decide_quiet_until(at: datetime, tz: str) -> datetime:
    """`at` itself when it lies within 8:00-21:00 in `tz`, else the next 8:00 there."""
    local = at.astimezone(ZoneInfo(tz))
    if OPENS <= local.time() < CLOSES:
        return at
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=local.tzinfo).astimezone(at.tzinfo)

"""Open alerts turned into what Alertmanager's clients read, as a list or in groups, some at a time."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from frontdesk.ability.identity import Caller
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations import listing
from frontdesk.flow.operations.alert import Alert
from frontdesk.flow.operations.quiet import matchers, silences
from frontdesk.flow.operations.quiet.matchers import Matcher, Silence
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.reading import Json

RECEIVER = "frontdesk"
GOES_ON = timedelta(minutes=5)  # the end that clients are shown for what has none
_KINDS = ("active", "silenced", "inhibited")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which alerts a request wants, and what keeps them quiet now."""

    tenant: TenantId
    now: datetime
    only: tuple[Matcher, ...]
    quiet: tuple[Silence, ...]
    flags: Mapping[str, bool]

    def find(self, alert: Alert) -> dict[str, Json] | None:
        """The alert as it is shown; None for one that was not asked for."""
        by = [one.id for one in self.quiet if one.holds(alert.all_labels, self.now)]
        if by and not self.flags["silenced"]:
            return None
        if alert.inhibited_by and not self.flags["inhibited"]:
            return None
        if not (self.flags["active"] or by or alert.inhibited_by):
            return None
        if not all(matcher.holds(alert.all_labels) for matcher in self.only):
            return None
        return render_alert(alert, by, self.now)


async def load_asked(line: Line, caller: Caller, wanted: Sequence[str], request: Request) -> Asked:
    """What a request asks for; BadInput for a matcher that cannot be read."""
    only = tuple(matchers.parse_matcher(one) for one in wanted)
    now = line.clock.now()
    quiet = await silences.load_silences(line.database, caller.tenant_id, now)
    flags = {name: request.query_params.get(name, "true") != "false" for name in _KINDS}
    return Asked(caller.tenant_id, now, only, tuple(quiet), flags)


async def list_alerts(line: Line, asked: Asked) -> AsyncIterator[bytes]:
    """A JSON list of alerts, some at a time: nobody holds ten thousand of them at once."""
    before = b"["
    async for found in listing.stream_open(line.database, asked.tenant):
        shown = [one for alert in found if (one := asked.find(alert)) is not None]
        if shown:
            yield before + orjson.dumps(shown)[1:-1]
            before = b","
    yield b"[]" if before == b"[" else b"]"


async def list_groups(line: Line, asked: Asked) -> AsyncIterator[bytes]:
    """The same as a list of groups, each with the alerts of one rule."""
    before = b"["
    for rule in await listing.load_open_rules(line.database, asked.tenant):
        head = orjson.dumps({"labels": {"alertname": rule}, "receiver": {"name": RECEIVER}})
        begins = before + head[:-1] + b',"alerts":['
        inside = False
        async for found in listing.stream_open(line.database, asked.tenant, rule=rule):
            shown = [one for alert in found if (one := asked.find(alert)) is not None]
            if shown:
                yield (b"," if inside else begins) + orjson.dumps(shown)[1:-1]
                inside = True
        if inside:
            yield b"]}"
            before = b","
    yield b"[]" if before == b"[" else b"]"


async def streamed(body: AsyncIterator[bytes]) -> Response:
    """A JSON answer as it is made. Its first part is there before the answer begins, so that what is
    wrong from the start is still answered as such."""
    first = await anext(body)

    async def whole() -> AsyncIterator[bytes]:
        yield first
        async for part in body:
            yield part

    return StreamingResponse(whole(), media_type="application/json")


def render_alert(one: Alert, silenced_by: list[str], now: datetime) -> dict[str, Json]:
    """An alert as clients read it; who acknowledged it is told as an annotation."""
    annotations = {"summary": one.says, "runbook": one.runbook} if one.says else {}
    sent = one.facts.get("annotations")
    if isinstance(sent, dict):
        annotations |= {str(name): str(value) for name, value in sent.items()}
    if one.acknowledged_by:
        annotations["acknowledged_by"] = one.acknowledged_by
    inhibited = [one.inhibited_by] if one.inhibited_by else []
    return {
        "labels": one.all_labels,
        "annotations": {name: value for name, value in annotations.items() if value},
        "startsAt": (one.standing.fired_at or one.standing.since).isoformat(),
        "updatedAt": one.standing.seen_at.isoformat(),
        "endsAt": (one.standing.resolved_at or now + GOES_ON).isoformat(),
        "fingerprint": one.fingerprint,
        "generatorURL": str(one.facts.get("generator", "")),
        "receivers": [{"name": RECEIVER}],
        "status": {
            "state": "suppressed" if silenced_by or inhibited else "active",
            "silencedBy": silenced_by,
            "inhibitedBy": inhibited,
            "mutedBy": [],
        },
    }

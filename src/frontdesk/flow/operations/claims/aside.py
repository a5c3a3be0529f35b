"""Due pages turned into those that go out and those that are put aside, each with its reason.

What holds for most pages is decided by the statement that finds the others; only those about which
there is something to decide come here, some at a time.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson
from psycopg.types.json import Jsonb

from frontdesk.flow.operations import escalate
from frontdesk.flow.operations.lookout import Lookout
from frontdesk.flow.operations.oncall import plans
from frontdesk.flow.operations.oncall.plan import Plan
from frontdesk.flow.operations.quiet import silences
from frontdesk.flow.operations.quiet.matchers import Silence, find_silence
from frontdesk.ground.store.db import Row, Transaction

LOOK_AGAIN = timedelta(seconds=5)
AT_ONCE = 500  # pages in memory
FIRST = "00000000-0000-0000-0000-000000000000"
UNKNOWN, UNSAID = "this notifier is not set up", "this notifier does not say so"


class Due(NamedTuple):
    """The pages that one claim looks at: those of these alerts, which it holds."""

    now: datetime
    ids: Sequence[str]

    def params(self) -> dict[str, object]:
        return {"now": self.now, "ids": self.ids}


async def save_aside(
    lookout: Lookout, transaction: Transaction, due: Due, on_call: Mapping[str, Plan]
) -> None:
    """Put aside what must not leave now, and write down whom `on_call:` targets reach."""
    said = _say(lookout)
    await transaction.fetch("pages.refuse_unsayable", {**due.params(), **said})
    kept = await silences.load_live(transaction, due.now)
    quiet = [one for one in kept if one.starts_at <= due.now < one.ends_at]
    wanted = {
        **due.params(),
        "silenced": bool(quiet),
        "too_late": due.now - escalate.AGE_LIMIT,
        "limit": AT_ONCE,
        "after": FIRST,
    }
    while rows := await transaction.fetch("pages.load_doubtful", wanted):
        changed = [one for row in rows if (one := _put(row, quiet, on_call, due.now))]
        if changed:
            written = Jsonb(changed, dumps=orjson.dumps)
            await transaction.fetch("pages.put_aside", {"rows": written})
        if len(rows) < AT_ONCE:
            break
        wanted["after"] = rows[-1]["id"]


def _say(lookout: Lookout) -> dict[str, object]:
    """Who is set up, and what they have no words for."""
    unsayable = [
        f"{name} {kind}"
        for name in lookout.pagers
        for kind in ("firing", "acknowledged", "resolved")
        if not lookout.can_say(name, kind)
    ]
    return {
        "known": sorted(lookout.pagers),
        "unsayable": unsayable,
        "unknown": UNKNOWN,
        "unsaid": UNSAID,
    }


def _put(
    row: Row, quiet: Sequence[Silence], on_call: Mapping[str, Plan], now: datetime
) -> dict[str, object] | None:
    """The page as it stands after a look; None when nothing of it changes."""
    kept = {"id": row["id"], "target": row["target"], "due_at": row["due_at"]}
    if row["kind"] == "firing":
        why = escalate.decide_calling_off(row, row["due_at"], now)
        if why:
            return {**kept, "status": "called_off", "problem": why}
        until = decide_quiet(row, quiet, now)
        if until is not None:
            return {**kept, "status": "waiting", "due_at": until[0], "problem": until[1]}
    if not row["target"].startswith(plans.MARK):
        return None
    told = plans.decide_told(row["target"], row["notifier"], on_call, now)
    return {**kept, "status": "waiting", "problem": "", "target": str(told)}


def decide_quiet(
    alert: Row, quiet: Sequence[Silence], now: datetime
) -> tuple[datetime, str] | None:
    """Until when an alert that fires is not told of, and why; None when it is."""
    if alert["recovered_at"] is not None:
        return now + LOOK_AGAIN, "recovering"
    if alert["inhibited_by"]:
        return now + LOOK_AGAIN, f"follows from {alert['inhibited_by']}"
    if alert["snoozed_until"] is not None and alert["snoozed_until"] > now:
        return alert["snoozed_until"], "snoozed"
    silence = find_silence(quiet, _labels(alert), now)
    if silence is not None:
        return min(silence.ends_at, now + LOOK_AGAIN), f"silenced by {silence.who}: {silence.why}"
    return None


def _labels(alert: Row) -> dict[str, str]:
    """As silences see them (Alert.all_labels)."""
    return {
        "severity": alert["severity"],
        **alert["labels"],
        "rule": alert["rule"],
        "alertname": alert["rule"],
        "tenant": alert["tenant_id"],
    }

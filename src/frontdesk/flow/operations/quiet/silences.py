"""What should not be paged for a while, as rows; committed before anybody is told that it holds."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson
from psycopg.types.json import Jsonb

from frontdesk.flow.operations.quiet.matchers import Matcher, Silence, check_matchers
from frontdesk.ground.kit import ids
from frontdesk.ground.store.db import Database, Row, Statement, Transaction
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput

KEPT = timedelta(days=30)


def make_silence(
    matchers: Sequence[Matcher],
    starts_at: datetime,
    ends_at: datetime,
    *,
    who: str,
    why: str,
    kind: str = "silence",
) -> Silence:
    """A silence with an id of its own, not yet kept anywhere."""
    return Silence(ids.uuid7(), tuple(matchers), starts_at, ends_at, who, why, kind)


async def save_silence(
    database: Database,
    tenant: TenantId,
    silence: Silence,
    now: datetime,
    *,
    replaces: str | None = None,
) -> Silence:
    """Keep quiet what the matchers name between two times. The silence `replaces` is ended by it.
    Raises BadInput for what would match all, nothing, or never, and for want of who and why."""
    check_matchers(silence.matchers)
    if not silence.who.strip() or not silence.why.strip():
        raise BadInput(
            "operations.no_reason",
            "a silence needs who wants it and why",
            field="why" if silence.who.strip() else "who",
            fix="say it in a few words",
        )
    if silence.ends_at <= max(silence.starts_at, now):
        raise BadInput(
            "operations.silence_over",
            "this silence would be over before it begins",
            field="ends_at",
            fix="give a later end",
        )
    statements = [
        Statement("silences.save", _row(silence, tenant, now)),
        _audit(silence, tenant, now),
    ]
    if replaces is not None:
        statements.insert(0, Statement("silences.expire", {"id": replaces, "now": now}))
    await database.run(tenant, statements)
    return silence


async def expire_silence(
    database: Database, tenant: TenantId, silence_id: str, *, who: str, now: datetime
) -> bool:
    """End a silence now; False where it is over already. BadInput 404 for one that never was."""
    await load_silence(database, tenant, silence_id)
    rows = await database.run(
        tenant,
        [
            Statement("silences.expire", {"id": silence_id, "now": now}),
            Statement(
                "audit.append",
                {
                    "tenant": tenant,
                    "who": who,
                    "action": "silence.expire",
                    "subject": silence_id,
                    "detail": Jsonb({}),
                    "now": now,
                },
            ),
        ],
    )
    return bool(rows[0])


async def load_silence(database: Database, tenant: TenantId, silence_id: str) -> Silence:
    """One silence; BadInput 404 for one that never was."""
    row = None
    if ids.is_uuid(silence_id):
        row = await database.fetch_one("silences.load_one", {"id": silence_id}, tenant=tenant)
    if row is None:
        raise BadInput(
            "operations.no_silence",
            f"there is no silence {silence_id[:60]!r}",
            field="id",
            fix="list them: `frontdesk silence list`",
            status=404,
        )
    return parse_silence(row)


async def load_silences(
    database: Database, tenant: TenantId, now: datetime, *, ended: bool = False
) -> list[Silence]:
    """The silences that hold or will; with `ended` those that are over but kept, too."""
    after = now - KEPT if ended else now
    rows = await database.fetch("silences.load", {"after": after}, tenant=tenant)
    return [parse_silence(row) for row in rows]


async def load_live(transaction: Transaction, now: datetime) -> list[Silence]:
    """The silences that hold, read inside the transaction that depends on them."""
    rows = await transaction.fetch("silences.load", {"after": now})
    return [parse_silence(row) for row in rows]


def parse_silence(row: Row) -> Silence:
    """A silence from its row."""
    matchers = tuple(Matcher(**one) for one in row["matchers"])
    return Silence(
        row["id"], matchers, row["starts_at"], row["ends_at"], row["who"], row["why"], row["kind"]
    )


def _row(silence: Silence, tenant: TenantId, now: datetime) -> dict[str, object]:
    matchers = [
        {"name": one.name, "value": one.value, "equal": one.equal, "regex": one.regex}
        for one in silence.matchers
    ]
    return {
        "id": silence.id,
        "tenant": tenant,
        "matchers": Jsonb(matchers, dumps=orjson.dumps),
        "starts_at": silence.starts_at,
        "ends_at": silence.ends_at,
        "who": silence.who,
        "why": silence.why,
        "kind": silence.kind,
        "now": now,
    }


def _audit(silence: Silence, tenant: TenantId, now: datetime) -> Statement:
    detail = {"matchers": [str(one) for one in silence.matchers], "why": silence.why}
    return Statement(
        "audit.append",
        {
            "tenant": tenant,
            "who": silence.who,
            "action": "silence.set",
            "subject": silence.id,
            "detail": Jsonb(detail, dumps=orjson.dumps),
            "now": now,
        },
    )

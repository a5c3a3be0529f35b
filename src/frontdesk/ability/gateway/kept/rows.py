"""Rows of the store turned into entries, and entries into parameters of statements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from psycopg.types.json import Jsonb

from frontdesk.ability.gateway.calls import Answer, Call
from frontdesk.ability.gateway.kept.index import MOST_IN_PARTITION, Entry
from frontdesk.ability.gateway.kept.keys import Keys
from frontdesk.ability.gateway.kept.lexical import unit
from frontdesk.ground.store.db import Database, Row, Statement
from frontdesk.ground.words.ids import TenantId


async def load_part(
    database: Database, tenant: TenantId, partition: bytes, *, known: int, now: datetime
) -> tuple[int, int, list[Entry]]:
    """Version and clearing mark of a partition, and its answers that are newer than `known`."""
    where = {"tenant": tenant, "partition": partition}
    rows, answers = await database.run(
        tenant,
        [
            Statement("kept.load_partition", where),
            Statement(
                "kept.load_answers",
                {**where, "known": known, "now": now, "most": MOST_IN_PARTITION},
            ),
        ],
    )
    version, cleared = (rows[0]["version"], rows[0]["cleared"]) if rows else (0, 0)
    return version, cleared, [_entry(row) for row in reversed(answers)]


async def save_entry(
    database: Database, call: Call, keys: Keys, entry: Entry, *, cleared: int
) -> int | None:
    """Keep an answer; its version in the partition, None where what it rests on was cleared since."""
    rows = await database.fetch(
        "kept.save_answer",
        {
            "tenant": call.scope.tenant,
            "partition": keys.partition,
            "exact": entry.exact,
            "setting": entry.setting,
            "bot": call.scope.bot,
            "prompt": call.prompt,
            "question": entry.question,
            "embedder": entry.embedder,
            "vector": [] if entry.vector is None else list(entry.vector),
            "answer": Jsonb(_as_json(entry.answer)),
            "cost_micro": entry.cost_micro,
            "now": entry.kept_at,
            "expires_at": entry.expires_at,
            "cleared": cleared,
        },
        tenant=call.scope.tenant,
    )
    return rows[0]["version"] if rows else None


def _as_json(answer: Answer) -> Mapping[str, Any]:
    return {"text": answer.text, "model": answer.model, "parsed": answer.parsed}


def _entry(row: Row) -> Entry:
    kept = cast("Mapping[str, Any]", row["answer"])
    answer = Answer(
        kept["text"], model=kept["model"], rung="cached", reason="kept", parsed=kept["parsed"]
    )
    return Entry(
        exact=bytes(row["exact"]),
        setting=bytes(row["setting"]),
        version=row["version"],
        question=row["question"],
        embedder=row["embedder"],
        vector=unit(row["vector"]) if row["vector"] else None,
        answer=answer,
        cost_micro=row["cost_micro"],
        kept_at=row["kept_at"],
        expires_at=row["expires_at"],
    )

"""Rows of kept answers turned into what one process holds of them: by request, and by essence.

Bounded: the least used partitions go first, and a partition holds its newest answers only.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from frontdesk.ability.gateway.calls import Answer
from frontdesk.ability.gateway.kept.essence import find_essence
from frontdesk.ability.gateway.kept.keys import Keys
from frontdesk.ability.gateway.kept.lexical import Vector
from frontdesk.ground.words.ids import TenantId

MOST_IN_PARTITION = 1_000
MOST_HELD = 10_000
Bucket = tuple[bytes, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept answer. `embedder` is the model of its vector; `rules` has none stored."""

    exact: bytes
    setting: bytes
    version: int
    question: str
    embedder: str
    vector: Vector | None
    answer: Answer
    cost_micro: int
    kept_at: datetime
    expires_at: datetime

    @property
    def bucket(self) -> Bucket | None:
        """What must be equal before similarity is judged; None where it never is."""
        essence = find_essence(self.question)
        return (self.setting, essence) if essence else None

    def at(self, version: int) -> "Entry":
        """The same, as it stands in the store."""
        return replace(self, version=version)


@dataclass(slots=True)
class Part:
    """What a process holds of one partition. `version` and `cleared` are those it has read, and
    `read_s` is when, on the monotonic clock."""

    tenant: TenantId
    version: int = 0
    cleared: int = 0
    read_s: float | None = None
    entries: OrderedDict[bytes, Entry] = field(default_factory=OrderedDict)
    buckets: dict[Bucket, dict[bytes, Entry]] = field(default_factory=dict)

    def put(self, entry: Entry) -> None:
        """Hold an answer, in the place of an older one to the same request."""
        held = self.entries.get(entry.exact)
        if held is not None and held.version > entry.version:
            return
        self.drop(entry.exact)
        self.entries[entry.exact] = entry
        if entry.bucket is not None:
            self.buckets.setdefault(entry.bucket, {})[entry.exact] = entry
        while len(self.entries) > MOST_IN_PARTITION:
            self.drop(next(iter(self.entries)))

    def drop(self, exact: bytes) -> None:
        entry = self.entries.pop(exact, None)
        if entry is not None and entry.bucket is not None:
            bucket = self.buckets[entry.bucket]
            del bucket[exact]
            if not bucket:
                del self.buckets[entry.bucket]

    def use(self, exact: bytes) -> Entry | None:
        """The answer to this very request, which is now the last one to be forgotten."""
        entry = self.entries.get(exact)
        if entry is not None:
            self.entries.move_to_end(exact)
        return entry

    def alike(self, keys: Keys) -> Iterator[Entry]:
        """The answers to questions of the same essence in the same setting."""
        essence = find_essence(keys.question)
        yield from self.buckets.get((keys.setting, essence), {}).values() if essence else ()

    def empty(self) -> None:
        self.entries.clear()
        self.buckets.clear()
        self.version = 0


class Index:
    """The partitions that a process holds, the last used ones at the end."""

    def __init__(self) -> None:
        self._parts: OrderedDict[tuple[TenantId, bytes], Part] = OrderedDict()

    def part(self, tenant: TenantId, partition: bytes) -> Part:
        """The part of a partition, made where there is none; others go where too much is held."""
        part = self._parts.setdefault((tenant, partition), Part(tenant))
        self._parts.move_to_end((tenant, partition))
        return part

    def trim(self) -> None:
        """Forget the least used partitions until no more is held than may be."""
        held = sum(len(part.entries) + 1 for part in self._parts.values())
        while held > MOST_HELD and len(self._parts) > 1:
            _, gone = self._parts.popitem(last=False)
            held -= len(gone.entries) + 1

    def forget(self, tenant: TenantId) -> None:
        """Hold nothing of a tenant any more; what is left of it is read again."""
        for key in [key for key in self._parts if key[0] == tenant]:
            del self._parts[key]

    @property
    def held(self) -> int:
        return sum(len(part.entries) for part in self._parts.values())

"""The shipped list of vendors' prices turned into the price of one model, a vendor's part at a time.

The list is written by `make prices` from the data of the library `genai-prices`; nothing is fetched.
"""

import gzip
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias, cast

import orjson

FILE = Path(__file__).with_name("prices.json.gz")
Rate = tuple[tuple[int, float], ...]
"""Micro-dollars for a million tokens, each above so many tokens of input; the first above 0."""
Match: TypeAlias = "list[str | Match]"
"""`["=", name]`, `["^", start]`, `["$", end]`, `["~", part]`, `["/", pattern]`, or `["|", ...]` and
`["&", ...]` of others."""


_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "=": str.__eq__,
    "^": str.startswith,
    "$": str.endswith,
    "~": str.__contains__,
    "/": lambda name, pattern: re.search(pattern, name) is not None,
}


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost. `cached_in` and `cache_write` are parts of the input, `reasoning`
    one of the output; where a vendor has no rate of their own they cost what the whole does."""

    tokens_in: Rate
    tokens_out: Rate
    cached_in: Rate
    cache_write: Rate
    reasoning: Rate


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the shipped list comes from: library, its version, and the day its data were taken."""

    library: str
    version: str
    day: str


@dataclass(frozen=True, slots=True)
class _Vendor:
    models: Sequence[tuple[Match, Sequence[Sequence[Sequence[float]]]]]
    also: Sequence[str]


@lru_cache(4096)
def find_listed(vendor: str, model: str) -> Price | None:
    """The listed price of a vendor's model; None where the list does not have it."""
    for name in dict.fromkeys((model.lower(), _dashed(model.lower()))):
        for one in (vendor, *_also(vendor)):
            found = _find(one, name)
            if found is not None:
                return found
    return None


def load_origin() -> Origin:
    """Where the shipped prices come from, for operators."""
    return Origin(*cast("list[str]", orjson.loads(_lines()[""])))


def is_match(match: Match, name: str) -> bool:
    """Whether a model's name, in small letters, is meant by a row of the list."""
    kind, *rest = match
    if kind in ("|", "&"):
        several = (is_match(cast("Match", one), name) for one in rest)
        return any(several) if kind == "|" else all(several)
    return _TESTS[str(kind)](name, str(rest[0]))


def _find(vendor: str, name: str) -> Price | None:
    known = _vendor(vendor)
    rates = next((rates for match, rates in known.models if is_match(match, name)), None)
    if rates is None:
        return None
    return Price(*(tuple((int(over), micro) for over, micro in rate) for rate in rates))


def _also(vendor: str) -> Sequence[str]:
    return _vendor(vendor).also


@cache
def _vendor(vendor: str) -> _Vendor:
    line = _lines().get(vendor)
    if line is None:
        return _Vendor((), ())
    also, models = orjson.loads(line)
    return _Vendor(models, also)


@cache
def _lines() -> Mapping[str, str]:
    """Each vendor's part of the file, as text; "" is where the list comes from."""
    text = gzip.decompress(FILE.read_bytes()).decode()
    return dict(cast("tuple[str, str]", line.split("\t", 1)) for line in text.splitlines())


def _dashed(name: str) -> str:
    """`-20251211` at the end of a name as `-2025-12-11`: vendors write dates either way."""
    return re.sub(r"-(20\d\d)(\d\d)(\d\d)(?=$|[-:])", r"-\1-\2-\3", name)

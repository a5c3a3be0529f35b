"""One measured phrase against its gold: what every reader of values' measuring files shares."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from frontdesk.ability.language import values
from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.addresses import tables
from frontdesk.ground.words.reading import Json, Value

Score = tuple[int, int]
Row = Mapping[str, Json]
SETS = Path(__file__).parent / "sets"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
COMPONENTS = ("number", "street", "unit", "city", "state", "postal_code")


@dataclass(frozen=True, slots=True)
class Judged:
    """One measured phrase: the row it counts in, and whether the reading was exact."""

    row: str
    hit: bool
    text: str
    gold: str
    found: str


def read(text: str, asked: str | None = None, region: str = "US") -> tuple[Value, ...]:
    return values.find_values(text, Context(now=NOW, asked=asked, region=region))[0]


def read_lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row: Row = json.loads(line)
            yield row


def show(found: Sequence[Value]) -> str:
    return "; ".join(f"{v.kind} {v.value} {v.grain} {v.span} [{v.why}]" for v in found)


def as_map(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


_LABELS = {
    **dict.fromkeys(("AddressNumberPrefix", "AddressNumber", "AddressNumberSuffix"), "number"),
    **dict.fromkeys(
        (
            "StreetNamePreDirectional",
            "StreetNamePreModifier",
            "StreetNamePreType",
            "StreetName",
            "StreetNamePostType",
            "StreetNamePostDirectional",
            "StreetNamePostModifier",
        ),
        "street",
    ),
    **dict.fromkeys(("USPSBoxGroupType", "USPSBoxGroupID", "USPSBoxType", "USPSBoxID"), "street"),
    **dict.fromkeys(("OccupancyType", "OccupancyIdentifier"), "unit"),
    "PlaceName": "city",
    "StateName": "state",
    "ZipCode": "postal_code",
}


def plain_part(name: str, text: str) -> str:
    """A component in the form in which it is compared: no case, no punctuation, state as code."""
    low = " ".join(re.sub(r"[.,;#]", " ", text.lower()).split())
    if name == "state":
        return tables.STATES.get(low, low).lower()
    low = re.sub(r"^(?:p ?o |post office )?box", "box", low)
    return re.sub(r"[^0-9a-z]", "", low)


def gold_parts(tokens: Json) -> dict[str, str]:
    """Components of a labelled address."""
    parts: dict[str, list[str]] = {}
    for pair in tokens if isinstance(tokens, list) else []:
        label, word = pair if isinstance(pair, list) else ("", "")
        name = _LABELS.get(str(label))
        if name is not None:
            parts.setdefault(name, []).append(str(word))
    return {name: plain_part(name, " ".join(words)) for name, words in parts.items()}


def found_parts(value: Value | None) -> dict[str, str]:
    if value is None:
        return {}
    parts = as_map(value.value)
    return {name: plain_part(name, str(parts[name])) for name in COMPONENTS if parts.get(name)}

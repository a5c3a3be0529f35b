"""The data of the library genai-prices turned into the price list that the product ships: `make prices`.

Dated prices: the one that holds on the day of writing. Prices by the time of day: the dearest one.
"""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from importlib import metadata

import orjson
from genai_prices import data, types

from frontdesk.ability.gateway.money import price_list

LIBRARY = "genai-prices"
MICRO = 1_000_000
Rate = list[list[float]]
Given = Decimal | types.TieredPrices | None


def render_list(day: datetime) -> bytes:
    """The file: a line per vendor, `name TAB [also, [[match, rates], ...]]`; the first says whence."""
    whence = [LIBRARY, metadata.version(LIBRARY), day.date().isoformat()]
    lines = [f"\t{orjson.dumps(whence).decode()}"]
    for vendor in sorted(data.providers, key=lambda one: one.id):
        models = [
            [render_match(model.match), rates]
            for model in vendor.models
            if (rates := render_rates(model, day)) is not None
        ]
        also = vendor.fallback_model_providers or []
        lines.append(f"{vendor.id}\t{orjson.dumps([also, models]).decode()}")
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def render_match(clause: types.MatchLogic) -> list[object]:
    if isinstance(clause, types.ClauseOr):
        return ["|", *(render_match(one) for one in clause.or_)]
    if isinstance(clause, types.ClauseAnd):
        return ["&", *(render_match(one) for one in clause.and_)]
    if isinstance(clause, types.ClauseRegex):
        return ["/", clause.regex]
    if isinstance(clause, types.ClauseStartsWith):
        return ["^", clause.starts_with.lower()]
    if isinstance(clause, types.ClauseEndsWith):
        return ["$", clause.ends_with.lower()]
    if isinstance(clause, types.ClauseContains):
        return ["~", clause.contains.lower()]
    return ["=", clause.equals.lower()]


def render_rates(model: types.ModelInfo, day: datetime) -> list[Rate] | None:
    """In, out, cached in, cache write, reasoning; None for what is not sold by the token."""
    prices = max(standing(model, day), key=weight)
    if prices.input_mtok is None:
        return None
    plain_in = rate(prices.input_mtok) or []
    plain_out = rate(prices.output_mtok) or [[0, 0.0]]
    return [
        plain_in,
        plain_out,
        rate(prices.cache_read_mtok) or plain_in,
        rate(prices.cache_write_mtok) or plain_in,
        rate(prices.output_reasoning_mtok) or plain_out,
    ]


def standing(model: types.ModelInfo, day: datetime) -> Iterator[types.ModelPrice]:
    """The prices that hold at some time of the day."""
    if isinstance(model.prices, types.ModelPrice):
        yield model.prices
        return
    for hour in range(24):
        yield model.get_prices(day.replace(hour=hour))


def weight(prices: types.ModelPrice) -> float:
    """What a token in and a token out cost, for comparing."""
    both = (rate(prices.input_mtok), rate(prices.output_mtok))
    return sum(one[0][1] for one in both if one)


def rate(given: Given) -> Rate | None:
    if given is None:
        return None
    if isinstance(given, Decimal):
        return [[0, float(given * MICRO)]]
    tiers = [[float(tier.start), float(tier.price * MICRO)] for tier in given.tiers]
    return [[0, float(given.base * MICRO)], *tiers]


def license_text() -> str:
    """The terms under which the data may be shipped; they ask to go along."""
    terms = next(one for one in metadata.files(LIBRARY) or () if one.name == "LICENSE")
    return f"prices.json.gz is made from the data of {LIBRARY}:\n\n{terms.read_text()}"


if __name__ == "__main__":
    written = render_list(datetime.now(UTC))
    price_list.FILE.write_bytes(written)
    price_list.FILE.with_name("prices_license.txt").write_text(license_text())
    print(f"{price_list.FILE.name}: {len(written)} bytes")

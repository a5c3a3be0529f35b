"""Prices: golden cases by hand, every listed model against the library's own sums, and what is ours."""

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from genai_prices import data, types
from hypothesis import given
from hypothesis import strategies as some

from frontdesk.ability.gateway.money import price_list, prices
from frontdesk.ability.gateway.nouns import Usage

NOTHING: dict[str, float] = {}
# Dollars for a million tokens as the vendors print them; costs worked out by hand.
GOLDEN = [
    # Plain: 1,000 at 2.50 and 500 at 10.
    ("openai", "gpt-4o", Usage(1000, 500), 7500),
    # Half of the input from the vendor's cache, at 1.25.
    ("openai", "gpt-4o", Usage(1000, 500, cached_in=600), 1000 + 750 + 5000),
    ("openai", "gpt-4o-mini", Usage(1000, 500), 450),
    # Reasoning is paid as output and not twice: o3 at 2 and 8.
    ("openai", "o3", Usage(1000, 900, reasoning=700), 2000 + 7200),
    # Cache write at 3.75, cache read at 0.30, the rest at 3, output at 15.
    (
        "anthropic",
        "claude-sonnet-4-5",
        Usage(10_000, 100, cached_in=6000, cache_write=3000),
        3000 + 1800 + 11_250 + 1500,
    ),
    # Above 200,000 tokens of input every token costs more: the cliff, and one token before it.
    ("google", "gemini-2.5-pro", Usage(200_000, 10), 250_000 + 100),
    ("google", "gemini-2.5-pro", Usage(200_001, 10), 500_003 + 150),
    (
        "anthropic",
        "claude-sonnet-4-5",
        Usage(300_000, 100, cached_in=100_000, cache_write=100_000),
        600_000 + 60_000 + 750_000 + 2250,
    ),
    ("openai", "text-embedding-3-small", Usage(10, 0), 1),
    # Dates at the end of a name, either way.
    ("anthropic", "claude-sonnet-4-5-20250929", Usage(1000, 0), 3000),
    ("openai", "gpt-4o-20240806", Usage(1000, 0), 2500),
    # Azure sells OpenAI's models.
    ("azure", "gpt-4o", Usage(1000, 0), 2500),
]


@pytest.mark.parametrize(("vendor", "model", "usage", "micro"), GOLDEN)
def test_each_kind_of_token_has_its_price(
    vendor: str, model: str, usage: Usage, micro: int
) -> None:
    """Complaint 31: cached input, cache writes and reasoning each at their own rate."""
    price = prices.find_price(vendor, model, NOTHING, vendor)
    assert prices.cost_micro(price, usage) == micro


def sold_by_token() -> list[tuple[str, types.ModelInfo]]:
    return [
        (vendor.id, model)
        for vendor in data.providers
        for model in vendor.models
        if isinstance(model.prices, types.ModelPrice) and model.prices.input_mtok is not None
    ]


@pytest.mark.parametrize("vendor", ["openai", "anthropic", "google", "mistral", "groq", "x-ai"])
def test_list_says_what_the_library_says(vendor: str) -> None:
    provider = next(one for one in data.providers if one.id == vendor)
    usage = Usage(250_000, 1200, cached_in=50_000)
    theirs = types.Usage(input_tokens=250_000, cache_read_tokens=50_000, output_tokens=1200)
    compared = 0
    for owner, model in sold_by_token():
        if owner != vendor or provider.find_model(model.id) is not model:
            continue
        price = prices.find_price(vendor, model.id, NOTHING, vendor)
        said = model.calc_price(
            theirs, provider, genai_request_timestamp=datetime.now(UTC), auto_update_timestamp=None
        )
        ours = prices.cost_micro(price, usage)
        assert ours is not None
        assert 0 <= Decimal(ours) - said.total_price * 1_000_000 < Decimal("1.01"), model.id
        compared += 1
    assert compared > 5


def test_unknown_models_have_no_price() -> None:
    assert prices.find_price("openai", "house-model-7b", NOTHING, "openai") is None
    assert prices.find_price("no-such-vendor", "gpt-4o", NOTHING, "x") is None
    assert prices.cost_micro(None, Usage(1000, 1000)) is None
    assert prices.saved_micro(None, Usage(1000, 1000, cached_in=10)) == 0


def test_models_of_this_house_cost_nothing() -> None:
    price = prices.find_price("", "llama3.2", NOTHING, "local")
    assert prices.cost_micro(price, Usage(10_000, 10_000, cached_in=5, reasoning=5)) == 0


def test_own_prices_come_before_listed() -> None:
    own = {"openai/gpt-4o:in": 1.0, "openai/gpt-4o:out": 2.0, "openai/gpt-4o:cached": 0.5}
    price = prices.find_price("openai", "gpt-4o", own, "openai")
    usage = Usage(1000, 500, cached_in=400, reasoning=100)
    assert prices.cost_micro(price, usage) == 600 + 200 + 1000


def test_own_price_of_one_part_keeps_the_rest() -> None:
    price = prices.find_price("openai", "gpt-4o", {"openai/gpt-4o:out": 2.0}, "openai")
    assert prices.cost_micro(price, Usage(1000, 500, cached_in=600)) == 1000 + 750 + 1000


def test_own_prices_make_an_unknown_model_known() -> None:
    own = {"lab/tiny:in": 0.1, "lab/tiny:out": 0.2}
    assert (
        prices.cost_micro(
            prices.find_price("nobody", "tiny", own, "lab"), Usage(1000, 1000, cached_in=500)
        )
        == 100 + 200
    )
    assert prices.find_price("nobody", "tiny", {"lab/tiny:in": 0.1}, "lab") is None


def test_own_prices_reach_free_models() -> None:
    own = {"local/llama:in": 1.0, "local/llama:out": 1.0}
    assert prices.cost_micro(prices.find_price("", "llama", own, "local"), Usage(7, 3)) == 10


def test_vendor_cache_savings_are_told() -> None:
    price = prices.find_price("openai", "gpt-4o", NOTHING, "openai")
    assert prices.saved_micro(price, Usage(1000, 500, cached_in=600)) == 750
    assert prices.saved_micro(price, Usage(1000, 500)) == 0


tokens = some.integers(0, 3_000_000)


@given(tokens, tokens, tokens, tokens, tokens)
def test_costs_are_whole_and_never_negative(a: int, b: int, c: int, d: int, e: int) -> None:
    """Also where a vendor counts parts larger than the whole."""
    price = prices.find_price("anthropic", "claude-sonnet-4-5", NOTHING, "anthropic")
    cost = prices.cost_micro(price, Usage(a, b, cached_in=c, cache_write=d, reasoning=e))
    assert isinstance(cost, int)
    assert cost >= 0


def test_the_list_says_where_it_is_from() -> None:
    origin = price_list.load_origin()
    assert origin.library == "genai-prices"
    assert origin.version[0].isdigit()
    assert datetime.fromisoformat(origin.day).year >= 2026


def test_the_list_is_read_when_needed_only() -> None:
    """In a process of its own: importing reads nothing, and a look-up never imports the library."""
    program = """
import sys
from frontdesk.ability.gateway.money import price_list, prices
assert price_list._lines.cache_info().currsize == 0
assert prices.find_price("openai", "gpt-4o", {}, "openai") is not None
assert price_list._vendor.cache_info().currsize == 1
assert "genai_prices" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)

"""A model's name turned into its price, and the usage a vendor counted into a cost."""

from collections.abc import Mapping

from frontdesk.ability.gateway.money import price_list
from frontdesk.ability.gateway.money.price_list import Price, Rate
from frontdesk.ability.gateway.nouns import Usage

MILLION = 1_000_000
FREE = Price(*(((0, 0.0),) for _ in range(5)))


def find_price(vendor: str, model: str, own: Mapping[str, float], provider: str) -> Price | None:
    """The price of a vendor's model; None where nobody knows it.

    `own` is the control `spend.prices` and comes first: `provider/model:in`, `:out`, `:cached`, in
    dollars for a million tokens; what it does not say is as listed. A provider without a `vendor`
    costs nothing unless `own` says so.
    """
    listed = price_list.find_listed(vendor, model) if vendor else FREE
    return _with_own(listed, own, f"{provider}/{model}") if own else listed


def cost_micro(price: Price | None, usage: Usage) -> int | None:
    """What a call cost in micro-dollars, rounded up; None where the price is unknown."""
    return None if price is None else _round_up(_cost(price, usage))


def saved_micro(price: Price | None, usage: Usage) -> int:
    """What the vendor's cache took off the cost of a call, in micro-dollars; never below 0."""
    if price is None or not usage.cached_in:
        return 0
    rate = _rate(price.tokens_in, usage.tokens_in) - _rate(price.cached_in, usage.tokens_in)
    return max(0, int(usage.cached_in * rate / MILLION))


def _cost(price: Price, usage: Usage) -> float:
    """In micro-dollars. The length of the whole input decides the tier of every part."""
    size, cached, write = usage.tokens_in, usage.cached_in, usage.cache_write
    reasoned = usage.reasoning
    micro = max(0, size - cached - write) * _rate(price.tokens_in, size)
    micro += max(0, usage.tokens_out - reasoned) * _rate(price.tokens_out, size)
    if cached or write:
        micro += cached * _rate(price.cached_in, size) + write * _rate(price.cache_write, size)
    if reasoned:
        micro += reasoned * _rate(price.reasoning, size)
    return micro / MILLION


def _rate(rate: Rate, size: int) -> float:
    """Micro-dollars for a million tokens at an input of `size` tokens."""
    micro = rate[0][1]
    for over, dearer in rate[1:]:
        if size > over:
            micro = dearer
    return micro


def _round_up(micro: float) -> int:
    """A part of a micro-dollar counts as one; the dust of binary fractions does not."""
    return -int(-round(micro, 6) // 1)


def _with_own(listed: Price | None, own: Mapping[str, float], key: str) -> Price | None:
    said = {part: own.get(f"{key}:{part}") for part in ("in", "out", "cached")}
    if all(dollars is None for dollars in said.values()):
        return listed
    if listed is None and (said["in"] is None or said["out"] is None):
        return None  # half a price is none
    known = listed or FREE
    tokens_in, tokens_out = _flat(said["in"]), _flat(said["out"])
    cached = _flat(said["cached"])
    return Price(
        tokens_in=tokens_in or known.tokens_in,
        tokens_out=tokens_out or known.tokens_out,
        cached_in=cached or tokens_in or known.cached_in,
        cache_write=tokens_in or known.cache_write,
        reasoning=tokens_out or known.reasoning,
    )


def _flat(dollars: float | None) -> Rate | None:
    return None if dollars is None else ((0, dollars * MILLION),)

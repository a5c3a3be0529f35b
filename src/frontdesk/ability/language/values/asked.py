"""Turns what the bot asked into what a bare number in the answer would mean."""

from dataclasses import dataclass
from typing import Literal

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.scan import listed

Want = Literal["price", "rent", "money", "number", ""]

_SHARED: dict[str, Want] = {"budget": "price", "price": "price", "rent": "rent"}
_PRICE_PARTS = frozenset(listed("budget price asking offer value worth purchase list"))
_RENT_PARTS = frozenset(listed("rent monthly deposit fee hourly"))
_GRAIN_PARTS = {
    **{"beds": "bed", "bed": "bed", "bedrooms": "bed", "bedroom": "bed"},
    **{"baths": "bath", "bath": "bath", "bathrooms": "bath", "bathroom": "bath"},
    **{"sqft": "sqft", "size": "sqft", "area": "sqft", "footage": "sqft"},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """`want` is what a bare number is; `grain` the unit of a bare count."""

    want: Want = ""
    grain: str | None = None


def read_asked(context: Context) -> Asked:
    """What a bare number answers; nothing where nothing about numbers was asked."""
    name = context.asked
    if name is None:
        return Asked()
    slot = context.asked_slot()
    kind = slot.kind if slot is not None else None
    parts = name.lower().split("_")
    if kind == "money" or (kind is None and name in _SHARED):
        if slot is None:
            return Asked(_SHARED[name])
        if any(part in _RENT_PARTS for part in parts):
            return Asked("rent")
        return Asked("price" if any(part in _PRICE_PARTS for part in parts) else "money")
    if kind in {"number", "range"} or (kind is None and name in {"beds", "sqft"}):
        grain = next((_GRAIN_PARTS[part] for part in parts if part in _GRAIN_PARTS), None)
        return Asked("number", grain)
    return Asked()

"""Canonical slot values turned into a few words of English or Spanish, for replies."""

from collections.abc import Mapping
from typing import cast

from frontdesk.ground.words.reading import Json

_SIGNS = {"USD": "$", "CAD": "$", "MXN": "$", "EUR": "€", "GBP": "£"}
_MINOR = 100
_UP_TO = {"en": "up to {}", "es": "hasta {}"}
_FROM = {"en": "{} or more", "es": "{} o más"}
_BETWEEN = {"en": "{} to {}", "es": "de {} a {}"}


def show_money(value: Json, language: str = "en") -> str:
    """`{amount_minor, currency}` or `{min, max, currency}` in words; other values as they are."""
    if not isinstance(value, Mapping):
        return str(value)
    currency = str(value.get("currency") or "USD")
    if value.get("amount_minor") is not None:
        return _amount(value["amount_minor"], currency)
    return _between(
        language,
        *(
            None if value.get(end) is None else _amount(value[end], currency)
            for end in ("min", "max")
        ),
    )


def show_number(value: Json, language: str = "en") -> str:
    """A number, or a range `{min, max}` with open ends, in words."""
    if not isinstance(value, Mapping):
        return str(value)
    ends = (value.get("min"), value.get("max"))
    return _between(language, *(None if end is None else f"{end:g}" for end in map(_number, ends)))


_UNITS = {
    "beds": {"en": ("bedroom", "bedrooms"), "es": ("recámara", "recámaras")},
    "baths": {"en": ("bath", "baths"), "es": ("baño", "baños")},
    "sqft": {"en": ("square foot", "square feet"), "es": ("pie cuadrado", "pies cuadrados")},
}


def show_count(value: Json, kind: str, language: str = "en") -> str:
    """A number with what it counts: "3 bedrooms", "2 to 3 baths"."""
    units = _UNITS.get(kind, {})
    unit = units.get(language) or units.get("en") or ("", "")
    return f"{show_number(value, language)} {unit[0] if value == 1 else unit[1]}".strip()


def show_address(value: Json, _language: str = "en") -> str:
    """Street with number and unit, then the town; as far as known."""
    if not isinstance(value, Mapping):
        return str(value)
    street = " ".join(str(value[part]) for part in ("number", "street", "unit") if value.get(part))
    return ", ".join(part for part in (street, str(value.get("city") or "")) if part)


def show_place(value: Json, _language: str = "en") -> str:
    """The town with its state; the street where no town is known."""
    if not isinstance(value, Mapping):
        return str(value)
    town = [str(value[part]) for part in ("city", "state") if value.get(part)]
    return ", ".join(town) or str(value.get("postal_code") or "") or show_address(value)


def _between(language: str, low: str | None, high: str | None) -> str:
    code = language if language in _UP_TO else "en"
    if low is not None and high is not None:
        return low if low == high else _BETWEEN[code].format(low, high)
    if high is not None:
        return _UP_TO[code].format(high)
    return _FROM[code].format(low) if low is not None else ""


def _amount(minor: Json, currency: str) -> str:
    units = cast(int, minor) / _MINOR
    shown = f"{units:,.0f}" if units == int(units) else f"{units:,.2f}"
    sign = _SIGNS.get(currency)
    return f"{sign}{shown}" if sign else f"{shown} {currency}"


def _number(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) else None

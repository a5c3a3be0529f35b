"""Turns an SMS text into its encoding and the number of segments a carrier bills.

GSM 03.38 (3GPP TS 23.038): the default alphabet takes one septet a character, its extension
table two; a single segment holds 160 septets, a part of a longer message 153. Any other character
makes the message UCS-2: 70 code units alone, 67 in parts. A two-unit character never spans parts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

GSM_DEFAULT = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
_ALONE: dict[Encoding, int] = {"GSM-7": 160, "UCS-2": 70}
_IN_PARTS: dict[Encoding, int] = {"GSM-7": 153, "UCS-2": 67}


@dataclass(frozen=True, slots=True)
class Segments:
    """`units` are septets (GSM-7) or UTF-16 code units (UCS-2); `segments` is 0 for no text."""

    encoding: Encoding
    units: int
    segments: int


def count_segments(text: str) -> Segments:
    """Encoding, units and segments of a text sent as SMS."""
    characters = set(text)
    extended = characters & GSM_EXTENSION
    if characters <= GSM_DEFAULT | GSM_EXTENSION:
        units = len(text) + sum(text.count(char) for char in extended)
        if units <= _ALONE["GSM-7"] or not extended:
            return _counted("GSM-7", units)
        widths: Iterable[int] = (2 if char in GSM_EXTENSION else 1 for char in text)
        return Segments("GSM-7", units, _parts(widths, _IN_PARTS["GSM-7"]))
    units = len(text) + sum(1 for char in text if ord(char) > 0xFFFF)
    if units <= _ALONE["UCS-2"] or units == len(text):
        return _counted("UCS-2", units)
    widths = (2 if ord(char) > 0xFFFF else 1 for char in text)
    return Segments("UCS-2", units, _parts(widths, _IN_PARTS["UCS-2"]))


def _counted(encoding: Encoding, units: int) -> Segments:
    if units <= _ALONE[encoding]:
        return Segments(encoding, units, 1 if units else 0)
    size = _IN_PARTS[encoding]
    return Segments(encoding, units, -(-units // size))


def _parts(widths: Iterable[int], size: int) -> int:
    """Parts of a message whose two-unit characters may not be cut in half."""
    parts, room = 1, size
    for width in widths:
        if width > room:
            parts, room = parts + 1, size
        room -= width
    return parts

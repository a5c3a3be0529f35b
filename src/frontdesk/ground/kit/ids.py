"""New ids: time-ordered UUIDs (RFC 9562 version 7), so that rows written together lie together."""

import os
import re
import secrets
import time


def uuid7() -> str:
    """A time-ordered UUID in its usual text form."""
    ms = time.time_ns() // 1_000_000
    raw = bytearray(ms.to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID as we write them."""
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None


def token(prefix: str) -> str:
    """A secret that can be given to a person or a program, with 192 bits of randomness."""
    return f"{prefix}_{secrets.token_urlsafe(24)}"

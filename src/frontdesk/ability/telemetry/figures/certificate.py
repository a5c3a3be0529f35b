"""The installation's public address turned into the days its certificate still holds."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from frontdesk.ability.telemetry.gauges import Gauge
from frontdesk.ground.kit import tasks

CONNECT_S = 5.0
DAY_S = 86_400.0
EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED
LoadEnd = Callable[[str, int], Awaitable[datetime | None]]


async def load_end(host: str, port: int) -> datetime | None:
    """When the certificate that is shown at an address ends; None where none can be had."""
    shown = await tasks.attempt(_load_end(host, port))
    if isinstance(shown, ssl.SSLCertVerificationError) and shown.verify_code == EXPIRED:
        return datetime.fromtimestamp(0, UTC)
    return None if isinstance(shown, Exception) else shown


async def _load_end(host: str, port: int) -> datetime | None:
    async with asyncio.timeout(CONNECT_S):
        _, writer = await asyncio.open_connection(host, port, ssl=ssl.create_default_context())
    try:
        shown = writer.get_extra_info("peercert") or {}
        ends = shown.get("notAfter")
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None
    finally:
        writer.close()


async def load_figures(public_url: str, now: datetime, load: LoadEnd = load_end) -> list[Gauge]:
    """The days left; nothing for an address without https, or one that does not answer."""
    address = urlsplit(public_url)
    if address.scheme != "https" or not address.hostname:
        return []
    ends_at = await load(address.hostname, address.port or 443)
    if ends_at is None:
        return []
    left = max(0.0, (ends_at - now).total_seconds() / DAY_S)
    return [Gauge("certificate_left_days", left, {"address": address.hostname})]

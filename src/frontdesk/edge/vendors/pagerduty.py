"""PagerDuty's Events API v2 turned into events taken; its signed webhooks (v3) into what was pressed.

Sources: developer.pagerduty.com, "Events API v2" and "Webhooks v3: verifying signatures".
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from frontdesk.edge.vendors.paging import verdicts
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.reading import Json

ENQUEUE = "/v2/enqueue"
MOST_BYTES = 512 * 1024
AGAIN_S = 60.0  # the API's limits are counted by the minute
FIX = "check the integration key (32 characters) of the service's Events API v2 integration"


@dataclass(frozen=True, slots=True)
class Events:
    """Where events go. `url` is the whole address."""

    http: HttpClient
    url: str

    async def send(self, event: Mapping[str, Json]) -> str:
        """Hand one event over; gives its dedup key as PagerDuty says it."""
        answer = await self.http.send_request(
            "POST",
            self.url,
            timeout_s=verdicts.PATIENCE_S,
            body=orjson.dumps(event),
            headers={"content-type": "application/json"},
        )
        verdicts.check_taken(answer, who="PagerDuty", fix=FIX, again_s=AGAIN_S)
        said = answer.json()
        return str(said.get("dedup_key", "")) if isinstance(said, dict) else ""


def find_address(url: str) -> str:
    """The whole address of the Events API, from a host or from the whole address."""
    return url if url.endswith(ENQUEUE) else url + ENQUEUE


def sign(secret: str, body: bytes) -> str:
    """One signature of a webhook's body."""
    return "v1=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(secret: str, *, signatures: str, body: bytes) -> bool:
    """Whether one of the signatures is ours: while a secret is changed there are several."""
    wanted = sign(secret, body).encode()
    given = [one.strip().encode() for one in signatures.split(",")]
    return any(hmac.compare_digest(one, wanted) for one in given)

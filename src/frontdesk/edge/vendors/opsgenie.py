"""Opsgenie's Alert API, and that of its successor in Jira Service Management, as alerts by alias.

Both take the same bodies under `<base>/v2/alerts`. Sources: docs.opsgenie.com "Alert API";
developer.atlassian.com "Jira Service Management operations, integration events".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from frontdesk.edge.vendors.paging import verdicts
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import Refused
from frontdesk.ground.words.reading import Json

ENDS_AT = datetime(2027, 4, 5, tzinfo=UTC)  # support and REST API end, says Atlassian
SUCCESSOR = "https://api.atlassian.com/jsm/ops/integration"
FIX = "check ALERT_OPSGENIE_API_KEY and ALERT_OPSGENIE_URL (EU accounts: api.eu.opsgenie.com)"
ALERTS = "/v2/alerts"


@dataclass(frozen=True, slots=True)
class Desk:
    """One account. `base_url` ends before `/v2/alerts`."""

    http: HttpClient
    base_url: str
    api_key: str

    async def create(self, alert: Mapping[str, Json]) -> str:
        """Open an alert, or count one more of an open one of the same alias; gives the request's id."""
        return await self._send("POST", ALERTS, alert)

    async def act(self, alias: str, action: str, note: Mapping[str, Json]) -> str:
        """`acknowledge` or `close` the alert of an alias."""
        path = f"{ALERTS}/{quote(alias, safe='')}/{action}?identifierType=alias"
        return await self._send("POST", path, note)

    async def count(self) -> None:
        """Ask how many alerts there are: a call that changes nothing."""
        await self._send("GET", f"{ALERTS}/count", None)

    def check_open(self, at: datetime) -> None:
        """Refused once the service behind the address has ended."""
        if at >= ENDS_AT and is_opsgenie(self.base_url):
            raise Refused(
                "opsgenie.ended",
                "Opsgenie has ended: nobody would be paged",
                fix=f"set ALERT_OPSGENIE_URL={SUCCESSOR} and its key, or page elsewhere",
            )

    async def _send(self, method: str, path: str, body: Mapping[str, Json] | None) -> str:
        answer = await self.http.send_request(
            method,
            self.base_url + path,
            timeout_s=verdicts.PATIENCE_S,
            headers={"authorization": f"GenieKey {self.api_key}"},
            json=dict(body) if body is not None else None,
        )
        verdicts.check_taken(answer, who="Opsgenie", fix=FIX)
        said = answer.json()
        return str(said.get("requestId", "")) if isinstance(said, dict) else ""


def is_opsgenie(url: str) -> bool:
    """Whether an address is Opsgenie's own, in either region, and not its successor's."""
    host = urlsplit(url).hostname or ""
    return host == "opsgenie.com" or host.endswith(".opsgenie.com")


def find_root(url: str) -> str:
    """The base of either form of the address: with `/v2/alerts` at its end, or without."""
    return url.removesuffix(ALERTS)

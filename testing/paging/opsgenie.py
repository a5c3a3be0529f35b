"""Turns alerts into open and closed ones as Opsgenie's Alert API does, and refuses what it would."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from testing.paging.receiver import Body, FakeReceiver, Taken, too_long

API_KEY = "opsgenie-key-of-a-test"
LIMITS = {
    "message": 130,
    "alias": 512,
    "description": 15_000,
    "source": 100,
    "entity": 512,
    "user": 100,
    "note": 25_000,
}
PRIORITIES = ("P1", "P2", "P3", "P4", "P5")
ACTIONS = ("close", "acknowledge")


class FakeOpsgenie(FakeReceiver):
    """`alerts` is the state of each alias: open, acknowledged or closed."""

    def __init__(self, *, api_key: str = API_KEY, retry_after_s: int = 30) -> None:
        super().__init__(retry_after_s=retry_after_s)
        self.api_key = api_key
        self.alerts: dict[str, str] = {}

    def find_mistake(self, request: Taken, method: str) -> str:
        if request.headers.get("authorization") != f"GenieKey {self.api_key}":
            return "the key is not valid"
        path = urlsplit(request.path)
        _, found, tail = path.path.partition("/v2/alerts")
        if not found or method not in ("POST", "GET"):
            return "no such address"
        if method == "GET":
            return ""
        body = request.body
        if tail:
            if tail.rpartition("/")[2] not in ACTIONS:
                return "no such action"
            if parse_qs(path.query).get("identifierType") != ["alias"]:
                return "identifierType is not alias"
            return too_long(body, LIMITS)
        return _find_in_alert(body)

    def render_taken(self, request: Taken) -> tuple[int, Any]:
        tail = urlsplit(request.path).path.partition("/v2/alerts")[2]
        if not tail and request.body:
            alias = str(request.body.get("alias"))
            if self.alerts.get(alias) in (None, "closed"):
                self.alerts[alias] = "open"
        elif tail:
            alias, _, action = unquote(tail).strip("/").rpartition("/")
            if self.alerts.get(alias) in ("open", "acknowledged"):
                self.alerts[alias] = "closed" if action == "close" else "acknowledged"
        return 202, {"result": "Request will be processed", "took": 0.1, "requestId": "r-1"}

    def render_refusal(self, mistake: str) -> tuple[int, Any]:
        return (401 if "key" in mistake else 422), {"message": mistake, "took": 0.0}


def _find_in_alert(body: Body) -> str:
    if not body.get("message"):
        return "message is missing"
    if body.get("priority") not in (None, *PRIORITIES):
        return "priority is invalid"
    tags = body.get("tags", [])
    if len(tags) > 20 or any(len(tag) > 50 for tag in tags):
        return "at most 20 tags of 50 characters are taken"
    details = body.get("details", {})
    if any(not isinstance(value, str) for value in details.values()):
        return "details are texts by name"
    if sum(len(name) + len(value) for name, value in details.items()) > 8000:
        return "details are longer than 8,000 characters"
    return too_long(body, LIMITS)

"""Turns events into incidents as PagerDuty's Events API v2 does, and refuses what it would refuse."""

from typing import Any

from testing.paging.receiver import Body, FakeReceiver, Taken, too_long

ROUTING_KEY = "0123456789abcdef0123456789abcdef"
MOST_BYTES = 512 * 1024
ACTIONS = ("trigger", "acknowledge", "resolve")
SEVERITIES = ("critical", "error", "warning", "info")


class FakePagerDuty(FakeReceiver):
    """`incidents` is the state of each dedup key."""

    def __init__(self, *, routing_key: str = ROUTING_KEY, retry_after_s: int = 30) -> None:
        super().__init__(retry_after_s=retry_after_s)
        self.routing_key = routing_key
        self.incidents: dict[str, str] = {}

    def find_mistake(self, request: Taken, method: str) -> str:
        body = request.body
        if (request.path, method) != ("/v2/enqueue", "POST"):
            return "no such address"
        if len(request.raw) > MOST_BYTES:
            return "the event is larger than 512 KB"
        if len(str(body.get("routing_key"))) != 32 or body["routing_key"] != self.routing_key:
            return "routing_key is invalid"
        if body.get("event_action") not in ACTIONS:
            return "event_action is invalid"
        if body["event_action"] != "trigger" and not body.get("dedup_key"):
            return "dedup_key is missing"
        return too_long(body, {"dedup_key": 255}) or _find_in_payload(body)

    def render_taken(self, request: Taken) -> tuple[int, Any]:
        key, action = str(request.body["dedup_key"]), request.body["event_action"]
        if action == "trigger":
            if self.incidents.get(key) in (None, "resolved"):
                self.incidents[key] = "triggered"
        elif self.incidents.get(key) not in (None, "resolved"):
            self.incidents[key] = "acknowledged" if action == "acknowledge" else "resolved"
        return 202, {"status": "success", "message": "Event processed", "dedup_key": key}

    def render_refusal(self, mistake: str) -> tuple[int, Any]:
        return 400, {
            "status": "invalid event",
            "message": "Event object is invalid",
            "errors": [mistake],
        }


def _find_in_payload(body: Body) -> str:
    payload = body.get("payload")
    if not isinstance(payload, dict):
        return "payload is missing" if body["event_action"] == "trigger" else ""
    for name in ("summary", "source", "severity"):
        if not payload.get(name):
            return f"payload.{name} is missing"
    if payload["severity"] not in SEVERITIES:
        return "payload.severity is invalid"
    return too_long(payload, {"summary": 1024})

"""Turns messages into those of a channel as Slack does: webhook, post and update, Block Kit's limits."""

import itertools
import json
from typing import Any

from testing.paging.receiver import Body, FakeReceiver, Taken

TOKEN = "xoxb-token-of-a-test"
HOOK = "/services/T0/B0/secret"
# The limits of docs.slack.dev, Block Kit reference.
MOST_BLOCKS, MOST_FIELDS = 50, 10
TEXTS = {"header": 150, "section": 3000}
MOST_FIELD, MOST_BUTTON, MOST_VALUE, MOST_TEXT = 2000, 75, 2000, 40_000


class FakeSlack(FakeReceiver):
    """`messages` is what the channel shows, by timestamp."""

    def __init__(self, *, token: str = TOKEN, retry_after_s: int = 30) -> None:
        super().__init__(retry_after_s=retry_after_s)
        self.token = token
        self.messages: dict[str, Body] = {}
        self.error = ""
        self._numbers = itertools.count(1)

    def find_mistake(self, request: Taken, method: str) -> str:
        body = request.body
        if method != "POST":
            return "method_not_allowed"
        if request.path == HOOK:
            return _find_in_message(body)
        if not request.path.startswith("/api/"):
            return "no_such_hook" if request.path.startswith("/services/") else ""
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return "invalid_auth"
        if self.error:
            return self.error
        if request.path == "/api/auth.test":
            return ""
        if request.path == "/api/chat.update":
            if body.get("ts") not in self.messages:
                return "message_not_found"
        elif request.path != "/api/chat.postMessage":
            return "unknown_method"
        return _find_in_message(body) or ("" if body.get("channel") else "channel_not_found")

    def render_taken(self, request: Taken) -> tuple[int, Any]:
        if request.path == HOOK:
            self.messages[self._stamp()] = request.body
            return 200, "ok"
        if request.path == "/api/auth.test":
            return 200, {"ok": True, "team": "Harbor", "user": "frontdesk"}
        if request.path == "/api/chat.update":
            stamp = str(request.body["ts"])
        else:
            stamp = self._stamp()
        self.messages[stamp] = request.body
        return 200, {"ok": True, "ts": stamp, "channel": request.body.get("channel")}

    def render_refusal(self, mistake: str) -> tuple[int, Any]:
        last = self.requests[-1].path
        return (200 if last.startswith("/api/") else 400), {"ok": False, "error": mistake}

    def _stamp(self) -> str:
        return f"1700000000.{next(self._numbers):06d}"


def _find_in_message(body: Body) -> str:
    text = body.get("text", "")
    if not text:
        return "no_text"
    if len(text) > MOST_TEXT:
        return "msg_too_long"
    blocks = [
        *body.get("blocks", []),
        *(block for one in body.get("attachments", []) for block in one.get("blocks", [])),
    ]
    if len(blocks) > MOST_BLOCKS:
        return "invalid_blocks: too many"
    return next((found for block in blocks if (found := _find_in_block(block))), "")


def _find_in_block(block: Body) -> str:
    kind = block.get("type")
    if kind in TEXTS and "text" in block and len(block["text"]["text"]) > TEXTS[kind]:
        return f"invalid_blocks: {kind} text is too long"
    if kind == "header" and block["text"]["type"] != "plain_text":
        return "invalid_blocks: a header is plain text"
    fields = block.get("fields", [])
    if len(fields) > MOST_FIELDS or any(len(one["text"]) > MOST_FIELD for one in fields):
        return "invalid_blocks: fields"
    if kind == "section" and not ("text" in block or fields):
        return "invalid_blocks: an empty section"
    for element in block.get("elements", []):
        if element.get("type") == "button":
            if len(element["text"]["text"]) > MOST_BUTTON or len(element["action_id"]) > 255:
                return "invalid_blocks: button"
            if len(element.get("value", "")) > MOST_VALUE or len(element.get("url", "")) > 3000:
                return "invalid_blocks: button value"
    if kind == "actions" and not 1 <= len(block.get("elements", [])) <= 25:
        return "invalid_blocks: actions"
    json.dumps(block)
    return ""

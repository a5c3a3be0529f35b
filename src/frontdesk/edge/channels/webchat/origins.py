"""A browser's Origin turned into leave to use the chat: our own page, or one on the tenant's list.

The header is echoed exactly or not at all; there is no wildcard, and no cookie is involved.
"""

from urllib.parse import urlsplit

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from frontdesk.ability.identity import Tenant
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.problems import Refused

PREFLIGHT = {
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "600",
}


def is_own(origin: str, host: str) -> bool:
    """Whether a page came from the same host as this request goes to (a proxy may have changed
    the scheme in between, never the host)."""
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and bool(host) and parts.netloc == host.lower()


def check_page(tenant: Tenant, request: Request, *, required: bool) -> str:
    """The origin of the page; Refused 403 when it may not open this tenant's chat.

    Without an Origin header only a request that a token proves may pass (`required=False`).
    """
    origin = request.headers.get("origin", "").lower()
    if not origin and not required:
        return ""
    if is_own(origin, request.headers.get("host", "")) or origin in tenant.settings.origins:
        return origin
    raise Refused(
        "webchat.origin_not_allowed",
        f"the chat may not be opened from {origin[:200] or 'a page without an origin'}",
        fix="add the page's origin (https://example.com) to the tenant's setting `origins`",
        status=403,
    )


def open_route(line: Line) -> type[APIRoute]:
    """A route whose every answer, also a problem, can be read by pages of allowed origins."""

    class OpenRoute(APIRoute):
        async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
            asked = Headers(scope=scope)
            origin = asked.get("origin", "").lower()
            known = is_own(origin, asked.get("host", "")) or _is_listed(line, origin)

            async def opened(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = MutableHeaders(scope=message)
                    headers.add_vary_header("Origin")
                    if known:
                        headers["access-control-allow-origin"] = asked["origin"]
                        headers["access-control-expose-headers"] = "retry-after"
                await send(message)

            await super().handle(scope, receive, opened)

    return OpenRoute


def _is_listed(line: Line, origin: str) -> bool:
    return any(origin in tenant.settings.origins for tenant in line.tenants.all())

"""An Authorization header turned into who is calling, or a refusal; used by every keyed route."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from frontdesk.ability import identity
from frontdesk.ability.identity import Caller, Scope
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.problems import Refused

Keyed = Callable[[Request], Awaitable[Caller]]
REMEMBER_S = 0.9
GRACE_S = 0.1
MOST_REMEMBERED = 1000


def bearer(request: Request) -> str:
    """The token of `Authorization: Bearer`; Refused 401 without one."""
    return parse_bearer(request.headers.get("authorization", ""))


def parse_bearer(header: str) -> str:
    """The token of an Authorization header; Refused 401 without one."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(
            "identity.no_key",
            "this needs a key",
            fix="send the header Authorization: Bearer <key>; `frontdesk keys create` makes one",
            status=401,
        )
    return token.strip()


class Callers:
    """Who calls, by key. A key is looked up about once a second per process; requests that come
    during the look-up use the last answer, so a revoked key is refused within a second."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._remembered: dict[str, tuple[float, Caller]] = {}
        self._asking: set[str] = set()

    async def find(self, token: str) -> Caller:
        """Refused 401 for an unknown or revoked key."""
        now = self._line.clock.monotonic()
        known = self._remembered.get(token)
        if known is not None:
            lasts_s = REMEMBER_S + (GRACE_S if token in self._asking else 0.0)
            if now - known[0] < lasts_s:
                return known[1]
        self._asking.add(token)
        try:
            caller = await identity.find_caller(self._line.database, token)
        finally:
            self._asking.discard(token)
        if caller is None:
            self._remembered.pop(token, None)
            raise Refused(
                "identity.bad_key",
                "the key is unknown or was revoked",
                fix="use a live key: `frontdesk keys list`",
                status=401,
            )
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[token] = (now, caller)
        return caller


def keyed(line: Line, *allowed: Scope) -> Keyed:
    """Who calls, for routes that need a key of one of the scopes."""
    callers = Callers(line)

    async def check(request: Request) -> Caller:
        caller = await callers.find(bearer(request))
        identity.check_scope(caller, *allowed)
        return caller

    return check

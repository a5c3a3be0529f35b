"""A Problem of any room turned into an error as OpenAI's clients read it: status, body and headers."""

import logging
import math
from collections.abc import Mapping
from typing import NamedTuple

import orjson

from frontdesk.ability.gateway import Failure, NoModel
from frontdesk.ground.words.problems import Broken, NotNow, Problem

log = logging.getLogger("edge.http.openai")

Header = tuple[bytes, bytes]


class Told(NamedTuple):
    """How clients know a problem: a status, their `type`, and their `code`."""

    status: int
    type: str
    code: str


BAD = "invalid_request_error"
OURS = "server_error"
KNOWN: Mapping[str, Told] = {
    "identity.no_key": Told(401, BAD, "invalid_api_key"),
    "identity.bad_key": Told(401, BAD, "invalid_api_key"),
    "identity.wrong_scope": Told(403, BAD, "insufficient_permissions"),
    "gateway.unknown_model": Told(404, BAD, "model_not_found"),
    "gateway.budget_spent": Told(429, "insufficient_quota", "insufficient_quota"),
    "gateway.quota_spent": Told(429, "insufficient_quota", "insufficient_quota"),
    "gateway.queue_full": Told(429, "requests", "rate_limit_exceeded"),
    "gateway.too_late": Told(429, "requests", "rate_limit_exceeded"),
    "gateway.rate_limited": Told(429, "requests", "rate_limit_exceeded"),
    "gateway.too_long": Told(400, BAD, "context_length_exceeded"),
    "gateway.filtered": Told(400, BAD, "content_filter"),
    "gateway.bad_request": Told(400, BAD, "bad_request"),
    "gateway.timeout": Told(504, OURS, "timeout"),
}
SPENT = "budget_hard"
FOR_GOOD = ("insufficient_quota",)
MOST_WAIT_S = 86_400


def render_error(problem: Problem) -> bytes:
    """`{"error": {message, type, param, code}}`."""
    told = tell(problem)
    says = problem.public if not isinstance(problem, Broken) else "something went wrong on our side"
    if isinstance(problem, NoModel):
        says = f"{says} ({problem.reason})"
    if problem.fix and not isinstance(problem, Broken):
        says = f"{says}: {problem.fix}"
    error = {
        "message": says,
        "type": told.type,
        "param": problem.field or None,
        "code": told.code,
    }
    return orjson.dumps({"error": error})


def render_headers(problem: Problem) -> list[Header]:
    """When to ask again, and whether a client should do so by itself."""
    headers: list[Header] = []
    after_s = _after_s(problem)
    if after_s is not None:
        seconds = max(1, min(MOST_WAIT_S, math.ceil(after_s)))
        headers.append((b"retry-after", str(seconds).encode()))
    told = tell(problem)
    if told.code in FOR_GOOD:
        headers.append((b"x-should-retry", b"false"))
    if told.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    return headers


def tell(problem: Problem) -> Told:
    """What the problem is called on this surface."""
    if isinstance(problem, NoModel) and problem.reason == SPENT:
        return KNOWN["gateway.budget_spent"]
    known = KNOWN.get(problem.code)
    if known is not None:
        return known
    room, _, name = problem.code.partition(".")
    kind = BAD if problem.status < 500 else OURS
    return Told(problem.status, kind, name if room in ("openai", "gateway") else problem.code)


def as_problem(error: Exception, where: str) -> Problem:
    """The problem that an exception is; anything unforeseen is ours, logged, and told without
    internals."""
    if isinstance(error, Problem):
        if isinstance(error, Broken):
            log.error("%s: %s", where, error, exc_info=error)
        return error
    log.error("%s broke", where, exc_info=error)
    return Broken("openai.broken", "something went wrong on our side")


def _after_s(problem: Problem) -> float | None:
    if isinstance(problem, NotNow):
        return problem.after_s
    return problem.after_s if isinstance(problem, Failure) else None

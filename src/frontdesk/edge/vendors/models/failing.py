"""Everything that goes wrong with a vendor turned into the one Failure that it amounts to."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import aiohttp
import orjson

from frontdesk.ability.gateway import Completion, Failure, FailureKind, Finish, Vectors
from frontdesk.edge.vendors.models import limits
from frontdesk.edge.vendors.models.shapes import JsonMap, count_of, list_of, map_of, text_of
from frontdesk.ground.words.problems import NotNow
from frontdesk.ground.words.reading import Json

_LONGEST = 500
_SAYS: Mapping[FailureKind, str] = {
    "unreachable": "cannot be reached",
    "timeout": "did not answer in time",
    "cut": "broke off",
    "stalled": "went silent",
    "rate_limited": "asks us to slow down",
    "overloaded": "is overloaded",
    "server_error": "failed",
    "bad_answer": "answered something that is not its protocol",
    "empty": "gave an empty answer",
    "bad_key": "does not accept our key",
    "unknown_model": "does not know the model",
    "no_credit": "says the account's credit or quota is used up",
    "too_long": "says the request is longer than the model takes",
    "filtered": "stopped it with its safety filter",
    "bad_request": "does not take the request",
}
# What a vendor writes in its error's type, code, status or message, in order of precedence.
_MARKS: tuple[tuple[FailureKind, re.Pattern[str]], ...] = (
    (
        "no_credit",
        re.compile(
            r"insufficient_quota|billing_(not_active|hard_limit|error)|credit balance|out of credit"
            r"|insufficient (credit|balance|fund)|PerDay",
            re.I,
        ),
    ),
    (
        "too_long",
        re.compile(
            r"context_length_exceeded|context.{0,12}(length|window|size)|prompt is too long"
            r"|request_too_large|string_above_max_length|input token count.{0,40}exceeds"
            r"|input is too long",
            re.I,
        ),
    ),
    (
        "filtered",
        re.compile(
            r"content[_ ]?filter|content_policy|ResponsibleAIPolicy|invalid_prompt|safety_violation",
            re.I,
        ),
    ),
    (
        "bad_key",
        re.compile(
            r"invalid_api_key|API_KEY_INVALID|api key not valid|authentication_error"
            r"|permission_error|PERMISSION_DENIED|UNAUTHENTICATED",
            re.I,
        ),
    ),
    (
        "unknown_model",
        re.compile(
            r"model_not_found|DeploymentNotFound|invalid_model|unknown model"
            r"|models?\b.{0,120}(not found|does not exist|not exist|is not available)"
            r"|(not found|not_found_error)\W.{0,20}\bmodels?\b|no such model",
            re.I | re.S,
        ),
    ),
    ("rate_limited", re.compile(r"rate_limit|too_many_requests|RESOURCE_EXHAUSTED", re.I)),
    ("overloaded", re.compile(r"overloaded|slow_down|UNAVAILABLE|at capacity", re.I)),
)
_BY_STATUS: Mapping[int, FailureKind] = {
    401: "bad_key",
    402: "no_credit",
    403: "bad_key",
    408: "timeout",
    413: "too_long",
    429: "rate_limited",
    503: "overloaded",
    529: "overloaded",
}
_NOT_NOW: Mapping[str, FailureKind] = {
    "http.unreachable": "unreachable",
    "http.stalled": "stalled",
    "http.cut": "cut",
}
# A status that leaves no doubt, whatever the words are.
_CERTAIN = frozenset({401, 402, 529})
# Local servers say these with status 500.
_EVEN_AS_500: frozenset[FailureKind] = frozenset({"too_long", "unknown_model", "overloaded"})
_BILLED: frozenset[FailureKind] = frozenset(
    {"timeout", "cut", "stalled", "server_error", "bad_answer", "empty", "filtered"}
)


class Told(NamedTuple):
    """A vendor's error: its machine-readable words in one line, its message, its own delay."""

    words: str
    message: str
    after_s: float | None


def fail(
    vendor: str, kind: FailureKind, vendor_says: str = "", *, after_s: float | None = None
) -> Failure:
    """The Failure of one kind, in words for operators."""
    return Failure(
        kind,
        f"{vendor} {_SAYS[kind]}",
        after_s=after_s,
        vendor_says=vendor_says[:_LONGEST],
        maybe_billed=kind in _BILLED,
    )


def nothing_said(vendor: str, finish: Finish) -> Failure:
    """An answer without a word: the vendor's filter, or nothing at all."""
    if finish == "filtered":
        return fail(vendor, "filtered", "the answer was filtered")
    why = "the longest answer was used up before the first word" if finish == "length" else ""
    return fail(vendor, "empty", why)


def check_said(vendor: str, completion: Completion) -> Completion:
    """The same, when it says anything at all. Raises `filtered` or `empty`."""
    if completion.text.strip() or completion.tool_calls or completion.refusal:
        return completion
    raise nothing_said(vendor, completion.finish)


def check_vectors(vendor: str, found: Vectors, count: int) -> Vectors:
    """The same, when it is one vector of one length for each text. Raises `bad_answer`."""
    lengths = {len(vector) for vector in found.vectors}
    if len(found.vectors) != count or (count and (len(lengths) != 1 or 0 in lengths)):
        says = f"{len(found.vectors)} vectors of {sorted(lengths)} numbers for {count} texts"
        raise fail(vendor, "bad_answer", says)
    return found


def explain_not_now(vendor: str, problem: NotNow) -> Failure:
    """What happened on the way there and back."""
    cause = problem.__cause__
    kind = _NOT_NOW.get(problem.code)
    if kind is None:  # no answer: the time was up, or the connection ended
        kind = "timeout" if isinstance(cause, TimeoutError) else "cut"
    says = problem.public
    if isinstance(cause, aiohttp.ClientConnectorError | aiohttp.InvalidURL):
        says = f"{says}: {cause}"  # a refused port, an unknown name, a certificate
    return fail(vendor, kind, says)


def explain_answer(vendor: str, status: int, headers: Mapping[str, str], body: bytes) -> Failure:
    """What an answer with an error status means, whoever wrote it: the vendor, or a proxy."""
    try:
        parsed: Json = orjson.loads(body)
    except orjson.JSONDecodeError:
        # Half an answer may hold what a customer said: only a page is shown.
        page = " ".join(body[:200].decode("utf-8", "replace").split()) if body[:1] == b"<" else ""
        return _explain_page(vendor, status, headers, page)
    return explain_error(vendor, parsed, status=status, headers=headers)


def explain_error(
    vendor: str, body: Json, *, status: int = 0, headers: Mapping[str, str] | None = None
) -> Failure:
    """What a vendor's error object means; `status` 0 for one inside a stream."""
    told = _read_error(body)
    status = status if status >= 300 else _status_in(body)
    kind = _decide_kind(status, told)
    after_s = told.after_s
    if after_s is None and kind in ("rate_limited", "overloaded", "server_error"):
        after_s = limits.retry_after_s(headers or {}, told.message)
    says = " ".join(part for part in (told.message, f"({told.words})" * bool(told.words)) if part)
    return fail(vendor, kind, f"{status or 'streamed'}: {says}", after_s=after_s)


def _decide_kind(status: int, told: Told) -> FailureKind:
    if status in _CERTAIN:
        return _BY_STATUS[status]
    text = f"{told.words} {told.message}"
    for kind, mark in _MARKS:
        if (status < 500 or kind in _EVEN_AS_500) and mark.search(text):
            return kind
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 400 <= status < 500 or (not status and "invalid_request" in told.words):
        return "bad_request"
    return "server_error"


def _explain_page(vendor: str, status: int, headers: Mapping[str, str], page: str) -> Failure:
    kind = _BY_STATUS.get(status)
    if kind is None:
        kind = "server_error" if status >= 500 else "bad_answer"
        if status in (404, 405):
            kind = "bad_request"
    after_s = limits.retry_after_s(headers) if kind in ("rate_limited", "overloaded") else None
    return fail(vendor, kind, f"{status}, not JSON {page}".rstrip(), after_s=after_s)


def _read_error(body: Json) -> Told:
    """The error in any of the shapes that vendors and local servers give it."""
    if not isinstance(body, Mapping):
        items = list_of(body)
        return _read_error(items[0]) if items else Told("", str(body)[:200], None)
    error = body.get("error")
    if isinstance(error, str):
        return Told(_words(body), error, None)
    found = map_of(error) or body
    message = text_of(found.get("message")) or _detail(found)
    inner = map_of(found.get("innererror"))
    details = [map_of(item) for item in list_of(found.get("details"))]
    words = [_words(found), text_of(inner.get("code"))]
    words += [_words_of_detail(item) for item in details]
    after_s = next((at for item in details if (at := _delay(item)) is not None), None)
    return Told(" ".join(word for word in words if word), message, after_s)


def _words(error: JsonMap) -> str:
    kept = (error.get(name) for name in ("type", "code", "status", "param"))
    return " ".join(word for word in kept if isinstance(word, str) and word != "error")


def _words_of_detail(item: JsonMap) -> str:
    quotas = [map_of(one) for one in list_of(item.get("violations"))]
    return " ".join(
        [text_of(item.get("reason")), *(text_of(quota.get("quotaId")) for quota in quotas)]
    ).strip()


def _detail(error: JsonMap) -> str:
    """What web frameworks of local servers say: a text, or a list of validation errors."""
    detail = error.get("detail")
    return detail if isinstance(detail, str) else orjson.dumps(detail or error).decode()


def _delay(item: JsonMap) -> float | None:
    delay = text_of(item.get("retryDelay"))
    return limits.parse_duration(delay) if delay else None


def _status_in(body: Json) -> int:
    """The HTTP status that some vendors write into the error itself."""
    found = map_of(body)
    error = map_of(found.get("error")) or found
    return count_of(error.get("code")) or count_of(error.get("status"))

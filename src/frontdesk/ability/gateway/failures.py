"""Every way a model call can fail, and what each means for retry, fallback and breaker."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from frontdesk.ground.words.problems import Problem

FailureKind = Literal[
    "unreachable",  # no connection: nothing was sent (refused, DNS, certificate)
    "timeout",  # no answer within the attempt's time
    "cut",  # the connection ended before the answer did
    "stalled",  # a stream was silent for longer than the idle gap
    "rate_limited",  # 429; `after_s` where the vendor says when
    "overloaded",  # 503, 529 and streamed overload errors
    "server_error",  # 5xx
    "bad_answer",  # not the vendor's protocol: HTML, broken JSON, no choices, no candidates
    "empty",  # a well-formed answer without text or tool call
    "bad_key",  # 401, 403
    "unknown_model",  # the vendor does not know the model
    "no_credit",  # the account's own quota or credit is used up
    "too_long",  # more than the model takes
    "filtered",  # the vendor's safety filter stopped it
    "bad_request",  # 4xx: our request is wrong for this vendor
    "off_schema",  # the answer does not meet the schema, repair and second asking included
]


class Treatment(NamedTuple):
    """`retry` the same model; go on to the `next` one; `breaks`: counts for the breaker."""

    retry: bool
    next: bool
    breaks: bool


TREATMENTS: Mapping[FailureKind, Treatment] = {
    "unreachable": Treatment(retry=True, next=True, breaks=True),
    "timeout": Treatment(retry=False, next=True, breaks=True),
    "cut": Treatment(retry=True, next=True, breaks=True),
    "stalled": Treatment(retry=False, next=True, breaks=True),
    "rate_limited": Treatment(retry=True, next=True, breaks=False),
    "overloaded": Treatment(retry=True, next=True, breaks=True),
    "server_error": Treatment(retry=True, next=True, breaks=True),
    "bad_answer": Treatment(retry=True, next=True, breaks=True),
    "empty": Treatment(retry=True, next=True, breaks=False),
    "bad_key": Treatment(retry=False, next=True, breaks=True),
    "unknown_model": Treatment(retry=False, next=True, breaks=False),
    "no_credit": Treatment(retry=False, next=True, breaks=True),
    "too_long": Treatment(retry=False, next=True, breaks=False),
    "filtered": Treatment(retry=False, next=False, breaks=False),
    "bad_request": Treatment(retry=False, next=True, breaks=False),
    "off_schema": Treatment(retry=False, next=True, breaks=False),
}


class Failure(Problem):
    """One attempt on one model failed. Providers raise it and nothing else.

    `after_s` is the vendor's Retry-After, None without one; `vendor_says` is the vendor's message
    for operators (never shown to a customer); `maybe_billed` says that the vendor may have worked.
    """

    family = "refused"

    def __init__(
        self,
        kind: FailureKind,
        says: str,
        *,
        after_s: float | None = None,
        vendor_says: str = "",
        status: int = 502,
        maybe_billed: bool = False,
    ) -> None:
        super().__init__(f"gateway.{kind}", says, status=status)
        self.kind: FailureKind = kind
        self.after_s = after_s
        self.vendor_says = vendor_says
        self.maybe_billed = maybe_billed

    @property
    def treatment(self) -> Treatment:
        return TREATMENTS[self.kind]

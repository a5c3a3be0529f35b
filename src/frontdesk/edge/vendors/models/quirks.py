"""What a model turned out not to take, learned from its refusals, so that it is left out from then on.

Vendors take parameters away from model to model (a temperature, a forced tool); a table of names would
be out of date with the next model. A call may be sent a second time only to leave one out.
"""

import re
from collections.abc import Iterable

from frontdesk.ability.gateway import Failure
from frontdesk.ground.words.reading import Json

Body = dict[str, Json]

# What an answer can do without, and what is sent in its place.
_DISPENSABLE = (
    "temperature",
    "top_p",
    "topP",
    "seed",
    "stream_options",
    "parallel_tool_calls",
    "reasoning_effort",
    "reasoning",
    "thinkingConfig",
    "thinking",
    "effort",
    "max_completion_tokens",
    "max_tokens",
    "response_format",
    "tool_choice",
    "stop",
    "store",
)
_INSTEAD = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
_NESTED = ("generationConfig", "output_config")
_UNWANTED = re.compile(
    r"unsupported|not support|unrecognized|unknown|deprecated|not permitted|extra[_ ]forbidden"
    r"|cannot both|not allowed|unexpected|not compatible|invalid (argument|parameter|value)"
    r"|no field|cannot find field|may not be",
    re.I,
)


class Quirks:
    """What each model of one account does not take."""

    def __init__(self) -> None:
        self._learned: dict[str, tuple[str, ...]] = {}

    def fit(self, model: str, body: Body) -> Body:
        """The body as this model takes it."""
        for name in self._learned.get(model, ()):
            _leave_out(body, name)
        return body

    def learn(self, model: str, body: Body, failure: Failure) -> bool:
        """Whether the refusal names something that was sent and need not be."""
        if failure.kind != "bad_request" or not _UNWANTED.search(failure.vendor_says):
            return False
        known = self._learned.get(model, ())
        for name in _DISPENSABLE:
            if name not in known and _has(body, name) and _names(name, failure.vendor_says):
                self._learned[model] = (*known, name)
                return True
        return False


def _names(name: str, says: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", says, re.I) is not None


def _places(body: Body) -> Iterable[Body]:
    yield body
    for name in _NESTED:
        inner = body.get(name)
        if isinstance(inner, dict):
            yield inner


def _has(body: Body, name: str) -> bool:
    return any(name in place for place in _places(body))


def _leave_out(body: Body, name: str) -> None:
    for place in _places(body):
        if name in place:
            value = place.pop(name)
            if name in _INSTEAD:
                place[_INSTEAD[name]] = value

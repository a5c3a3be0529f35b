"""A problem of any room reaches OpenAI's clients under a name they know, and says nothing about us."""

import orjson
import pytest

from frontdesk.ability.gateway import Failure, NoModel
from frontdesk.edge.http.openai import errors
from frontdesk.ground.words.problems import BadInput, Broken, NotNow, Problem, Refused


@pytest.mark.parametrize(
    ("problem", "status", "kind", "code"),
    [
        (
            Refused("identity.bad_key", "unknown", status=401),
            401,
            "invalid_request_error",
            "invalid_api_key",
        ),
        (
            Refused("identity.wrong_scope", "no", status=403),
            403,
            "invalid_request_error",
            "insufficient_permissions",
        ),
        (
            BadInput("gateway.unknown_model", "no", status=404),
            404,
            "invalid_request_error",
            "model_not_found",
        ),
        (
            NotNow("gateway.budget_spent", "spent", after_s=60),
            429,
            "insufficient_quota",
            "insufficient_quota",
        ),
        (
            NotNow("gateway.quota_spent", "spent", after_s=60),
            429,
            "insufficient_quota",
            "insufficient_quota",
        ),
        (NotNow("gateway.queue_full", "full", after_s=1), 429, "requests", "rate_limit_exceeded"),
        (NotNow("gateway.too_late", "late", after_s=1), 429, "requests", "rate_limit_exceeded"),
        (NotNow("gateway.no_model", "none", after_s=5), 503, "server_error", "no_model"),
        (NotNow("store.unreachable", "gone", after_s=1), 503, "server_error", "store.unreachable"),
        (
            BadInput("openai.invalid_type", "no", field="n"),
            400,
            "invalid_request_error",
            "invalid_type",
        ),
        (Failure("too_long", "too long"), 400, "invalid_request_error", "context_length_exceeded"),
        (Failure("off_schema", "off"), 502, "server_error", "off_schema"),
        (Broken("x.y", "secret"), 500, "server_error", "x.y"),
    ],
)
def test_each_problem_has_its_name(problem: Problem, status: int, kind: str, code: str) -> None:
    assert errors.tell(problem) == (status, kind, code)


def test_an_error_has_its_four_fields() -> None:
    problem = BadInput("openai.invalid_type", "n must be a number", field="n", fix="send one")
    assert orjson.loads(errors.render_error(problem)) == {
        "error": {
            "message": "n must be a number: send one",
            "type": "invalid_request_error",
            "param": "n",
            "code": "invalid_type",
        }
    }


def test_what_broke_inside_is_not_told() -> None:
    told = errors.render_error(errors.as_problem(RuntimeError("password=hunter2"), "/v1/x"))
    broken = errors.render_error(Broken("x.y", "password=hunter2", fix="look at /etc"))
    for raw in (told, broken):
        assert b"hunter2" not in raw
        assert b"/etc" not in raw


def test_waiting_is_told_in_whole_seconds() -> None:
    soon = dict(errors.render_headers(NotNow("gateway.queue_full", "full", after_s=0.2)))
    never = dict(errors.render_headers(NotNow("gateway.budget_spent", "spent", after_s=900.5)))
    none = dict(errors.render_headers(Failure("too_long", "x")))
    assert soon == {b"retry-after": b"1"}
    assert never == {b"retry-after": b"901", b"x-should-retry": b"false"}
    assert none == {}


def test_why_no_model_answers_is_said() -> None:
    off = NoModel("rung_max", after_s=5.0)
    spent = NoModel("budget_hard", after_s=899.5, fix="wait until 10:00 UTC")
    assert b"no model can answer now (rung_max)" in errors.render_error(off)
    assert dict(errors.render_headers(off)) == {b"retry-after": b"5"}
    assert errors.tell(spent) == (429, "insufficient_quota", "insufficient_quota")
    headers = {b"retry-after": b"900", b"x-should-retry": b"false"}
    assert dict(errors.render_headers(spent)) == headers
    assert b"(budget_hard): wait until 10:00 UTC" in errors.render_error(spent)

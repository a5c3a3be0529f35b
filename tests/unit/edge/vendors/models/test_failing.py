"""Errors as vendors, local servers and proxies write them become the one kind they amount to."""

import json

import pytest

from frontdesk.ability.gateway import FailureKind
from frontdesk.edge.vendors.models import failing
from frontdesk.ground.words.reading import Json

ERRORS: list[tuple[int, object, FailureKind]] = [
    # OpenAI and Azure
    (400, {"error": {"code": "context_length_exceeded", "message": "…"}}, "too_long"),
    (400, {"error": {"code": "content_filter", "message": "…", "param": "prompt"}}, "filtered"),
    (
        400,
        {
            "error": {
                "message": "The response was filtered",
                "code": "x",
                "innererror": {"code": "ResponsibleAIPolicyViolation"},
            }
        },
        "filtered",
    ),
    (403, {"error": {"code": "unsupported_country_region_territory", "message": "…"}}, "bad_key"),
    (
        403,
        {"error": {"code": "model_not_found", "message": "no access to model x"}},
        "unknown_model",
    ),
    (404, {"error": {"code": "DeploymentNotFound", "message": "…"}}, "unknown_model"),
    (429, {"error": {"code": "insufficient_quota", "message": "…"}}, "no_credit"),
    (429, {"error": {"code": "billing_not_active", "message": "…"}}, "no_credit"),
    (
        429,
        {"error": {"code": "rate_limit_exceeded", "message": "requests per day"}},
        "rate_limited",
    ),
    (503, {"error": {"code": "slow_down", "message": "…"}}, "overloaded"),
    (500, {"error": {"type": "server_error", "message": "The model had an error"}}, "server_error"),
    (
        400,
        {
            "error": {
                "message": "Unsupported value: 'temperature' does not support 0.2 with this model.",
                "code": "unsupported_value",
                "param": "temperature",
            }
        },
        "bad_request",
    ),
    # Anthropic
    (402, {"type": "error", "error": {"type": "billing_error", "message": "…"}}, "no_credit"),
    (413, {"type": "error", "error": {"type": "request_too_large", "message": "…"}}, "too_long"),
    (403, {"type": "error", "error": {"type": "permission_error", "message": "…"}}, "bad_key"),
    (
        400,
        {
            "type": "error",
            "error": {
                "type": "invalid_request_error",
                "message": "`temperature` is deprecated for this model.",
            },
        },
        "bad_request",
    ),
    # Gemini, streamed without events as a list
    (
        503,
        [{"error": {"code": 503, "message": "overloaded", "status": "UNAVAILABLE"}}],
        "overloaded",
    ),
    (403, {"error": {"status": "PERMISSION_DENIED", "message": "…"}}, "bad_key"),
    # Local servers
    (
        404,
        {"error": {"message": "model 'llama9' not found, try pulling it first"}},
        "unknown_model",
    ),
    (404, {"error": 'model "llama9" not found'}, "unknown_model"),
    (
        404,
        {"object": "error", "message": "The model `x` does not exist.", "code": 404},
        "unknown_model",
    ),
    (400, {"error": {"type": "exceed_context_size_error", "message": "…"}}, "too_long"),
    (500, {"error": {"message": "the request exceeds the available context size"}}, "too_long"),
    (422, {"detail": [{"type": "missing", "loc": ["body", "model"], "msg": "…"}]}, "bad_request"),
    (404, {"detail": "Not Found"}, "bad_request"),
    (418, {}, "bad_request"),
    (502, {}, "server_error"),
    (500, [], "server_error"),
    (500, None, "server_error"),
]


@pytest.mark.parametrize(("status", "body", "kind"), ERRORS)
def test_each_error_is_its_kind(status: int, body: object, kind: FailureKind) -> None:
    failure = failing.explain_answer("A vendor", status, {}, json.dumps(body).encode())
    assert failure.kind == kind


PAGES: list[tuple[int, FailureKind]] = [
    (200, "bad_answer"),
    (301, "bad_answer"),
    (401, "bad_key"),
    (403, "bad_key"),
    (404, "bad_request"),
    (413, "too_long"),
    (429, "rate_limited"),
    (500, "server_error"),
    (502, "server_error"),
    (503, "overloaded"),
    (504, "server_error"),
]


@pytest.mark.parametrize(("status", "kind"), PAGES)
def test_a_page_is_judged_by_its_status(status: int, kind: FailureKind) -> None:
    failure = failing.explain_answer("A vendor", status, {}, b"<html>Sorry</html>")
    assert failure.kind == kind
    assert "Sorry" in failure.vendor_says


def test_half_an_answer_is_never_repeated() -> None:
    failure = failing.explain_answer("A vendor", 200, {}, b'{"choices": [{"message": "My secret')
    assert (failure.kind, "secret" in failure.vendor_says) == ("bad_answer", False)


def test_an_error_in_a_stream_has_no_status() -> None:
    body: Json = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    assert failing.explain_error("A vendor", body).kind == "overloaded"
    refused: Json = {"error": {"type": "invalid_request_error", "message": "No."}}
    assert failing.explain_error("A vendor", refused).kind == "bad_request"


def test_google_says_its_delay_in_the_body() -> None:
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}]
    body = {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "details": details}}
    failure = failing.explain_answer("Gemini", 429, {}, json.dumps(body).encode())
    assert (failure.kind, failure.after_s) == ("rate_limited", 34.5)


def test_what_a_vendor_says_stays_short() -> None:
    failure = failing.explain_answer(
        "A vendor", 400, {}, json.dumps({"error": "x" * 9999}).encode()
    )
    assert len(failure.vendor_says) == 500

"""A Problem turned into its HTTP answer; anything else into one that says nothing about us."""

import logging
import math

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from frontdesk.ability.telemetry import Meters
from frontdesk.ground.words.problems import BadInput, Broken, NotNow, Problem

log = logging.getLogger("edge.http")


def mount(app: FastAPI, meters: Meters) -> None:
    """Answer every failure as `{"error": {code, message, field?, fix?}}` with the right status."""

    def answer(problem: Problem) -> Response:
        meters.refusals.labels(problem.code).inc()
        headers = {}
        if isinstance(problem, NotNow):
            headers["retry-after"] = str(max(1, math.ceil(problem.after_s)))
        if problem.status == 401:
            headers["www-authenticate"] = "Bearer"
        return Response(
            orjson.dumps({"error": problem.as_json()}),
            status_code=problem.status,
            headers=headers,
            media_type="application/json",
        )

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        if isinstance(error, Broken):
            log.error("%s %s: %s", request.method, request.url.path, error, exc_info=error)
            return answer(Broken(error.code, "something went wrong on our side"))
        return answer(error)

    async def on_http(_request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = {404: "http.not_found", 405: "http.wrong_method"}.get(
            error.status_code, f"http.status_{error.status_code}"
        )
        return answer(
            BadInput(code, str(error.detail), fix="see /openapi.json", status=error.status_code)
        )

    async def on_field(_request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        field = str(first["loc"][-1])
        return answer(BadInput("http.bad_field", f"{field}: {first['msg']}", field=field))

    async def on_anything(request: Request, error: Exception) -> Response:
        log.error("%s %s broke", request.method, request.url.path, exc_info=error)
        return answer(Broken("http.broken", "something went wrong on our side"))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_field)
    app.add_exception_handler(Exception, on_anything)

"""The console's pages turned into routes: signed in or sent to sign in, problems as pages too."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from frontdesk.ability import identity
from frontdesk.edge.console import pages, rendering, signing
from frontdesk.edge.console.page import Action, Page, View, Visit
from frontdesk.edge.door import Door
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.problems import BadInput, Broken, Problem


def routes(line: Line) -> APIRouter:
    """The routes of every page that is installed, of signing in and out, and of the style files."""
    router = APIRouter(prefix="/console", include_in_schema=False)
    found = pages.find_pages()

    @router.get("/sign-in")
    async def form(request: Request) -> Response:
        wanted = signing.parse_next(request.query_params.get("next", ""))
        return signing.render_form("", wanted=wanted)

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        return await _or_problem(signing.sign_in(line, request), found)

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        return await _or_problem(signing.sign_out(line, request), found)

    @router.get("/style/{name}")
    async def style(name: str) -> Response:
        body = rendering.load_styles().get(name)
        if body is None:
            raise BadInput("console.no_style", f"there is no style {name[:60]!r}", status=404)
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(body, media_type="text/css; charset=utf-8", headers=headers)

    for page in found:
        for view in page.views:
            router.add_api_route(view.path, _shown(line, found, page, view), methods=["GET"])
        for action in page.actions:
            router.add_api_route(action.path, _done(line, found, action), methods=["POST"])
    return router


def _done(
    line: Line, found: tuple[Page, ...], action: Action
) -> Callable[[Request], Awaitable[Response]]:
    async def press(request: Request) -> Response:
        signing.check_own_page(request)
        caller = await signing.find_visitor(line, request)
        if caller is None:
            return RedirectResponse("/console/sign-in", status_code=303)
        identity.check_scope(caller, *action.scopes)
        visit = Visit(line, caller, request.path_params, request.query_params)
        fields = await signing.read_form(request)
        return RedirectResponse(f"/console{await action.run(visit, fields)}", status_code=303)

    async def answer(request: Request) -> Response:
        return await _or_problem(press(request), found)

    return answer


def _shown(
    line: Line, found: tuple[Page, ...], page: Page, view: View
) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        caller = await signing.find_visitor(line, request)
        if caller is None:
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/console/sign-in?next={quote(wanted)}", status_code=303)
        visit = Visit(line, caller, request.path_params, request.query_params)
        template = f"{page.name}/{view.template}"

        async def render() -> Response:
            model = await view.load(visit)
            text = rendering.render_text(
                template, model, pages=found, caller=caller, page=page.name
            )
            return rendering.html(text)

        return await _or_problem(render(), found)

    return show


async def _or_problem(work: Awaitable[Response], found: tuple[Page, ...]) -> Response:
    """The page, or the problem as a page; what is broken on our side goes on to the door's answer
    for that, and to the log."""
    try:
        return await work
    except Broken:
        raise
    except Problem as problem:
        text = rendering.render_text("problem.html", problem, pages=found, caller=None)
        return rendering.html(text, status=problem.status)


DOOR = Door(name="console", routes=routes)
